"""The first rounds: units in the order in which their windows open, each given to whoever is least out of their way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.engine.kernel.model import Activity, Model, Shift, Unit

PER_LATE, PER_LATE_WHERE_FORBIDDEN = 2, 200
IDLE_PER_POINT = 20


@dataclass(slots=True)
class _Hand:
    """Where a worker's round ends so far, and the shift it belongs to."""

    place: int
    free: int
    route: list[int]
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """An activity at the end of a worker's round: the way there, when they could start, and the idle time before."""

    worker: int
    leg: int
    start: int
    idle: int


def first_rounds(model: Model) -> list[list[int]]:
    """Rounds for each worker that serve every unit; late where it has to be. With shifts, what may be left out is
    where it would break a rule, and stands in one round more."""
    hands = [_Hand(home, 0, []) for home in model.homes]
    for hand, shift in zip(hands, model.shifts, strict=False):
        hand.free, hand.shift = shift.opens, shift
    numbers = list(accumulate((len(unit.activities) for unit in model.units), initial=0))
    bank: list[int] = []
    for at in sorted(range(len(model.units)), key=lambda at: model.units[at].first.opens):
        unit = model.units[at]
        offers = (
            turns
            for turns in _offers(model, hands, unit)
            if unit.price is None or _is_lawful(model, hands, unit, turns)
        )
        chosen = min(offers, key=lambda turns: _price(model, unit, turns), default=None)
        if chosen is None:
            bank += range(numbers[at], numbers[at + 1])
            continue
        for number, activity, turn in sorted(
            zip(range(numbers[at], numbers[at + 1]), unit.activities, chosen, strict=True),
            key=lambda each: each[2].start,
        ):
            hand = hands[turn.worker]
            hand.place, hand.free = activity.place, turn.start + activity.length
            hand.route.append(number)
    return [hand.route for hand in hands] + ([bank] if model.shifts else [])


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
            elif not unit.apart and (then := _next(model, unit, one, hands[one.worker])).start <= one.start + unit.most:
                yield one, then


def _next(model: Model, unit: Unit, one: _Turn, hand: _Hand) -> _Turn:
    """The second of the two by the same worker, right after the first."""
    second = unit.activities[-1]
    leg = _travel(model, hand)[unit.first.place][second.place]
    there = one.start + unit.first.length + leg
    start = max(second.opens, there, one.start + unit.least)
    return _Turn(one.worker, leg, start, start - there)


def _turns(model: Model, hands: Sequence[_Hand], activity: Activity) -> Iterator[_Turn]:
    for worker in activity.able:
        hand = hands[worker]
        leg = _travel(model, hand)[hand.place][activity.place]
        there = hand.free + leg
        start = max(activity.opens, there)
        yield _Turn(worker, leg, start, start - there)


def _travel(model: Model, hand: _Hand) -> tuple[tuple[int, ...], ...]:
    return (model.travel, *model.other_travel)[hand.shift.mode if hand.shift else 0]


def _together(unit: Unit, one: _Turn, other: _Turn) -> tuple[_Turn, _Turn]:
    second = max(other.start, one.start + unit.least)
    first = max(one.start, second - unit.most)
    return (
        _Turn(one.worker, one.leg, first, one.idle + first - one.start),
        _Turn(other.worker, other.leg, second, other.idle + second - other.start),
    )


def _is_lawful(model: Model, hands: Sequence[_Hand], unit: Unit, turns: tuple[_Turn, ...]) -> bool:
    """Whether nothing starts too late and everybody is back in time."""
    for activity, turn in zip(unit.activities, turns, strict=True):
        hand, end = hands[turn.worker], turn.start + activity.length
        shift = hand.shift
        if shift is None:
            continue
        back = end + _travel(model, hand)[activity.place][shift.ends]
        if turn.start > activity.latest or back > shift.closes + shift.most_over:
            return False
    return True


def _price(model: Model, unit: Unit, turns: tuple[_Turn, ...]) -> int:
    prices = model.prices
    per_late = PER_LATE_WHERE_FORBIDDEN if model.punctual else PER_LATE * prices.late
    late = sum(each.late(turn.start) for each, turn in zip(unit.activities, turns, strict=True))
    disliked = sum(each.disliked.get(turn.worker, 0) for each, turn in zip(unit.activities, turns, strict=True))
    return prices.travel * sum(turn.leg + turn.idle // IDLE_PER_POINT for turn in turns) + per_late * late + disliked
