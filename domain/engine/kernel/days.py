"""What each worker's day costs: travel, waiting, overtime, a missed rest and wrong hands. Part of the compiled search.

Only the days that a move touched are worked out anew; a model without shifts has none. Starts are the earliest, but
where nobody waits for it a worker leaves home later instead of waiting underway: `put_off` is by how much."""

from domain.engine.kernel.arrays import (
    DAYS,
    HANDS,
    IDLE,
    LINKS,
    MOVE,
    NONE,
    NOT_YET,
    NOTES,
    NOW,
    TIMES,
    WORST,
    State,
    Tables,
)
from domain.engine.kernel.links import price, way
from domain.engine.kernel.model import NO_LIMIT
from domain.engine.kernel.timing import lateness, leapt, rest_begins


def at_least(table: Tables, state: State) -> int:
    """What the move at hand comes to at least, read off the rounds it changed before any start is known.

    Those who wait for another worker or for a rest are later than that, never earlier. Lateness that a change may make
    up elsewhere is thought of only with the other activities of the units in these rounds."""
    totals = state.totals
    totals[MOVE] += 1
    least, idle = price(table, state) - table.per_worst * totals[WORST], 0
    for at in range(0, 4 * totals[LINKS], 4):
        worker = state.worker[state.links[at]]
        if worker != table.bank and state.seen[worker] != totals[MOVE]:
            state.seen[worker] = totals[MOVE]
            least += _day_at_least(table, state, worker) - state.day[worker]
            idle = max(idle, state.idle[worker])
    for at in range(0, 2 * totals[HANDS], 2):
        if state.worker[state.given[at]] == table.bank:
            least -= table.per_late * _late_now(table, state, state.given[at])
    return least - table.per_idle * totals[IDLE] if idle >= totals[IDLE] else least


def _day_at_least(table: Tables, state: State, worker: int) -> int:
    """What the day costs at least, less what its lateness cost before the move."""
    home = table.activities + worker
    node, at, free, cost, late, waited, longest = state.next[home], home, table.opens[home], 0, 0, 0, 0
    if node == home:
        return 0
    while node != home:
        travel = way(table, state, at, node)
        start = leapt(table, node, max(table.opens[node], free + travel))
        waited += start - free - travel
        longest = max(longest, start - free - travel)
        late -= _late_now(table, state, node)
        if table.mate[node] >= 0:
            late -= _late_now(table, state, table.mate[node])
        if table.again[node] >= NO_LIMIT:
            late += max(0, start - table.due[node])
        cost += table.per_travel * travel + table.disliked[node * table.rings + worker]
        cost += table.breach * max(0, start - table.latest[node])
        free = start + table.length[node]
        at, node = node, state.next[node]
    travel = way(table, state, at, home)
    over = max(0, free + travel - table.closes[worker])
    if table.leaves_late == 0:
        rest = table.rest[worker] + longest if table.rest[worker] > 0 else 0  # a rest may stand in the longest wait
        cost += table.per_waiting * max(0, waited - rest)
    cost += table.per_travel * travel + table.per_over * over + table.breach * max(0, over - table.most_over[worker])
    return cost + table.per_late * late


def _late_now(table: Tables, state: State, node: int) -> int:
    return lateness(table, node, state.start[node])


def count_days(table: Tables, state: State, limit: int) -> bool:
    """Work out the days that the move at hand touched; False where the cost goes over `limit`."""
    totals = state.totals
    totals[MOVE] += 1
    for at in range(0, 4 * totals[LINKS], 2):
        count_day(table, state, state.worker[state.links[at]])
    for at in range(0, 2 * totals[HANDS], 2):
        count_day(table, state, state.given[at + 1])
    for at in range(0, 3 * totals[TIMES], 3):
        count_day(table, state, state.worker[state.times[at]])
    totals[IDLE] = _most_idle(table, state)
    return price(table, state) <= limit


def count_day(table: Tables, state: State, worker: int) -> None:
    """Work out a worker's day, unless this move has already done it."""
    if worker == table.bank or state.seen[worker] == state.totals[MOVE]:
        return
    state.seen[worker] = state.totals[MOVE]
    at = 3 * state.totals[NOTES]
    state.notes[at], state.notes[at + 1], state.notes[at + 2] = worker, state.day[worker], state.idle[worker]
    state.totals[NOTES] += 1
    cost, idle = day(table, state, worker)
    state.totals[DAYS] += cost - state.day[worker]
    state.day[worker], state.idle[worker] = cost, idle


def _most_idle(table: Tables, state: State) -> int:
    """The idle time of the worker with most of it: looked for everywhere only where that may have shrunk."""
    before, most, shrunk = state.totals[IDLE], 0, False
    if table.per_idle == 0:
        return 0
    for at in range(0, 3 * state.totals[NOTES], 3):
        most = max(most, state.idle[state.notes[at]])
        shrunk = shrunk or state.notes[at + 2] >= before
    if most >= before or not shrunk:
        return max(before, most)
    for worker in range(table.workers):
        most = max(most, state.idle[worker])
    return most


def forget_days(state: State) -> None:
    """Put the days that the move at hand touched back as they were; the totals are the walk's to put back."""
    while state.totals[NOTES] > 0:
        state.totals[NOTES] -= 1
        at = 3 * state.totals[NOTES]
        worker = state.notes[at]
        state.day[worker], state.idle[worker] = state.notes[at + 1], state.notes[at + 2]


def day(table: Tables, state: State, worker: int) -> tuple[int, int]:
    """What the day costs but for lateness, and how long the worker is idle in the shift."""
    home = table.activities + worker
    if state.next[home] == home:
        return 0, table.closes[worker] - table.opens[home]
    before, node, cost, waited, busy = home, state.next[home], 0, 0, 0
    while node != home:
        travel = way(table, state, before, node)
        cost += table.per_travel * travel + table.disliked[node * table.rings + worker]
        cost += table.breach * max(0, state.start[node] - table.latest[node])
        waited += sum(waits(table, state, before, node))
        busy += travel + table.length[node]
        before, node = node, state.next[node]
    travel, free, rest = way(table, state, before, home), state.start[before] + table.length[before], NONE
    rested = state.fed[before] != NOT_YET
    if not rested:
        rest = last_rest(table, state, worker)
        if rest >= 0:
            waited += (rest - free) * table.leaves_late
            free, rested = rest + table.rest[worker], True
    back = free + travel
    busy += travel + (table.rest[worker] if rested else 0)
    over = max(0, back - table.closes[worker])
    if not rested and back > table.rest_home_by[worker]:
        cost += table.rest_price[worker]
    cost += table.per_travel * travel + table.per_over * over + table.breach * max(0, over - table.most_over[worker])
    cost += table.per_waiting * (waited - put_off(table, state, worker))
    return cost, back - table.opens[home] - busy + max(0, table.closes[worker] - back)


def waits(table: Tables, state: State, before: int, node: int) -> tuple[int, int]:
    """The waiting that counts between two stops: before a rest there, and before the second stop."""
    free, travel, start = state.start[before] + table.length[before], way(table, state, before, node), state.start[node]
    if table.leaves_late == 1 and before >= table.activities:
        return 0, 0
    if state.fed[node] != NOW:
        return 0, start - free - travel
    worker = state.worker[node]
    rest, there = rest_begins(table, state, before, node)
    if table.leaves_late == 0:
        on = start - travel - table.rest[worker]
        return 0, on - max(rest, min(on, table.rest_latest[worker]))
    if there:
        return rest - free - travel, start - rest - table.rest[worker]
    return 0, start - rest - table.rest[worker] - travel


def put_off(table: Tables, state: State, worker: int) -> int:
    """How much later the worker may leave home without anything getting late, up to all waiting underway."""
    if table.leaves_late == 0:
        return 0
    home = table.activities + worker
    before, node, waited, most = home, state.next[home], 0, NO_LIMIT
    while node != home:
        before_rest, before_stop = waits(table, state, before, node)
        if state.fed[node] == NOW and before < table.activities:
            rest, _ = rest_begins(table, state, before, node)
            most = min(most, waited + before_rest + table.rest_latest[worker] - rest)
        waited += before_rest + before_stop
        most = min(most, waited + _slack(table, state, node))
        before, node = node, state.next[node]
    return min(most, waited)


def _slack(table: Tables, state: State, node: int) -> int:
    """How much later it could start without being late; nothing where another activity hangs on its start."""
    unit, start = table.unit[node], state.start[node]
    if table.second[unit] >= 0 and table.most[unit] < NO_LIMIT:
        return 0
    return max(0, (table.due[node] if start < table.again[node] else table.again_due[node]) - start)


def last_rest(table: Tables, state: State, worker: int) -> int:
    """When a worker not yet rested does so after the last stop, or NONE: where it costs less than missing it."""
    home = table.activities + worker
    last = state.prev[home]
    free = state.start[last] + table.length[last]
    rest = max(free, table.rest_opens[worker])
    back = free + way(table, state, last, home)
    if rest > table.rest_latest[worker] or back <= table.rest_home_by[worker]:
        return NONE
    then = back + rest - free + table.rest[worker] - table.closes[worker]
    dear = table.per_over * (max(0, then) - max(0, back - table.closes[worker]))
    dear += table.per_waiting * (rest - free) + table.breach * max(0, then - table.most_over[worker])
    return rest if dear <= table.rest_price[worker] else NONE
