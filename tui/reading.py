"""Reads that more than one place shows, put together from the store's own.

Blocking: call from a worker thread or a command, never from the event loop."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.desk.subjects import NAMED
from domain.escalation import Promise
from domain.meeting import Action, Meeting
from domain.people import Person
from domain.views import Desk, Reader
from domain.when import local_date
from tui.presenters.carrying import short_names
from tui.presenters.cover import MOST, CoverRead, Gap, uncovered

Debts = tuple[Sequence[Promise], Sequence[Action], Mapping[str, Person], Mapping[str, Meeting]]


def debts(desk: Desk) -> Debts:
    """What is not kept yet, with the people and the meetings that it is about."""
    read = desk.read
    promises, actions = read.promises(desk.clock.now()), read.actions()
    found = {ref: read.record(Person, ref) for ref in {one.person for one in promises if one.person}}
    people = {ref: person for ref, person in found.items() if isinstance(person, Person)}
    if any(one.case for one in actions):
        people.update((case.id, person) for case, person in read.cases())
    held = {ref: read.record(Meeting, ref) for ref in {one.meeting for one in actions if one.meeting}}
    return promises, actions, people, {ref: one for ref, one in held.items() if isinstance(one, Meeting)}


def person_of(read: Reader, subject: str) -> Person | None:
    """The person whom a subject is about: `person/P8K2`, `referral/R7K3`; None when it is about nobody known."""
    kind, _, ref = subject.partition("/")
    record = read.record(NAMED[kind], ref) if kind in NAMED and ref else None
    if record is None or isinstance(record, Person):
        return record
    behind = str(getattr(record, "person", ""))
    return read.record(Person, behind) if behind else None


def cover_of(desk: Desk, day: date) -> CoverRead:
    """A day's gaps, the most harmful first, with what the rules say of each worker as the roster stands."""
    from tui.mending import who_could

    board = desk.read.board(day, desk.clock.now())
    gaps, names = uncovered(board), short_names(board)
    could = who_could(desk, day, [visit.ref for visit in gaps[:MOST]])
    found = [Gap(visit=visit, reasons=could[visit.ref], names=names) for visit in gaps if visit.ref in could]
    return CoverRead(board=board, gaps=found, of=len(gaps))


def the_day(desk: Desk) -> dict[str, Any]:
    """What today shows, by the names of `TodayRead`, besides the debts and the parked forms."""
    read, now = desk.read, desk.clock.now()
    today = local_date(now)
    return {
        "queue": read.queue(now), "board": read.board(today, now), "escalations": read.escalations(now),
        "on_call": read.on_call(now), "diary": read.diary(today, today), "inbox": len(read.inbox()),
    }  # fmt: skip
