"""Small punctual models solved to the end by CP-SAT: the least travel, and the proof that none is less.

It pays where everybody may do everything: then no round needs to know whose it is, and all are circuits through home.
`annealing.py` is for whatever is larger or has prices."""

from typing import TYPE_CHECKING

from domain.engine.exact import Allowance, is_proved, solve
from domain.engine.kernel.model import Activity, Model, Rounds

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar

MOST_ACTIVITIES = 30
HOME = 0


def can_be_proved(model: Model) -> bool:
    """Whether this is small and of the kind: hard windows, one home, no loads, everybody able to do everything, and
    units of two that overlap."""
    activities, crew = list(model.activities()), tuple(range(len(model.homes)))
    return (
        model.punctual
        and not model.shifts
        and len(activities) <= MOST_ACTIVITIES
        and len(set(model.homes)) == 1
        and all(each.able == crew and not each.load for each in activities)
        and all(unit.most < unit.first.length for unit in model.units if unit.second)
    )


def best_rounds(model: Model, allowance: Allowance) -> tuple[Rounds, bool] | None:
    """The best rounds found and whether they are proved to be, or None where none were found in the allowance."""
    from ortools.sat.python import cp_model

    form, activities = cp_model.CpModel(), list(model.activities())
    starts = [form.new_int_var(each.opens, max(each.opens, each.due), "") for each in activities]
    arcs = _arcs(model, form, activities, starts)
    _add_pairs(model, form, starts)
    form.minimize(sum(_leg(model, activities, *arc) * taken for arc, taken in arcs.items()))
    solver = solve(form, allowance)
    if solver is None:
        return None
    rounds = Rounds(routes=_routes(model, arcs, solver), starts=tuple(solver.value(start) for start in starts))
    return rounds, is_proved(solver)


Arcs = dict[tuple[int, int], "IntVar"]


def _arcs(model: Model, form: "CpModel", activities: list[Activity], starts: list["IntVar"]) -> Arcs:
    """Which stop follows which; stop 0 is home, stop i + 1 activity i. What cannot follow in time has no arc."""
    arcs: Arcs = {}
    for one in range(len(activities) + 1):
        for then in range(len(activities) + 1):
            if one != then and _fits(model, activities, one, then):
                arcs[one, then] = taken = form.new_bool_var("")
                if HOME not in (one, then):
                    on = activities[one - 1].length + _leg(model, activities, one, then)
                    form.add(starts[then - 1] >= starts[one - 1] + on).only_enforce_if(taken)
                elif one == HOME:
                    form.add(starts[then - 1] >= _leg(model, activities, one, then)).only_enforce_if(taken)
    form.add_multiple_circuit([(one, then, taken) for (one, then), taken in arcs.items()])
    form.add(sum(taken for (one, _), taken in arcs.items() if one == HOME) <= len(model.homes))
    return arcs


def _leg(model: Model, activities: list[Activity], one: int, then: int) -> int:
    places = [model.homes[0] if stop == HOME else activities[stop - 1].place for stop in (one, then)]
    return model.travel[places[0]][places[1]]


def _fits(model: Model, activities: list[Activity], one: int, then: int) -> bool:
    if HOME in (one, then):
        return True
    before, after = activities[one - 1], activities[then - 1]
    return before.opens + before.length + _leg(model, activities, one, then) <= after.due


def _add_pairs(model: Model, form: "CpModel", starts: list["IntVar"]) -> None:
    """The gap between the two of a unit; it ends before the first does, so that they cannot have one worker."""
    number = 0
    for unit in model.units:
        if unit.second is not None:
            form.add_linear_constraint(starts[number + 1] - starts[number], unit.least, unit.most)
        number += len(unit.activities)


def _routes(model: Model, arcs: Arcs, solver: "CpSolver") -> tuple[tuple[int, ...], ...]:
    follows = {one: then for (one, then), taken in arcs.items() if one != HOME and solver.boolean_value(taken)}
    routes = []
    for (one, first), taken in arcs.items():
        if one == HOME and solver.boolean_value(taken):
            route, stop = [], first
            while stop != HOME:
                route.append(stop - 1)
                stop = follows[stop]
            routes.append(tuple(route))
    return tuple(routes) + ((),) * (len(model.homes) - len(routes))
