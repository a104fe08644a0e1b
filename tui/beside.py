"""Another solver beside the engine, where it is installed: PyVRP, on vehicle routing with time windows.

It is for measuring only (the extra `bench`). As many processes as the engine has threads plan from a seed of their own
each, and the best of them counts, as with the engine."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context

from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.model import Model, Rounds


def can_stand_beside(model: Model) -> bool:
    """Whether PyVRP is installed and can plan this: hard windows from one home, no two activities tied together, and
    everybody able to do everything."""
    return (
        find_spec("pyvrp") is not None
        and model.punctual
        and not model.shifts
        and len(set(model.homes)) == 1
        and all(unit.second is None for unit in model.units)
        and all(len(each.able) == len(model.homes) for each in model.activities())
    )


def rounds_beside(model: Model, seconds: float, seed: int, processes: int) -> Rounds | None:
    """The best rounds that PyVRP finds in so many processes, or None where it finds none."""
    seeds = [seed * processes + number for number in range(processes)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        found = [rounds for rounds in pool.map(partial(_rounds, model, seconds), seeds) if rounds]
    return min(found, key=lambda rounds: cost(model, rounds).total, default=None)


def _rounds(model: Model, seconds: float, seed: int) -> Rounds | None:
    from pyvrp import Model as Problem
    from pyvrp.stop import MaxRuntime

    problem, activities = Problem(), list(model.activities())
    home = model.homes[0]
    places = [home, *(each.place for each in activities)]
    spots = [problem.add_location(x=0, y=0) for _ in places]
    depot = problem.add_depot(spots[0])
    problem.add_vehicle_type(len(model.homes), capacity=model.capacity, start_depot=depot, end_depot=depot)
    for each, spot in zip(activities, spots[1:], strict=True):
        problem.add_client(
            spot, delivery=each.load, service_duration=each.length, tw_early=each.opens, tw_late=each.due
        )
    for one, spot in zip(places, spots, strict=True):
        for then, other in zip(places, spots, strict=True):
            if spot is not other:
                way = model.travel[one][then]
                problem.add_edge(spot, other, distance=way, duration=way)
    best = problem.solve(MaxRuntime(seconds), seed=seed, display=False).best
    if not best.is_feasible():
        return None
    routes = [[(stop.idx, stop.start_time) for stop in route if stop.is_client()] for route in best.routes()]
    starts = dict(stop for route in routes for stop in route)
    spare: list[list[tuple[int, int]]] = [[] for _ in model.homes[len(routes) :]]
    rounds = Rounds(
        routes=tuple(tuple(i for i, _ in route) for route in [*routes, *spare]),
        starts=tuple(starts[i] for i in range(len(activities))),
    )
    return None if broken_rules(model, rounds) else rounds
