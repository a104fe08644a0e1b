"""What would make a visit possible: every way to have it done with the day nearly as it stands, the cheapest first.

A way may need something agreed (another time, a little overtime) or one other visit moved out of the road; nothing
else ever gives. Each is tested as a whole by the rules that check a hand move. Skills, bars, rest and breaks are
never offered. No search and no solver: a few thousand questions to the rules."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from typing import Literal

from domain.engine.day import Day, Stop, from_base, on_shift, to_base, worked
from domain.engine.explain import first_obstacle, starts_to_try
from domain.engine.objective import lane_cost, prices_left_out
from domain.engine.plan import Assignment
from domain.engine.problem import DAY, Shift, Visit, Worker
from domain.engine.rules import STANDING, Move, breaches, broken_by
from domain.engine.situation import Ringing, Situation
from domain.engine.words import clock, length, listed

MOST_MINUTES = 60
REACH = 90
MOST_DISPLACED = 16
PER_WORKER = 2
MOST_KEPT = 30
PER_CALL = 150
PER_LATE = 20
PER_OVERTIME = 40
DAY_OFF = 1500

Agree = Callable[[Worker, int], "tuple[Bend, ...] | None"]
"""What has to be agreed for a worker to come at a start; None where a rule is in the way or it is too much to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """Something that people have to agree to, in minutes: another time for a visit (`window`, earlier is negative),
    overtime for a worker on duty (`hours`), or coming in although off duty (`off duty`). `whose` is the id of the
    visit or the worker, `stretch` the duty that a worker takes on."""

    rule: Literal["window", "hours", "off duty"]
    whose: str
    minutes: int
    stretch: Shift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to have a visit done: `placed` says where it goes, and after it what else has to move.

    `calls` counts the people to ring, `late` the minutes after the last start it should have, and `cost` is in the
    points of the problem's weights, with calls and concessions at their own price. `text` says it in a sentence."""

    placed: tuple[Assignment, ...]
    bends: tuple[Bend, ...] = ()
    calls: int
    late: int
    cost: int
    text: str

    @property
    def own(self) -> Assignment:
        """Where the visit itself goes."""
        return self.placed[0]

    @property
    def kind(self) -> tuple[str, ...]:
        """What has to give: rules that bend, and whether another visit moves."""
        others = ("other visit",) if len(self.placed) > 1 else ()
        return (*sorted({bend.rule for bend in self.bends}), *others)


def ways(now: Situation, visit: str, among: Collection[str] | None = None) -> tuple[Way, ...]:
    """The ways to have a visit done, cheapest first: for each team at most one of each kind.

    With `among`, only those in which one of these workers comes. Raises KeyError for an id that the problem does
    not have."""
    finder = Finder(now, visit, among)
    found = {(way.kind, way.own.workers): way for way in sorted(finder.all(), key=_dearness, reverse=True)}
    return tuple(sorted(found.values(), key=_dearness))


def relaxations(now: Situation, visit: str, among: Collection[str] | None = None, most: int = 3) -> tuple[Way, ...]:
    """The few ways worth offering: the cheapest of each kind, then the next cheapest."""
    every = ways(now, visit, among)
    firsts = {way.kind: way for way in reversed(every)}
    return tuple(sorted(every, key=lambda way: (way is not firsts[way.kind], _dearness(way)))[:most])


def _dearness(way: Way) -> tuple[int, int, tuple[str, ...]]:
    return way.cost, way.own.start, way.own.workers


def _reaching(visit: Visit, start: int) -> Visit:
    return replace(visit, earliest=min(visit.earliest, start), latest=max(visit.latest, start))


def _longer(worker: Worker, bend: Bend) -> Worker:
    """A worker who has agreed to more duty, and so to more work."""
    assert bend.stretch is not None
    return replace(worker, shifts=(*worker.shifts, bend.stretch), max_minutes=worker.max_minutes + bend.minutes)


@dataclass(frozen=True, slots=True)
class Seat:
    """A team and a start for a visit, with what has to be agreed for it."""

    workers: tuple[Worker, ...]
    start: int
    bends: tuple[Bend, ...]

    @property
    def kind(self) -> tuple[str, ...]:
        return tuple(sorted({bend.rule for bend in self.bends}))

    @property
    def price(self) -> int:
        return sum(map(_price_of, self.bends))

    def of(self, visit: str) -> Assignment:
        return Assignment(visit=visit, workers=tuple(worker.id for worker in self.workers), start=self.start)


class Finder:
    """The ways for one visit, looked for on the day without it."""

    def __init__(self, now: Situation, visit: str, among: Collection[str] | None) -> None:
        self.now, self.among, self._ringing = now, among, Ringing(now)
        self._known: dict[str, int] = {}
        self.board = Day.of(now.problem, now.placed)
        self.learners = [each for each in now.placed if self.board.visits[each.visit].beside]
        self.day = self.board.without(visit)
        for learner in self._beside({visit}):
            self.day = self.day.without(learner.visit)
        self.visit = self.day.visits[visit]
        self.held = next((each for each in now.placed if each.visit == visit), None)
        earliest, latest = self.visit.window
        late = max(latest, now.soonest) + MOST_MINUTES
        self.wide = replace(self.visit, earliest=max(earliest - MOST_MINUTES, now.soonest), latest=late)
        self.strict = replace(self.visit, earliest=max(earliest, now.soonest))

    def all(self) -> Iterator[Way]:
        """Those that leave everybody else where they are; where each of them needs something agreed, also those that
        move one other visit; where there are none at all, those that do both."""
        seats = sorted(self._bending(), key=lambda seat: (seat.price, abs(seat.start - self.visit.preferred_start)))
        found = list(islice(filter(None, map(self.way, seats)), MOST_KEPT))
        if all(way.bends for way in found):
            found += self._displacing(self.strict)
        yield from found or self._displacing(self.wide)

    @cached_property
    def fit(self) -> tuple[Worker, ...]:
        """Workers to whom no standing rule objects."""
        return tuple(worker for worker in self.day.problem.workers if suits(self.visit, worker))

    @cached_property
    def left_out(self) -> dict[str, int]:
        """The price of leaving out each visit."""
        return prices_left_out(self.now.problem)

    @cached_property
    def asked(self) -> tuple[Worker, ...]:
        """Of those the ones asked about."""
        return self.fit if self.among is None else tuple(w for w in self.fit if w.id in self.among)

    def _bending(self) -> Iterator[Seat]:
        """For each worker the best seat of each kind."""
        willing = {worker.id: _willing(worker) for worker in self.fit}
        day = replace(self.day, workers=self.day.workers | willing)
        agree = self._agree(day)
        for worker in self.asked:
            best: dict[tuple[str, ...], Seat] = {}
            edges = {*starts_to_try(self.day, self.wide, worker), *self.visit.window}
            for found in seats(day, self.wide, willing[worker.id], willing.values(), agree, edges):
                seat = replace(found, bends=(*self.outside(found.start), *found.bends))
                known = best.get(seat.kind)
                if known is None or seat.price < known.price:
                    best[seat.kind] = seat
                if not seat.bends:
                    break
            yield from sorted(_worth_asking(best.values()), key=lambda seat: seat.price)[:PER_WORKER]

    def _agree(self, day: Day) -> Agree:
        """What workers would have to agree to; every question is asked once, as two may come together."""

        @cache
        def asked(ref: str, start: int) -> tuple[Bend, ...] | None:
            willing = day.workers[ref]
            if first_obstacle(Move(day, self.wide, (willing,), start), willing) is not None:
                return None
            return duty_wanted(self.day, self.day.workers[ref], Stop(self.visit, start))

        return lambda worker, start: asked(worker.id, start)

    def outside(self, start: int) -> tuple[Bend, ...]:
        earliest, latest = self.visit.window
        outside = min(0, start - earliest) or max(0, start - latest)
        return (Bend(rule="window", whose=self.visit.id, minutes=outside),) if outside else ()

    def _displacing(self, visit: Visit) -> Iterator[Way]:
        """Give the visit to a worker in the place of another one, which goes to somebody else or to another time."""
        tried = []
        for worker in self.asked if visit.earliest <= visit.latest else ():
            for stop in self.in_the_road(worker, visit):
                day = self.day.without(stop.visit.id)
                seat = next(seats(day, visit, worker, self.fit, as_they_are(day, visit)), None)
                if seat is not None:
                    away = abs(seat.start - self.visit.preferred_start)
                    tried.append((away, worker.id, stop.visit.id, seat, day, stop))
        for _, _, _, seat, day, stop in sorted(tried, key=lambda each: each[:3])[:MOST_DISPLACED]:
            asked = replace(seat, bends=self.outside(seat.start))
            for home in homes(day.put(seat.of(self.visit.id)), stop.visit, self.now):
                if way := self.way(asked, home):
                    yield way
                    break

    def in_the_road(self, worker: Worker, visit: Visit) -> Iterator[Stop]:
        low, high = visit.earliest - REACH, visit.latest + visit.minutes + REACH
        for stop in self.day.lanes[worker.id]:
            if low <= stop.start <= high and self._may_move(stop):
                yield stop

    def _may_move(self, stop: Stop) -> bool:
        begun = stop.start < self.now.soonest
        return not begun and stop.visit.id not in self.now.fixed and not stop.visit.pinned_workers

    def way(self, seat: Seat, *others: Assignment) -> Way | None:
        """The way, if it stands up to every rule once what it needs has been agreed."""
        placed = (seat.of(self.visit.id), *others)
        if self.learners:
            placed = (*placed, *self._learning(placed))
        bare = Way(placed=placed, bends=seat.bends, calls=0, late=0, cost=0, text="")
        if broken_by(self.agreed(bare), placed):
            return None
        calls = self._ringing.people(placed)
        return replace(
            bare,
            calls=calls,
            late=max(0, seat.start - self.visit.window[1]),
            cost=self._price(placed) + PER_CALL * calls + seat.price,
            text=self._said(bare),
        )

    def _learning(self, placed: tuple[Assignment, ...]) -> Iterator[Assignment]:
        """What becomes of those who were to go along: they do so at the new time, or this time they do not."""
        mains, day = {each.visit: each for each in placed}, self.day
        learners = self._beside(mains)
        for each in (*placed, *learners):
            day = day.without(each.visit)
        for each in placed:
            day = day.put(each) if each.workers else day
        for each in learners:
            there = replace(each, start=mains[self.board.visits[each.visit].beside].start)
            kept = there if not broken_by(day, (there,)) else replace(each, workers=())
            day = day.put(kept) if kept.workers else day
            if kept != each:
                yield kept

    def _beside(self, mains: Container[str]) -> list[Assignment]:
        """Who was to go along to these visits."""
        return [each for each in self.learners if self.board.visits[each.visit].beside in mains]

    def agreed(self, way: Way) -> Day:
        """The board once everything that a way needs has been agreed."""
        board = self.board
        if not way.bends:
            return board
        workers = {bend.whose: _longer(board.workers[bend.whose], bend) for bend in way.bends if bend.stretch}
        bending = {bend.whose for bend in way.bends}
        visits = {
            each.visit: _reaching(board.visits[each.visit], each.start) for each in way.placed if each.visit in bending
        }
        return replace(board, workers=board.workers | workers, visits=board.visits | visits)

    def _price(self, placed: tuple[Assignment, ...]) -> int:
        """What the days of all concerned would cost more than they do."""
        after = self.board
        for each in placed:
            after = after.without(each.visit)
            after = after.put(each) if each.workers else after
        before = [self.board.planned[each.visit] for each in placed if each.visit in self.board.planned]
        touched = {worker for each in (*before, *placed) for worker in each.workers}
        left_out = sum(self.left_out[each.visit] for each in placed if not each.workers)
        return left_out + sum(
            lane_cost(self.now.problem, self.board.workers[worker], after.lanes[worker]) - self._costs(worker)
            for worker in sorted(touched)
        )

    def _costs(self, worker: str) -> int:
        """What a worker's day costs as it stands, worked out once."""
        if worker not in self._known:
            lane = self.board.lanes[worker]
            self._known[worker] = lane_cost(self.now.problem, self.board.workers[worker], lane)
        return self._known[worker]

    def _said(self, way: Way) -> str:
        names = listed(self.day.workers[worker].name for worker in way.own.workers)
        gives = [*map(self._said_of, way.bends), *map(self._said_moving, way.placed[1:])]
        return f"{' and '.join(gives) or 'as things stand'}: {names} at {clock(way.own.start)}"

    def _said_of(self, bend: Bend) -> str:
        if bend.rule == "hours":
            return f"{length(bend.minutes)} overtime for {self.day.workers[bend.whose].name}"
        if bend.rule == "off duty":
            return f"ask {self.day.workers[bend.whose].name}, who is off duty, for {length(bend.minutes)}"
        return f"{length(abs(bend.minutes))} {'later' if bend.minutes > 0 else 'earlier'}"

    def _said_moving(self, moved: Assignment) -> str:
        before, visit = self.board.planned[moved.visit], self.day.visits[moved.visit]
        name = self.day.workers
        if visit.beside:
            learner = listed(name[each].name for each in before.workers)
            return f"{learner} along at {clock(moved.start)}" if moved.workers else f"{learner} not along to learn"
        if not moved.workers:
            return f"{visit.person}'s {clock(before.start)} uncovered"
        going = set(moved.workers) - set(before.workers)
        gone = [name[each].name for each in before.workers if each not in moved.workers]
        come = [name[each].name for each in going]
        at = f" at {clock(moved.start)}" if moved.start != before.start else ""
        if not come:
            return f"{visit.person}'s {clock(before.start)}{at}"
        if self.held is not None and going <= set(self.held.workers):
            return f"swap with {listed(gone)}'s {clock(before.start)}{at}"
        return f"{listed(come)} for {listed(gone)}'s {clock(before.start)} with {visit.person}{at}"


def suits(visit: Visit, worker: Worker) -> bool:
    """Whether no standing rule objects to sending a worker to a visit."""
    return all(rule.test(visit, worker) is None for rule in STANDING)


def _worth_asking(found: Collection[Seat]) -> list[Seat]:
    """Those that do not ask for more things than another one and cost as much."""
    return [
        seat
        for seat in found
        if not any(set(other.kind) < set(seat.kind) and other.price <= seat.price for other in found)
    ]


def as_they_are(day: Day, visit: Visit) -> Agree:
    """Whether workers can come without agreeing to anything."""
    return lambda worker, start: None if first_obstacle(Move(day, visit, (worker,), start), worker) else ()


def seats(
    day: Day, visit: Visit, worker: Worker, fit: Iterable[Worker], agree: Agree, also: Iterable[int] = ()
) -> Iterator[Seat]:
    """Every start at which a worker, with a second one where it takes two, could do a visit; nearest to the wanted
    start first. Those in `also` are tried as well."""
    others = [each for each in fit if each.id != worker.id] if visit.workers_needed == 2 else []
    starts = {*starts_to_try(day, visit, worker), *also}
    low, high = visit.window
    for start in sorted(
        (each for each in starts if low <= each <= high), key=lambda each: (abs(each - visit.preferred_start), each)
    ):
        own = agree(worker, start)
        if own is None:
            continue
        if visit.workers_needed == 1:
            yield Seat((worker,), start, own)
        elif partner := _partner(day, visit, worker, others, start, agree):
            second, theirs = partner
            yield Seat(tuple(sorted((worker, second), key=lambda each: each.id)), start, (*own, *theirs))


def _partner(
    day: Day, visit: Visit, worker: Worker, others: Iterable[Worker], start: int, agree: Agree
) -> tuple[Worker, tuple[Bend, ...]] | None:
    """Who could come along at a start, with the least to be agreed."""
    willing = []
    for other in others:
        theirs = agree(other, start) if _is_idle(day, other, start, visit.minutes) else None
        if theirs == () and not any(breaches(Move(day, visit, (other, worker), start))):
            return other, theirs
        if theirs:
            willing.append((sum(map(_price_of, theirs)), other.id, other, theirs))
    for _, _, other, theirs in sorted(willing, key=lambda each: each[:2]):
        if not any(breaches(Move(day, visit, (other, worker), start))):
            return other, theirs
    return None


def _is_idle(day: Day, worker: Worker, start: int, minutes: int) -> bool:
    """A quick look before the rules are asked: on duty, and with nobody else."""
    end = start + minutes
    for shift in worker.shifts:
        if shift.start <= start and end <= shift.end:
            return not any(stop.start < end and start < stop.end for stop in day.lanes[worker.id])
    return False


def homes(day: Day, visit: Visit, now: Situation) -> Iterator[Assignment]:
    """Where a visit taken out of the road could go instead: to somebody else at its time, then to another time, with
    whoever had it first."""
    before = next(each for each in now.placed if each.visit == visit.id)
    idle = [worker for worker in day.problem.workers if _is_idle(day, worker, before.start, visit.minutes)]
    for gone in before.workers:
        stays = tuple(day.workers[each] for each in before.workers if each != gone)
        for worker in idle:
            if worker in stays or not suits(visit, worker):
                continue
            team = tuple(sorted((*stays, worker), key=lambda each: each.id))
            if not any(breaches(Move(day, visit, team, before.start))):
                yield Assignment(visit=visit.id, workers=tuple(each.id for each in team), start=before.start)
    if len(before.workers) == 1:
        earliest, latest = visit.window
        within = replace(visit, earliest=max(earliest, now.soonest), latest=latest, preferred_start=before.start)
        for worker in sorted(day.problem.workers, key=lambda each: each.id != before.workers[0]):
            if not worker.shifts or not suits(visit, worker):
                continue
            for seat in seats(day, within, worker, (), as_they_are(day, within)):
                if seat.start != before.start:
                    yield seat.of(visit.id)
                    break


def _willing(worker: Worker) -> Worker:
    """A worker who would come at any time of the day; what that means for them is for `duty_wanted`."""
    return replace(worker, shifts=(Shift(-DAY, 2 * DAY),), max_minutes=2 * DAY)


def duty_wanted(day: Day, worker: Worker, stop: Stop) -> tuple[Bend, ...] | None:
    """What a worker has to agree to beyond the duty of the day for a visit to fit in; None where that is too much to
    ask, or eats into the rest before or after."""
    travel, shifts = day.problem.travel, on_shift(worker)
    near = min(shifts, key=lambda each: _apart(each, stop), default=None)
    begin, end = stop.start - from_base(travel, worker, stop.visit), stop.end + to_base(travel, worker, stop.visit)
    if near is None or _apart(near, stop) >= MOST_MINUTES:
        return _allowed(worker, "off duty", Shift(begin, end), end - begin)
    work = worked(travel, worker, day.lane_with(worker, stop))
    begin = begin if near is shifts[0] else stop.start
    end = end if near is shifts[-1] else stop.end
    early, late = max(0, near.start - begin), max(0, end - near.end)
    if early and not late:
        return _allowed(worker, "hours", Shift(begin, near.start), max(early, work - worker.max_minutes))
    over = max(late, work - worker.max_minutes)
    return _allowed(worker, "hours", Shift(near.end, near.end + over), over) if over > 0 else ()


def _apart(shift: Shift, stop: Stop) -> int:
    return max(0, shift.start - stop.end, stop.start - shift.end)


def _allowed(
    worker: Worker, rule: Literal["hours", "off duty"], stretch: Shift, minutes: int
) -> tuple[Bend, ...] | None:
    if minutes > MOST_MINUTES or stretch.start < worker.earliest_start or stretch.end > worker.latest_end:
        return None
    return (Bend(rule=rule, whose=worker.id, minutes=minutes, stretch=stretch),)


def _price_of(bend: Bend) -> int:
    prices = {"window": PER_LATE, "hours": PER_OVERTIME, "off duty": PER_OVERTIME}
    return abs(bend.minutes) * prices[bend.rule] + (DAY_OFF if bend.rule == "off duty" else 0)
