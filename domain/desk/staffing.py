"""Staff: who works here, when they are on duty, and what happens to their visits when they are away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Having, Refusal, Work, handles
from domain.desk.checks import CLEAR, Amendment, amended, require_codes, require_text
from domain.desk.identifying import checked_postcode
from domain.people import Person, Place
from domain.roster import away_during, standing
from domain.staff import Absence, Shift, Skill, Worker
from domain.visit import TO_COME, Visit
from domain.when import from_local, local_date, show_date, show_moment, show_time
from domain.words import counted

ROLES, MODES, GENDERS, ENDS = "support|lead", "car|bike|foot", "female|male|other", "home|base"
LONGEST = timedelta(hours=24)
_WEEK = timedelta(days=8)
_SKILLS_HELP = "one a line, with its last day if it lapses: medication until 30/11/2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWorker(Command):
    """Somebody joins the staff."""

    family: str = ask("Family name")
    given: str = ask("Given name")
    role: str = ask("Role", "choice", of=ROLES, default="support")
    gender: str = ask("Gender", "choice", of=GENDERS, default="")
    languages: tuple[str, ...] = ask("Languages", "codes", of="language", default=())
    skills: tuple[Skill, ...] = ask("Skills", "lines", default=(), help=_SKILLS_HELP)
    mode: str = ask("Gets about by", "choice", of=MODES, default="car")
    phone: str = ask("Telephone", default="")
    postcode: str = ask("Home postcode", default="")
    place: Place | None = ask("Home on the map", hidden=True, default=None)
    bank_holidays: bool = ask("Works on bank holidays", "yesno", default=True)
    contract_minutes: int = ask("Contract a week", "minutes", default=0)
    overtime_minutes: int = ask("Overtime agreed a week", "minutes", default=0)
    dbs_expires: date | None = ask("DBS check good until", "date", default=None)
    starts: date | None = ask("First day", "date", default=None, help="today unless you say otherwise")


@handles(AddWorker, "worker.add", Right.ROSTER)
def add_worker(do: AddWorker, work: Work) -> str:
    """Take somebody on."""
    worker = Worker(
        id=work.new_id(Worker), family=require_text(do.family, "Type the family name"),
        given=require_text(do.given, "Type the given name"), role=do.role, gender=do.gender,
        languages=tuple(do.languages), skills=tuple(do.skills), mode=do.mode, phone=do.phone.strip(),
        postcode=checked_postcode(do.postcode), place=do.place, bank_holidays=do.bank_holidays,
        contract_minutes=int(do.contract_minutes), overtime_minutes=int(do.overtime_minutes),
        dbs_expires=do.dbs_expires,
        starts=do.starts or local_date(work.now),
    )  # fmt: skip
    _require_known(work, worker)
    work.add(worker)
    return f"worker/{worker.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendWorker(Amendment):
    """Something about a worker is different: a blank keeps what stands, and - empties it."""

    id: str = ask("Worker", "worker")
    family: str = ask("Family name", default="")
    given: str = ask("Given name", default="")
    role: str = ask("Role", "choice", of=ROLES, default="")
    gender: str = ask("Gender", "choice", of=GENDERS, default="")
    languages: tuple[str, ...] = ask("Languages", "codes", of="language", default=())
    skills: tuple[Skill, ...] = ask("Skills, all of them", "lines", default=(), help=_SKILLS_HELP)
    mode: str = ask("Gets about by", "choice", of=MODES, default="")
    phone: str = ask("Telephone", default="")
    postcode: str = ask("Home postcode", default="")
    place: Place | None = ask("Home on the map", hidden=True, default=None)
    bank_holidays: bool | None = ask("Works on bank holidays", "yesno", default=None)
    contract_minutes: int | None = ask("Contract a week", "minutes", default=None)
    overtime_minutes: int | None = ask("Overtime agreed a week", "minutes", default=None)
    dbs_expires: date | None = ask("DBS check good until", "date", default=None)
    ends: date | None = ask("Last day", "date", default=None)


@handles(AmendWorker, "worker.amend", Right.ROSTER, on=Worker)
def amend_worker(do: AmendWorker, work: Work) -> str:
    """Keep the changes. Visits that they no longer suit are for the board's rules to show."""
    before = work.get(Worker, do.id)
    after = amended(
        before, family=do.family.strip(), given=do.given.strip(), role=do.role, gender=do.gender,
        languages=tuple(do.languages), skills=tuple(do.skills), mode=do.mode, phone=do.phone.strip(),
        postcode=do.postcode if do.postcode == CLEAR else checked_postcode(do.postcode), place=do.place,
        bank_holidays=do.bank_holidays, contract_minutes=do.contract_minutes,
        overtime_minutes=do.overtime_minutes, dbs_expires=do.dbs_expires, ends=do.ends,
    )  # fmt: skip
    _require_known(work, after)
    if after.postcode != before.postcode and do.place is None:
        after = replace(after, place=None)
    work.save(after)
    return f"worker/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRounds(Command):
    """Where a worker's rounds begin and end: the way from and to a base is duty, that from and to home is not."""

    id: str = ask("Worker", "worker")
    sets_out: str = ask("Sets out from", "choice", of=ENDS)
    returns: str = ask("Returns to", "choice", of=ENDS)
    postcode: str = ask("Postcode of the base", default="", help="blank: as it is")
    place: Place | None = ask("Base on the map", hidden=True, default=None)


@handles(SetRounds, "worker.rounds", Right.ROSTER, on=Worker)
def set_rounds(do: SetRounds, work: Work) -> str:
    """Keep the ends of the rounds; a base has to be somewhere on the map."""
    worker = work.get(Worker, do.id)
    for end in (do.sets_out, do.returns):
        if end not in ENDS.split("|"):
            raise Refusal(f"'{end}' is no end of a round; it is {ENDS.replace('|', ' or ')}")
    postcode, base = worker.base_postcode, worker.base
    if do.postcode.strip():
        postcode, base = checked_postcode(do.postcode), do.place
    if base is None and "base" in (do.sets_out, do.returns):
        raise Refusal(f"It is not known where the base is{f': {postcode}' if postcode else ''}; type its postcode")
    work.save(replace(worker, sets_out=do.sets_out, returns=do.returns, base_postcode=postcode, base=base))
    return f"worker/{worker.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One stretch of duty to put on the roster, UTC."""

    worker: str
    start: datetime
    end: datetime
    kind: str = "shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddShifts(Command):
    """Many stretches of duty at once."""

    duties: tuple[Duty, ...] = ask("Duties", "lines", hidden=True)


@handles(AddShifts, "worker.add-shifts", Right.ROSTER)
def add_shifts(do: AddShifts, work: Work) -> str:
    """Keep the shifts; none may overlap another of the same worker."""
    if not do.duties:
        raise Refusal("There is no duty in the list")
    return _add(work, do.duties)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddShift(Command):
    """A worker's shift on a day, or on the same weekdays until a last day."""

    id: str = ask("Worker", "worker")
    day: date = ask("Day", "date")
    start: time = ask("From", "time")
    end: time = ask("To", "time", help="an end before the start is the next morning")
    until: date | None = ask("Until", "date", default=None, help="blank: that day only")
    every: int = ask("Every how many days", "number", default=1, help="7 for the same weekday")


@handles(AddShift, "worker.add-shift", Right.ROSTER, on=Worker)
def add_shift(do: AddShift, work: Work) -> str:
    """Keep the shift on each of its days."""
    worker, last = work.get(Worker, do.id), do.until or do.day
    if not do.day <= last <= do.day + timedelta(days=366):
        raise Refusal("The last day comes after the first, and within a year")
    if do.every < 1:
        raise Refusal("Shifts come every day (1) or every so many days, such as 7")
    overnight = timedelta(days=do.end <= do.start)
    days = [do.day + timedelta(days=step) for step in range(0, (last - do.day).days + 1, int(do.every))]
    return _add(
        work,
        [
            Duty(worker=worker.id, start=from_local(day, do.start), end=from_local(day + overnight, do.end))
            for day in days
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAbsent(Command):
    """A worker cannot come: their visits need somebody else."""

    id: str = ask("Worker", "worker")
    reason: str = ask("Why", "code", of="absence", default="sick")
    start: datetime | None = ask("From", "moment", default=None, help="now unless you say otherwise")
    end: datetime | None = ask("Until", "moment", default=None, help="blank: until further notice")
    note: str = ask("Note", default="")


@handles(ReportAbsent, "worker.report-absent", Right.ROSTER, on=Worker)
def report_absent(do: ReportAbsent, work: Work) -> str:
    """Keep the absence, and take the worker off every visit in it that has not begun."""
    worker, start = work.get(Worker, do.id), do.start or work.now
    require_codes(work, "absence", do.reason)
    if do.end is not None and do.end <= start:
        raise Refusal(f"The absence would end at {show_moment(do.end)}, before it starts")
    absence = work.add(
        Absence(
            id=work.new_id(Absence), worker=worker.id, start=start, end=do.end, reason=do.reason,
            reported_by=work.caller.user.id, note=do.note.strip(),
        )
    )  # fmt: skip
    lost = [visit for visit in _lost_by(work, absence) if worker.id in visit.workers]
    for visit in lost:
        left = tuple(each for each in visit.workers if each != worker.id)
        work.save(standing(replace(visit, workers=left, pinned=visit.pinned and bool(left))))
    work.say(_lost(work, lost))
    return f"worker/{worker.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAbsence(Command):
    """A worker is back, or was never away."""

    id: str = ask("Worker", "worker")
    at: datetime | None = ask("Back from", "moment", default=None, help="now unless you say otherwise")


@handles(EndAbsence, "worker.end-absence", Right.ROSTER, on=Worker)
def end_absence(do: EndAbsence, work: Work) -> str:
    """End the absence that runs at that time, or take back the next one. Lost visits stay uncovered."""
    worker, at = work.get(Worker, do.id), do.at or work.now
    to_end = [each for each in work.find(Absence, worker=worker.id) if each.end is None or each.end > at]
    if not to_end:
        raise Refusal(f"{worker.full_name} is not away at {show_moment(at)}")
    absence = min(to_end, key=lambda each: each.start)
    work.save(replace(absence, end=max(at, absence.start), ended_at=work.now))
    over = replace(absence, start=max(at, absence.start))
    waiting = [visit for visit in _lost_by(work, over) if not visit.is_covered]
    work.say(f"{len(waiting)} of the visits {worker.full_name} was told of still need somebody")
    return f"worker/{worker.id}"


def _add(work: Work, duties: Sequence[Duty]) -> str:
    """Keep duties that are not there yet; what wears people out is said, what cannot be is refused."""
    names = {worker.id: worker for worker in work.find(Worker, id=tuple({duty.worker for duty in duties}))}
    shifts = [_shift(work, names, duty) for duty in duties]
    days = [shift.day for shift in shifts]
    around = Between(min(days) - _WEEK, max(days) + _WEEK)
    lanes: dict[str, list[Shift]] = {name: [] for name in names}
    for shift in work.find(Shift, worker=tuple(names), day=around):
        lanes[shift.worker].append(shift)
    notes: list[str] = []
    for name, worker in names.items():
        there = {(shift.start, shift.end) for shift in lanes[name]}
        new = [each for each in shifts if each.worker == name and (each.start, each.end) not in there]
        if off := {shift.day for shift in new if not worker.bank_holidays and is_bank_holiday(work, shift.day)}:
            new = [shift for shift in new if shift.day not in off]
            days_off = ", ".join(map(show_date, sorted(off)))
            notes.append(f"{worker.full_name} does not work on bank holidays: no shift on {days_off}")
        lane = sorted((*lanes[name], *new), key=lambda shift: shift.start)
        _refuse_overlap(worker, lane)
        notes += _wear(work, worker, lane, {shift.day for shift in new})
        for shift in new:
            work.add(replace(shift, id=work.new_id(Shift)))
    if notes:
        work.say("; ".join(notes))
    return f"worker/{shifts[0].worker}" if len(names) == 1 else f"roster/{min(days)}"


def is_bank_holiday(work: Work, day: date) -> bool:
    """Whether the policy of the day names it as one."""
    return work.policy_on(day).knows("bank-holiday", day.isoformat())


def _shift(work: Work, workers: Mapping[str, Worker], duty: Duty) -> Shift:
    """The duty as a shift without an id."""
    if duty.worker not in workers:
        work.get(Worker, duty.worker)
    if not duty.start < duty.end <= duty.start + LONGEST:
        raise Refusal(f"A shift lasts up to 24 hours, not from {show_moment(duty.start)} to {show_moment(duty.end)}")
    return Shift(id="", worker=duty.worker, day=local_date(duty.start), start=duty.start, end=duty.end, kind=duty.kind)


def _refuse_overlap(worker: Worker, lane: Sequence[Shift]) -> None:
    for before, after in pairwise(lane):
        if after.start < before.end:
            spans = [f"{show_moment(each.start)} to {show_time(each.end)}" for each in (before, after)]
            raise Refusal(f"{worker.full_name} would be on duty twice at once: {' and '.join(spans)}")


def _wear(work: Work, worker: Worker, lane: Sequence[Shift], days: set[date]) -> Iterator[str]:
    """Sentences about rest too short and runs of days too long, where one of the new days is part of it."""
    rest, most = work.policy.number("rest-hours"), int(work.policy.number("max-run-days"))
    for before, after in pairwise(lane):
        short = after.start - before.end < timedelta(hours=rest)
        if before.day != after.day and short and days & {before.day, after.day}:
            yield f"{worker.full_name} has less than {rest:g} hours' rest before {show_date(after.day)}"
    run: list[date] = []
    for day in sorted({shift.day for shift in lane}):
        run = [*run, day] if run and day - run[-1] == timedelta(days=1) else [day]
        if len(run) == most + 1 and days & set(run):
            yield f"{worker.full_name} would work more than {most} days in a row from {show_date(run[0])}"


def _require_known(work: Work, worker: Worker) -> None:
    for value, known in ((worker.role, ROLES), (worker.mode, MODES), (worker.gender, f"{GENDERS}|")):
        if value not in known.split("|"):
            raise Refusal(f"'{value}' is not one of {known.strip('|').replace('|', ', ')}")
    require_codes(work, "language", *worker.languages)
    require_codes(work, "skill", *(skill.code for skill in worker.skills))
    if min(worker.contract_minutes, worker.overtime_minutes) < 0:
        raise Refusal("Minutes a week cannot be less than none")


def _lost_by(work: Work, absence: Absence) -> list[Visit]:
    """The visits to come that the absent worker is down for."""
    first = local_date(absence.start) - timedelta(days=1)
    last = local_date(absence.end) + timedelta(days=1) if absence.end else None
    to_come = {"day": Between(first, last), "state": tuple(TO_COME)}
    theirs = (
        *work.find(Visit, workers=Having(absence.worker), **to_come),
        *work.find(Visit, told_workers=Having(absence.worker), **to_come),
    )
    visits = {visit.id: visit for visit in theirs if away_during([absence], absence.worker, visit)}
    return [visits[ref] for ref in sorted(visits)]


def _lost(work: Work, lost: Sequence[Visit]) -> str:
    """How many visits need somebody else, and by name those that cannot wait."""
    if not lost:
        return "No visit is affected"
    first = sorted((visit for visit in lost if visit.time_critical), key=lambda visit: visit.start)
    people = {each.id: each for each in work.find(Person, id=tuple({visit.person for visit in first}))} if first else {}
    names = [
        f"{people[visit.person].name if visit.person in people else 'unknown'} {show_moment(visit.start)}"
        for visit in first
    ]
    critical = f"; time-critical: {', '.join(names)}" if names else ""
    return f"{counted(len(lost), 'visit')} need{'s' if len(lost) == 1 else ''} somebody else{critical}"
