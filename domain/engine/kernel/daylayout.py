"""A part of a roster laid out as the arrays of `dayarrays.py`, and what these arrays say as a roster again.

The part is some workers, and the visits that they or nobody have. A visit of two of which one worker is elsewhere stays
where it is, and so do the workers of a visit that a promise, a learner or a link ties to somebody."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice
from typing import Any

from domain.engine.kernel.chance import seeds
from domain.engine.kernel.dayarrays import MOST_OPEN, NOBODY, NOTE, OUT, SIZE, DayState, DayTables
from domain.engine.kernel.layout import odds
from domain.engine.objective import LONG_WAIT, household
from domain.engine.prepare import Tables, Window
from domain.engine.roster import Roster, halves, meet

NEIGHBOURS = 20
SPARE_ROOM = 8
NEVER: Window = (1, 0)
DEAREST = 1 << 50
"""The price that no visit left out goes beyond here, so that those of a day fit into a word."""


class Part:
    """Some workers of a roster and the visits that they or nobody have, by the day's numbers."""

    def __init__(self, roster: Roster, workers: Iterable[int]) -> None:
        self.workers = sorted(workers)
        self.visits = sorted({v for k in self.workers for v in roster.routes[k].stops} | set(roster.left_out()))
        inside = frozenset(self.workers)
        self.torn = frozenset(v for v in self.visits if not inside.issuperset(roster.who[v]))
        self.longest = max((len(roster.routes[k].stops) for k in self.workers), default=0)

    def fits(self, other: "Part", table: DayTables) -> bool:
        """Whether the other part can do with the tables of this one."""
        alike = (self.workers, self.visits, self.torn) == (other.workers, other.visits, other.torn)
        return alike and other.longest + 1 < table.room


def day_tables(t: Tables, part: Part, near: Callable[[int], Sequence[int]]) -> DayTables:
    """Lay a part out; `near` gives all visits by likeness to one."""
    visits, workers, weights = part.visits, part.workers, t.weights
    neighbours = min(NEIGHBOURS, len(visits) - 1)
    people: dict[Any, int] = {}
    return DayTables(
        visits=len(visits),
        workers=len(workers),
        room=part.longest + SPARE_ROOM,
        neighbours=neighbours,
        per_travel=weights.travel,
        per_timing=weights.timing,
        per_waiting=weights.waiting,
        per_overtime=weights.overtime,
        per_overload=weights.overload,
        per_unused=weights.unused,
        per_face=weights.faces,
        jolt=t.jolt,
        long_wait=LONG_WAIT,
        minutes=[t.minutes[v] for v in visits],
        wanted=[t.wanted[v] for v in visits],
        price=[min(t.price[v], DEAREST) for v in visits],
        pair=[int(t.need[v] == 2 and v not in part.torn) for v in visits],
        held=[int(v in part.torn or _is_held(t, v)) for v in visits],
        who=[people.setdefault(household(t.problem.visits[v]), len(people)) for v in visits],
        near=list(_neighbours(visits, near, neighbours)),
        odds=odds(),
        **_ways(t, part),
        **_able(t, part),
        **_limits(t, workers),
    )


def _is_held(t: Tables, v: int) -> bool:
    """Whether the visit stays with whoever has it."""
    told = bool(t.told[v]) and t.need[v] > 1
    learning = t.beside[v] >= 0 or bool(t.learners[v])
    return not t.movable[v] or told or learning or any(t.links[number].same is not None for number in t.bonds[v])


def _neighbours(visits: Sequence[int], near: Callable[[int], Sequence[int]], count: int) -> Iterable[int]:
    at = {v: number for number, v in enumerate(visits)}
    for v in visits:
        yield from islice((at[u] for u in near(v) if u != v and u in at), count)


def _ways(t: Tables, part: Part) -> dict[str, Any]:
    """Travel; workers of one mode share a table."""
    begins: dict[int, int] = {}
    leg: list[int] = []
    for k in part.workers:
        if id(t.legs[k]) not in begins:
            begins[id(t.legs[k])] = len(leg)
            leg += [row[u] for row in (t.legs[k][v] for v in part.visits) for u in part.visits]
    ends = {"out": t.out, "back": t.back, "duty_out": t.duty_out, "duty_back": t.duty_back}
    return {
        "leg": leg,
        "mode": [begins[id(t.legs[k])] for k in part.workers],
        **{name: [rows[k][v] for k in part.workers for v in part.visits] for name, rows in ends.items()},
    }


def _able(t: Tables, part: Part) -> dict[str, Any]:
    """Who may do what when, and how gladly."""
    spans = [t.windows[v].get(k, ()) for k in part.workers for v in part.visits]
    hands = [[at for at, k in enumerate(part.workers) if k in t.windows[v]] for v in part.visits]
    return {
        "from_span": list(accumulate(map(len, spans), initial=0)),
        "span_low": [low for each in spans for low, _ in each] + [0],
        "span_high": [high for each in spans for _, high in each] + [0],
        "from_hand": list(accumulate(map(len, hands), initial=0)),
        "hands": [at for each in hands for at in each] + [0],
        "liking": [t.liking[k].get(v, 0) for k in part.workers for v in part.visits],
        "strange": [int(v in t.strange[k]) for k in part.workers for v in part.visits],
    }


def _limits(t: Tables, workers: Sequence[int]) -> dict[str, Any]:
    return {
        "most_work": [t.most_work[k] for k in workers],
        "contracted": [t.contracted[k] for k in workers],
        "fair": [NOBODY if (fair := t.fair[k]) is None else fair for k in workers],
        "break_after": [t.break_after[k] for k in workers],
        "break_minutes": [t.break_minutes[k] for k in workers],
    }


def day_state(roster: Roster, part: Part, table: DayTables, seed: int) -> DayState:
    """The state in which the part stands as in the roster; its rounds are not laid yet."""
    room, visits = table.room, part.visits
    rounds = [roster.routes[k].stops for k in part.workers]
    local = {k: at for at, k in enumerate(part.workers)}
    who = [[local[k] for k in roster.who[v] if k in local] for v in visits]
    waiting = [at for at, v in enumerate(visits) if not roster.who[v]]
    bounds = _bounds(roster, visits)
    windows = [meet(roster.windows[v], bounds[v]) for v in visits]
    totals = [0] * SIZE
    totals[OUT] = len(waiting)
    number = {v: at for at, v in enumerate(visits)}
    return DayState(
        totals=totals,
        chance=seeds(seed),
        start=[roster.starts[v] for v in visits],
        low=[low for low, _ in windows],
        high=[high for _, high in windows],
        bound_low=[bounds[v][0] for v in visits],
        bound_high=[bounds[v][1] for v in visits],
        one=[who_does[0] if who_does else NOBODY for who_does in who],
        two=[who_does[1] if len(who_does) > 1 else NOBODY for who_does in who],
        stops=[at for stops in rounds for at in ([number[v] for v in stops] + [0] * room)[:room]],
        counts=list(map(len, rounds)),
        cost=[0] * len(rounds),
        waiting=(waiting + [0] * len(visits))[: len(visits)],
        **_room(room, len(rounds), len(visits)),
    )


def _bounds(roster: Roster, visits: Sequence[int]) -> dict[int, Window]:
    """Where each visit may start by its links. One left out gets its share beforehand, as if it stood as near to its
    wanted start as they let it; none where another one left out is linked to it."""
    t = roster.tables
    bounds = {v: roster.shared(v) for v in visits}
    for v in visits:
        if roster.who[v] or not t.bonds[v]:
            continue
        low, high = roster.bounds(v)
        linked = list(roster.tied(v))
        if low > high or len(linked) < len(t.bonds[v]):
            bounds[v] = NEVER
            continue
        start = min(max(t.wanted[v], low), high)
        for bond, other in linked:
            first, second = (start, roster.starts[other]) if bond.before == v else (roster.starts[other], start)
            shares = halves(bond, first, second)
            bounds[v] = meet(bounds[v], shares[bond.after == v])
            if other in bounds:
                bounds[other] = meet(bounds[other], shares[bond.after == other])
    return bounds


def _room(room: int, rounds: int, visits: int) -> dict[str, list[int]]:
    """Room for the best rounds, for those that a move opens, and for laying one."""
    by_round = ("steps", "soonest", "latest", "chosen", "kept", "tops", "heap")
    return {
        "best_stops": [0] * (rounds * room),
        "best_count": [0] * rounds,
        "best_start": [0] * visits,
        "open_worker": [0] * MOST_OPEN,
        "open_count": [0] * MOST_OPEN,
        "open_cost": [0] * MOST_OPEN,
        "open_stops": [0] * (MOST_OPEN * room),
        "open_start": [0] * (MOST_OPEN * room),
        "notes": [0] * (NOTE * MOST_OPEN * room),
        **{name: [0] * room for name in by_round},
    }


def roster_now(roster: Roster, part: Part, table: DayTables, state: DayState) -> Roster | None:
    """The roster with the part as the state has it."""
    return _told(roster, part, table.room, state.stops, state.counts, state.start)


def roster_at_best(roster: Roster, part: Part, table: DayTables, state: DayState) -> Roster | None:
    """The roster with the part at its best."""
    return _told(roster, part, table.room, state.best_stops, state.best_count, state.best_start)


def _told(
    roster: Roster, part: Part, room: int, stops: Sequence[int], count: Sequence[int], start: Sequence[int]
) -> Roster | None:
    orders = [route.stops for route in roster.routes]
    starts = {v: at for v, at in enumerate(roster.starts) if roster.who[v]}
    for v in part.visits:
        starts.pop(v, None)
    for number, k in enumerate(part.workers):
        mine = stops[number * room : number * room + count[number]]
        orders[k] = [part.visits[at] for at in mine]
        starts.update((part.visits[at], start[at]) for at in mine)
    return Roster.loaded(roster.tables, orders, starts)
