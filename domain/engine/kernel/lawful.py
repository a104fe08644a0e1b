"""Rounds brought within the rules of shifts: what starts too late or keeps its worker too long is left out instead."""

from domain.engine.kernel.arrays import MUST, State, Tables
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.layout import routes, state


def settled(table: Tables, packed: Tables, kernel: Kernel, found: list[list[int]]) -> State:
    """The arrays at these rounds, with the starts that they allow."""
    now: State = kernel.pack(state(table, found, 0))
    kernel.settle_all(packed, now)
    return now


def lawful(table: Tables, packed: Tables, kernel: Kernel, now: State) -> State:
    """The arrays less the units that break a rule and may be left out, of each round the first."""
    while table.shifts:
        found = routes(table, now.next)
        out = _offenders(table, now, found)
        if not out:
            break
        found = [[i for i in route if i not in out] for route in found[:-1]] + [[*found[-1], *sorted(out)]]
        now = settled(table, packed, kernel, found)
    return now


def _offenders(table: Tables, now: State, found: list[list[int]]) -> set[int]:
    """Of each worker's round the first activity that is too late, or else the last where that is too long a day; with
    the other one of its unit."""
    firsts = []
    for k, route in enumerate(found[:-1]):
        late = next((i for i in route if now.start[i] > table.latest[i]), None)
        if late is None and route and _over(table, now, k, route[-1]) > table.most_over[k]:
            late = route[-1]
        if late is not None:
            firsts.append(table.first[table.unit[late]])
    return {i for first in firsts if table.drop[first] < MUST for i in (first, table.mate[first]) if i >= 0}


def _over(table: Tables, now: State, worker: int, last: int) -> int:
    """The overtime after this last activity."""
    back = table.mode[worker] + table.place[last] * table.places + table.into[table.activities + worker]
    return int(now.start[last]) + table.length[last] + table.leg[back] - table.closes[worker]
