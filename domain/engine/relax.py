"""What would have to give for a visit left out: a little of its window, or a little of somebody's hours.

Offers only. Each bends one thing by the least that is enough, and says who would then do the visit; every other rule
holds. Skills, bars and rest are never offered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from domain.engine.day import Day, Stop, on_shift, worked
from domain.engine.explain import first_obstacle, starts_to_try
from domain.engine.plan import Plan
from domain.engine.problem import Problem, Shift, Visit, Worker
from domain.engine.rules import STANDING, Move, breaches
from domain.engine.words import clock, length, listed

MOST_MINUTES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """`bends` is `window` or `hours`, by `minutes` in all; then `workers` can do the visit at `start`."""

    bends: str
    minutes: int
    workers: tuple[str, ...]
    start: int
    text: str


def relaxations(problem: Problem, plan: Plan, visit_id: str) -> tuple[Relaxation, ...]:
    """The cheapest way for each thing that may be bent, least minutes first; empty where an hour is not enough.

    Raises KeyError for an id that the problem does not have."""
    visit = {each.id: each for each in problem.visits}[visit_id]
    found = [_other_time(problem, plan, visit), _more_hours(problem, plan, visit)]
    return tuple(sorted((each for each in found if each), key=lambda each: each.minutes))


def _other_time(problem: Problem, plan: Plan, visit: Visit) -> Relaxation | None:
    if visit.pinned_start is not None:
        return None
    wider = replace(visit, earliest=visit.earliest - MOST_MINUTES, latest=visit.latest + MOST_MINUTES)
    visits = tuple(wider if each is visit else each for each in problem.visits)
    best = _cheapest(replace(problem, visits=visits), plan, wider, lambda start, worker: _outside(visit, start))
    if best is None:
        return None
    cost, start, workers = best
    side = "later" if start > visit.latest else "earlier"
    count = cost // visit.workers_needed
    text = f"{_names(workers)} could do it at {clock(start)}, {length(count)} {side} than it should be"
    return _relaxation("window", count, start, workers, text)


def _outside(visit: Visit, start: int) -> int:
    return max(0, visit.earliest - start, start - visit.latest)


def _more_hours(problem: Problem, plan: Plan, visit: Visit) -> Relaxation | None:
    longer = replace(problem, workers=tuple(_working_longer(worker) for worker in problem.workers))
    day = Day.of(problem, plan.assignments, leaving_out=visit.id)

    def over(start: int, worker: Worker) -> int:
        return _over(day, day.workers[worker.id], Stop(visit, start))

    best = _cheapest(longer, plan, visit, over)
    if best is None:
        return None
    cost, start, workers = best
    text = f"{_names(workers)} could do it at {clock(start)} with {length(cost)} beyond the hours agreed"
    return _relaxation("hours", cost, start, workers, text)


def _working_longer(worker: Worker) -> Worker:
    shifts = tuple(Shift(shift.start, shift.end + MOST_MINUTES) for shift in worker.shifts)
    return replace(worker, shifts=shifts, max_minutes=worker.max_minutes + MOST_MINUTES)


def _over(day: Day, worker: Worker, stop: Stop) -> int:
    """Minutes beyond the shift, or beyond the working minutes of the day, whichever is more."""
    late = min((stop.end - shift.end for shift in on_shift(worker) if shift.start <= stop.start), default=0)
    work = worked(day.problem.travel, worker, day.lane_with(worker, stop))
    return max(0, late, work - worker.max_minutes)


def _cheapest(
    problem: Problem, plan: Plan, visit: Visit, cost: Callable[[int, Worker], int]
) -> tuple[int, int, tuple[Worker, ...]] | None:
    """Least cost, start and workers among all ways to do a visit in a problem with something bent."""
    day = Day.of(problem, plan.assignments, leaving_out=visit.id)
    fit = [worker for worker in problem.workers if all(rule.test(visit, worker) is None for rule in STANDING)]
    found: tuple[int, int, tuple[Worker, ...]] | None = None
    for start in sorted({start for worker in fit for start in starts_to_try(day, visit, worker)}):
        priced = sorted((cost(start, worker), worker.id) for worker in _free(day, visit, fit, start))
        for chosen in combinations(priced, visit.workers_needed):
            price = sum(each for each, _ in chosen)
            if found is not None and price >= found[0]:
                break
            workers = tuple(day.workers[worker] for _, worker in chosen)
            if not any(breaches(Move(day, visit, workers, start))):
                found = (price, start, workers)
                break
    return found


def _free(day: Day, visit: Visit, fit: list[Worker], start: int) -> Iterator[Worker]:
    return (worker for worker in fit if first_obstacle(Move(day, visit, (worker,), start), worker) is None)


def _names(workers: tuple[Worker, ...]) -> str:
    return listed(worker.name for worker in workers)


def _relaxation(bends: str, count: int, start: int, workers: tuple[Worker, ...], text: str) -> Relaxation:
    ids = tuple(worker.id for worker in workers)
    return Relaxation(bends=bends, minutes=count, workers=ids, start=start, text=text)
