"""The moves of the desk's own day: each opens a few rounds and changes them, or proposes nothing. Part of the compiled
search.

Rounds are independent of each other, so a move is judged by the rounds it opened. What it changes of a visit is noted
and can be taken back. A visit of two keeps one start for both; a linked one stays in the window its links leave."""

from domain.engine.kernel.chance import drawn
from domain.engine.kernel.dayarrays import (
    CAME,
    NOBODY,
    NOTE,
    NOTED,
    OPEN,
    OUT,
    WENT,
    DayState,
    DayTables,
)

TRIES, LATER = 3, 20
ROOM, INSTEAD, BRINGING = 3, 5, 14


def propose(table: DayTables, state: DayState) -> bool:
    """One move, drawn; False where what was drawn cannot be."""
    kind = drawn(state.chance, 100)
    if kind < BRINGING and state.totals[OUT] > 0:
        return bring_in(table, state, kind)
    v = drawn(state.chance, table.visits)
    if state.one[v] == NOBODY or table.held[v] == 1:
        return state.one[v] != NOBODY and table.pair[v] == 1 and move_pair(table, state, v, 0)
    if table.pair[v] == 1:
        return move_pair(table, state, v, drawn(state.chance, 3))
    return _move(table, state, v, kind)


def _move(table: DayTables, state: DayState, v: int, kind: int) -> bool:
    if kind < 60:
        return bring_near(table, state, v) if kind < 45 else swap(table, state, v)
    if kind < 85:
        return cross(table, state, v) if kind < 70 else bring_piece(table, state, v)
    return hand_over(table, state, v)


def bring_near(table: DayTables, state: DayState, v: int) -> bool:
    """Put a visit next to one that is like it, taking one of its workers."""
    other = _near(table, state, v)
    if state.one[other] == NOBODY:
        return False
    worker = _one_of(state, other)
    return _give(table, state, v, worker, state.start[other] + drawn(state.chance, 2))


def hand_over(table: DayTables, state: DayState, v: int) -> bool:
    """Give a visit to anybody able, at about the time it is wanted."""
    return _give(table, state, v, _any_able(table, state, v), _time(table, state, v))


def _give(table: DayTables, state: DayState, v: int, worker: int, time: int) -> bool:
    """Put a visit of one into another's round, or elsewhere in its own, before what starts then."""
    if not _may(table, v, worker):
        return False
    _take_out(table, state, _open(table, state, state.one[v]), v)
    return _put(table, state, v, worker, time)


def _put(table: DayTables, state: DayState, v: int, worker: int, time: int) -> bool:
    """Put a visit of one that is in no round into this one."""
    if not _fit(table, state, v, worker, time):
        return False
    state.one[v] = worker
    return _put_in(table, state, _open(table, state, worker), v, time)


def swap(table: DayTables, state: DayState, v: int) -> bool:
    """Let two visits of one that are like each other change workers."""
    other = _near(table, state, v)
    one, two = state.one[v], state.one[other]
    if two in (NOBODY, one) or table.pair[other] == 1 or table.held[other] == 1:
        return False
    if not (_may(table, v, two) and _may(table, other, one)):
        return False
    _take_out(table, state, _open(table, state, one), v)
    _take_out(table, state, _open(table, state, two), other)
    time, other_time = state.start[other], state.start[v]
    if drawn(state.chance, 2) == 0:
        time, other_time = table.wanted[v], table.wanted[other]
    return _put(table, state, v, two, time) and _put(table, state, other, one, other_time)


def bring_piece(table: DayTables, state: DayState, v: int) -> bool:
    """Put a visit and the one or two that follow it into the round of somebody near."""
    other = _near(table, state, v)
    worker, mine = _one_of(state, other), state.one[v]
    if worker in (NOBODY, mine):
        return False
    at = _open(table, state, mine)
    base, left = at * table.room, 2 + drawn(state.chance, 2)
    i = _where(state, base, v)
    while left > 0 and i < state.open_count[at]:
        each = state.open_stops[base + i]
        if table.pair[each] == 1 or table.held[each] == 1 or not _may(table, each, worker):
            return False
        _take_out(table, state, at, each)
        if not _put(table, state, each, worker, state.start[each]):
            return False
        left -= 1
    return True


def cross(table: DayTables, state: DayState, v: int) -> bool:
    """Let two workers change the rest of their rounds: what follows `v`, and a visit near it with what follows that."""
    other = _near(table, state, v)
    one, two = state.one[v], _one_of(state, other)
    if two in (NOBODY, one):
        return False
    at, to = _open(table, state, one), _open(table, state, two)
    base, other_base = at * table.room, to * table.room
    i, j = _where(state, base, v) + 1, _where(state, other_base, other)
    rest, other_rest = state.open_count[at] - i, state.open_count[to] - j
    if i + other_rest > table.room or j + rest > table.room:
        return False
    for place in range(max(rest, other_rest)):
        mine, theirs = state.open_stops[base + i + place], state.open_stops[other_base + j + place]
        if place < rest:
            if not _pass_on(table, state, mine, one, two):
                return False
            state.open_stops[other_base + j + place] = mine
        if place < other_rest:
            if not _pass_on(table, state, theirs, two, one):
                return False
            state.open_stops[base + i + place] = theirs
    state.open_count[at], state.open_count[to] = i + other_rest, j + rest
    return True


def _pass_on(table: DayTables, state: DayState, v: int, worker: int, to: int) -> bool:
    """Let one of the visit's workers be another, at about the same time."""
    if table.held[v] == 1 or not _may(table, v, to) or to in (state.one[v], state.two[v]):
        return False
    if table.pair[v] == 1:
        if not _is_open(table, v, to, state.start[v]):
            return False
        _note(state, v)
    elif not _fit(table, state, v, to, state.start[v]):
        return False
    if state.one[v] == worker:
        state.one[v] = to
    else:
        state.two[v] = to
    return True


def move_pair(table: DayTables, state: DayState, v: int, change: int) -> bool:
    """Move a visit of two in time, and give it so many other workers."""
    one, two = state.one[v], state.two[v]
    start = state.start[v] if drawn(state.chance, 2) == 0 and change > 0 else _time(table, state, v)
    if change == 2 or (change == 1 and drawn(state.chance, 2) == 0):
        one = _another(table, state, v)
    if change == 2 or (change == 1 and one == state.one[v]):
        two = _another(table, state, v)
    if one in (two, NOBODY) or two == NOBODY:
        return False
    _take_out(table, state, _open(table, state, state.one[v]), v)
    _take_out(table, state, _open(table, state, state.two[v]), v)
    return _put_pair(table, state, v, one, two, start)


def _another(table: DayTables, state: DayState, v: int) -> int:
    """Somebody able, half of the time one who is near."""
    near = _one_of(state, _near(table, state, v))
    if drawn(state.chance, 2) == 0 and near != NOBODY and _may(table, v, near):
        return near
    return _any_able(table, state, v)


def _put_pair(table: DayTables, state: DayState, v: int, one: int, two: int, start: int) -> bool:
    if not (_is_open(table, v, one, start) and _is_open(table, v, two, start)):
        return False
    if start < state.bound_low[v] or start > state.bound_high[v]:
        return False
    _note(state, v)
    state.low[v] = state.high[v] = start
    state.one[v], state.two[v] = one, two
    at, to = _open(table, state, one), _open(table, state, two)
    return _put_in(table, state, at, v, start) and _put_in(table, state, to, v, start)


def bring_in(table: DayTables, state: DayState, kind: int) -> bool:
    """Put a visit that is left out into somebody's round: where there is room for it, instead of one that is like it,
    or instead of one that goes elsewhere."""
    v = state.waiting[drawn(state.chance, state.totals[OUT])]
    worker, other = _any_able(table, state, v), NOBODY
    if table.held[v] == 1 or worker == NOBODY:
        return False
    if kind >= ROOM:
        other = _near(table, state, v)
        worker = _one_of(state, other)
        if worker == NOBODY or table.held[other] == 1 or not _may(table, v, worker):
            return False
        if kind < INSTEAD:
            _leave_out(table, state, other)
        elif table.pair[other] == 1:
            return False
        else:
            _take_out(table, state, _open(table, state, worker), other)
    state.totals[CAME] = v
    if not _come(table, state, v, worker):
        return False
    return kind < INSTEAD or _go_elsewhere(table, state, other, table.pair[v] == 0)


def _come(table: DayTables, state: DayState, v: int, worker: int) -> bool:
    """Let this worker, and another where two come, have a visit that nobody has."""
    time = _time(table, state, v)
    if table.pair[v] == 0:
        return _put(table, state, v, worker, time)
    if drawn(state.chance, 2) == 0:
        return _come_together(table, state, v, worker, time)
    two = _another(table, state, v)
    if two in (worker, NOBODY):
        return False
    return _put_pair(table, state, v, worker, two, time)


def _come_together(table: DayTables, state: DayState, v: int, worker: int, time: int) -> bool:
    """Let this worker come with one who hands over another visit for it."""
    other = _near(table, state, v)
    two = state.one[other]
    if two in (worker, NOBODY) or table.pair[other] == 1 or table.held[other] == 1 or not _may(table, v, two):
        return False
    _take_out(table, state, _open(table, state, two), other)
    if not _put_pair(table, state, v, worker, two, time):
        return False
    return _put(table, state, other, _any_able(table, state, other), _time(table, state, other))


def _go_elsewhere(table: DayTables, state: DayState, v: int, further: bool) -> bool:
    """Give a visit of one that is in no round to somebody else, or with `further` instead of another that goes on."""
    if not further or drawn(state.chance, 2) == 0:
        return _put(table, state, v, _any_able(table, state, v), _time(table, state, v))
    other = _near(table, state, v)
    worker = state.one[other]
    if worker == NOBODY or table.pair[other] == 1 or table.held[other] == 1 or not _may(table, v, worker):
        return False
    _take_out(table, state, _open(table, state, worker), other)
    if not _put(table, state, v, worker, state.start[other]):
        return False
    return _put(table, state, other, _any_able(table, state, other), _time(table, state, other))


def _leave_out(table: DayTables, state: DayState, v: int) -> None:
    _note(state, v)
    state.totals[WENT] = v
    _take_out(table, state, _open(table, state, state.one[v]), v)
    if table.pair[v] == 1:
        _take_out(table, state, _open(table, state, state.two[v]), v)
    state.one[v] = state.two[v] = NOBODY


# what is drawn


def _near(table: DayTables, state: DayState, v: int) -> int:
    """A visit like this one, the most like more often."""
    rank = min(drawn(state.chance, table.neighbours), drawn(state.chance, table.neighbours))
    return table.near[v * table.neighbours + rank]


def _one_of(state: DayState, v: int) -> int:
    """One of the visit's workers, or NOBODY."""
    if state.two[v] != NOBODY and drawn(state.chance, 2) == 0:
        return state.two[v]
    return state.one[v]


def _any_able(table: DayTables, state: DayState, v: int) -> int:
    """Anybody who may do the visit, or NOBODY."""
    first = table.from_hand[v]
    count = table.from_hand[v + 1] - first
    return table.hands[first + drawn(state.chance, count)] if count > 0 else NOBODY


def _time(table: DayTables, state: DayState, v: int) -> int:
    """The wanted start, or one near it."""
    if drawn(state.chance, TRIES) == 0:
        return table.wanted[v]
    far = 1 + drawn(state.chance, LATER)
    near = state.start[v] if state.one[v] != NOBODY and drawn(state.chance, 2) == 0 else table.wanted[v]
    return near + (far if drawn(state.chance, 2) == 0 else -far)


# what may be


def _may(table: DayTables, v: int, worker: int) -> bool:
    pair = worker * table.visits + v
    return table.from_span[pair] < table.from_span[pair + 1]


def _is_open(table: DayTables, v: int, worker: int, start: int) -> bool:
    """Whether the worker may start it then."""
    pair = worker * table.visits + v
    for span in range(table.from_span[pair], table.from_span[pair + 1]):
        if table.span_low[span] <= start and not start > table.span_high[span]:
            return True
    return False


def _fit(table: DayTables, state: DayState, v: int, worker: int, time: int) -> bool:
    """Give a visit of one the worker's window that is nearest to this time; False where there is none."""
    pair, found, least = worker * table.visits + v, NOBODY, 0
    for span in range(table.from_span[pair], table.from_span[pair + 1]):
        low = max(table.span_low[span], state.bound_low[v])
        high = min(table.span_high[span], state.bound_high[v])
        away = max(0, low - time, time - high)
        if low <= high and (found == NOBODY or away < least):
            found, least = span, away
    if found == NOBODY:
        return False
    _note(state, v)
    state.low[v] = max(table.span_low[found], state.bound_low[v])
    state.high[v] = min(table.span_high[found], state.bound_high[v])
    return True


# what is changed, and back again


def _open(table: DayTables, state: DayState, worker: int) -> int:
    """The worker's round opened to be changed, once in a move."""
    opened = state.totals[OPEN]
    for at in range(opened):
        if state.open_worker[at] == worker:
            return at
    state.totals[OPEN] = opened + 1
    state.open_worker[opened], state.open_count[opened] = worker, state.counts[worker]
    for i in range(state.counts[worker]):
        state.open_stops[opened * table.room + i] = state.stops[worker * table.room + i]
    return opened


def _where(state: DayState, base: int, v: int) -> int:
    """The place of a visit in the open round that begins there, where it is."""
    i = 0
    while state.open_stops[base + i] != v:
        i += 1
    return i


def _take_out(table: DayTables, state: DayState, at: int, v: int) -> None:
    base = at * table.room
    state.open_count[at] -= 1
    for i in range(_where(state, base, v), state.open_count[at]):
        state.open_stops[base + i] = state.open_stops[base + i + 1]


def _put_in(table: DayTables, state: DayState, at: int, v: int, time: int) -> bool:
    """Put a visit into an open round before what starts then or later, or one place beside that."""
    base, count = at * table.room, state.open_count[at]
    if count + 1 >= table.room:
        return False
    i = 0
    while i < count and state.start[state.open_stops[base + i]] < time:
        i += 1
    if table.pair[v] == 0 and drawn(state.chance, 4) == 0:
        i = max(0, i - 1) if drawn(state.chance, 2) == 0 else min(count, i + 1)
    place = count
    while place > i:
        state.open_stops[base + place] = state.open_stops[base + place - 1]
        place -= 1
    state.open_stops[base + i] = v
    state.open_count[at] = count + 1
    return True


def _note(state: DayState, v: int) -> None:
    """Note what is known of a visit before it is changed."""
    at = NOTE * state.totals[NOTED]
    state.notes[at], state.notes[at + 1], state.notes[at + 2] = v, state.low[v], state.high[v]
    state.notes[at + 3], state.notes[at + 4] = state.one[v], state.two[v]
    state.totals[NOTED] += 1


def take_back(state: DayState) -> None:
    """Undo what the move at hand changed of visits, last first."""
    while state.totals[NOTED] > 0:
        state.totals[NOTED] -= 1
        at = NOTE * state.totals[NOTED]
        v = state.notes[at]
        state.low[v], state.high[v] = state.notes[at + 1], state.notes[at + 2]
        state.one[v], state.two[v] = state.notes[at + 3], state.notes[at + 4]
