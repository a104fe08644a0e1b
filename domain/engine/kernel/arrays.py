"""The model as flat arrays: `Tables` for what never changes, `State` for where the search stands.

A node is an activity or, after all activities, the home of a worker. A worker's round is a ring: home, the activities
in order, home again. The arrays are lists for the twin in Python and become arrays of numpy for the compiled search;
both are indexed alike, so one source serves both."""

from itertools import pairwise
from math import log
from typing import NamedTuple

from domain.engine.kernel.model import Activity, Model

NONE = -1
TRAVEL, LATE, WORST, OVER, BEST, LINKS, TIMES, HANDS, HEAD, TAIL = range(10)
PRICE_OF_A_BREACH = 200
NEIGHBOURS = 24
ODDS = 4096
FIXED_POINT = 16
LINKS_PER_MOVE = 64
TIMES_PER_UNIT = 64
PATIENCE = 400
NO_LIMIT = 1 << 60


class Tables(NamedTuple):
    """The model by index: `i` a node, `u` a unit, `k` a worker, `p` a place.

    `first[u]` and `second[u]` (or NONE), `least[u]`, `most[u]`; `unit[i]`, `mate[i]` the other activity of its unit,
    `place[i]`, `length[i]`, `opens[i]`, `due[i]`, `load[i]`; `leg[p * places + p]`; `able[i * workers + k]` is 1
    where k may do i, who are also listed in `hands[hands_from[i]:hands_from[i + 1]]`. `before[i * neighbours:]` and
    `after[…]` list the activities that would best come right before and after i, best first. `per_late` and
    `per_worst` are the prices of lateness. `odds` has the negative logarithms of evenly spread chances, in fixed
    point."""

    activities: int
    workers: int
    units: int
    places: int
    neighbours: int
    capacity: int
    per_late: int
    per_worst: int
    first: list[int]
    second: list[int]
    least: list[int]
    most: list[int]
    unit: list[int]
    mate: list[int]
    place: list[int]
    length: list[int]
    opens: list[int]
    due: list[int]
    load: list[int]
    leg: list[int]
    able: list[int]
    hands_from: list[int]
    hands: list[int]
    before: list[int]
    after: list[int]
    odds: list[int]


class State(NamedTuple):
    """Where the search stands, and what it needs to take a move back.

    `next`, `prev`, `worker` and `start` by node, `brings` by worker; `totals` by TRAVEL, LATE, WORST, OVER (what is
    brought beyond the capacity) and so on; `chance` the state of the generators. `best_next` and `best_worker` are the
    best rounds found, `totals[BEST]` their cost. `links`, `times` and `given` journal what the move at hand changed;
    `queue` and `queued` are the units whose starts are to be worked out."""

    next: list[int]
    prev: list[int]
    worker: list[int]
    start: list[int]
    brings: list[int]
    totals: list[int]
    chance: list[int]
    best_next: list[int]
    best_worker: list[int]
    links: list[int]
    times: list[int]
    given: list[int]
    queue: list[int]
    queued: list[int]


def tables(model: Model) -> Tables:
    """Lay a model out."""
    activities = list(model.activities())
    crew, places = len(model.homes), len(model.travel)
    first, second, unit, mate = _pairs(model)
    hands = [list(activity.able) for activity in activities]
    before, after, neighbours = _neighbours(model)
    return Tables(
        activities=len(activities),
        workers=crew,
        units=len(model.units),
        places=places,
        neighbours=neighbours,
        capacity=model.capacity,
        per_late=PRICE_OF_A_BREACH if model.punctual else 1,
        per_worst=0 if model.punctual else 1,
        first=first,
        second=second,
        least=[each.least for each in model.units],
        most=[each.most for each in model.units],
        unit=unit,
        mate=mate,
        place=[activity.place for activity in activities] + list(model.homes),
        length=[activity.length for activity in activities] + [0] * crew,
        opens=[activity.opens for activity in activities] + [0] * crew,
        due=[activity.due for activity in activities] + [0] * crew,
        load=[activity.load for activity in activities] + [0] * crew,
        leg=[minutes for row in model.travel for minutes in row],
        able=[int(k in set(who)) for who in hands for k in range(crew)],
        hands_from=[sum(map(len, hands[:i])) for i in range(len(hands) + 1)],
        hands=[k for who in hands for k in who],
        before=before,
        after=after,
        odds=[round(-log((i + 0.5) / ODDS) * (1 << FIXED_POINT)) for i in range(ODDS)],
    )


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
    nodes = table.activities + table.workers
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
        totals=[0] * (TAIL + 1),
        chance=[1 + seed % 2147483000, 1 + (seed * 7919 + 104729) % 2147483000],
        best_next=list(following),
        best_worker=list(worker),
        links=[0] * (4 * LINKS_PER_MOVE),
        times=[0] * (4 * max(PATIENCE, TIMES_PER_UNIT * (table.units + 1))),
        given=[0] * (2 * nodes),
        queue=[0] * (table.units + 1),
        queued=[0] * (table.units + 1),
    )


def routes(table: Tables, following: list[int]) -> list[list[int]]:
    """The rounds that the links say, worker by worker."""
    found = []
    for k in range(table.workers):
        home = table.activities + k
        route, node = [], int(following[home])
        while node != home:
            route.append(node)
            node = int(following[node])
        found.append(route)
    return found
