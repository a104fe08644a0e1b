"""One worker's day in order of time: when each visit can and shall start, where the break lies, and what it costs.

A route depends on nothing but its own visits and their windows, so it is laid out from nothing whenever it changes.
This is the innermost part of the search: lists by index, whole minutes, no objects inside the loops."""

from heapq import heappush, heapreplace
from itertools import pairwise
from typing import Any

from domain.engine.objective import LONG_WAIT
from domain.engine.prepare import FAR, Tables

Timing = tuple[list[int], list[int], list[int]]


class Route:
    """Visits of one worker with the start chosen for each. Never changed once laid.

    By place in the route, one longer than there are stops: `free` and `ends` when the worker is through with the stop
    before (at the soonest, and as it is), `due` and `begins` when the stop after starts (at the latest, and as it is),
    `hops` the travel between them, both ends included. `duty_out` and `duty_back` are minutes of duty from and to a
    base, `strangers` the people who do not know the worker. `rest_at` is the place where the break is held open
    because no idle gap gives it, or 0. `seen` remembers the slots found in this route."""

    __slots__ = (
        "begins",
        "cost",
        "due",
        "duty_back",
        "duty_out",
        "ends",
        "free",
        "hops",
        "rest_at",
        "seen",
        "starts",
        "stops",
        "strangers",
        "work",
    )

    def __init__(self, t: Tables, k: int, stops: list[int], timing: Timing, work: int, rest_at: int) -> None:
        minutes, legs, strange = t.minutes, t.legs[k], t.strange[k]
        self.stops, self.work, self.rest_at = stops, work, rest_at
        self.starts, soonest, latest = timing
        self.free = [-FAR, *[s + minutes[v] for s, v in zip(soonest, stops, strict=True)]]
        self.ends = [-FAR, *[s + minutes[v] for s, v in zip(self.starts, stops, strict=True)]]
        self.due = [*latest, FAR]
        self.begins = [*self.starts, FAR]
        self.hops, self.duty_out, self.duty_back = [0], 0, 0
        if stops:
            self.duty_out, self.duty_back = t.duty_out[k][stops[0]], t.duty_back[k][stops[-1]]
            self.hops = [t.out[k][stops[0]], *[legs[a][b] for a, b in pairwise(stops)], t.back[k][stops[-1]]]
        self.strangers = {strange[v] for v in stops if v in strange}
        self.cost = _cost(t, k, self)
        self.seen: dict[int, Any] = {}


def lay(t: Tables, k: int, stops: list[int], lows: list[int], highs: list[int]) -> Route | None:
    """Visits in the given order, as near to their wanted starts as their start windows allow.

    None when a window, the working minutes or the break does not allow it."""
    if not stops:
        return Route(t, k, stops, ([], [], []), 0, 0)
    minutes, row = t.minutes, t.legs[k]
    steps = [0, *[minutes[a] + row[a][b] for a, b in pairwise(stops)]]
    work = sum(steps) + minutes[stops[-1]] + t.duty_out[k][stops[0]] + t.duty_back[k][stops[-1]]
    if work > t.most_work[k]:
        return None
    rest_at, timing = 0, _timed(t, stops, steps, lows, highs)
    if timing is None:
        return None
    if not _rested(t, k, stops, steps, timing[0]):
        rest_at, best = _with_break(t, k, stops, steps, lows, highs)
        timing = best or _drawn_together(stops, steps, timing[1], highs)
        if not _rested(t, k, stops, steps, timing[0]):
            return None
    return Route(t, k, stops, timing, work, rest_at)


def _timed(t: Tables, stops: list[int], steps: list[int], lows: list[int], highs: list[int]) -> Timing | None:
    """Starts with the least total distance from those wanted, at least `steps[i]` after the one before."""
    soonest, latest = [], []
    at = lows[0]
    for low, high, step in zip(lows, highs, steps, strict=True):
        at = at + step if at + step > low else low
        if at > high:
            return None
        soonest.append(at)
    at = highs[-1]
    step = 0
    for i in range(len(stops) - 1, -1, -1):
        at = min(highs[i], at - step)
        latest.append(at)
        step = steps[i]
    latest.reverse()
    wanted = t.wanted
    starts = [min(max(wanted[v], low), high) for v, low, high in zip(stops, soonest, latest, strict=True)]
    if any(b - a < step for (a, b), step in zip(pairwise(starts), steps[1:], strict=True)):
        starts = _pushed_apart(starts, steps)
    return starts, soonest, latest


def _pushed_apart(targets: list[int], steps: list[int]) -> list[int]:
    """Starts nearest to their targets in total, each at least its step after the one before.

    Isotonic regression under absolute error: one heap of medians forward, then each start no later than the next
    one allows. Targets within monotone bounds give starts within them."""
    heap: list[int] = []
    tops, shifts, shift = [], [], 0
    for target, step in zip(targets, steps, strict=True):
        shift += step
        level = target - shift
        heappush(heap, -level)
        if -heap[0] > level:
            heapreplace(heap, -level)
        tops.append(-heap[0])
        shifts.append(shift)
    starts, level = [0] * len(targets), tops[-1]
    for i in range(len(targets) - 1, -1, -1):
        level = min(level, tops[i])
        starts[i] = level + shifts[i]
    return starts


def _rested(t: Tables, k: int, stops: list[int], steps: list[int], starts: list[int]) -> bool:
    beyond = t.duty_out[k][stops[0]] + t.duty_back[k][stops[-1]]
    if starts[-1] + t.minutes[stops[-1]] - starts[0] + beyond <= t.break_after[k]:
        return True
    rest = t.break_minutes[k]
    return any(b - a - step >= rest for (a, b), step in zip(pairwise(starts), steps[1:], strict=True))


def _with_break(
    t: Tables, k: int, stops: list[int], steps: list[int], lows: list[int], highs: list[int]
) -> tuple[int, Timing | None]:
    """The place for the break that moves visits least, with the timing it gives."""
    best_at, best, least = 0, None, 0
    for i in range(1, len(stops)):
        steps[i] += t.break_minutes[k]
        timing = _timed(t, stops, steps, lows, highs)
        steps[i] -= t.break_minutes[k]
        if timing is None:
            continue
        away = sum(abs(s - t.wanted[v]) for s, v in zip(timing[0], stops, strict=True))
        if best is None or away < least:
            best_at, best, least = i, timing, away
    return best_at, best


def _drawn_together(stops: list[int], steps: list[int], soonest: list[int], highs: list[int]) -> Timing:
    """The shortest day there is: the last visit at its soonest, the others as late as that allows."""
    starts = soonest.copy()
    for i in range(len(stops) - 2, -1, -1):
        starts[i] = min(highs[i], starts[i + 1] - steps[i + 1])
    return starts, starts, starts


def _cost(t: Tables, k: int, route: Route) -> int:
    wanted, liking, starts, hops = t.wanted, t.liking[k], route.starts, route.hops
    away = liked = waiting = 0
    for v, start in zip(route.stops, starts, strict=True):
        if start != wanted[v]:
            away += abs(start - wanted[v]) + t.jolt
        liked += liking[v]
    for i in range(1, len(starts)):
        idle = starts[i] - route.ends[i] - hops[i]
        if idle < LONG_WAIT:
            waiting += idle
    cost = liked + t.weights.travel * sum(hops) + t.weights.timing * away + t.weights.waiting * waiting
    return cost + t.weights.faces * len(route.strangers) + priced_work(t, k, route.work)


def priced_work(t: Tables, k: int, work: int) -> int:
    """The price of so many working minutes: overtime, and what is more or less than a fair part."""
    fair = t.fair[k]
    cost = t.weights.overtime * max(0, work - t.contracted[k])
    if fair is not None:
        cost += t.weights.overload * (work - fair) if work > fair else t.weights.unused * (fair - work)
    return cost
