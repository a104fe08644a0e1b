"""Where a visit fits into one route, and what it would cost there, read off the route's slack in constant time.

The cost is an estimate, since neighbours may be pushed aside; laying the route decides. This is the loop that runs
millions of times: whole numbers and lists by index only."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from domain.engine.prepare import Tables, Window
from domain.engine.route import Route


class Slot(NamedTuple):
    """A place found for a visit in one route: before `stops[at]`, starting within `low`..`high`.

    `span` is the stretch of duty it lies in and `cost` the points it adds, as far as seen without laying the route."""

    cost: int
    worker: int
    at: int
    low: int
    high: int
    span: Window


def slots_for(t: Tables, route: Route, v: int, k: int, bounds: Window) -> list[Slot]:
    """Every slot for visit `v` in the route of worker `k` with a start within bounds, cheapest first."""
    found: list[Slot] = []
    for span in t.windows[v][k]:
        low, high = max(span[0], bounds[0]), min(span[1], bounds[1])
        if low <= high:
            _search(t, route, v, k, low, high, span, found)
    if len(found) > 1:
        found.sort()
    return found


def _search(t: Tables, route: Route, v: int, k: int, low: int, high: int, span: Window, found: list[Slot]) -> None:
    stops, free, due, hops = route.stops, route.free, route.due, route.hops
    ends, begins = route.ends, route.begins
    legs, length, wanted, count = t.legs[k], t.minutes[v], t.wanted[v], len(route.stops)
    home, spare = t.home[k][v], t.most_work[k] - route.work - length
    row = legs[v]
    liking, per_travel, per_timing = t.liking[k][v], t.per_travel, t.per_timing
    for at in range(bisect_left(due, low + length), bisect_right(free, high)):
        into = legs[stops[at - 1]][v] if at else 0
        out = row[stops[at]] if at < count else 0
        early, late = free[at] + into, due[at] - out - length
        if at == route.rest_at and at:
            late -= t.break_minutes[k]
        early = max(early, low)
        late = min(late, high)
        if early > late:
            continue
        longer = into + out - hops[at] if 0 < at < count else into + out
        if longer > spare:
            continue
        start = early if wanted < early else late if wanted > late else wanted
        away = start - wanted if start > wanted else wanted - start
        push = ends[at] + into - start
        if push > 0:
            away += push
        push = start + length + out - begins[at]
        if push > 0:
            away += push
        cost = liking + per_timing * away + per_travel * longer
        if at == 0:
            cost += per_travel * (home - hops[0])
        if at == count:
            cost += per_travel * (home - hops[count])
        over = route.work + length + longer - t.contracted[k]
        if over > 0:
            cost += t.per_overtime * min(over, length + longer)
        found.append(Slot(cost, k, at, early, late, span))
