"""Exact re-timing: who does what in which order stays, every start is chosen anew and together.

The search times one route at a time and fixes what ties routes together; here double-ups, links and breaks of the whole
day move at once, by CP-SAT, to the least total distance from the wanted starts."""

from itertools import pairwise
from typing import TYPE_CHECKING

from domain.engine.exact import Allowance, solve
from domain.engine.roster import Roster

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar


def retimed(roster: Roster, allowance: Allowance) -> Roster | None:
    """The same routes with the best starts, as near to them as routes laid one by one allow, or None when nothing valid
    was found in the allowance."""
    starts = best_starts(roster, allowance)
    return None if starts is None else Roster.loaded(roster.tables, [r.stops for r in roster.routes], starts)


def best_starts(roster: Roster, allowance: Allowance) -> dict[int, int] | None:
    """The best starts of all visits that are on, or None when nothing valid was found in the allowance."""
    from ortools.sat.python import cp_model

    t = roster.tables
    model = cp_model.CpModel()
    starts: dict[int, IntVar] = {}
    for v, workers in enumerate(roster.who):
        if workers:
            starts[v] = _start(model, roster, v)
            model.add_hint(starts[v], roster.starts[v])
    for k in range(len(roster.routes)):
        _add_route(model, roster, k, starts)
    for bond in t.links:
        if bond.before in starts and bond.after in starts:
            model.add_linear_constraint(starts[bond.after] - starts[bond.before], bond.least, bond.most)
    away = sum(t.need[v] * _away(model, start, t.wanted[v]) for v, start in starts.items())
    changed = sum(t.need[v] * _changed(model, start, t.wanted[v]) for v, start in starts.items()) if t.jolt else 0
    model.minimize(away + t.jolt * changed)
    solver = solve(model, allowance)
    if solver is None:
        return None
    return {v: solver.value(start) for v, start in starts.items()}


def _start(model: "CpModel", roster: Roster, v: int) -> "IntVar":
    """A start allowed by the duty of every worker of the visit."""
    from ortools.sat.python import cp_model

    first, *rest = roster.who[v]
    spans = roster.tables.windows[v]
    start = model.new_int_var_from_domain(cp_model.Domain.from_intervals([list(s) for s in spans[first]]), f"start {v}")
    for k in rest:
        model.add_linear_expression_in_domain(start, cp_model.Domain.from_intervals([list(s) for s in spans[k]]))
    return start


def _away(model: "CpModel", start: "IntVar", wanted: int) -> "IntVar":
    away = model.new_int_var(0, 10**6, "")
    model.add_abs_equality(away, start - wanted)
    return away


def _changed(model: "CpModel", start: "IntVar", wanted: int) -> "IntVar":
    changed = model.new_bool_var("")
    model.add(start == wanted).only_enforce_if(changed.negated())
    return changed


def _add_route(model: "CpModel", roster: Roster, k: int, starts: dict[int, "IntVar"]) -> None:
    t, stops = roster.tables, roster.routes[k].stops
    rests = []
    for a, b in pairwise(stops):
        step = t.minutes[a] + t.legs[k][a][b]
        model.add(starts[b] >= starts[a] + step)
        rest = model.new_bool_var("")
        model.add(starts[b] >= starts[a] + step + t.break_minutes[k]).only_enforce_if(rest)
        rests.append(rest)
    if len(stops) > 1:
        short = model.new_bool_var("")
        beyond = t.duty_out[k][stops[0]] + t.duty_back[k][stops[-1]]
        length = starts[stops[-1]] + t.minutes[stops[-1]] - starts[stops[0]] + beyond
        model.add(length <= t.break_after[k]).only_enforce_if(short)
        model.add_bool_or([short, *rests])
