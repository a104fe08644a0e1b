"""The records that a question could be answered with, for what has been typed of it so far.

People, workers and referrals that have ended are searched for; what is few enough to be listed is offered before
a letter is typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.access import Emergency
from domain.desk.subjects import NAMED
from domain.escalation import Contact
from domain.package import Package
from domain.record import Record
from domain.staff import Absence
from domain.views import Found, Reader
from domain.when import local_date, show_date, show_moment
from domain.words import said

MOST = 8
LEAST_LETTERS = 2
AHEAD = timedelta(days=28)


def candidates(read: Reader, kind: str, text: str, now: datetime) -> Sequence[Found]:
    """At most `MOST` records of a kind that fit. Reads the store."""
    listed = _LISTED.get(kind)
    if listed is not None:
        words = text.casefold().split()
        fitting = [found for found in listed(read, now) if all(word in _words(found) for word in words)]
        if fitting or kind != "referral":
            return fitting[:MOST]
    if len(text) < LEAST_LETTERS:
        return ()
    if kind == "person":
        found = read.known_people(text, MOST)
    else:
        found = [found for found in read.search(text) if found.subject.startswith(f"{kind}/")][:MOST]
    return found or _named(read, kind, text)


def _named(read: Reader, kind: str, text: str) -> Sequence[Found]:
    """The record whose reference was typed, as `P8K2` or `person/P8K2`."""
    ref = text.rpartition("/")[2].upper()
    record = read.record(NAMED[kind], ref) if kind in NAMED else None
    return () if record is None else (Found(subject=f"{kind}/{ref}", title=getattr(record, "name", ref), detail=""),)


def place_of(read: Reader, ref: str) -> str:
    """Where the record of a reference is shown, `person/P8K2`; '' when there is none. Reads the store."""
    for kind, named in NAMED.items():
        record = read.record(named, ref)
        if record is not None:
            return _SHOWN_WITH[named](record) if named in _SHOWN_WITH else f"{kind}/{ref}"
    return ""


_SHOWN_WITH: Mapping[type[Record], Callable[[Any], str]] = {
    Package: lambda package: f"case/{package.case}",
    Contact: lambda contact: contact.subject or f"person/{contact.person}",
    Absence: lambda absence: f"worker/{absence.worker}",
    Emergency: lambda emergency: "list/reviews",
}
"""kind of record that has no page of its own → the page that shows it."""


def _words(found: Found) -> str:
    return f"{found.subject} {found.title} {found.detail}".casefold()


def _cases(read: Reader, now: datetime) -> Iterable[Found]:
    for case, person in read.cases():
        detail = f"review {show_date(case.review_due)}  {case.next_step}".rstrip()
        yield Found(subject=f"case/{case.id}", title=person.name, detail=detail)


def _meetings(read: Reader, now: datetime) -> Iterable[Found]:
    today = local_date(now)
    for row in read.diary(today, today + AHEAD):
        if row.meeting.state == "booked":
            at = show_moment(row.meeting.start)
            yield Found(subject=f"meeting/{row.meeting.id}", title=row.meeting.title, detail=at)


def _promises(read: Reader, now: datetime) -> Iterable[Found]:
    for one in read.promises(now):
        yield Found(subject=f"promise/{one.id}", title=one.whom, detail=f"{one.what}, due {show_moment(one.due)}")


def _actions(read: Reader, now: datetime) -> Iterable[Found]:
    for one in read.actions():
        yield Found(subject=f"action/{one.id}", title=one.owner, detail=f"{one.text}, due {show_date(one.due)}")


def _escalations(read: Reader, now: datetime) -> Iterable[Found]:
    for row in read.escalations(now):
        one = row.escalation
        yield Found(subject=f"escalation/{one.id}", title=row.person or one.to, detail=one.text)


def _referrals(read: Reader, now: datetime) -> Iterable[Found]:
    for row in read.queue(now):
        detail = f"{said(row.urgency)}, {said(row.state)}, received {show_moment(row.received_at)}"
        yield Found(subject=f"referral/{row.ref}", title=row.person, detail=detail)


def _users(read: Reader, now: datetime) -> Iterable[Found]:
    for user in read.users():
        if user.active:
            yield Found(subject=f"user/{user.id}", title=user.name or user.id, detail=", ".join(user.roles))


_LISTED: Mapping[str, Callable[[Reader, datetime], Iterable[Found]]] = {
    "case": _cases, "referral": _referrals, "meeting": _meetings, "promise": _promises, "action": _actions,
    "escalation": _escalations, "user": _users,
}  # fmt: skip
