"""The first rounds: units in the order in which their windows open, each given to whoever is least out of their way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.engine.kernel.model import Activity, Model, Unit

PER_LATE, PER_LATE_WHERE_FORBIDDEN = 2, 200
IDLE_PER_POINT = 20


@dataclass(slots=True)
class _Hand:
    """Where a worker's round ends so far."""

    place: int
    free: int
    route: list[int]


@dataclass(frozen=True, slots=True)
class _Turn:
    """An activity at the end of a worker's round: the way there, when they could start, and the idle time before."""

    worker: int
    leg: int
    start: int
    idle: int


def first_rounds(model: Model) -> list[list[int]]:
    """Rounds for each worker that serve every unit; late where it has to be."""
    per_late = PER_LATE_WHERE_FORBIDDEN if model.punctual else PER_LATE
    hands = [_Hand(home, 0, []) for home in model.homes]
    numbers = list(accumulate((len(unit.activities) for unit in model.units), initial=0))
    for at in sorted(range(len(model.units)), key=lambda at: model.units[at].first.opens):
        unit = model.units[at]
        chosen = min(_offers(model, hands, unit), key=lambda turns: _price(unit, turns, per_late))
        for number, (activity, turn) in enumerate(zip(unit.activities, chosen, strict=True), numbers[at]):
            hand = hands[turn.worker]
            hand.place, hand.free = activity.place, turn.start + activity.length
            hand.route.append(number)
    return [hand.route for hand in hands]


def _offers(model: Model, hands: Sequence[_Hand], unit: Unit) -> Iterator[tuple[_Turn, ...]]:
    """Every way to give the unit to workers after what they have."""
    firsts = list(_turns(model, hands, unit.first))
    if unit.second is None:
        yield from ((turn,) for turn in firsts)
        return
    seconds = list(_turns(model, hands, unit.second))
    for one in firsts:
        for other in seconds:
            if one.worker != other.worker:
                yield _together(unit, one, other)


def _turns(model: Model, hands: Sequence[_Hand], activity: Activity) -> Iterator[_Turn]:
    for worker in activity.able:
        leg = model.travel[hands[worker].place][activity.place]
        there = hands[worker].free + leg
        start = max(activity.opens, there)
        yield _Turn(worker, leg, start, start - there)


def _together(unit: Unit, one: _Turn, other: _Turn) -> tuple[_Turn, _Turn]:
    second = max(other.start, one.start + unit.least)
    first = max(one.start, second - unit.most)
    return (
        _Turn(one.worker, one.leg, first, one.idle + first - one.start),
        _Turn(other.worker, other.leg, second, other.idle + second - other.start),
    )


def _price(unit: Unit, turns: tuple[_Turn, ...], per_late: int) -> int:
    late = sum(max(0, turn.start - each.due) for each, turn in zip(unit.activities, turns, strict=True))
    return sum(turn.leg + turn.idle // IDLE_PER_POINT for turn in turns) + per_late * late
