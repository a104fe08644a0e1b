"""What to do once the day has gone wrong: somebody ill, a visit that overran, one cancelled or one more to fit in.

The day as it stands is what is wanted; only visits with nobody, and those that the rules no longer allow where they
are, have to find a place. The search is the one that plans days, started from the board with a price on every change,
cool, and for a second or two. At most three repairs come back, each the best in one respect: people to ring, the plan
as a whole, how soon somebody is there. Nothing is decided here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.engine.budget import Budget, Mode
from domain.engine.day import Day, Stop
from domain.engine.exact import Allowance, WarmUp
from domain.engine.insertion import Bench
from domain.engine.objective import prices_left_out, terms
from domain.engine.plan import Assignment, Breach, Plan, Unassigned
from domain.engine.prepare import Tables, prepare
from domain.engine.problem import Problem, Visit, Worker
from domain.engine.regroup import regrouped
from domain.engine.rescue import part_around
from domain.engine.retime import best_starts
from domain.engine.roster import Roster
from domain.engine.ruin import Ruin
from domain.engine.rules import broken_by
from domain.engine.search import Search
from domain.engine.situation import Ringing, Situation
from domain.engine.travel import minutes
from domain.engine.verify import verify
from domain.engine.walker import Swift
from domain.engine.ways import PER_CALL

Stands = tuple[Assignment, ...]

COOL = 40.0
RUNS_LATE = 20
PASSES = 4
MOST_RESCUED = 3
PATIENCE = 3.0
EXACT_SECONDS = 0.15
WARM_UP_SECONDS = 0.5
FEWEST, BEST, SOONEST = "fewest people to ring", "best plan", "soonest arrival"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One way to put a day right. `best_in` says in what it is the best of those found. `moved` are all changes to the
    board, `settled` the visits that had to find a place and did, `uncovered` those that did not. `calls` counts people
    to ring, `waits` the minutes by which the settled visits start after they might, `cost` is the plan's price."""

    best_in: tuple[str, ...]
    moved: tuple[Assignment, ...]
    settled: tuple[str, ...]
    uncovered: tuple[str, ...]
    calls: int
    waits: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Prices:
    """What changes cost in one search: points for another worker (`stay`), for each `minute` of another start, and
    what any other start costs as if it were `jolt` minutes further away. It has a `share` of the time. With `soon`
    those who wait are wanted at once; with `room`, what is left out is all that matters."""

    share: float
    stay: int
    minute: int
    jolt: int
    soon: bool = False
    room: bool = False


CALM = _Prices(share=0.3, stay=1200, minute=4, jolt=200)
ROOMY = _Prices(share=0.3, stay=60, minute=3, jolt=5, room=True)
CALM_AGAIN = replace(CALM, share=0.2)
FAIR = _Prices(share=0.2, stay=300, minute=3, jolt=60)
SOON = _Prices(share=0.15, stay=400, minute=25, jolt=30, soon=True)


def repairs(
    now: Situation, *, seconds: float = 1.1, seed: int = 0, steps: int | None = None,
    cancel: Callable[[], bool] | None = None, swift: Swift | None = None,
) -> tuple[Repair, ...]:  # fmt: skip
    """At most three repairs, fewest calls first; none where nothing is wrong or nothing can be done about it.

    With `steps`, each search takes so many tries instead of a share of `seconds`, and answers the same every time.
    `swift` gives the compiled search once it is there."""
    board, now = now, _as_it_runs(now)
    whole = _whole(now)
    waiting = _awaited(now) - {each.visit for each in whole}
    kept = _that_can_stay(now, whole)
    if not waiting and len(kept) == len(whole):
        return ()
    found: dict[frozenset[Assignment], Repair] = {}
    for after in _Searching(now, kept, seconds, seed, steps, cancel, swift).boards():
        if repair := _judged(board, now, waiting, after):
            found.setdefault(frozenset(repair.moved), repair)
    return _labelled(now, tuple(found.values()))


def _whole(now: Situation) -> list[Assignment]:
    """The visits that have all their workers."""
    needed = {visit.id: visit.workers_needed for visit in now.problem.visits}
    return [each for each in now.placed if len(each.workers) == needed[each.visit]]


def _awaited(now: Situation) -> frozenset[str]:
    """The visits that somebody waits for: nobody does for who goes along to learn."""
    return frozenset(visit.id for visit in now.problem.visits if not visit.beside)


def _as_it_runs(now: Situation) -> Situation:
    """The board with the starts that it will really have: whoever runs late comes a little late to what is next.

    What would be too late, and starts late enough to be given to somebody else, is left where it stands: it is in
    the way there, and so has to find another place."""
    day = Day.of(now.problem, _whole(now))
    starts = {visit: each.start for visit, each in day.planned.items()}
    for _ in range(PASSES):
        before = starts.copy()
        for worker in now.problem.workers:
            _run(now, worker, day.lanes[worker.id], starts)
        if starts == before:
            break
    late = {visit: start for visit, start in starts.items() if start != day.planned[visit].start}
    visits = tuple(
        replace(each, latest=max(each.latest, late[each.id])) if each.id in late else each
        for each in now.problem.visits
    )
    placed = tuple(replace(each, start=starts.get(each.visit, each.start)) for each in now.placed)
    return replace(now, problem=replace(now.problem, visits=visits), placed=placed)


def _run(now: Situation, worker: Worker, lane: Sequence[Stop], starts: dict[str, int]) -> None:
    """Put off one worker's starts to when they can be there."""
    last: Visit | None = None
    for stop in lane:
        visit = stop.visit
        if last is not None and visit.id not in now.fixed:
            over = starts[last.id] + last.minutes
            ready = over + minutes(now.problem.travel, worker.mode, last.place, visit.place, over)
            latest = visit.latest if visit.time_critical else visit.latest + RUNS_LATE
            if ready > starts[visit.id]:
                if stop.start > now.soonest and ready > latest:
                    continue
                starts[visit.id] = ready
        last = visit


def _broken(now: Situation, placed: Iterable[Assignment]) -> list[Breach]:
    """What the verifier has against the board."""
    given = tuple(placed)
    there = {each.visit for each in given}
    out = tuple(Unassigned(visit=v.id, reasons=()) for v in now.problem.visits if v.id not in there)
    return verify(now.problem, Plan(assignments=given, unassigned=out))


def _that_can_stay(now: Situation, whole: list[Assignment]) -> Stands:
    """The board without what the rules no longer allow where it is."""
    kept = whole
    while wrong := _in_breach(now, kept):
        kept = [each for each in kept if each.visit not in wrong]
    return tuple(kept)


def _in_breach(now: Situation, kept: list[Assignment]) -> set[str]:
    """Which visits to lift: those that break a rule and may move, else all that may of the workers concerned."""
    placed = {each.visit for each in kept}
    found = _broken(now, kept)
    wrong = {breach.visit for breach in found if breach.visit in placed}
    movable = wrong - now.fixed
    if wrong and not movable:
        workers = {breach.worker for breach in found}
        movable = {each.visit for each in kept if workers & set(each.workers)} - now.fixed
    return movable or wrong


class _Searching:
    """The searches for one repair: all are priced by what differs from `kept`, the board as far as it can stay."""

    def __init__(
        self, now: Situation, kept: Stands, seconds: float, seed: int, steps: int | None,
        cancel: Callable[[], bool] | None, swift: Swift | None,
    ) -> None:  # fmt: skip
        self._now, self._kept, self._seconds, self._seed = now, kept, seconds, seed
        self._steps, self._cancel, self._swift = steps, cancel, swift
        self._solver = WarmUp()
        self._left_out = prices_left_out(now.problem)

    def boards(self) -> Iterator[Stands]:
        """The boards to choose from. Room is looked for where the calm one leaves somebody out, and what is found is
        calmed in turn; the others set out from there."""
        calm = self._searched(self._kept, CALM)
        yield calm
        if self._lacks(calm):
            roomy = self._searched(calm, ROOMY)
            yield roomy
            if self._lacks(roomy) < self._lacks(calm):
                calm = self._searched(roomy, CALM_AGAIN)
                yield calm
        yield self._searched(calm, FAIR)
        yield self._searched(calm, SOON)

    def _lacks(self, board: Stands) -> int:
        """The price of what a board leaves out and should not."""
        there = {each.visit for each in board}
        return sum(self._left_out[v.id] for v in self._now.problem.visits if not (v.optional or v.id in there))

    def _searched(self, begin: Stands, prices: _Prices) -> Stands:
        """The board as one search would have it that sets out from `begin`."""
        steps = self._steps
        mode: Mode = "clock" if steps is None else "steps"
        budget = Budget(mode, prices.share * self._seconds, steps or 0, self._cancel, patience=PATIENCE)
        tables = replace(prepare(_held_near(self._now, self._kept, prices)), jolt=prices.jolt)
        first = _laid(tables, begin)
        Bench(first, first.left_out()).put_all(budget.cancelled)
        after = self._improved(first, budget, prices) if any(tables.movable) else first.assignments()
        return _put_back(self._now, after)

    def _improved(self, first: Roster, budget: Budget, prices: _Prices) -> Stands:
        """Ruin and recreate alone is the better at making room."""
        swift = None if prices.room else self._swift
        search = Search(first.tables, first, budget, self._seed, hot=COOL, calm=True, swift=swift)
        while not budget.over():
            search.step()
        roster = search.best
        if not self._solver.ready(wait=True, seconds=None if budget.repeatable else WARM_UP_SECONDS):
            return roster.assignments()
        allowance = Allowance(EXACT_SECONDS, budget.repeatable, budget.cancelled, self._seed)
        if prices.room:
            roster = _with_room_made(roster, allowance)
        return _started(roster, best_starts(roster, allowance) or {})


def _started(roster: Roster, starts: Mapping[int, int]) -> Stands:
    """The roster's assignments with these starts, by index."""
    by_visit = {roster.tables.problem.visits[v].id: start for v, start in starts.items()}
    return tuple(replace(each, start=by_visit.get(each.visit, each.start)) for each in roster.assignments())


def _with_room_made(roster: Roster, allowance: Allowance) -> Roster:
    """The roster once room has been made, exactly, for as many of the visits left out as possible."""
    rng = Random(allowance.seed)
    tables = roster.tables
    ruin = Ruin(tables, rng)
    for v in sorted(roster.left_out(), key=lambda v: -tables.price[v])[:MOST_RESCUED]:
        part = part_around(roster, v, ruin, rng)
        made = regrouped(roster, part, allowance) if part is not None else None
        if made is not None and made.total() < roster.total():
            roster = made
    return roster


def _held_near(now: Situation, kept: Stands, prices: _Prices) -> Problem:
    """The same day, in which everything wants to stay where it is and with whom, at a price."""
    stands = {each.visit: each for each in _whole(now)}
    sure = {each.visit for each in kept}
    visits = tuple(_near(now, v, stands.get(v.id), prices, sure=v.id in sure) for v in now.problem.visits)
    weights = replace(now.problem.weights, moved=prices.stay, timing=prices.minute)
    return replace(now.problem, visits=visits, weights=weights)


def _near(now: Situation, visit: Visit, stands: Assignment | None, prices: _Prices, *, sure: bool) -> Visit:
    """A visit as the search sees it; `sure` that it can stay where it is."""
    earliest = max(visit.earliest, now.soonest)
    if stands is None:
        at = max(visit.window[0], now.soonest) if prices.soon else visit.preferred_start
        return replace(visit, earliest=earliest, preferred_start=at, stands=frozenset())
    if sure and (visit.id in now.fixed or visit.pinned_start is not None):
        return replace(visit, pinned_workers=stands.workers, pinned_start=stands.start)
    return replace(
        visit, earliest=min(earliest, stands.start) if sure else earliest, preferred_start=stands.start,
        stands=frozenset(stands.workers),
        pinned_workers=stands.workers if stands.start <= now.soonest else visit.pinned_workers,
    )  # fmt: skip


def _laid(tables: Tables, stands: Stands) -> Roster:
    """The board as a roster, without the rounds that cannot be laid out: their visits are put on again one by one."""
    index = {visit.id: v for v, visit in enumerate(tables.problem.visits)}
    kept = stands
    while (roster := _loaded(tables, index, kept)) is None:
        rounds = [[each for each in kept if worker.id in each.workers] for worker in tables.problem.workers]
        lost = {each.visit for lane in rounds if _loaded(tables, index, lane) is None for each in lane}
        kept = tuple(each for each in kept if lost and each.visit not in lost)
    return roster


def _loaded(tables: Tables, index: Mapping[str, int], stands: Iterable[Assignment]) -> Roster | None:
    in_order = sorted(stands, key=lambda each: each.start)
    orders = [
        [index[each.visit] for each in in_order if worker.id in each.workers] for worker in tables.problem.workers
    ]
    return Roster.loaded(tables, orders, {index[each.visit]: each.start for each in in_order})


def _changes(now: Situation, after: Iterable[Assignment]) -> dict[str, Assignment]:
    """What differs from the board, by visit; a visit that loses its workers is in it without any."""
    stood = {each.visit: each for each in now.placed}
    stands = {each.visit: each for each in after}
    gone = {ref: replace(each, workers=()) for ref, each in stood.items() if ref not in stands}
    moved = {ref: each for ref, each in stands.items() if not _stays(stood.get(ref), each)}
    return {ref: each for ref, each in {**gone, **moved}.items() if ref not in now.fixed}


def _stays(before: Assignment | None, after: Assignment) -> bool:
    return before is not None and set(before.workers) == set(after.workers) and before.start == after.start


def _gently(now: Situation, changes: Stands) -> Stands:
    """The changes without those that only take a visit off, where the rest does not need them: it stands as it is, and
    a person decides."""
    moved = tuple(each for each in changes if each.workers)
    return moved if not broken_by(Day.of(now.problem, now.placed), moved) else changes


def _put_back(now: Situation, after: Stands) -> Stands:
    """The plan without changes that turn out to be needless: visits that fit where they were go back there, first runs
    of them that only together do, the longest first."""
    plan = {each.visit: each for each in after}
    board = Day.of(now.problem, after)
    for back in _runs(now, plan):
        gone = [plan.get(each.visit, each) for each in back]
        if gone == list(back) or broken_by(board, back):
            continue
        for each in back:
            board = board.without(each.visit).put(each)
        plan |= {each.visit: each for each in back}
    return tuple(sorted(plan.values(), key=lambda each: (each.start, each.visit)))


def _runs(now: Situation, plan: Mapping[str, Assignment]) -> Iterator[Stands]:
    """Visits to put back together: those of a round that keep their workers and not their starts; then each alone."""
    stood = sorted(_whole(now), key=lambda each: (each.start, each.visit))
    for worker in now.problem.workers:
        moved = [
            each
            for each in stood
            if worker.id in each.workers and each.visit in plan and _is_retimed(each, plan[each.visit])
        ]
        for size in range(len(moved), 1, -1):
            yield from (tuple(moved[at : at + size]) for at in range(len(moved) - size + 1))
    yield from ((each,) for each in stood)


def _is_retimed(before: Assignment, after: Assignment) -> bool:
    return before.start != after.start and set(before.workers) == set(after.workers)


def _with_delays(board: Situation, now: Situation, moved: Stands) -> Stands:
    """The changes, and the later starts that they count on: whoever runs late still stands on the board at the old
    time, in the way of what takes its place there, and has to be told."""
    stood = {each.visit: each.start for each in board.placed}
    late = [
        each
        for each in now.placed
        if each.start != stood[each.visit] and each.start >= now.soonest and each.visit not in now.fixed
    ]
    day = Day.of(now.problem, board.placed)
    told = moved
    while broken := broken_by(day, told):
        going, concerned = {each.visit for each in told}, {breach.worker for breach in broken}
        more = [each for each in late if each.visit not in going and concerned & set(each.workers)]
        if not more:
            break
        told += tuple(more)
    for each in reversed(told[len(moved) :]):
        rest = tuple(one for one in told if one is not each)
        if len(broken_by(day, rest)) <= len(broken_by(day, told)):
            told = rest
    return told


def _judged(board: Situation, now: Situation, waiting: frozenset[str], after: Stands) -> Repair | None:
    """A repair with what it comes to, if it changes anything and the verifier finds nothing against it."""
    moved = _gently(now, tuple(_changes(now, after).values()))
    if not moved or any(breach.visit not in now.fixed for breach in _broken(now, after)):
        return None
    return _repair(now, waiting, _with_delays(board, now, moved), after)


def reduced(now: Situation, repair: Repair, moved: Iterable[Assignment]) -> Repair:
    """The repair with only some of its changes made to the board as it stands."""
    kept = tuple(moved)
    stands = {each.visit: each for each in (*_whole(now), *kept)}
    waiting = frozenset((*repair.settled, *repair.uncovered))
    after = tuple(each for each in stands.values() if each.workers)
    return replace(_repair(now, waiting, kept, after), best_in=repair.best_in)


def _repair(now: Situation, waiting: frozenset[str], moved: Stands, after: Stands) -> Repair:
    visits = {visit.id: visit for visit in now.problem.visits}
    there = {each.visit: each for each in after}
    settled = {ref: each for ref, each in there.items() if ref in waiting}
    return Repair(
        best_in=(),
        moved=moved,
        settled=tuple(settled),
        uncovered=tuple(ref for ref in visits if ref in _awaited(now) and ref not in there),
        calls=Ringing(now).people(moved),
        waits=sum(each.start - max(now.soonest, visits[ref].window[0]) for ref, each in settled.items()),
        cost=sum(terms(now.problem, after).values()),
    )


def _labelled(now: Situation, found: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Each with what it is the best in. Whatever leaves out more than need be is the best in nothing. The best plan is
    that which costs least with the calls it takes."""
    if not found:
        return ()
    price = prices_left_out(now.problem)
    lacks = [sum(price[visit] for visit in repair.uncovered) for repair in found]
    covering = [repair for repair, lack in zip(found, lacks, strict=True) if lack == min(lacks)]
    winners = {
        FEWEST: min(covering, key=lambda each: (each.calls, each.cost)),
        BEST: min(covering, key=lambda each: (each.cost + PER_CALL * each.calls, each.calls)),
        SOONEST: min(covering, key=lambda each: (each.waits, each.calls)),
    }
    labelled = [
        replace(repair, best_in=tuple(name for name, winner in winners.items() if winner is repair))
        for repair in covering
    ]
    return tuple(sorted((each for each in labelled if each.best_in), key=lambda each: (each.calls, each.cost)))
