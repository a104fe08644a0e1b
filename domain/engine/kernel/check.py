"""A second reading of rounds: every hard rule and the cost, worked out from the model alone.

It shares nothing with the search but the model, so a fault there cannot hide here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.engine.kernel.model import Activity, Cost, Model, Resting, Rounds, Shift


def broken_rules(model: Model, rounds: Rounds) -> list[str]:
    """A sentence for every hard rule that the rounds break: each activity once, by somebody able, neither before its
    window nor before its worker can be there, and the two of a unit by different workers within their gap."""
    activities = list(model.activities())
    broken = _broken_counts(model, rounds)
    for k, route in enumerate(rounds.routes):
        if sum(activities[i].load for i in route) > model.capacity:
            broken.append(f"worker {k} brings more than the capacity")
        for i in route:
            activity = activities[i]
            if k not in activity.able:
                broken.append(f"worker {k} may not do activity {i}")
            if rounds.starts[i] > (min(activity.due, activity.latest) if model.punctual else activity.latest):
                broken.append(f"activity {i} starts after its window")
        broken += _broken_times(model, activities, rounds, k)
    return broken + _broken_gaps(model, rounds)


def _broken_counts(model: Model, rounds: Rounds) -> list[str]:
    count = Counter(i for route in rounds.routes for i in route)
    broken, number = [], 0
    for unit in model.units:
        done = [count[number + i] for i in range(len(unit.activities))]
        number += len(done)
        if any(each != 1 for each in done) and (unit.price is None or any(done)):
            broken += [
                f"activity {number - len(done) + i} is done {each} times" for i, each in enumerate(done) if each != 1
            ]
    return broken


def _broken_times(model: Model, activities: Sequence[Activity], rounds: Rounds, k: int) -> list[str]:
    """What is too early in a worker's round, for the way or for the window, or too late for the end of the shift."""
    broken = []
    for stop in _stops(model, activities, rounds, k):
        if stop.activity is not None and rounds.starts[stop.activity] < max(
            activities[stop.activity].opens, stop.arrives
        ):
            broken.append(f"activity {stop.activity} starts before worker {k} can")
        if stop.rest and stop.rest_arrives > stop.rest.start:
            broken.append(f"worker {k} rests before they can")
    if model.shifts and rounds.routes[k]:
        shift = model.shifts[k]
        if stop.arrives > shift.closes + shift.most_over:
            broken.append(f"worker {k} is back too late")
    return broken


def _broken_gaps(model: Model, rounds: Rounds) -> list[str]:
    by = {i: k for k, route in enumerate(rounds.routes) for i in route}
    broken, number = [], 0
    for unit in model.units:
        if unit.second is not None and number in by:
            gap = rounds.starts[number + 1] - rounds.starts[number]
            if not unit.least <= gap <= unit.most:
                broken.append(
                    f"activity {number + 1} starts {gap} after the one before, not {unit.least} to {unit.most}"
                )
            if unit.apart and by.get(number) == by.get(number + 1):
                broken.append(f"activities {number} and {number + 1} are done by one worker")
        number += len(unit.activities)
    return broken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """A stop of a round, home at the end (`activity` None): the way to it, when it is reached, and the rest before it,
    where there is one, with when that could begin."""

    activity: int | None
    way: int
    arrives: int
    rest: Resting | None = None
    rest_arrives: int = 0


def _stops(model: Model, activities: Sequence[Activity], rounds: Rounds, k: int) -> Iterator[_Stop]:
    shift = model.shifts[k] if model.shifts else Shift(opens=0, closes=0, ends=model.homes[k])
    travel = (model.travel, *model.other_travel)[shift.mode]
    resting = rounds.rests[k] if rounds.rests else None
    free, place = shift.opens, model.homes[k]
    for at, activity in enumerate([*rounds.routes[k], None]):
        there = shift.ends if activity is None else activities[activity].place
        way = travel[place][there]
        if resting is None or resting.before != at:
            yield _Stop(activity=activity, way=way, arrives=free + way)
        else:
            done = resting.start + (shift.rest.length if shift.rest else 0)
            yield _Stop(
                activity=activity,
                way=way,
                arrives=done if resting.there else done + way,
                rest=resting,
                rest_arrives=free + way if resting.there else free,
            )
        if activity is not None:
            free, place = rounds.starts[activity] + activities[activity].length, there


def cost(model: Model, rounds: Rounds) -> Cost:
    """What the rounds cost, term by term."""
    activities = list(model.activities())
    by = {i: k for k, route in enumerate(rounds.routes) for i in route}
    late = [activities[i].late(rounds.starts[i]) for i in by]
    days = [_day(model, activities, rounds, k) for k in range(len(rounds.routes))]
    disliked = sum(activities[i].disliked.get(k, 0) for i, k in by.items())
    prices, left_out = model.prices, _left_out(model, by)
    travel, waiting, over, missed = (sum(term) for term in zip(*(day[:4] for day in days), strict=True))
    idle = max(day[4] for day in days)
    return Cost(
        travel=travel,
        late=sum(late),
        worst=max(late, default=0),
        waiting=waiting,
        over=over,
        idle=idle,
        disliked=disliked,
        missed=missed,
        left_out=left_out,
        total=prices.travel * travel
        + prices.late * sum(late)
        + prices.worst * max(late, default=0)
        + prices.waiting * waiting
        + prices.over * over
        + prices.idle * idle
        + disliked
        + missed
        + left_out,
    )


def _left_out(model: Model, by: dict[int, int]) -> int:
    price, number = 0, 0
    for unit in model.units:
        price += 0 if number in by else unit.price or 0
        number += len(unit.activities)
    return price


def _day(model: Model, activities: Sequence[Activity], rounds: Rounds, k: int) -> tuple[int, int, int, int, int]:
    """Travel, waiting, overtime, the price of a missed rest, and idle time of one worker."""
    stops = list(_stops(model, activities, rounds, k))
    if not model.shifts:
        return sum(stop.way for stop in stops), 0, 0, 0, 0
    shift = model.shifts[k]
    if len(stops) == 1:
        return 0, 0, 0, 0, shift.closes - shift.opens
    late_leaving = model.prices.leaves_late
    waiting = idle = 0
    for stop in stops:
        start = stop.arrives if stop.activity is None else rounds.starts[stop.activity]
        rest = stop.rest.start - stop.rest_arrives if stop.rest else 0
        gap = start - stop.arrives
        idle += rest + gap
        is_first = stop is stops[0]
        counted = gap + rest if late_leaving else gap
        waiting += 0 if is_first and late_leaving else counted
    back = stops[-1].arrives
    over = max(0, back - shift.closes)
    rested = any(stop.rest for stop in stops)
    missed = shift.rest.price if shift.rest and not rested and back > shift.rest.home_by else 0
    return sum(stop.way for stop in stops), waiting, over, missed, idle + max(0, shift.closes - back)
