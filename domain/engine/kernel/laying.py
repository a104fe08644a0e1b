"""One worker's day laid out as `route.py` lays it: the same starts, the same break and the same price. Part of the
compiled search.

What is laid is an open round of the state. Room for its starts is `chosen` while they are looked for."""

from domain.engine.kernel.dayarrays import NOBODY, DayState, DayTables


def lay(table: DayTables, state: DayState, at: int) -> bool:
    """Lay open round number `at`; False where a window, the working minutes or the break does not allow it."""
    count, worker = state.open_count[at], state.open_worker[at]
    if count == 0:
        state.open_cost[at] = _worked(table, worker, 0)
        return True
    if count > table.room:
        return False
    work = _measure(table, state, at)
    if work > table.most_work[worker] or not _timed(table, state, at):
        return False
    if not _rested(table, state, at) and not _with_break(table, state, at):
        return False
    base = at * table.room
    for i in range(count):
        state.open_start[base + i] = state.chosen[i]
    state.open_cost[at] = _priced(table, state, at) + _worked(table, worker, work)
    return True


def _measure(table: DayTables, state: DayState, at: int) -> int:
    """The steps from start to start, and the working minutes."""
    base, count, worker = at * table.room, state.open_count[at], state.open_worker[at]
    first, last = state.open_stops[base], state.open_stops[base + count - 1]
    work = table.duty_out[worker * table.visits + first] + table.duty_back[worker * table.visits + last]
    before = first
    state.steps[0] = 0
    for i in range(1, count):
        v = state.open_stops[base + i]
        step = table.minutes[before] + table.leg[table.mode[worker] + before * table.visits + v]
        state.steps[i] = step
        work += step
        before = v
    return work + table.minutes[last]


def _timed(table: DayTables, state: DayState, at: int) -> bool:
    """Starts with the least total distance from those wanted, each at least its step after the one before."""
    base, count = at * table.room, state.open_count[at]
    now = state.low[state.open_stops[base]]
    for i in range(count):
        v = state.open_stops[base + i]
        now = max(now + state.steps[i], state.low[v])
        if now > state.high[v]:
            return False
        state.soonest[i] = now
    i = count - 1
    now = state.high[state.open_stops[base + i]]
    step = 0
    while i >= 0:
        now = min(state.high[state.open_stops[base + i]], now - step)
        state.latest[i] = now
        step = state.steps[i]
        i -= 1
    is_apart = True
    for i in range(count):
        wanted = table.wanted[state.open_stops[base + i]]
        state.chosen[i] = min(max(wanted, state.soonest[i]), state.latest[i])
        if i > 0 and state.chosen[i] - state.chosen[i - 1] < state.steps[i]:
            is_apart = False
    if not is_apart:
        _push_apart(state, count)
    return True


def _push_apart(state: DayState, count: int) -> None:
    """Starts nearest to the chosen ones, each at least its step after the one before: isotonic regression under
    absolute error by a sorted list of medians."""
    shift = 0
    for i in range(count):
        shift += state.steps[i]
        level = state.chosen[i] - shift
        _insert(state, i, level)
        top = state.heap[i]
        if top > level:
            _insert(state, i, level)
            top = state.heap[i]
        state.tops[i] = top
    level, i = state.tops[count - 1], count - 1
    while i >= 0:
        level = min(level, state.tops[i])
        state.chosen[i] = level + shift
        shift -= state.steps[i]
        i -= 1


def _insert(state: DayState, last: int, level: int) -> None:
    """Put a level into the sorted ones before `last`, over whatever is there."""
    i = last
    while i > 0 and state.heap[i - 1] > level:
        state.heap[i] = state.heap[i - 1]
        i -= 1
    state.heap[i] = level


def _rested(table: DayTables, state: DayState, at: int) -> bool:
    base, count, worker = at * table.room, state.open_count[at], state.open_worker[at]
    first, last = state.open_stops[base], state.open_stops[base + count - 1]
    beyond = table.duty_out[worker * table.visits + first] + table.duty_back[worker * table.visits + last]
    if state.chosen[count - 1] + table.minutes[last] - state.chosen[0] + beyond <= table.break_after[worker]:
        return True
    for i in range(1, count):
        if state.chosen[i] - state.chosen[i - 1] - state.steps[i] >= table.break_minutes[worker]:
            return True
    return False


def _with_break(table: DayTables, state: DayState, at: int) -> bool:
    """The break where it moves visits least; or else the shortest day there is, where that needs none."""
    base, count, rest = at * table.room, state.open_count[at], table.break_minutes[state.open_worker[at]]
    found, least = False, 0
    for i in range(1, count):
        state.steps[i] += rest
        if _timed(table, state, at):
            away = 0
            for j in range(count):
                away += _apart(state.chosen[j], table.wanted[state.open_stops[base + j]])
            if not found or away < least:
                found, least = True, away
                for j in range(count):
                    state.kept[j] = state.chosen[j]
        state.steps[i] -= rest
    if not found:
        _draw_together(table, state, at)
    for j in range(count):
        state.chosen[j] = state.kept[j]
    return _rested(table, state, at)


def _draw_together(table: DayTables, state: DayState, at: int) -> None:
    base, i = at * table.room, state.open_count[at] - 1
    _timed(table, state, at)
    state.kept[i] = state.soonest[i]
    while i > 0:
        i -= 1
        state.kept[i] = min(state.high[state.open_stops[base + i]], state.kept[i + 1] - state.steps[i + 1])


def _apart(one: int, other: int) -> int:
    return max(one - other, other - one)


def _priced(table: DayTables, state: DayState, at: int) -> int:
    """The price of the round but for its working minutes."""
    base, count, worker = at * table.room, state.open_count[at], state.open_worker[at]
    row, before = worker * table.visits, NOBODY
    cost, away, waited = 0, 0, 0
    travel = table.out[row + state.open_stops[base]] + table.back[row + state.open_stops[base + count - 1]]
    for i in range(count):
        v = state.open_stops[base + i]
        if state.chosen[i] != table.wanted[v]:
            away += _apart(state.chosen[i], table.wanted[v]) + table.jolt
        cost += table.liking[row + v]
        cost += table.per_face if _is_new(table, state, base, i, row) else 0
        if i > 0:
            way = table.leg[table.mode[worker] + before * table.visits + v]
            travel += way
            idle = state.chosen[i] - state.chosen[i - 1] - table.minutes[before] - way
            waited += idle if idle < table.long_wait else 0
        before = v
    return cost + table.per_travel * travel + table.per_timing * away + table.per_waiting * waited


def _is_new(table: DayTables, state: DayState, base: int, i: int, row: int) -> bool:
    """Whether the person does not know the worker, and is not met in the round before."""
    v = state.open_stops[base + i]
    if table.strange[row + v] == 0:
        return False
    for j in range(i):
        before = state.open_stops[base + j]
        if table.who[before] == table.who[v] and table.strange[row + before] == 1:
            return False
    return True


def _worked(table: DayTables, worker: int, work: int) -> int:
    """The price of so many working minutes."""
    cost, fair = table.per_overtime * max(0, work - table.contracted[worker]), table.fair[worker]
    if fair >= 0:
        cost += table.per_overload * max(0, work - fair) + table.per_unused * max(0, fair - work)
    return cost
