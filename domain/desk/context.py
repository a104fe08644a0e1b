"""Any record in a few words, as it stands now: what somebody senior is told before they have seen a screen.

Says what is needed to act, and never how to get into a home."""

from collections.abc import Callable, Iterator
from typing import Any

from domain.access import Emergency
from domain.case import Case
from domain.clocks import read_clock
from domain.desk.bus import Work
from domain.desk.subjects import look_up, person_behind
from domain.escalation import Contact, Escalation, Promise
from domain.meeting import Action, Meeting
from domain.message import Message
from domain.package import Package
from domain.people import Person
from domain.record import Record
from domain.referral import OPEN, Referral
from domain.staff import Absence, Worker
from domain.visit import Visit
from domain.when import local_date, show_date, show_minutes, show_moment, show_time
from domain.words import said

Words = Iterator[str]


def describe(work: Work, subject: str) -> str:
    """What a subject is and how it stands at this moment, in one line of words."""
    record = look_up(work, subject)
    about = "" if isinstance(record, Person) else person_behind(work, subject)
    person = [_named(work.get(Person, about))] if about else []
    words = [*person, *DESCRIBERS[type(record)](record, work)]
    return f"{show_moment(work.now)}: " + "; ".join(word for word in words if word)


def _named(person: Person) -> str:
    return f"{person.name} ({person.id})"


def _referral(referral: Referral, work: Work) -> Words:
    policy, received = work.policy, local_date(referral.received_at)
    clock = read_clock(referral, work.now, work.policy_on(received))
    yield f"referral {referral.id} {said(referral.state)}"
    yield policy.label("urgency", referral.urgency)
    yield policy.label("need", referral.need)
    yield f"received {show_moment(referral.received_at)}"
    yield f"from {referral.referrer} {referral.referrer_phone}".rstrip() if referral.referrer else ""
    if clock.status == "RUNNING" and clock.due is not None:
        yield f"clock has run {show_minutes(clock.minutes)}, due {show_moment(clock.due)}"
    elif clock.status == "BREACHED" and clock.due is not None:
        yield f"clock breached at {show_moment(clock.due)}"
    yield from (f"{flag.kind}: {flag.text or flag.code}" for flag in referral.flags)
    yield f"owner {referral.owner}" if referral.owner else "nobody owns it"


def _case(case: Case, work: Work) -> Words:
    yield f"case {case.id} {case.state}"
    yield f"review due {show_date(case.review_due)}"
    if case.next_step:
        yield f"next step: {case.next_step}" + (f" by {show_date(case.next_step_due)}" if case.next_step_due else "")
    yield f"owner {case.owner}" if case.owner else "nobody owns it"


def _package(package: Package, work: Work) -> Words:
    yield f"package {package.id} {package.state}"
    yield f"{len(package.lines)} visits in the pattern, {show_minutes(package.weekly_minutes)} a week"
    if package.suspended_from is not None:
        why = work.policy.label("suspend", package.suspended_why)
        yield f"suspended from {show_date(package.suspended_from)}: {why}"


def _visit(visit: Visit, work: Work) -> Words:
    names = [worker.full_name for worker in work.find(Worker, id=visit.workers)] if visit.workers else []
    yield f"visit {visit.id} {said(visit.state)}"
    yield f"{visit.line} {show_moment(visit.start)}, {visit.minutes} minutes".lstrip()
    yield f"may start {show_time(visit.window_from)} to {show_time(visit.window_to)}"
    yield "time-critical" if visit.time_critical else ""
    yield ("needs " + ", ".join(work.policy.label("skill", code) for code in visit.skills) if visit.skills else "")
    yield f"{len(names)} of {visit.workers_needed} workers" + (f": {', '.join(names)}" if names else "")
    yield from (f"{came.worker} came {show_time(came.came)}" for came in visit.attended)


def _person(person: Person, work: Work) -> Words:
    yield _named(person)
    yield "lives alone" if person.lives_alone else ""
    yield from (work.policy.label("risk", code) for code in person.risks)
    for referral in work.find(Referral, person=person.id, state=tuple(OPEN)):
        yield f"referral {referral.id} {said(referral.state)}"


def _worker(worker: Worker, work: Work) -> Words:
    yield f"{worker.full_name}, {work.policy.label('role', worker.role)}, {worker.phone}".rstrip(", ")
    for absence in work.find(Absence, worker=worker.id):
        if absence.start <= work.now and (absence.end is None or work.now < absence.end):
            yield f"away: {work.policy.label('absence', absence.reason)}"
    today = work.find(Visit, day=local_date(work.now))
    yield f"{sum(worker.id in visit.workers for visit in today)} visits today"


def _meeting(meeting: Meeting, work: Work) -> Words:
    yield f"{meeting.title} {meeting.state}, {show_moment(meeting.start)} to {show_time(meeting.end)}"
    yield work.policy.label("room", meeting.room)
    yield ", ".join(meeting.attendees)


def _action(action: Action, work: Work) -> Words:
    yield f"{action.owner}: {action.text}"
    yield f"done {show_moment(action.done_at)}" if action.done_at else f"due {show_date(action.due)}"


def _promise(promise: Promise, work: Work) -> Words:
    yield f"promised {promise.whom} {promise.phone}".rstrip() + f": {promise.what}"
    yield f"kept {show_moment(promise.kept_at)}" if promise.kept_at else f"due {show_moment(promise.due)}"


def _message(message: Message, work: Work) -> Words:
    yield f"message {message.id} {message.state}, received {show_moment(message.received_at)}"
    yield message.summary
    yield message.question


def _absence(absence: Absence, work: Work) -> Words:
    until = show_moment(absence.end) if absence.end else "further notice"
    yield f"{work.get(Worker, absence.worker).full_name} away: {work.policy.label('absence', absence.reason)}"
    yield f"from {show_moment(absence.start)} until {until}"


def _contact(contact: Contact, work: Work) -> Words:
    yield f"{work.policy.label('method', contact.method)} with {contact.whom} {show_moment(contact.at)}"
    yield contact.text


def _escalation(escalation: Escalation, work: Work) -> Words:
    yield f"escalation {escalation.id} {escalation.state}, told {escalation.to}"
    yield escalation.text
    yield escalation.outcome


def _emergency(emergency: Emergency, work: Work) -> Words:
    yield f"emergency access of {emergency.user} from {show_moment(emergency.began)} to {show_time(emergency.ends)}"
    yield emergency.reason
    yield emergency.review


DESCRIBERS: dict[type[Record], Callable[[Any, Work], Words]] = {
    Referral: _referral,
    Case: _case,
    Package: _package,
    Visit: _visit,
    Person: _person,
    Worker: _worker,
    Absence: _absence,
    Contact: _contact,
    Escalation: _escalation,
    Meeting: _meeting,
    Action: _action,
    Promise: _promise,
    Message: _message,
    Emergency: _emergency,
}
