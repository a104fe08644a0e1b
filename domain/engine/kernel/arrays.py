"""The model as flat arrays: `Tables` for what never changes, `State` for where the search stands.

A node is an activity or, after all activities, the home of a worker. A worker's round is a ring: home, the activities
in order, home again. With shifts there is one ring more, the bank, of what is left out. The arrays are lists for the
twin in Python and become arrays of words for the compiled search; both are indexed alike, so one source serves both."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import log
from typing import Any, NamedTuple

from domain.engine.kernel.model import NO_LIMIT, Activity, Model, Rest, Shift

NONE = -1
TRAVEL, LATE, WORST, OVER, BEST, LINKS, TIMES, HANDS, HEAD, TAIL, DAYS, IDLE, OUT, NOTES, MOVE = range(15)
NOT_YET, NOW, DONE = range(3)
PRICE_OF_A_BREACH = 200
MUST = 1 << 34
NEIGHBOURS = 24
ODDS = 4096
FIXED_POINT = 16
LINKS_PER_MOVE = 64
TIMES_PER_UNIT = 64
PATIENCE = 400


class Tables(NamedTuple):
    """The model by index: `i` a node, `u` a unit, `k` a worker, `p` a place.

    `first[u]` and `second[u]` (or NONE), `least[u]`, `most[u]`; `unit[i]`, `mate[i]` the other activity of its unit,
    `place[i]`, `length[i]`, `opens[i]`, `due[i]`, `load[i]`; `leg[p * places + p]`; `able[i * workers + k]` is 1
    where k may do i, who are also listed in `hands[hands_from[i]:hands_from[i + 1]]`. `before[i * neighbours:]` and
    `after[…]` list the activities that would best come right before and after i, best first. `per_late` and so on
    are the prices. `odds` has the negative logarithms of evenly spread chances, in fixed point.

    With shifts (`shifts` is 1) the last of the `rings` is the `bank`. `into[i]` is the place where i is come to, which
    differs from `place[i]` where a worker ends elsewhere, and `mode[k]` where the worker's table of legs begins.
    `leap[i]` is from when on the second window is waited for, `drop[i]` the price of leaving i out."""

    activities: int
    workers: int
    units: int
    places: int
    neighbours: int
    capacity: int
    shifts: int
    rings: int
    bank: int
    leaves_late: int
    per_travel: int
    per_late: int
    per_worst: int
    per_waiting: int
    per_over: int
    per_idle: int
    breach: int
    first: Sequence[int]
    second: Sequence[int]
    least: Sequence[int]
    most: Sequence[int]
    unit: Sequence[int]
    mate: Sequence[int]
    place: Sequence[int]
    into: Sequence[int]
    length: Sequence[int]
    opens: Sequence[int]
    due: Sequence[int]
    again: Sequence[int]
    again_due: Sequence[int]
    leap: Sequence[int]
    latest: Sequence[int]
    load: Sequence[int]
    apart: Sequence[int]
    drop: Sequence[int]
    disliked: Sequence[int]
    leg: Sequence[int]
    mode: Sequence[int]
    closes: Sequence[int]
    most_over: Sequence[int]
    rest: Sequence[int]
    rest_opens: Sequence[int]
    rest_latest: Sequence[int]
    rest_price: Sequence[int]
    rest_home_by: Sequence[int]
    able: Sequence[int]
    hands_from: Sequence[int]
    hands: Sequence[int]
    before: Sequence[int]
    after: Sequence[int]
    odds: Sequence[int]


class State(NamedTuple):
    """Where the search stands, and what it needs to take a move back.

    `next`, `prev`, `worker` and `start` by node, `brings` by worker; `totals` by TRAVEL, LATE, WORST, OVER (what is
    brought beyond the capacity) and so on; `chance` the state of the generators. `best_next` and so on are the
    best rounds found, `totals[BEST]` their cost. `links`, `times` and `given` journal what the move at hand changed;
    `queue` and `queued` are the units whose starts are to be worked out.

    With shifts, `fed` says by node whether its worker's rest is yet to come, right before it, or done; `day` and
    `idle` what each worker's day costs but for lateness, and how idle it is; `notes` journals these, and `seen` is
    the last move that had them worked out."""

    next: list[int]
    prev: list[int]
    worker: list[int]
    start: list[int]
    brings: list[int]
    totals: list[int]
    chance: list[int]
    best_next: list[int]
    best_start: list[int]
    best_fed: list[int]
    links: list[int]
    times: list[int]
    given: list[int]
    queue: list[int]
    queued: list[int]
    fed: list[int]
    day: list[int]
    idle: list[int]
    notes: list[int]
    seen: list[int]


def tables(model: Model) -> Tables:
    """Lay a model out."""
    activities = list(model.activities())
    shifts = [*model.shifts, Shift(opens=0, closes=0, ends=model.homes[0])] if model.shifts else []
    homes = [*model.homes, model.homes[0]] if shifts else list(model.homes)
    rings = len(homes)
    first, second, unit, mate = _pairs(model)
    before, after, neighbours = _neighbours(model)
    return Tables(
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
        hands=[k for each in activities for k in each.able] + [0],
        before=before,
        after=after,
        odds=[round(-log((i + 0.5) / ODDS) * (1 << FIXED_POINT)) for i in range(ODDS)],
        **_prices(model),
        **_by_node(model, homes, shifts),
        **_by_worker(model, shifts),
    )


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


def _neighbours(model: Model) -> tuple[list[int], list[int], int]:
    """For each activity those that suit best right before and after it: near, little idle time, little lateness."""
    all_of = list(model.activities())
    count = max(1, min(NEIGHBOURS, len(all_of) - 2))

    def badness(one: Activity, then: Activity) -> float:
        leg = model.travel[one.place][then.place]
        idle = then.opens - (max(one.due, one.opens) + one.length + leg)
        late = one.opens + one.length + leg - then.due
        return leg + 0.2 * max(0, idle) + max(0, late)

    def best(scores: list[float], i: int, mate: int) -> list[int]:
        others = [j for j in range(len(scores)) if j not in (i, mate)] or [i]
        ranked = sorted(others, key=scores.__getitem__)[:count]
        return ranked + ranked[-1:] * (count - len(ranked))

    before, after = [], []
    mates = _pairs(model)[3]
    for i, one in enumerate(all_of):
        before += best([badness(other, one) for other in all_of], i, mates[i])
        after += best([badness(one, other) for other in all_of], i, mates[i])
    return before, after, count


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
        chance=[1 + seed % 2147483000, 1 + (seed * 7919 + 104729) % 2147483000],
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
