"""The model as flat arrays: `Tables` for what never changes, `State` for where the search stands.

A node is an activity or, after all activities, the home of a worker. A worker's round is a ring: home, the activities
in order, home again. With shifts there is one ring more, the bank, of what is left out. The arrays are lists for the
twin in Python and become arrays of words for the compiled search; both are indexed alike, so one source serves both."""

from collections.abc import Sequence
from typing import NamedTuple

NONE = -1
TRAVEL, LATE, WORST, OVER, BEST, LINKS, TIMES, HANDS, HEAD, TAIL, DAYS, IDLE, OUT, NOTES, MOVE = range(15)
NOT_YET, NOW, DONE = range(3)
PRICE, ONE, OTHER, ONE_START, OTHER_START, GIVEN = range(6)
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
    where k may do i, who are also listed in `hands[hands_from[i]:hands_from[i + 1]]`, the `liked[i]` who please most
    first. `before[i * neighbours:]` and `after[…]` list the activities that would best come right before
    and after i, best first. `per_late` and so on are the prices. `odds` has the negative logarithms of evenly spread
    chances, in fixed point.

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
    liked: Sequence[int]
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


class Nearest(NamedTuple):
    """`before` and `after` as in Tables, on their way; `badness` of those found so far for the activity at hand."""

    before: list[int]
    after: list[int]
    badness: list[int]


class Beginning(NamedTuple):
    """The first rounds on their way: `order` of the units, `place` and `free` by worker, where and when the round
    ends so far, `hand` by activity, and `given` the activities in the order in which they found a worker.

    `offer` is the best so far for the unit at hand, by PRICE, ONE and OTHER (the workers) and their starts; by GIVEN
    it counts them."""

    order: Sequence[int]
    place: list[int]
    free: list[int]
    hand: list[int]
    given: list[int]
    offer: list[int]
