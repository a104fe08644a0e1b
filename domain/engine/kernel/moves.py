"""The moves: each proposes one change of the rounds near to what is already good, or none. Part of the compiled search.

A move links nodes anew and touches those whose start may change; whether it is kept is for the walk to say."""

from collections.abc import Sequence

from domain.engine.kernel.arrays import MUST, State, Tables
from domain.engine.kernel.links import draw, give, is_with_mate, link, may, way
from domain.engine.kernel.timing import touch

DROPPING, RETURNING = 102, 104
FARTHEST = 8


def propose(table: Tables, state: State) -> bool:
    """One move, drawn; False where what was drawn cannot be."""
    node = draw(state, table.activities)
    kind = draw(state, RETURNING if table.shifts == 1 else 100)
    if kind >= DROPPING:
        node = state.next[table.activities + table.bank]
    if node >= table.activities:
        return False
    if state.worker[node] == table.bank:
        mate = table.mate[node]
        return _bring_back(table, state, node) and (mate < 0 or _bring_back(table, state, mate))
    return leave_out(table, state, node) if kind >= 100 else _move(table, state, node, kind)


def _move(table: Tables, state: State, node: int, kind: int) -> bool:
    if kind < 52:
        return hand_on(table, state, node) if table.shifts == 1 and kind < 10 else bring_near(table, state, node)
    if kind < 60:
        return bring_piece(table, state, node)
    if kind < 74:
        return swap(table, state, node) if kind < 71 else swap_together(table, state, node)
    if kind < 84:
        return cross(table, state, node)
    if kind < 93:
        return bring_both(table, state, node) if kind < 88 else bring_together(table, state, node)
    return hand_over(table, state, node)


def _near(table: Tables, state: State, near: Sequence[int], node: int) -> int:
    """One of the node's neighbours, the best more often."""
    rank = min(draw(state, table.neighbours), draw(state, table.neighbours))
    return near[node * table.neighbours + rank]


def _seat(table: Tables, state: State, node: int) -> int:
    """A node that this one might well come right after."""
    if draw(state, 2) == 0:
        return _near(table, state, table.before, node)
    return state.prev[_near(table, state, table.after, node)]


def _put(table: Tables, state: State, node: int, seat: int) -> bool:
    """Take the activity out of its round and put it right after `seat`."""
    before, after = state.prev[node], state.next[node]
    if seat in (node, before):
        return False
    worker = state.worker[seat]
    if worker == table.bank:
        return False
    if worker != state.worker[node]:
        if not may(table, state, node, worker):
            return False
        give(table, state, node, worker)
    link(table, state, before, after)
    following = state.next[seat]
    link(table, state, seat, node)
    link(table, state, node, following)
    touch(table, state, after)
    touch(table, state, node)
    touch(table, state, following)
    return True


def bring_near(table: Tables, state: State, node: int) -> bool:
    """Put an activity next to one that it suits."""
    return _put(table, state, node, _seat(table, state, node))


def bring_piece(table: Tables, state: State, node: int) -> bool:
    """Put an activity and the one or two that follow it next to one that the first suits."""
    seat, before, last = _seat(table, state, node), state.prev[node], state.next[node]
    if last < table.activities and state.next[last] < table.activities and draw(state, 2) == 0:
        last = state.next[last]
    if last >= table.activities or seat in (before, node, last, state.next[node]):
        return False
    after, worker = state.next[last], state.worker[seat]
    if worker != state.worker[node]:
        piece = node
        while piece != after:
            if not may(table, state, piece, worker):
                return False
            give(table, state, piece, worker)
            touch(table, state, piece)
            piece = state.next[piece]
    link(table, state, before, after)
    following = state.next[seat]
    link(table, state, seat, node)
    link(table, state, last, following)
    touch(table, state, after)
    touch(table, state, node)
    touch(table, state, following)
    return True


def bring_both(table: Tables, state: State, node: int) -> bool:
    """Put both activities of a unit next to ones that they suit."""
    mate = table.mate[node]
    if mate < 0:
        return bring_near(table, state, node)
    return _put(table, state, node, _seat(table, state, node)) and _put(table, state, mate, _seat(table, state, mate))


def bring_together(table: Tables, state: State, node: int) -> bool:
    """Put an activity next to one that it suits, and the other one of its unit goes along in time."""
    seat = _seat(table, state, node)
    if seat == table.mate[node] or state.worker[seat] == table.bank:
        return False
    start = max(table.opens[node], state.start[seat] + table.length[seat] + way(table, state, seat, node))
    return _put(table, state, node, seat) and _goes_along(table, state, node, start)


def hand_over(table: Tables, state: State, node: int) -> bool:
    """Give an activity to any worker who may do it, at its time of day."""
    return _put(table, state, node, _seat_in_time(table, state, node))


def hand_on(table: Tables, state: State, node: int) -> bool:
    """Give an activity to any worker who may do it instead of what they do then, which goes to where the activity was
    or next to one that it suits."""
    seat, old = _seat_in_time(table, state, node), state.prev[node]
    other = state.next[seat]
    if other >= table.activities or other == node or not _put(table, state, node, seat):
        return False
    return _put(table, state, other, old if draw(state, 2) == 0 else _seat(table, state, other))


def _seat_in_time(table: Tables, state: State, node: int) -> int:
    """What comes right before this time of day with somebody who may do the activity."""
    return _seat_before(table, state, node, _any_able(table, state, node), state.start[node])


def _any_able(table: Tables, state: State, node: int) -> int:
    """Somebody able, every other time of those who are liked best."""
    start, able, liked = table.hands_from[node], table.hands_from[node + 1], table.liked[node]
    count = able - start if liked == able - start or draw(state, 2) == 0 else liked
    return table.hands[start + draw(state, count)]


def _seat_before(table: Tables, state: State, node: int, worker: int, time: int) -> int:
    """What comes right before this time with this worker, the activity itself aside."""
    home = table.activities + worker
    seat, then = home, state.next[home]
    while then != home and (then == node or state.start[then] < time):
        if then != node:
            seat = then
        then = state.next[then]
    return seat


def leave_out(table: Tables, state: State, node: int) -> bool:
    """Put a unit into the bank; one that has to be served never goes there."""
    one = table.first[table.unit[node]]
    if table.drop[one] >= MUST:
        return False
    other = table.second[table.unit[node]]
    _bank(table, state, one)
    if other >= 0:
        _bank(table, state, other)
    return True


def _bank(table: Tables, state: State, node: int) -> None:
    before, after, seat = state.prev[node], state.next[node], table.activities + table.bank
    give(table, state, node, table.bank)
    link(table, state, before, after)
    following = state.next[seat]
    link(table, state, seat, node)
    link(table, state, node, following)
    touch(table, state, after)
    touch(table, state, node)


def _bring_back(table: Tables, state: State, node: int) -> bool:
    """Take an activity out of the bank: next to one that it suits, or to anybody able, who may have nothing yet or
    leave out something else for it."""
    kind = draw(state, 3)
    if kind == 0:
        return bring_near(table, state, node)
    seat = _seat_in_time(table, state, node)
    if kind == 2:
        other = state.next[seat]
        if other >= table.activities or table.unit[other] == table.unit[node] or not leave_out(table, state, other):
            return False
    return _put(table, state, node, seat)


def swap(table: Tables, state: State, node: int) -> bool:
    """Let two activities that are near to each other change places."""
    return _swap(table, state, node, _near(table, state, table.before if draw(state, 2) == 0 else table.after, node))


def swap_together(table: Tables, state: State, node: int) -> bool:
    """Let two activities of one worker change places, and the other ones of their units go along in time."""
    other = node
    for _ in range(1 + draw(state, FARTHEST)):
        other = state.next[other]
    if other >= table.activities:
        return False
    start, other_start = state.start[node], state.start[other]
    return (
        _swap(table, state, node, other)
        and _goes_along(table, state, node, other_start)
        and _goes_along(table, state, other, start)
    )


def _goes_along(table: Tables, state: State, node: int, start: int) -> bool:
    """Put the other activity of the unit, if there is one, where somebody is when this one starts then."""
    mate = table.mate[node]
    if mate < 0:
        return True
    gap = table.least[table.unit[node]]
    worker = state.worker[mate] if draw(state, 2) == 0 else _any_able(table, state, mate)
    seat = _seat_before(table, state, mate, worker, start + (gap if mate > node else -gap))
    return seat == state.prev[mate] or _put(table, state, mate, seat)


def _swap(table: Tables, state: State, node: int, other: int) -> bool:
    seat, other_seat = state.prev[node], state.prev[other]
    if node in (seat, other_seat) or other in (seat, other_seat):
        return False
    one, two = state.worker[node], state.worker[other]
    if one != two:
        if not (may(table, state, node, two) and may(table, state, other, one)):
            return False
        give(table, state, node, two)
        give(table, state, other, one)
    _exchange(table, state, node, other)
    return True


def _exchange(table: Tables, state: State, node: int, other: int) -> None:
    before, after = state.prev[node], state.next[node]
    other_before, other_after = state.prev[other], state.next[other]
    link(table, state, before, other)
    link(table, state, other, after)
    link(table, state, other_before, node)
    link(table, state, node, other_after)
    touch(table, state, node)
    touch(table, state, other)
    touch(table, state, after)
    touch(table, state, other_after)


def cross(table: Tables, state: State, node: int) -> bool:
    """Let two workers change the rest of their rounds, so that `node` is followed by one that suits it."""
    other = _near(table, state, table.after, node)
    one, two = state.worker[node], state.worker[other]
    home, other_home = table.activities + one, table.activities + two
    after, before = state.next[node], state.prev[other]
    if two in (one, table.bank) or (after == home and before == other_home):
        return False
    last, other_last = state.prev[home], state.prev[other_home]
    link(table, state, node, other)
    link(table, state, other_last, home)
    if after == home:
        link(table, state, before, other_home)
    else:
        link(table, state, before, after)
        link(table, state, last, other_home)
    return _give_rest(table, state, other, one) and _give_rest(table, state, after, two)


def _give_rest(table: Tables, state: State, node: int, worker: int) -> bool:
    """Give a worker everything from `node` on; False where something of it cannot be theirs."""
    while node < table.activities:
        touch(table, state, node)
        if table.able[node * table.rings + worker] == 0 or is_with_mate(table, state, node, worker):
            return False
        give(table, state, node, worker)
        node = state.next[node]
    return True
