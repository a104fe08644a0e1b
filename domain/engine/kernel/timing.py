"""When everything starts: each activity as early as its place in its round and the other half of its unit allow.

Starts are the least ones that satisfy all of it. After a move only what it touched is worked out anew, and from there
whatever changes, until nothing does. Two units may cross on the same two workers; where they wait for each other
without end the work runs into its limit and the move is refused. Part of the compiled search."""

from domain.engine.kernel.arrays import HEAD, LATE, TAIL, TIMES, TRAVEL, WORST, State, Tables
from domain.engine.kernel.links import leg, price


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
    start = _free_at(table, state, one)
    if other < 0:
        return _set_start(table, state, one, start, limit)
    second = max(_free_at(table, state, other), start + table.least[unit])
    start = max(start, second - table.most[unit])
    return _set_start(table, state, one, start, limit) and _set_start(table, state, other, second, limit)


def _free_at(table: Tables, state: State, node: int) -> int:
    """When a worker could start here, as soon as the one before is done and the window is open."""
    before = state.prev[node]
    return max(table.opens[node], state.start[before] + table.length[before] + leg(table, before, node))


def _set_start(table: Tables, state: State, node: int, start: int, limit: int) -> bool:
    old = state.start[node]
    if start == old:
        return True
    at = 2 * state.totals[TIMES]
    state.times[at], state.times[at + 1] = node, old
    state.totals[TIMES] += 1
    state.start[node] = start
    late = max(0, start - table.due[node])
    state.totals[LATE] += late - max(0, old - table.due[node])
    touch(table, state, state.next[node])
    return start < old or state.totals[TRAVEL] + (table.per_late + table.per_worst) * late <= limit


def _worst(table: Tables, state: State) -> int:
    """The greatest lateness now: looked for everywhere only where the one that was greatest may have shrunk."""
    before, worst, shrunk = state.totals[WORST], 0, False
    for at in range(0, 2 * state.totals[TIMES], 2):
        node = state.times[at]
        worst = max(worst, state.start[node] - table.due[node])
        shrunk = shrunk or state.times[at + 1] - table.due[node] >= before
    if worst >= before or not shrunk:
        return max(before, worst)
    for node in range(table.activities):
        worst = max(worst, state.start[node] - table.due[node])
    return worst


def turn_back(table: Tables, state: State) -> None:
    """Put the starts of the move at hand back, last first, and forget what was still to be worked out."""
    while state.totals[TIMES] > 0:
        state.totals[TIMES] -= 1
        at = 2 * state.totals[TIMES]
        state.start[state.times[at]] = state.times[at + 1]
    while state.totals[HEAD] != state.totals[TAIL]:
        state.queued[state.queue[state.totals[HEAD]]] = 0
        state.totals[HEAD] = state.totals[HEAD] + 1 if state.totals[HEAD] < table.units else 0
