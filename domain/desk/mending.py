"""From the records of a day to the engine's questions about it, and from its answers back to commands and calls.

Pure mapping. Which ways there are and who has to be rung is for the engine; what to say when ringing is said here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.desk.planning import Board, Placement, minute_at, moment_at, problem_for
from domain.desk.rearranging import Rearrange, breaches_by, moved_to
from domain.desk.staffing import Duty
from domain.engine.day import Day, has_break
from domain.engine.plan import Assignment
from domain.engine.problem import DAY
from domain.engine.problem import Visit as Task
from domain.engine.problem import Worker as Hand
from domain.engine.situation import Ring, Ringing, Situation
from domain.people import Person
from domain.staff import Worker
from domain.views import RosterDay
from domain.visit import BEGUN, Visit
from domain.when import day_bounds, show_time
from domain.words import counted

if TYPE_CHECKING:
    from domain.engine.repair import Repair
    from domain.engine.ways import Bend, Way

TO_RING = 5
"""Minutes from now within which nothing new can be begun: somebody has to be rung first."""
RUNNING_LATE = 45


def situation_of(day: RosterDay) -> Situation:
    """The board as it stands. What is pinned or has begun is fixed, and nothing starts before it can be told."""
    board = Board.of(day)
    begun = day.now > day_bounds(day.day)[0]
    return Situation(
        problem=board.problem,
        placed=board.placed,
        told={
            visit.id: Assignment(
                visit=visit.id, workers=visit.told_workers, start=minute_at(visit.told_start or visit.start, day.day)
            )
            for visit in day.visits
            if visit.told_workers
        },
        fixed=frozenset(visit.id for visit in day.visits if visit.pinned or visit.state in BEGUN),
        soonest=minute_at(day.now, day.day) + TO_RING if begun else -DAY,
    )


def rest_of(day: RosterDay, unreached: Collection[str] = ()) -> Situation:
    """What is left of the day, for a repair: what has begun, is pinned or starts too soon to be told is fixed.

    Whoever is `unreached` (`worker/…` or `person/…`) cannot be told anything: their visits stay as they were told, and
    a worker gets no other."""
    board = situation_of(day)
    moment = max(day.now, day_bounds(day.day)[0]) + timedelta(minutes=TO_RING)
    problem = problem_for(day, before=moment)
    records = {visit.id: visit for visit in day.visits}
    barred = frozenset(name.partition("/")[2] for name in unreached if name.startswith("worker/"))
    stands = {each.visit: each for each in board.placed}
    placed, visits = [], []
    for visit in problem.visits:
        given = _as_seen(visit, stands.get(visit.id))
        held = frozenset(given.workers) if given else frozenset[str]()
        kept = visit if visit.id in board.fixed else _may_run_late(visit, minute_at(moment, day.day))
        visits.append(replace(kept, barred=visit.barred | (barred - held)))
        placed += [given] if given else []
    laid = Day.of(board.problem, board.placed)
    workers = tuple(_so_far(laid, worker, placed) for worker in problem.workers)
    silent = {each.visit for each in placed if _concerns(records[each.visit], each, unreached)}
    ids = {visit.id for visit in visits}
    left = replace(problem, workers=workers, visits=tuple(visits))
    return replace(board, problem=left, placed=tuple(placed), fixed=(board.fixed & ids) | silent)


def _as_seen(task: Task, stands: Assignment | None) -> Assignment | None:
    """Where a visit is: as it was held or seen, else as it stands on the board."""
    if task.pinned_start is not None and task.pinned_workers:
        return Assignment(visit=task.id, workers=task.pinned_workers, start=task.pinned_start)
    return stands


def _so_far(day: Day, worker: Hand, left: Sequence[Assignment]) -> Hand:
    """A worker whose break is counted from the beginning of the day, though only the rest of it is planned."""
    mine = {each.visit for each in left if worker.id in each.workers}
    lane = day.lanes[worker.id]
    last = next((at for at, stop in enumerate(lane) if stop.visit.id in mine), None)
    if not last:
        return worker
    begun = lane[: last + 1]
    if has_break(day.problem.travel, replace(worker, break_after=0), begun):
        return replace(worker, break_after=2 * DAY)
    return replace(worker, break_after=max(0, worker.break_after - (begun[-1].start - begun[0].start)))


def _may_run_late(task: Task, soonest: int) -> Task:
    """A visit that is too soon to give to anybody else, but begins when its workers get there."""
    if task.pinned_start is None:
        return task
    latest = max(task.latest, soonest + RUNNING_LATE)
    return replace(task, earliest=task.pinned_start, latest=latest, pinned_start=None)


def _concerns(visit: Visit, given: Assignment, unreached: Collection[str]) -> bool:
    names = {f"person/{visit.person}", *(f"worker/{worker}" for worker in given.workers)}
    return len(given.workers) >= visit.workers_needed and not names.isdisjoint(unreached)


def rearranged(day: date, seq: int, moved: Iterable[Assignment], bends: "Iterable[Bend]" = ()) -> Rearrange:
    """The command that carries out what the engine proposed, everything in it being agreed."""
    return Rearrange(
        day=day,
        seq=seq,
        agreed=True,
        placements=tuple(
            Placement(
                visit=each.visit, workers=each.workers, start=moment_at(each.start, day) if each.workers else None
            )
            for each in moved
        ),
        duties=tuple(
            Duty(worker=bend.whose, start=moment_at(bend.stretch.start, day), end=moment_at(bend.stretch.end, day))
            for bend in bends
            if bend.stretch is not None
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to ring: a worker (`subject` is `worker/…`) or a person visited, with the number and what to say."""

    subject: str
    name: str
    phone: str
    by: datetime
    says: tuple[str, ...]
    visits: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A way on that a person may choose: in a sentence, with whom to ring and the command that carries it out."""

    text: str
    calls: tuple[Call, ...]
    command: Rearrange


def proposal(now: Situation, day: RosterDay, seq: int, way: "Way") -> Proposal:
    """What the engine found, for the desk. `seq` is the journal position that the day was read at."""
    return Proposal(
        text=way.text,
        calls=calls(now, day, way.placed, way.bends),
        command=rearranged(day.day, seq, way.placed, way.bends),
    )


def mended(now: Situation, day: RosterDay, seq: int, repair: "Repair") -> Proposal:
    """A repair, for the desk."""
    moved = {each.visit for each in repair.moved} - set(repair.settled)
    said = [f"{len(repair.settled)} found a place", f"{counted(len(moved), 'other')} moved"]
    said += [f"{len(repair.uncovered)} still uncovered"] if repair.uncovered else []
    return Proposal(
        text=f"{', '.join(repair.best_in)}: {', '.join(said)}",
        calls=calls(now, day, repair.moved),
        command=rearranged(day.day, seq, repair.moved),
    )


def as_allowed(now: Situation, day: RosterDay, repair: "Repair") -> "Repair | None":
    """As much of a repair as the rules allow on the whole board, of which the engine saw the rest: what has begun, and
    breaks that lay before now, may stand in the way of some of it. None where nobody who waits finds a place by it."""
    from domain.engine.repair import reduced

    records = {visit.id: visit for visit in day.visits}
    going = repair.moved
    while going:
        placements = rearranged(day.day, 0, going).placements
        before = [records[to.visit] for to in placements]
        after = [moved_to(records[to.visit], to) for to in placements]
        wrong = {breach.visit for breach in breaches_by(day, before, after)}
        if not wrong:
            break
        rest = tuple(each for each in going if each.visit not in wrong)
        going = rest if len(rest) < len(going) else ()
    found = repair if len(going) == len(repair.moved) else reduced(now, repair, going)
    return found if going and (found.settled or not repair.settled) else None


def calls(
    now: Situation, day: RosterDay, moved: Sequence[Assignment], bends: "Sequence[Bend]" = ()
) -> tuple[Call, ...]:
    """Whom to ring if visits go elsewhere, in order: those who are asked for something first, then by time."""
    return _CallList(now, day, moved, bends).made()


class _CallList:
    """What there is to tell, gathered for each person to be rung."""

    def __init__(self, now: Situation, day: RosterDay, moved: Sequence[Assignment], bends: "Sequence[Bend]") -> None:
        self.now, self.day, self.moved, self.bends = now, day, moved, bends
        self.going = {each.visit: each for each in moved}
        self.visits: Mapping[str, Visit] = {visit.id: visit for visit in day.visits}
        self.staff: Mapping[str, Worker] = {worker.id: worker for worker in day.workers}
        self.people: Mapping[str, Person] = {person.id: person for person in day.people}

    def made(self) -> tuple[Call, ...]:
        """The list in order."""
        told: dict[str, list[Ring]] = {}
        for ring in Ringing(self.now).rings(self.moved):
            told.setdefault(self._whom(ring), []).append(ring)
        made = [self._call(subject, theirs) for subject, theirs in told.items()]
        return tuple(sorted(made, key=lambda call: (not call.asks, call.by, call.subject)))

    def _whom(self, ring: Ring) -> str:
        return f"worker/{ring.worker}" if ring.worker else f"person/{self.visits[ring.visit].person}"

    def _call(self, subject: str, theirs: Sequence[Ring]) -> Call:
        kind, _, ref = subject.partition("/")
        worker, person = self.staff.get(ref), self.people.get(ref)
        over = [bend for bend in self.bends if kind == "worker" and bend.whose == ref]
        said = [self._to_worker(ring) if ring.worker else self._to_person(ring) for ring in theirs]
        said += [self._overtime(bend) for bend in over]
        name = (worker.full_name if worker else ref) if kind == "worker" else _called(person)
        return Call(
            subject=subject, name=name, phone=(worker.phone if worker else person.phone if person else ""),
            by=min(self._at(ring) for ring in theirs), says=tuple(said),
            visits=tuple(dict.fromkeys(ring.visit for ring in theirs)),
            asks=bool(over) or any(ring.worker and ring.change == "new" for ring in theirs),
        )  # fmt: skip

    def _at(self, ring: Ring) -> datetime:
        return self._start(self.going[ring.visit]) if self.going[ring.visit].workers else self.visits[ring.visit].start

    def _start(self, given: Assignment) -> datetime:
        return moment_at(given.start, self.day.day)

    def _to_worker(self, ring: Ring) -> str:
        visit, going = self.visits[ring.visit], self.going[ring.visit]
        who = _called(self.people.get(visit.person))
        was = show_time(visit.told_start or visit.start)
        if ring.change == "removed":
            return f"{who} at {was} is no longer yours"
        at = show_time(self._start(going))
        if ring.change == "moved":
            return f"{who} is at {at} now, not {was}"
        if visit.beside:
            return f"please go along to {who} at {at} for {visit.minutes} minutes, to learn{self._where(visit)}"
        others = [self._named(each) for each in going.workers if each != ring.worker]
        company = f", together with {' and '.join(others)}" if others else ""
        where = self._where(visit)
        return f"please go to {who} at {at} for {visit.minutes} minutes{company}{where}"

    def _to_person(self, ring: Ring) -> str:
        visit, going = self.visits[ring.visit], self.going[ring.visit]
        was = show_time(visit.told_start or visit.start)
        if visit.beside:
            names = " and ".join(map(self._named, going.workers)) or "nobody"
            return f"{names} will come along at {show_time(self._start(going))} to learn"
        if ring.change == "removed":
            return f"nobody can come at {was} as things stand; we ring again"
        names, at = " and ".join(map(self._named, going.workers)), show_time(self._start(going))
        return f"{names} will come at {at}" + (f" instead of {was}" if ring.change == "moved" else "")

    def _overtime(self, bend: "Bend") -> str:
        assert bend.stretch is not None
        first, last = (show_time(moment_at(each, self.day.day)) for each in (bend.stretch.start, bend.stretch.end))
        return f"that means {bend.minutes} minutes more duty, {first} to {last}: is that all right?"

    def _named(self, ref: str) -> str:
        worker = self.staff.get(ref)
        return worker.full_name if worker else ref

    def _where(self, visit: Visit) -> str:
        person = self.people.get(visit.person)
        return f" ({person.postcode})" if person and person.postcode else ""


def _called(person: Person | None) -> str:
    return f"{person.given} {person.family}".strip() if person else "the person"
