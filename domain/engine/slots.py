"""Where a visit fits into one route, and what it would cost there, read off the route's slack in constant time.

The cost is an estimate, since neighbours may be pushed aside; laying the route decides. This is the loop that runs
millions of times: whole numbers and lists by index only."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from domain.engine.prepare import FAR, Tables, Window
from domain.engine.route import Route, priced_work


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
    spare = t.most_work[k] - route.work - length
    row, duty_out, duty_back = legs[v], t.duty_out[k], t.duty_back[k]
    per_travel, per_timing, jolt = t.weights.travel, t.weights.timing, t.jolt
    coming = _coming(t, route, v, k) - priced_work(t, k, route.work)
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
        longer = travel = into + out - hops[at] if 0 < at < count else into + out
        if at == 0:
            travel += t.out[k][v] - hops[0]
            longer += duty_out[v] - route.duty_out
        if at == count:
            travel += t.back[k][v] - hops[count]
            longer += duty_back[v] - route.duty_back
        if longer > spare:
            continue
        start = early if wanted < early else late if wanted > late else wanted
        away = start - wanted + jolt if start > wanted else wanted - start + jolt if start < wanted else 0
        push = ends[at] + into - start
        if push > 0:
            away += push + jolt
        push = start + length + out - begins[at]
        if push > 0:
            away += push + jolt
        if jolt:
            away = min(away, _unpushed(max(early, ends[at] + into), min(late, begins[at] - out - length), wanted, jolt))
        cost = coming + per_timing * away + per_travel * travel + priced_work(t, k, route.work + length + longer)
        found.append(Slot(cost, k, at, early, late, span))


def _unpushed(low: int, high: int, wanted: int, jolt: int) -> int:
    """How far from the wanted start the visit is where nobody has to be pushed aside for it."""
    return jolt + max(0, low - wanted, wanted - high) if low <= high else FAR


def _coming(t: Tables, route: Route, v: int, k: int) -> int:
    """The price of sending the worker to the person at all."""
    who = t.strange[k].get(v)
    return t.liking[k][v] + (t.weights.faces if who is not None and who not in route.strangers else 0)
