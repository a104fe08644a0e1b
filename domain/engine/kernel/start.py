"""The first rounds: units in the order in which their windows open, each given to whoever is least out of their way.

A unit goes to the ends of rounds. What may be left out is where it would break a rule. Part of the compiled search."""

from domain.engine.kernel.arrays import (
    GIVEN,
    MUST,
    NONE,
    ONE,
    ONE_START,
    OTHER,
    OTHER_START,
    PRICE,
    Beginning,
    Tables,
)
from domain.engine.kernel.model import NO_LIMIT
from domain.engine.kernel.timing import lateness

PER_LATE, IDLE_PER_POINT = 2, 20


def begin(table: Tables, beginning: Beginning) -> None:
    """Give every unit to workers."""
    offer = beginning.offer
    for at in range(table.units):
        unit = beginning.order[at]
        offer[PRICE], offer[ONE], offer[OTHER] = NO_LIMIT, NONE, NONE
        if table.second[unit] < 0:
            _offer_one(table, beginning, table.first[unit])
        else:
            _offer_two(table, beginning, unit)
        if offer[ONE] >= 0:
            _take(table, beginning, unit)


def _offer_one(table: Tables, beginning: Beginning, node: int) -> None:
    offer = beginning.offer
    for at in range(table.hands_from[node], table.hands_from[node + 1]):
        worker = table.hands[at]
        start = _arrival(table, beginning, node, worker)
        price = _price(table, beginning, node, worker, start)
        if price < offer[PRICE] and _is_lawful(table, node, worker, start):
            offer[PRICE], offer[ONE], offer[ONE_START] = price, worker, start


def _offer_two(table: Tables, beginning: Beginning, unit: int) -> None:
    one, other = table.first[unit], table.second[unit]
    for at in range(table.hands_from[one], table.hands_from[one + 1]):
        worker = table.hands[at]
        start = _arrival(table, beginning, one, worker)
        if _price(table, beginning, one, worker, start) >= beginning.offer[PRICE]:
            continue
        for other_at in range(table.hands_from[other], table.hands_from[other + 1]):
            partner = table.hands[other_at]
            if partner != worker:
                _offer_pair(table, beginning, unit, worker, partner)
            elif table.apart[unit] == 0:
                _offer_in_turn(table, beginning, unit, worker)


def _offer_pair(table: Tables, beginning: Beginning, unit: int, worker: int, partner: int) -> None:
    """Two workers, the one waiting for the other."""
    one, other = table.first[unit], table.second[unit]
    start = _arrival(table, beginning, one, worker)
    second = max(_arrival(table, beginning, other, partner), start + table.least[unit])
    start = max(start, second - table.most[unit])
    price = _price(table, beginning, one, worker, start) + _price(table, beginning, other, partner, second)
    _hold(table, beginning, unit, price, worker, start, partner, second)


def _offer_in_turn(table: Tables, beginning: Beginning, unit: int, worker: int) -> None:
    """One worker for both, one right after the other."""
    one, other = table.first[unit], table.second[unit]
    start = _arrival(table, beginning, one, worker)
    travel = _leg(table, worker, table.place[one], other)
    there = start + table.length[one] + travel
    second = max(table.opens[other], there, start + table.least[unit])
    if second > start + table.most[unit]:
        return
    price = _price(table, beginning, one, worker, start) + _worth(table, other, worker, travel, second - there, second)
    _hold(table, beginning, unit, price, worker, start, worker, second)


def _hold(
    table: Tables, beginning: Beginning, unit: int, price: int, worker: int, start: int, partner: int, second: int
) -> None:
    """Keep this where it is the best so far and lawful."""
    offer = beginning.offer
    if price >= offer[PRICE] or not _is_lawful(table, table.first[unit], worker, start):
        return
    if _is_lawful(table, table.second[unit], partner, second):
        offer[PRICE], offer[ONE], offer[ONE_START] = price, worker, start
        offer[OTHER], offer[OTHER_START] = partner, second


def _take(table: Tables, beginning: Beginning, unit: int) -> None:
    one, other, offer = table.first[unit], table.second[unit], beginning.offer
    if offer[OTHER] >= 0 and offer[OTHER_START] < offer[ONE_START]:
        _append(table, beginning, other, offer[OTHER], offer[OTHER_START])
        other = NONE
    _append(table, beginning, one, offer[ONE], offer[ONE_START])
    if other >= 0:
        _append(table, beginning, other, offer[OTHER], offer[OTHER_START])


def _append(table: Tables, beginning: Beginning, node: int, worker: int, start: int) -> None:
    beginning.place[worker], beginning.free[worker] = table.place[node], start + table.length[node]
    beginning.hand[node] = worker
    beginning.given[beginning.offer[GIVEN]] = node
    beginning.offer[GIVEN] += 1


def _arrival(table: Tables, beginning: Beginning, node: int, worker: int) -> int:
    """When the worker could start there after all the rest."""
    there = beginning.free[worker] + _leg(table, worker, beginning.place[worker], node)
    return max(table.opens[node], there)


def _leg(table: Tables, worker: int, place: int, node: int) -> int:
    return table.leg[table.mode[worker] + place * table.places + table.into[node]]


def _price(table: Tables, beginning: Beginning, node: int, worker: int, start: int) -> int:
    """What it is worth to avoid that the worker starts there then."""
    travel = _leg(table, worker, beginning.place[worker], node)
    return _worth(table, node, worker, travel, start - beginning.free[worker] - travel, start)


def _worth(table: Tables, node: int, worker: int, travel: int, idle: int, start: int) -> int:
    disliked = table.disliked[node * table.rings + worker] if table.shifts == 1 else 0
    late = PER_LATE * table.per_late * lateness(table, node, start)
    return table.per_travel * (travel + idle // IDLE_PER_POINT) + late + disliked


def _is_lawful(table: Tables, node: int, worker: int, start: int) -> bool:
    """Whether it does not start too late and the worker is back in time, or it has to be served at any price."""
    if table.shifts == 0 or table.drop[table.first[table.unit[node]]] >= MUST:
        return True
    home = table.activities + worker
    back = start + table.length[node] + _leg(table, worker, table.place[node], home)
    return start <= table.latest[node] and back <= table.closes[worker] + table.most_over[worker]
