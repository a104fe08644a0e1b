"""The desk's own day as flat arrays: `DayTables` for what never changes, `DayState` for where its walk stands.

Numbers and meanings are those of `prepare.py` and `roster.py`, of which this is a part: some workers, and the visits
that they or nobody have."""

from collections.abc import Sequence
from typing import NamedTuple

NOBODY = -1
COST, BEST, OUT, OPEN, NOTED, CAME, WENT, SIZE = range(8)
MOST_OPEN = 4
NOTE = 5


class DayTables(NamedTuple):
    """The part by index: `v` a visit, `k` a worker, `room` the most visits that a round has.

    By visit: `minutes`, `wanted`, `price` (left out), `pair` (1 where two come), `held` (1 where its workers stay)
    and `who` is visited. By worker and visit, `k * visits + v`: `out`, `back` and the
    parts of them that are duty, `liking`, `strange` (1 where the person does not know the worker), and the stretches in
    which the worker may start it, from `from_span` up to the next one's. `leg[mode[k] + v * visits + u]` is travel.
    `hands` lists who may do v from `from_hand[v]` on, `near` the visits most like v. `odds` as in `arrays.Tables`."""

    visits: int
    workers: int
    room: int
    neighbours: int
    per_travel: int
    per_timing: int
    per_waiting: int
    per_overtime: int
    per_overload: int
    per_unused: int
    per_face: int
    jolt: int
    long_wait: int
    minutes: Sequence[int]
    wanted: Sequence[int]
    price: Sequence[int]
    pair: Sequence[int]
    held: Sequence[int]
    who: Sequence[int]
    leg: Sequence[int]
    mode: Sequence[int]
    out: Sequence[int]
    back: Sequence[int]
    duty_out: Sequence[int]
    duty_back: Sequence[int]
    liking: Sequence[int]
    strange: Sequence[int]
    from_span: Sequence[int]
    span_low: Sequence[int]
    span_high: Sequence[int]
    most_work: Sequence[int]
    contracted: Sequence[int]
    fair: Sequence[int]
    break_after: Sequence[int]
    break_minutes: Sequence[int]
    from_hand: Sequence[int]
    hands: Sequence[int]
    near: Sequence[int]
    odds: Sequence[int]


class DayState(NamedTuple):
    """Where the walk stands. By visit: `start`, the window `low` to `high` in which its round may move it, the window
    `bound_low` to `bound_high` that its links leave, and its workers `one` and `two` (or NOBODY).

    A round is `stops[k * room:]`, so many as `counts[k]`, at `cost[k]`; `waiting` are the visits left out. `best_stops`
    and so on are the best rounds found. A move opens up to four rounds, which are tried as `open_stops` and so on;
    `notes` has what it changed by visit. The rest is room for laying a round."""

    totals: list[int]
    chance: list[int]
    start: list[int]
    low: list[int]
    high: list[int]
    bound_low: list[int]
    bound_high: list[int]
    one: list[int]
    two: list[int]
    stops: list[int]
    counts: list[int]
    cost: list[int]
    waiting: list[int]
    best_stops: list[int]
    best_count: list[int]
    best_start: list[int]
    open_worker: list[int]
    open_stops: list[int]
    open_count: list[int]
    open_cost: list[int]
    open_start: list[int]
    notes: list[int]
    steps: list[int]
    soonest: list[int]
    latest: list[int]
    chosen: list[int]
    kept: list[int]
    tops: list[int]
    heap: list[int]
