"""Visits: the first one of a referral, who came and when, how it went, and those that never were (V1, V5).

A rule gives verdicts; a person confirms them or says otherwise. Who goes is the roster's decision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.checks import happened, require_codes, require_text
from domain.desk.contact_clock import person_seen, visit_planned
from domain.desk.freeing import free
from domain.desk.naming import the_visit
from domain.desk.stamping import Stamp, judged, stamped
from domain.record import revised
from domain.referral import UNDECIDED, Referral, Urgency
from domain.staff import Worker
from domain.verdicts import SOURCES, Verdict, is_manual
from domain.visit import TO_COME, Attendance, Visit, VisitState
from domain.when import local_date, london, show_moment, show_time
from domain.words import counted, said

OTHER = "E99"
LONGEST_MINUTES = 12 * 60
GRAVE = frozenset({Verdict.MISSED, Verdict.DOUBLE_UP_FAIL})
_SOURCES = "|".join(SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddVisit(Command):
    """A visit that no package makes: the first one of a referral, an assessment, an extra one."""

    id: str = ask("Referral", "referral")
    start: datetime = ask("Start", "moment")
    minutes: int = ask("How long", "minutes", default=45)
    window: int = ask("Give or take", "minutes", default=30)
    workers_needed: int = ask("Workers", "number", default=1, help="1 or 2")
    kind: str = ask("Kind", "code", of="visit", default="first")
    skills: tuple[str, ...] = ask("Skills", "codes", of="skill", default=())
    lead: bool = ask("Needs a lead", "yesno", default=False)
    time_critical: bool = ask("Time-critical", "yesno", default=False)
    tasks: str = ask("What is to be done", "long", default="")


@handles(AddVisit, "visit.add", Right.ROSTER, on=Referral)
def add_visit(do: AddVisit, work: Work) -> str:
    """Add the visit; an accepted referral is scheduled by it."""
    referral = work.get(Referral, do.id)
    _require_visitable(referral, do.start)
    _require_shape(do, work)
    visit = work.add(
        Visit(
            id=work.new_id(Visit), person=referral.person, case=referral.case, referral=referral.id,
            kind=do.kind, line=do.kind, day=local_date(do.start), local_start=f"{london(do.start):%H:%M}",
            start=do.start, minutes=int(do.minutes), window_from=do.start - timedelta(minutes=do.window),
            window_to=_latest(do, referral, work), workers_needed=int(do.workers_needed),
            skills=tuple(do.skills), lead=do.lead, time_critical=do.time_critical, tasks=do.tasks.strip(),
        )
    )  # fmt: skip
    visit_planned(work, referral.id)
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Command):
    """A worker came. The first attended visit stops the referral's clock."""

    id: str = ask("Visit", "visit")
    worker: str = ask("Who", "worker", default="", help="the planned worker unless you say otherwise")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")
    source: str = ask("Known by", "choice", of=_SOURCES, default="manual")
    exception: str = ask("Why by hand", "code", of="exception", default="")
    note: str = ask("Note", default="", fresh=True)


@handles(CheckIn, "visit.check-in", Right.LOG, on=Visit)
def check_in(do: CheckIn, work: Work) -> str:
    """Put the arrival on the visit."""
    visit = work.get(Visit, do.id)
    worker = work.get(Worker, do.worker or _expected(visit, work))
    here = next((each for each in visit.attended if each.worker == worker.id), None)
    if here is not None:
        raise Refusal(f"{worker.full_name} came to {the_visit(work, visit)} at {show_time(here.came)} already")
    at = happened(work, do.at, "A check-in")
    _require_exception(do.source, do.exception, do.note, work)
    stamp = Attendance(worker=worker.id, came=at, came_by=do.source, exception=do.exception)
    _keep(work, _noted(stamped(visit, stamp, work), do.note))
    if visit.referral:
        person_seen(work, visit.referral, at)
    if worker.id not in visit.workers:
        work.say(f"{worker.full_name} was not planned for this visit")
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut(Command):
    """A worker left."""

    id: str = ask("Visit", "visit")
    worker: str = ask("Who", "worker", default="", help="the one who is there unless you say otherwise")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")
    source: str = ask("Known by", "choice", of=_SOURCES, default="manual")
    exception: str = ask("Why by hand", "code", of="exception", default="")
    note: str = ask("Note", default="", fresh=True)


@handles(CheckOut, "visit.check-out", Right.LOG, on=Visit)
def check_out(do: CheckOut, work: Work) -> str:
    """Put the departure on the visit; when the last one leaves it is completed and gets its verdicts."""
    visit = work.get(Visit, do.id)
    here = _still_there(visit, do.worker, work)
    at = happened(work, do.at, "A check-out", not_before=here.came)
    _require_exception(do.source, do.exception or here.exception, do.note, work)
    stamp = replace(here, left=at, left_by=do.source, exception=do.exception or here.exception)
    after = _keep(work, _noted(stamped(visit, stamp, work), do.note))
    if after.state is VisitState.COMPLETED:
        work.say(", ".join(work.policy.label("verdict", verdict) for verdict in after.verdicts))
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendances(Command):
    """Attendances of a day as a monitoring system has them. The same ones twice change nothing."""

    day: date = ask("Day", "date")
    stamps: tuple[Stamp, ...] = ask("Attendances", "lines", hidden=True)


@handles(RecordAttendances, "visit.record-attendances", Right.LOG)
def record_attendances(do: RecordAttendances, work: Work) -> str:
    """Put each on its visit; those that cannot be are named and left."""
    visits = {visit.id: visit for visit in work.find(Visit, day=do.day)}
    known = {worker.id for worker in work.find(Worker)}
    after, problems = dict(visits), []
    for stamp in do.stamps:
        try:
            after[stamp.visit] = _with_stamp(after, known, stamp, work)
        except Refusal as no:
            problems.append(no.refused.sentence)
    changed = [visit for ref, visit in after.items() if visit is not visits[ref]]
    for visit in judged(work, do.day, changed):
        work.save(visit)
    problems += _tell_referrals(work, changed)
    work.say(f"{counted(len(changed), 'visit')} recorded" + "".join(f"; {problem}" for problem in problems))
    return f"roster/{do.day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyVisit(Command):
    """A person confirms how a visit went, or says otherwise."""

    id: str = ask("Visit", "visit")
    verdicts: tuple[str, ...] = ask("Verdicts", "codes", of="verdict", default=(), help="blank: as the rule has it")
    cause: str = ask("Cause", "code", of="exception", default="")
    action: str = ask("What was done", "long", default="")


@handles(VerifyVisit, "visit.verify", Right.ROSTER, on=Visit)
def verify_visit(do: VerifyVisit, work: Work) -> str:
    """Keep the verdicts with who gave them, the cause and the action."""
    visit = work.get(Visit, do.id)
    if visit.state not in (VisitState.COMPLETED, VisitState.VERIFIED, VisitState.MISSED):
        raise Refusal(f"{the_visit(work, visit)} is {said(visit.state)}: it can be verified when everybody has left")
    require_codes(work, "verdict", *do.verdicts)
    if do.cause:
        require_codes(work, "exception", do.cause)
    verdicts = tuple(do.verdicts) or judged(work, visit.day, [visit])[0].verdicts
    if GRAVE & set(verdicts):
        labels = ", ".join(work.policy.label("verdict", each) for each in verdicts)
        require_text(do.action, f"Say what was done about it: {labels}")
    missed = visit.state is VisitState.MISSED
    work.save(
        revised(
            visit, state=visit.state if missed else VisitState.VERIFIED, verdicts=verdicts,
            attended=tuple(_with_cause(stamp, do.cause, work) for stamp in visit.attended),
            verified_by=work.caller.user.id, verified_cause=do.cause, verified_note=do.action.strip(),
        )
    )  # fmt: skip
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissVisit(Command):
    """Nobody came, and nobody will."""

    id: str = ask("Visit", "visit")
    cause: str = ask("Why", "code", of="exception")
    note: str = ask("Note", default="", help="needed when the cause is other", fresh=True)


@handles(MissVisit, "visit.miss", Right.LOG, on=Visit)
def miss_visit(do: MissVisit, work: Work) -> str:
    """A person says that the visit was missed; no rule ever does."""
    visit = _to_come(work, do.id)
    if work.now < visit.start:
        raise Refusal(f"{the_visit(work, visit)} is not due before {show_moment(visit.start)}: cancel it instead")
    _require_exception("manual", do.cause, do.note, work)
    missed = revised(visit, state=VisitState.MISSED, verdicts=(Verdict.MISSED,), verified_cause=do.cause)
    work.save(_noted(missed, do.note))
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit(Command):
    """One visit is not wanted."""

    id: str = ask("Visit", "visit")
    why: str = ask("Why", "code", of="cancel")
    note: str = ask("Note", default="", fresh=True)


@handles(CancelVisit, "visit.cancel", Right.ROSTER, on=Visit)
def cancel_visit(do: CancelVisit, work: Work) -> str:
    """Take the visit off; workers who were told of it are told when the day is published."""
    visit = _to_come(work, do.id)
    require_codes(work, "cancel", do.why)
    free(work, [_noted(visit, do.note)], do.why)
    return f"visit/{visit.id}"


def _to_come(work: Work, ref: str) -> Visit:
    visit = work.get(Visit, ref)
    if visit.state not in TO_COME:
        raise Refusal(f"{the_visit(work, visit)} is {said(visit.state)}, no longer to come")
    return visit


def _require_visitable(referral: Referral, start: datetime) -> None:
    if referral.state in UNDECIDED:
        raise Refusal(f"Referral {referral.id} is {said(referral.state)}: accept it before planning a visit")
    if not referral.is_open:
        raise Refusal(f"Referral {referral.id} is {said(referral.state)}: nobody is visited for it any more")
    if not referral.person:
        raise Refusal(f"Say who referral {referral.id} is about before planning a visit")
    if start < referral.received_at:
        raise Refusal(f"Referral {referral.id} was received at {show_moment(referral.received_at)}, after this start")


def _require_shape(do: AddVisit, work: Work) -> None:
    if not 0 < do.minutes <= LONGEST_MINUTES:
        raise Refusal("A visit takes from 1 minute to 12 hours")
    if not 0 <= do.window <= LONGEST_MINUTES:
        raise Refusal("A window gives or takes from 0 minutes to 12 hours")
    if do.workers_needed not in (1, 2):
        raise Refusal("A visit needs one worker or two")
    require_codes(work, "visit", do.kind)
    require_codes(work, "skill", *do.skills)


def _latest(do: AddVisit, referral: Referral, work: Work) -> datetime:
    """The end of the window; a two-hour visit planned in time may not drift out of it."""
    latest = do.start + timedelta(minutes=do.window)
    due = referral.clock_start + timedelta(minutes=work.policy.minutes("breach-minutes"))
    if referral.urgency is not Urgency.TWO_HOUR or referral.clock_stop is not None:
        return latest
    if do.start > due:
        work.say(f"This starts after the two-hour clock runs out at {show_time(due)}")
        return latest
    return min(latest, due)


def _expected(visit: Visit, work: Work) -> str:
    """The one worker who can have come."""
    due = [worker for worker in visit.workers if worker not in {each.worker for each in visit.attended}]
    if len(due) != 1:
        raise Refusal(f"Say who came: {the_visit(work, visit)} expects {_either(due, work) or 'nobody'}")
    return due[0]


def _still_there(visit: Visit, worker: str, work: Work) -> Attendance:
    there = [each for each in visit.attended if each.left is None and worker in ("", each.worker)]
    if len(there) != 1:
        names = _either((each.worker for each in visit.attended if each.left is None), work)
        raise Refusal(
            f"Say who left: at {the_visit(work, visit)} is {names}"
            if names
            else f"Nobody is at {the_visit(work, visit)}"
        )
    return there[0]


def _either(workers: Iterable[str], work: Work) -> str:
    return " or ".join(work.get(Worker, ref).full_name for ref in workers)


def _require_exception(source: str, exception: str, note: str, work: Work) -> None:
    if source != "manual":
        return
    if not exception:
        raise Refusal("A time put in by hand needs its reason: say why by hand")
    require_codes(work, "exception", exception)
    if exception == OTHER:
        require_text(note, f"{work.policy.label('exception', OTHER)}")


def _noted(visit: Visit, note: str) -> Visit:
    """The visit with a note added to those it has."""
    return revised(visit, note="; ".join(filter(None, (visit.note, note.strip()))))


def _keep(work: Work, visit: Visit) -> Visit:
    return work.save(judged(work, visit.day, [visit])[0])


def _with_stamp(visits: dict[str, Visit], workers: set[str], stamp: Stamp, work: Work) -> Visit:
    if stamp.visit not in visits:
        raise Refusal(f"There is no visit {stamp.visit} on this day")
    if stamp.worker not in workers:
        raise Refusal(f"{the_visit(work, visits[stamp.visit])}: there is no worker {stamp.worker}")
    if stamp.exception:
        require_codes(work, "exception", stamp.exception)
    attendance = Attendance(
        worker=stamp.worker, came=stamp.came, came_by=stamp.came_by, left=stamp.left, left_by=stamp.left_by,
        exception=stamp.exception,
    )  # fmt: skip
    visit, most = visits[stamp.visit], timedelta(minutes=work.policy.minutes("match-minutes"))
    if abs(stamp.came - visit.start) > most:
        raise Refusal(f"{show_moment(stamp.came)} is not near {the_visit(work, visit)}: check the time")
    return stamped(visit, attendance, work)


def _tell_referrals(work: Work, visits: Iterable[Visit]) -> list[str]:
    """Let each referral know when its person was first seen. Returns the sentences of those that refuse."""
    first: dict[str, datetime] = {}
    for visit in visits:
        if visit.referral:
            came = min(stamp.came for stamp in visit.attended)
            first[visit.referral] = min(came, first.get(visit.referral, came))
    problems = []
    for referral, came in first.items():
        try:
            person_seen(work, referral, came)
        except Refusal as no:
            problems.append(no.refused.sentence)
    return problems


def _with_cause(stamp: Attendance, cause: str, work: Work) -> Attendance:
    if not is_manual(stamp) or stamp.exception:
        return stamp
    if not cause:
        name = _either([stamp.worker], work)
        raise Refusal(f"{name}'s time was put in by hand without saying why: give the cause")
    return replace(stamp, exception=cause)
