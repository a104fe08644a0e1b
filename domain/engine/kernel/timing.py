"""When everything starts: each activity as early as its place in its round and the other half of its unit allow.

Starts are the least ones that satisfy all of it, rests and second windows included. After a move only what it touched
is worked out anew, and from there whatever changes, until nothing does. Two units may cross on the same two workers;
where they wait for each other without end the work runs into its limit and the move is refused. Part of the compiled
search."""

from domain.engine.kernel.arrays import (
    DONE,
    HEAD,
    LATE,
    NOT_YET,
    NOW,
    TAIL,
    TIMES,
    TRAVEL,
    WORST,
    State,
    Tables,
)
from domain.engine.kernel.links import leg, price, way


def touch(table: Tables, state: State, node: int) -> None:
    """Note that the start of this node's unit has to be worked out; homes have none."""
    if node >= table.activities:
        return
    unit = table.unit[node]
    if state.queued[unit] == 0:
        state.queued[unit] = 1
        state.queue[state.totals[TAIL]] = unit
        state.totals[TAIL] = state.totals[TAIL] + 1 if state.totals[TAIL] < table.units else 0


def settle(table: Tables, state: State, limit: int, patience: int) -> bool:
    """Work out the starts of all that was touched; False where the cost goes over `limit` or it takes too long."""
    while state.totals[HEAD] != state.totals[TAIL]:
        unit = state.queue[state.totals[HEAD]]
        state.totals[HEAD] = state.totals[HEAD] + 1 if state.totals[HEAD] < table.units else 0
        state.queued[unit] = 0
        patience -= 1
        if patience < 0 or not _start_unit(table, state, unit, limit):
            return False
    state.totals[WORST] = _worst(table, state)
    return price(table, state) <= limit


def _start_unit(table: Tables, state: State, unit: int, limit: int) -> bool:
    one, other = table.first[unit], table.second[unit]
    if state.worker[one] == table.bank:
        opens = _set_start(table, state, one, table.opens[one], DONE, limit)
        return opens and (other < 0 or _set_start(table, state, other, table.opens[other], DONE, limit))
    start, fed = _free_at(table, state, one)
    if other < 0:
        return _set_start(table, state, one, start, fed, limit)
    second, other_fed = _free_at(table, state, other)
    second = leapt(table, other, max(second, start + table.least[unit]))
    start = leapt(table, one, max(start, second - table.most[unit]))
    second = max(second, start + table.least[unit])
    one_set = _set_start(table, state, one, start, fed, limit)
    return one_set and _set_start(table, state, other, second, other_fed, limit)


def _free_at(table: Tables, state: State, node: int) -> tuple[int, int]:
    """When a worker could start here, as soon as the one before is done and the window is open; and whether rested."""
    before = state.prev[node]
    free = state.start[before] + table.length[before]
    if table.shifts == 0:
        return max(table.opens[node], free + leg(table, before, node)), DONE
    start = leapt(table, node, max(table.opens[node], free + way(table, state, before, node)))
    if state.fed[before] != NOT_YET:
        return start, DONE
    return _rested(table, state, node, start)


def _rested(table: Tables, state: State, node: int, start: int) -> tuple[int, int]:
    """The start where the worker has still to rest: right before it where that costs no time or makes nothing late, or
    where it is the last chance. A rest that would make more late than it is worth is missed."""
    worker, before = state.worker[node], state.prev[node]
    rest, there = rest_begins(table, state, before, node)
    if rest > table.rest_latest[worker]:
        return start, NOT_YET
    on = rest + table.rest[worker] + (0 if there else way(table, state, before, node))
    then = leapt(table, node, max(table.opens[node], on))
    if then <= start:
        return start, NOW
    if then > table.latest[node]:
        return start, NOT_YET
    later = lateness(table, node, then) - lateness(table, node, start)
    if start + table.length[node] <= table.rest_latest[worker]:
        is_at_hand = rest <= state.start[before] + table.length[before] + (
            way(table, state, before, node) if there else 0
        )
        return (then, NOW) if later == 0 and is_at_hand else (start, NOT_YET)
    return (then, NOW) if table.per_late * later <= table.rest_price[worker] else (start, NOT_YET)


def rest_begins(table: Tables, state: State, before: int, node: int) -> tuple[int, bool]:
    """When the worker could rest between two stops, and whether there, where the second is, or still at the first."""
    worker = state.worker[before]
    free, opens = state.start[before] + table.length[before], table.rest_opens[worker]
    if table.leaves_late == 0 or (free >= opens and before < table.activities):
        return max(free, opens), False
    return max(free + way(table, state, before, node), opens), True


def leapt(table: Tables, node: int, start: int) -> int:
    return max(start, table.again[node]) if start >= table.leap[node] else start


def lateness(table: Tables, node: int, start: int) -> int:
    """How late this start is, against the last window that is open by then."""
    return max(0, start - (table.due[node] if start < table.again[node] else table.again_due[node]))


def _set_start(table: Tables, state: State, node: int, start: int, fed: int, limit: int) -> bool:
    old, old_fed = state.start[node], state.fed[node]
    if start == old and fed == old_fed:
        return True
    at = 3 * state.totals[TIMES]
    state.times[at], state.times[at + 1], state.times[at + 2] = node, old, old_fed
    state.totals[TIMES] += 1
    state.start[node], state.fed[node] = start, fed
    late = lateness(table, node, start)
    state.totals[LATE] += late - lateness(table, node, old)
    touch(table, state, state.next[node])
    return start <= old or state.totals[TRAVEL] + (table.per_late + table.per_worst) * late <= limit


def _worst(table: Tables, state: State) -> int:
    """The greatest lateness now: looked for everywhere only where the one that was greatest may have shrunk."""
    before, worst, shrunk = state.totals[WORST], 0, False
    for at in range(0, 3 * state.totals[TIMES], 3):
        node = state.times[at]
        worst = max(worst, lateness(table, node, state.start[node]))
        shrunk = shrunk or lateness(table, node, state.times[at + 1]) >= before
    if worst >= before or not shrunk:
        return max(before, worst)
    for node in range(table.activities):
        worst = max(worst, lateness(table, node, state.start[node]))
    return worst


def turn_back(table: Tables, state: State) -> None:
    """Put the starts of the move at hand back, last first, and forget what was still to be worked out."""
    while state.totals[TIMES] > 0:
        state.totals[TIMES] -= 1
        at = 3 * state.totals[TIMES]
        state.start[state.times[at]], state.fed[state.times[at]] = state.times[at + 1], state.times[at + 2]
    while state.totals[HEAD] != state.totals[TAIL]:
        state.queued[state.queue[state.totals[HEAD]]] = 0
        state.totals[HEAD] = state.totals[HEAD] + 1 if state.totals[HEAD] < table.units else 0
