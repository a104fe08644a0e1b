"""From the records of a day to the roster engine's problem, and from its plan back to placements.

Pure mapping, for the engine and for hand moves alike. Rules and prices are the engine's, named values the
policy's. Minutes are counted so that London noon is 720: the engine's sentences then show wall time on the
days when the clocks change, too."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, cast

from domain.desk.roads import travel_of
from domain.engine.day import Day, Stop, duty, legs
from domain.engine.delta import Delta, delta
from domain.engine.plan import Assignment, Breach, Plan
from domain.engine.problem import DAY, Link, Mode, Place, Problem, Role, Weights, along
from domain.engine.problem import Shift as Span
from domain.engine.problem import Visit as Task
from domain.engine.problem import Worker as Hand
from domain.engine.rules import check_move
from domain.people import Person
from domain.policy import Policy
from domain.roster import Workload, ends
from domain.staff import Absence, Shift, Worker
from domain.views import RosterDay
from domain.visit import BEGUN, TO_COME, Visit, VisitState
from domain.when import day_bounds, from_local, parse_time, show_date
from domain.working_time import WeeklyRest

CLEARANCE = "a DBS check in date"
HOME_LANGUAGE = "en"
NOON = 12 * 60
PRESSING, ORDINARY = 1, 2
OVERTIME = "overtime"
"""The kind of a shift that a worker agreed to on the day, on top of the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a plan puts a visit: the workers and the start (UTC). Without both the plan leaves it out."""

    visit: str
    workers: tuple[str, ...] = ()
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCheck:
    """What a move on the board would break (`breaches`, never allowed), brush (`warnings`) and change."""

    breaches: tuple[Breach, ...]
    warnings: tuple[str, ...]
    delta: Delta


def minute_at(at: datetime, day: date) -> int:
    """The engine's minute of a moment: elapsed minutes, London noon of the day being 720."""
    return NOON + int((at - _noon(day)).total_seconds() // 60)


def moment_at(minute: int, day: date) -> datetime:
    """The inverse of `minute_at`."""
    return _noon(day) + timedelta(minutes=minute - NOON)


def _noon(day: date) -> datetime:
    return from_local(day, time(12))


def weights_of(policy: Policy) -> Weights:
    """The price list that the policy sets, `weight-travel` and the rest."""
    usual = Weights()
    names = (each.name for each in fields(Weights))
    return Weights(**{name: policy.minutes(f"weight-{name}", otherwise=getattr(usual, name)) for name in names})


def weekly_rest_of(policy: Policy) -> WeeklyRest:
    """The rest that every week has to have, by the policy."""
    usual = (("hours", 24), ("days", 7), ("times", 1))
    return WeeklyRest(*(policy.minutes(f"weekly-rest-{unit}", otherwise) for unit, otherwise in usual))


def problem_for(day: RosterDay, *, before: datetime | None = None) -> Problem:
    """What is left of the day for the engine to plan.

    Held fast are the visit each worker was last seen at, what is pinned, and what people have been told while
    the plan still agrees; a worker's earlier visits count as worked. A visit that nobody holds and whose
    window has closed is left out: only a person can still move it, or say that it was missed.

    With `before`, what people have been told may move after all, but for visits that start by that moment: that is
    what a repair is about."""
    maps = _Mapping(day)
    last = maps.last_seen()
    tasks = [
        maps.seen(visit, workers)
        for visit in day.visits
        if (workers := tuple(worker for worker in _whose(visit) if last.get(worker) == visit.id))
    ]
    for visit in day.visits:
        if visit.state in TO_COME:
            promised = maps.promised(visit) if before is None else maps.kept_until(visit, before)
            promised = promised or maps.learning(visit)
            task = maps.held(visit, promised) if promised else maps.free(visit)
            if task.window[0] <= task.window[1]:
                tasks.append(task)
    by_id = {task.id: task for task in tasks}
    hands = [maps.hand(worker, by_id.get(last.get(worker.id, ""))) for worker in maps.staff.values()]
    return maps.problem(hands, tasks)


def placements_from(plan: Plan, day: date) -> tuple[Placement, ...]:
    """What a plan for a day says of each visit."""
    placed = [
        Placement(visit=each.visit, workers=each.workers, start=moment_at(each.start, day)) for each in plan.assignments
    ]
    return (*placed, *(Placement(visit=each.visit) for each in plan.unassigned))


@dataclass(frozen=True, slots=True)
class Board:
    """A day as the board has it, for checking moves before anything is saved."""

    day: RosterDay
    problem: Problem
    placed: tuple[Assignment, ...]

    @staticmethod
    def of(day: RosterDay) -> "Board":
        """Every visit where it stands: by its stamps once begun, else as planned; nothing held fast."""
        maps = _Mapping(day)
        live = [visit for visit in day.visits if visit.state in TO_COME or visit.state in BEGUN]
        tasks = [maps.task(visit) if visit.state in TO_COME else maps.seen(visit, _whose(visit)) for visit in live]
        hands = [maps.hand(worker, None) for worker in maps.staff.values()]
        placed = [
            Assignment(visit=task.id, workers=workers, start=task.preferred_start)
            for visit, task in zip(live, tasks, strict=True)
            if (workers := tuple(each for each in _whose(visit) if each in maps.staff))
        ]
        return Board(day, maps.problem(hands, tasks), tuple(placed))

    def check(self, visit: str, workers: Sequence[str], start: datetime) -> MoveCheck:
        """What giving the visit to exactly these workers at this start would do.

        Half of a double-up may be filled first. Raises KeyError for a worker whom the day does not have."""
        minute = minute_at(start, self.day.day)
        task = next(task for task in self.problem.visits if task.id == visit)
        found = check_move(self.problem, self.placed, visit, workers, minute)
        if len(set(workers)) < task.workers_needed:
            found = [breach for breach in found if breach.rule != "partner"]
        change = delta(self.problem, self.placed, visit, workers, minute)
        return MoveCheck(breaches=tuple(found), warnings=tuple(self._warnings(task, workers, change)), delta=change)

    def moved(self, placement: Placement) -> "Board":
        """The board with one visit placed anew."""
        placed = [each for each in self.placed if each.visit != placement.visit]
        if placement.start is not None:
            start = minute_at(placement.start, self.day.day)
            placed.append(Assignment(visit=placement.visit, workers=placement.workers, start=start))
        return replace(self, placed=tuple(placed))

    def _warnings(self, task: Task, workers: Sequence[str], change: Delta) -> Iterator[str]:
        known = dict(task.familiar)
        hands = {hand.id: hand for hand in self.problem.workers}
        for hand in (hands[worker] for worker in workers):
            if task.preferred and hand.id not in task.preferred:
                yield f"{hand.name} is not one of the workers {task.person} asks for"
            if task.language and task.language not in hand.languages:
                label = self.day.policy.label("language", task.language)
                yield f"{hand.name} is not recorded as speaking {label}"
            if known and hand.id not in known:
                yield f"{task.person} has not met {hand.name} lately"
            if hand.role == "lead" and not task.needs_lead:
                yield f"{hand.name} is a lead, and this visit needs none"
        if change.overtime > 0:
            yield f"{change.overtime} minutes over contract"


def workloads(day: RosterDay) -> tuple[Workload, ...]:
    """How the day of each worker on duty is used, as the board has it."""
    board = Board.of(day)
    laid = Day.of(board.problem, board.placed)
    return tuple(_workload(laid, hand, day.day) for hand in board.problem.workers if hand.shifts)


def _workload(laid: Day, hand: Hand, day: date) -> Workload:
    def spans(pieces: Iterable[Span | Stop]) -> tuple[tuple[datetime, datetime], ...]:
        return tuple((moment_at(piece.start, day), moment_at(piece.end, day)) for piece in pieces)

    lane = laid.lanes[hand.id]
    unpaid = sum(hand.break_minutes for shift in hand.shifts if shift.end - shift.start > hand.break_after)
    return Workload(
        worker=hand.id, duty=spans(hand.shifts), away=spans(hand.absent), visits=spans(lane),
        legs=tuple(legs(laid.problem.travel, hand, lane)), breaks=unpaid,
    )  # fmt: skip


def _whose(visit: Visit) -> tuple[str, ...]:
    """Who has the visit in hand: those planned; once it has begun, those who came and those still due."""
    came = tuple(dict.fromkeys(stamp.worker for stamp in visit.attended))
    if visit.state in TO_COME or (visit.state is VisitState.IN_PROGRESS and len(came) < visit.workers_needed):
        came = tuple(dict.fromkeys((*came, *visit.workers)))
    return came[:2]


class _Mapping:
    """One day's records by the names that they refer to each other by, turned into the engine's values."""

    def __init__(self, day: RosterDay) -> None:
        self.day = day
        self.staff = {worker.id: worker for worker in day.workers if worker.employed_on(day.day)}
        self.people = {person.id: person for person in day.people}
        self.visits = {visit.id: visit for visit in day.visits}
        self.shifts: dict[str, list[Shift]] = {}
        for shift in day.shifts:
            if shift.kind in ("shift", OVERTIME):
                self.shifts.setdefault(shift.worker, []).append(shift)
        self.away: dict[str, list[Absence]] = {}
        for absence in day.absences:
            self.away.setdefault(absence.worker, []).append(absence)
        self.middle = _middle([*day.people, *day.workers])

    def minute(self, at: datetime) -> int:
        """The engine's minute of a moment."""
        return minute_at(at, self.day.day)

    def problem(self, hands: Sequence[Hand], tasks: Sequence[Task]) -> Problem:
        """Workers and visits with the links between them."""
        ids = {task.id for task in tasks}
        links = [
            Link(
                before=visit.after, after=visit.id, min_gap=visit.min_gap, max_gap=visit.max_gap or DAY,
                same_worker=_COMPANY.get(visit.after_by),
            )
            for visit in self.day.visits
            if visit.id in ids and visit.after in ids
        ]  # fmt: skip
        known = {task.id: task for task in tasks}
        tasks = [task for task in tasks if not task.beside or task.beside in known]
        links += [along(known[task.beside], task) for task in tasks if task.beside]
        return Problem(
            date_label=show_date(self.day.day), workers=_fairly(hands, tasks), visits=tuple(tasks), links=tuple(links),
            weights=weights_of(self.day.policy), travel=travel_of(self.day.policy, self.day.day),
        )  # fmt: skip

    def last_seen(self) -> dict[str, str]:
        """Worker → the visit they came to last."""
        begun = [visit for visit in self.day.visits if visit.state in BEGUN and visit.attended]
        begun.sort(key=lambda visit: max(stamp.came for stamp in visit.attended))
        return {worker: visit.id for visit in begun for worker in _whose(visit) if worker in self.staff}

    def promised(self, visit: Visit) -> tuple[str, ...]:
        """The workers who are not to be taken off a visit to come: pinned, or told and still planned."""
        kept = visit.workers if visit.pinned else tuple(w for w in visit.workers if w in visit.told_workers)
        return tuple(worker for worker in kept if worker in self.staff)

    def kept_until(self, visit: Visit, moment: datetime) -> tuple[str, ...]:
        """The workers of a visit that even a repair leaves alone: pinned, or too soon to tell anybody."""
        if not visit.pinned and visit.start > moment:
            return ()
        return tuple(worker for worker in visit.workers if worker in self.staff)

    def learning(self, visit: Visit) -> tuple[str, ...]:
        """The worker of a visit that is beside one already begun."""
        return visit.workers if visit.beside and not self._waits_beside(visit) else ()

    def _waits_beside(self, visit: Visit) -> bool:
        """Whether a visit is a learner's, beside one still to come."""
        return visit.beside in self.visits and self.visits[visit.beside].state in TO_COME

    def task(self, visit: Visit) -> Task:
        """A visit to come, with nothing held fast but who learns."""
        person = self.people.get(visit.person, _SOMEBODY)
        known = self.day.familiar.get(visit.person, {})
        return Task(
            id=visit.id, person=_called(person), place=self._place(person), minutes=visit.minutes,
            preferred_start=self.minute(visit.start), earliest=self.minute(visit.window_from),
            latest=self.minute(visit.window_to), workers_needed=_one_or_two(visit.workers_needed),
            skills=frozenset((*visit.skills, CLEARANCE)), needs_lead=visit.lead, gender=person.gender_needed,
            language=person.language if person.language != HOME_LANGUAGE else "",
            preferred=frozenset(person.preferred_workers), barred=frozenset(person.barred_workers),
            familiar=tuple(sorted((each, times) for each, times in known.items() if each in self.staff)),
            time_critical=visit.time_critical, beside=visit.beside if self._waits_beside(visit) else "",
            pinned_workers=(visit.learner,) if visit.beside else (),
            priority=PRESSING if visit.time_critical or visit.kind == "first" else ORDINARY,
            optional=visit.optional, alone=self._alone(person),
            stands=frozenset(visit.workers).intersection(self.staff),
        )  # fmt: skip

    def held(self, visit: Visit, workers: tuple[str, ...]) -> Task:
        """A visit to come that stays with workers at its start; a double-up may gain a second one."""
        return replace(self.task(visit), pinned_workers=workers, pinned_start=self.minute(visit.start))

    def free(self, visit: Visit) -> Task:
        """A visit to come within what is left of its window."""
        task = self.task(visit)
        low, high = max(task.earliest, self._soonest()), task.latest
        before = self.visits.get(visit.after)
        if before is not None and before.state in BEGUN and before.attended:
            over = self.minute(self._over(before))
            low = max(low, over + visit.min_gap)
            high = min(high, over + visit.max_gap) if visit.max_gap else high
            task = replace(task, barred=task.barred | self._not_with(visit, before))
        return replace(task, earliest=low, latest=high)

    def _not_with(self, visit: Visit, before: Visit) -> frozenset[str]:
        """Whom the visit that this one follows, and that has begun, keeps from this one."""
        came = frozenset(stamp.worker for stamp in before.attended)
        return {"same": frozenset(self.staff) - came, "other": came}.get(visit.after_by, frozenset())

    def _alone(self, person: Person) -> Span | None:
        """The hours in which somebody may be with a person alone; None where it is safe at any."""
        policy, day = self.day.policy, self.day.day
        if not set(policy.text("lone-risks", otherwise="").split(",")) & set(person.risks):
            return None
        first, last = (from_local(day, parse_time(policy.text(name))) for name in ("lone-from", "lone-until"))
        return Span(self.minute(first), self.minute(last))

    def seen(self, visit: Visit, workers: Sequence[str]) -> Task:
        """A visit that has begun, where and when it was; no wish or need applies to it any more."""
        came = min((stamp.came for stamp in visit.attended), default=visit.start)
        start, end = self.minute(came), self.minute(self._over(visit))
        person = self.people.get(visit.person, _SOMEBODY)
        return Task(
            id=visit.id, person=_called(person), place=self._place(person), minutes=max(1, end - start),
            preferred_start=start, earliest=start, latest=start, workers_needed=_one_or_two(len(workers)),
            pinned_workers=tuple(workers), pinned_start=start,
        )  # fmt: skip

    def hand(self, worker: Worker, at: Task | None) -> Hand:
        """A worker; `at` is where they were last seen, if only the rest of the day is to be planned."""
        skills = worker.skills_on(self.day.day)
        cleared = worker.dbs_expires is None or worker.dbs_expires >= self.day.day
        done = self._done_before(worker.id, at.id) if at else 0
        most, contracted = self._budget(worker)
        spans = [Span(self.minute(shift.start), self.minute(shift.end)) for shift in self._today(worker)]
        earliest, latest = self._rest(worker.id)
        due = self._week_over(worker.id)
        weekly, latest = due < latest, min(due, latest)
        most += self._agreed(worker)
        absent = self._absent(worker.id, spans)
        if at is not None:
            start, end = at.preferred_start, at.preferred_start + at.minutes
            spans.append(Span(start, end))
            earliest, latest = min(earliest, start), max(latest, end)
            absent = [Span(max(away.start, end), away.end) for away in absent if away.end > end]
        return Hand(
            id=worker.id, name=worker.full_name, role=cast(Role, worker.role),
            skills=skills | {CLEARANCE} if cleared else skills, gender=worker.gender,
            languages=frozenset(worker.languages), mode=cast(Mode, worker.mode), home=self._place(worker),
            sets_out=None if at else _base(worker, worker.sets_out), returns=_base(worker, worker.returns),
            shifts=tuple(spans), absent=tuple(absent), earliest_start=earliest, latest_end=latest, weekly_rest=weekly,
            max_minutes=max(0, most - done), contracted_minutes=max(0, contracted - done),
            break_after=self.day.policy.minutes("break-after-minutes"),
            break_minutes=self.day.policy.minutes("break-minutes"),
        )  # fmt: skip

    def _soonest(self) -> int:
        """The first minute at which something can still be made to happen."""
        return self.minute(self.day.now) + 1 if self.day.now > day_bounds(self.day.day)[0] else -DAY

    def _over(self, visit: Visit) -> datetime:
        """When a visit that has begun was over, or may be thought to be."""
        if visit.state is VisitState.IN_PROGRESS:
            came = min((stamp.came for stamp in visit.attended), default=visit.start)
            return max(came + timedelta(minutes=visit.minutes), self.day.now)
        return max((stamp.left or stamp.came for stamp in visit.attended), default=ends(visit))

    def _done_before(self, worker: str, last: str) -> int:
        """Minutes of the visits a worker has done today, the last one apart."""
        return sum(
            self.minute(stamp.left) - self.minute(stamp.came)
            for visit in self.day.visits
            for stamp in visit.attended
            if stamp.worker == worker and stamp.left is not None and visit.id != last
        )

    def _today(self, worker: Worker) -> list[Shift]:
        """A worker's duty of the day; on a bank holiday only what those agreed to who are off."""
        today = [shift for shift in self.shifts.get(worker.id, ()) if shift.day == self.day.day]
        if worker.bank_holidays or not self.day.policy.knows("bank-holiday", self.day.day.isoformat()):
            return today
        return [shift for shift in today if shift.kind == OVERTIME]

    def _agreed(self, worker: Worker) -> int:
        """Minutes of overtime that a worker agreed to today."""
        agreed = [shift for shift in self._today(worker) if shift.kind == OVERTIME]
        return sum(int((shift.end - shift.start).total_seconds()) // 60 for shift in agreed)

    def _budget(self, worker: Worker) -> tuple[int, int]:
        """Minutes a worker may work today, and those in contract: the week's, less the days before today."""
        if not worker.contract_minutes:
            return DAY, DAY
        monday = self.day.day - timedelta(days=self.day.day.weekday())
        earlier = [shift for shift in self.shifts.get(worker.id, ()) if monday <= shift.day < self.day.day]
        left = worker.contract_minutes - sum(map(self._paid, earlier))
        return max(0, min(DAY, left + worker.overtime_minutes)), max(0, min(DAY, left))

    def _paid(self, shift: Shift) -> int:
        minutes = int((shift.end - shift.start).total_seconds()) // 60
        unpaid = self.day.policy.minutes("break-minutes")
        return minutes - unpaid if minutes > self.day.policy.minutes("break-after-minutes") else minutes

    def _rest(self, worker: str) -> tuple[int, int]:
        """The earliest start and latest end that keep the rest to the duties of the days before and after."""
        rest = timedelta(hours=self.day.policy.number("rest-hours"))
        shifts = self.shifts.get(worker, ())
        before = [self.minute(shift.end + rest) for shift in shifts if shift.day < self.day.day]
        after = [self.minute(shift.start - rest) for shift in shifts if shift.day > self.day.day]
        return max(before, default=-DAY), min(after, default=2 * DAY)

    def _week_over(self, worker: str) -> int:
        """When the rest of the week is due to a worker at the latest."""
        due = weekly_rest_of(self.day.policy).due(self.shifts.get(worker, ()), self.day.day)
        return 2 * DAY if due is None else self.minute(due)

    def _absent(self, worker: str, shifts: Iterable[Span]) -> list[Span]:
        first, last = map(self.minute, day_bounds(self.day.day))
        last = max([last, *(shift.end for shift in shifts)])
        spans = [
            Span(max(first, self.minute(each.start)), min(last, self.minute(each.end)) if each.end else last)
            for each in self.away.get(worker, ())
        ]
        return [span for span in spans if span.start < span.end]

    def _place(self, whose: Person | Worker) -> Place:
        return Place(whose.place.lat, whose.place.lon) if whose.place else self.middle


_SOMEBODY = Person(id="")
_COMPANY = {"same": True, "other": False}


def _fairly(hands: Sequence[Hand], tasks: Sequence[Task]) -> tuple[Hand, ...]:
    """The workers, each with a fair part of the day's care: as their paid duty is to everybody's."""
    paid = {hand.id: min(hand.contracted_minutes, sum(span.end - span.start for span in duty(hand))) for hand in hands}
    care = sum(task.minutes * task.workers_needed for task in tasks if not task.beside)
    whole = sum(paid.values())
    return tuple(replace(hand, fair=care * paid[hand.id] // whole) if whole else hand for hand in hands)


def _called(person: Person) -> str:
    return f"{person.given} {person.family}".strip() or "the person"


def _one_or_two(count: int) -> Literal[1, 2]:
    return 2 if count > 1 else 1


def _base(worker: Worker, end: str) -> Place | None:
    return Place(worker.base.lat, worker.base.lon) if end == "base" and worker.base else None


def _middle(located: Iterable[Person | Worker]) -> Place:
    """Where a home that is not on the map is taken to be: in the middle of all the others."""
    places = [each.place for each in located if each.place]
    if not places:
        return Place(0.0, 0.0)
    return Place(sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places))
