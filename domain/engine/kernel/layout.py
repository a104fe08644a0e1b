"""A model laid out as the arrays of `arrays.py`, and what arrays say as rounds."""

from itertools import accumulate, pairwise
from math import log
from typing import Any

from domain.engine.kernel.arrays import (
    DONE,
    FIXED_POINT,
    GIVEN,
    LINKS_PER_MOVE,
    MOVE,
    MUST,
    NEIGHBOURS,
    NONE,
    NOT_YET,
    ODDS,
    PATIENCE,
    PRICE_OF_A_BREACH,
    TIMES_PER_UNIT,
    Beginning,
    Nearest,
    State,
    Tables,
)
from domain.engine.kernel.chance import seeds
from domain.engine.kernel.compiling import TWIN, Kernel
from domain.engine.kernel.model import NO_LIMIT, Activity, Model, Rest, Shift


def tables(model: Model, kernel: Kernel = TWIN) -> Tables:
    """Lay a model out; the kernel ranks what is near to what."""
    activities = list(model.activities())
    shifts = [*model.shifts, Shift(opens=0, closes=0, ends=model.homes[0])] if model.shifts else []
    homes = [*model.homes, model.homes[0]] if shifts else list(model.homes)
    rings = len(homes)
    first, second, unit, mate = _pairs(model)
    neighbours = max(1, min(NEIGHBOURS, len(activities) - 2))
    table = Tables(
        activities=len(activities),
        workers=len(model.homes),
        units=len(model.units),
        places=len(model.travel),
        neighbours=neighbours,
        capacity=model.capacity,
        shifts=int(bool(shifts)),
        rings=rings,
        bank=len(model.homes) if shifts else NONE,
        first=first,
        second=second,
        least=[each.least for each in model.units],
        most=[each.most for each in model.units],
        apart=[int(each.apart) for each in model.units],
        unit=unit,
        mate=mate,
        disliked=[each.disliked.get(k, 0) for each in activities for k in range(rings)] if shifts else [],
        leg=[minutes for table in (model.travel, *model.other_travel) for row in table for minutes in row],
        able=[int(k in who) for who in (set(each.able) for each in activities) for k in range(rings)],
        hands_from=list(accumulate((len(each.able) for each in activities), initial=0)),
        hands=[k for each in activities for k in sorted(each.able, key=lambda k: each.disliked.get(k, 0))] + [0],
        liked=[_liked(each) for each in activities],
        before=[],
        after=[],
        odds=odds(),
        **_prices(model),
        **_by_node(model, homes, shifts),
        **_by_worker(model, shifts),
    )
    return _ranked(table, kernel)


def odds() -> list[int]:
    """The negative logarithms of evenly spread chances."""
    return [round(-log((i + 0.5) / ODDS) * (1 << FIXED_POINT)) for i in range(ODDS)]


def _ranked(table: Tables, kernel: Kernel) -> Tables:
    """The tables with what is near to what."""
    size = table.activities * table.neighbours
    nearest = kernel.pack(Nearest(before=[0] * size, after=[0] * size, badness=[0] * table.neighbours))
    kernel.rank(kernel.pack(table), nearest)
    return table._replace(before=list(nearest.before), after=list(nearest.after))


def _prices(model: Model) -> dict[str, Any]:
    prices, drop = model.prices, _drop(model)
    return {
        "leaves_late": int(prices.leaves_late),
        "per_travel": prices.travel,
        "per_late": PRICE_OF_A_BREACH if model.punctual else prices.late,
        "per_worst": 0 if model.punctual else prices.worst,
        "per_waiting": prices.waiting,
        "per_over": prices.over,
        "per_idle": prices.idle,
        "breach": 2 * max((price for price in drop if price < MUST), default=PRICE_OF_A_BREACH) + 1,
        "drop": drop,
    }


def _by_node(model: Model, homes: list[int], shifts: list[Shift]) -> dict[str, Any]:
    activities, rings = list(model.activities()), len(homes)
    nothing, never = [0] * rings, [NO_LIMIT] * rings
    return {
        "place": [each.place for each in activities] + homes,
        "into": [each.place for each in activities] + ([shift.ends for shift in shifts] or homes),
        "length": [each.length for each in activities] + nothing,
        "opens": [each.opens for each in activities] + ([shift.opens for shift in shifts] or nothing),
        "due": [each.due for each in activities] + never,
        "again": [each.again for each in activities] + never,
        "again_due": [each.again_due for each in activities] + never,
        "leap": [_leap(model, each) for each in activities] + never,
        "latest": [each.latest for each in activities] + never,
        "load": [each.load for each in activities] + nothing,
    }


def _by_worker(model: Model, shifts: list[Shift]) -> dict[str, Any]:
    rests = [shift.rest or Rest(length=0, opens=0, latest=0, price=0) for shift in shifts]
    places = len(model.travel)
    return {
        "mode": [shift.mode * places * places for shift in shifts] or [0] * len(model.homes),
        "closes": [shift.closes for shift in shifts],
        "most_over": [shift.most_over for shift in shifts],
        "rest": [rest.length for rest in rests],
        "rest_opens": [rest.opens for rest in rests],
        "rest_latest": [rest.latest for rest in rests],
        "rest_price": [rest.price for rest in rests],
        "rest_home_by": [rest.home_by for rest in rests],
    }


def _drop(model: Model) -> list[int]:
    """The price of leaving each activity out: that of its unit lies on the first of it."""
    return [
        (MUST if unit.price is None else unit.price) if activity is unit.first else 0
        for unit in model.units
        for activity in unit.activities
    ]


def _leap(model: Model, activity: Activity) -> int:
    """From when on it is cheaper to wait for the second window than to be late against the first."""
    late, waiting = max(1, model.prices.late), model.prices.waiting
    if activity.again >= NO_LIMIT:
        return NO_LIMIT
    return (waiting * activity.again + late * activity.due) // (waiting + late) + 1


def _liked(activity: Activity) -> int:
    """How many of those able are liked best."""
    prices = [activity.disliked.get(k, 0) for k in activity.able]
    return prices.count(min(prices, default=0))


def _pairs(model: Model) -> tuple[list[int], list[int], list[int], list[int]]:
    first: list[int] = []
    second: list[int] = []
    unit: list[int] = []
    mate: list[int] = []
    for number, each in enumerate(model.units):
        a = len(unit)
        first.append(a)
        second.append(NONE if each.second is None else a + 1)
        mate += [NONE] if each.second is None else [a + 1, a]
        unit += [number] * len(each.activities)
    return first, second, unit, mate


def first_rounds(table: Tables, packed: Tables, kernel: Kernel) -> list[list[int]]:
    """Rounds for each worker that serve every unit, late where it has to be. With shifts, what may be left out is
    where it would break a rule, and stands in one round more."""
    homes = range(table.activities, table.activities + table.rings)
    beginning = kernel.pack(
        Beginning(
            order=sorted(range(table.units), key=lambda unit: table.opens[table.first[unit]]),
            place=[table.place[home] for home in homes],
            free=[table.opens[home] for home in homes],
            hand=[table.bank] * table.activities,
            given=[0] * table.activities,
            offer=[0] * (GIVEN + 1),
        )
    )
    kernel.begin(packed, beginning)
    found: list[list[int]] = [[] for _ in homes]
    for i in beginning.given[: beginning.offer[GIVEN]]:
        found[beginning.hand[i]].append(i)
    if table.shifts:
        found[table.bank] = [i for i in range(table.activities) if beginning.hand[i] == table.bank]
    return found


def state(table: Tables, routes: list[list[int]], seed: int) -> State:
    """The state in which the workers have these rounds; the starts are not yet worked out."""
    nodes = table.activities + table.rings
    following, preceding, worker = [0] * nodes, [0] * nodes, [0] * nodes
    for k, route in enumerate(routes):
        home = table.activities + k
        ring = [home, *route, home]
        for one, then in pairwise(ring):
            following[one], preceding[then] = then, one
        for node in ring:
            worker[node] = k
    return State(
        next=following,
        prev=preceding,
        worker=worker,
        start=[0] * nodes,
        brings=[sum(table.load[i] for i in route) for route in routes],
        totals=[0] * (MOVE + 1),
        chance=seeds(seed),
        best_next=list(following),
        best_start=[0] * nodes,
        best_fed=[DONE] * nodes,
        links=[0] * (4 * LINKS_PER_MOVE),
        times=[0] * (6 * max(PATIENCE, TIMES_PER_UNIT * (table.units + 1))),
        given=[0] * (2 * nodes),
        queue=[0] * (table.units + 1),
        queued=[0] * (table.units + 1),
        fed=[DONE] * table.activities
        + ([NOT_YET if rest > 0 else DONE for rest in table.rest] or [DONE] * table.rings),
        day=[0] * table.rings,
        idle=[0] * table.rings,
        notes=[0] * (3 * table.rings),
        seen=[0] * table.rings,
    )


def at_best(table: Tables, walked: State) -> State:
    """The best rounds of a walk, with the starts that they were found with: where rests are, others are possible."""
    best = state(table, routes(table, walked.best_next), 0)
    return best._replace(start=list(walked.best_start), fed=list(walked.best_fed))


def routes(table: Tables, following: list[int]) -> list[list[int]]:
    """The rounds that the links say, worker by worker, and after them what is left out."""
    found = []
    for k in range(table.rings):
        home = table.activities + k
        route, node = [], int(following[home])
        while node != home:
            route.append(node)
            node = int(following[node])
        found.append(route)
    return found
