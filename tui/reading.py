"""Reads that more than one place shows, put together from the store's own.

Blocking: call from a worker thread or a command, never from the event loop."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.case import Case
from domain.desk.subjects import NAMED
from domain.escalation import Promise
from domain.meeting import Action, Meeting
from domain.people import Person
from domain.views import Desk, DiaryRow, Reader
from domain.when import local_date
from tui.presenters.carrying import short_names
from tui.presenters.cover import MOST, CoverRead, Gap, uncovered
from tui.presenters.meeting import MeetingRead

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


def meeting_of(read: Reader, meeting: Meeting) -> MeetingRead:
    """A meeting with its cases and people as they stand now, what was promised at it, and what is owed from before."""
    return MeetingRead(
        row=_row(read, meeting), cases=_cases(read, meeting), actions=read.meeting_actions(meeting.id),
        owed=_owed(read, meeting), booked=_booked(read, meeting),
    )  # fmt: skip


def _row(read: Reader, meeting: Meeting) -> DiaryRow:
    day = local_date(meeting.start)
    rows = {row.meeting.id: row for row in read.diary(day, day)}
    return rows.get(meeting.id) or DiaryRow(meeting=meeting, person="", conflicts=())


def _cases(read: Reader, meeting: Meeting) -> dict[str, tuple[Case, Person]]:
    wanted = {item.case for item in meeting.agenda}
    found = {case.id: (case, person) for case, person in read.cases() if case.id in wanted} if wanted else {}
    for ref in wanted - found.keys():
        case = read.record(Case, ref)
        person = read.record(Person, case.person) if isinstance(case, Case) else None
        if isinstance(case, Case) and isinstance(person, Person):
            found[ref] = case, person
    return found


def _booked(read: Reader, meeting: Meeting) -> dict[str, Person]:
    """Who has a place at a clinic."""
    found = (read.record(Person, slot.person) for slot in meeting.slots)
    return {person.id: person for person in found if isinstance(person, Person)}


def _owed(read: Reader, meeting: Meeting) -> list[Action]:
    """What was promised elsewhere for these cases, or by these people for that day, and is not done."""
    cases, day = {item.case for item in meeting.agenda}, local_date(meeting.start)
    return [
        action
        for action in read.actions()
        if action.meeting != meeting.id
        and (action.case in cases or (action.owner in meeting.attendees and action.due <= day))
    ]


def the_day(desk: Desk) -> dict[str, Any]:
    """What today shows, by the names of `TodayRead`, besides the debts and the parked forms."""
    read, now = desk.read, desk.clock.now()
    today = local_date(now)
    return {
        "queue": read.queue(now), "board": read.board(today, now), "escalations": read.escalations(now),
        "on_call": read.on_call(now), "diary": read.diary(today, today), "inbox": len(read.inbox()),
    }  # fmt: skip
