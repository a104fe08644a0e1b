"""The panes of the desk as documents for programs and as lines for people. Knows nothing of how they are printed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.views import MOST_CLOSED
from domain.when import show_moment
from tui.present import Sight, plain

if TYPE_CHECKING:
    from domain.views import Board
    from tui.bootstrap import StoreDesk

Shown = tuple[Any, list[str]]
Pane = Callable[["StoreDesk", date, bool], Shown]
"""What shows a pane: of a desk, on a day, with or without what is over."""
ROOM = 120
"""Columns of a printed pane."""


def sight_of(here: "StoreDesk") -> Sight:
    """What presenters may know besides their rows."""
    return Sight(
        now=here.clock.now(), policy=here.read.policy(), users={user.id: user.name for user in here.read.users()},
        workers={worker.id: worker.full_name for worker in here.read.workers()}, caller=here.caller.user.id,
    )  # fmt: skip


def queue(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """Referrals that wait for the desk, or all of them."""
    from tui.presenters.queue import QUEUE

    now = here.clock.now()
    closed = here.read.queue(now, closed=True) if everything else ()
    rows = [*here.read.queue(now), *closed]
    document = [
        {
            "ref": row.ref, "person": row.person, "nhs_number": row.nhs_number, "urgency": row.urgency,
            "state": row.state, "received_at": row.received_at, "source": row.source,
            "clock": asdict(row.clock.read(now)),
            "flags": row.flags, "need": row.need, "narrative": row.narrative, "referrer": row.referrer,
            "referrer_phone": row.referrer_phone, "owner": row.owner, "next_promise": row.next_promise,
            "born": row.born, "area": row.area, "person_ref": row.person_ref, "revision": row.revision,
        }
        for row in rows
    ]  # fmt: skip
    lines = plain(QUEUE, rows, sight_of(here), ROOM).split("\n")
    if len(closed) == MOST_CLOSED:
        lines.append(
            f"Of those that no longer wait, the {MOST_CLOSED} received last; a report with --rows has them all."
        )
    return document, lines


def board(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """A day of the roster: workers and visits."""
    return _board(here.read.board(on, here.clock.now()), sight_of(here))


def board_at(here: "StoreDesk", on: date, at: datetime) -> Shown:
    """A day of the roster as the desk knew it at a past moment."""
    document, lines = _board(here.read.board_at(on, at), replace(sight_of(here), now=at))
    return document | {"at": at}, [f"As the desk knew it on {show_moment(at)}", *lines]


def _board(board: "Board", sight: Sight) -> Shown:
    from tui.presenters.board import board_lines

    return board_document(board), board_lines(board, sight, ROOM)


def board_document(board: "Board") -> dict[str, Any]:
    """A day of the roster for programs."""
    return {
        "date": board.day,
        "workers": [
            {
                "id": worker.ref, "name": worker.full_name, "role": worker.role, "mode": worker.mode,
                "gender": worker.gender, "shifts": worker.shifts, "absent": worker.absent,
                "skills": worker.skills, "lapsed": worker.lapsed,
            }
            for worker in board.workers
        ],
        "visits": [
            {
                "id": visit.ref, "person": visit.person, "start": visit.start, "minutes": visit.minutes,
                "window": [visit.window_from, visit.window_to],
                "needs": {
                    "workers": visit.workers_needed, "skills": visit.skills, "gender": visit.gender,
                    "lead": visit.lead, "time_critical": visit.time_critical,
                },
                "workers": visit.workers, "state": visit.state, "draft": visit.draft, "pinned": visit.pinned,
                "told": {"workers": visit.told_workers, "start": visit.told_start}, "late": visit.late,
                "doubt": visit.doubt,
                "came": visit.came_at, "left": visit.left_at, "verdicts": visit.verdicts, "line": visit.line,
                "person_ref": visit.person_ref, "revision": visit.revision,
            }
            for visit in board.visits
        ],
        "uncovered": board.uncovered, "seq": board.seq,
    }  # fmt: skip


def diary(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """A week of the diary from a day on, with what collides."""
    from tui.presenters.diary import DIARY

    found = here.read.diary(on, on + timedelta(days=6))
    rows = [row for row in found if everything or row.meeting.state != "cancelled"]
    document = [
        {
            "ref": row.meeting.id, "kind": row.meeting.kind, "title": row.meeting.title, "start": row.meeting.start,
            "end": row.meeting.end, "room": row.meeting.room, "attendees": row.meeting.attendees,
            "state": row.meeting.state, "person": row.person, "conflicts": row.conflicts,
            "agenda": row.meeting.agenda, "minutes": row.meeting.minutes, "series": row.meeting.series,
            "booking": row.meeting.booking, "revision": row.meeting.revision,
        }
        for row in rows
    ]  # fmt: skip
    return document, plain(DIARY, rows, sight_of(here), ROOM).split("\n")


def escalations(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """What has been escalated and waits for an answer, or all of it."""
    from tui.presenters.escalations import ESCALATIONS

    rows = here.read.escalations(here.clock.now(), resolved=everything)
    document = [
        {
            "ref": row.escalation.id, "kind": row.escalation.kind, "subject": row.escalation.subject,
            "person": row.person, "text": row.escalation.text, "context": row.escalation.context,
            "raised_at": row.escalation.raised_at, "raised_by": row.escalation.raised_by, "to": row.escalation.to,
            "due": row.escalation.due, "minutes_left": row.minutes_left, "state": row.escalation.state,
            "on_call": row.on_call, "acknowledged_at": row.escalation.acknowledged_at,
            "resolved_at": row.escalation.resolved_at, "outcome": row.escalation.outcome,
            "revision": row.escalation.revision,
        }
        for row in rows
    ]  # fmt: skip
    return document, plain(ESCALATIONS, rows, sight_of(here), ROOM).split("\n")


def inbox(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """Messages that wait for a person, or all of them; 'show message REF' has the text itself."""
    from tui.presenters.inbox import INBOX

    rows = here.read.inbox(settled=everything)
    return [_named(row, besides="raw") for row in rows], plain(INBOX, rows, sight_of(here), ROOM).split("\n")


def cases(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """Cases being worked, next review first."""
    from tui.presenters.cases import CASES

    rows = here.read.cases()
    document = [{**_named(case), "person": person.name, "person_ref": person.id} for case, person in rows]
    return document, plain(CASES, rows, sight_of(here), ROOM).split("\n")


def promises(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """What is owed to people outside, first due first."""
    from tui.presenters.promises import PROMISES, owed

    rows, sight = here.read.promises(here.clock.now()), sight_of(here)
    lines = plain(PROMISES, owed(rows, (), {}, {}, sight), sight, ROOM).split("\n")
    return [_named(row) for row in rows], lines


def workers(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """The staff, with a day's shifts."""
    from tui.presenters.staff import STAFF, StaffRow

    shifts = here.read.shifts(on, on)
    away = {absence.worker: absence for absence in here.read.absences(here.clock.now())}
    rows = [
        StaffRow(
            worker=worker, shifts=tuple(shift for shift in shifts if shift.worker == worker.id),
            absence=away.get(worker.id),
        )
        for worker in here.read.workers()
    ]  # fmt: skip
    document = [{**_named(row.worker), "shifts": [(shift.start, shift.end) for shift in row.shifts]} for row in rows]
    return document, plain(STAFF, rows, sight_of(here), ROOM).split("\n")


def policy(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """The rules in force on a day, with what is planned for them; with all, every entry that ever was."""
    from tui.presenters.policy import POLICY, called, standings, subject, value

    book = here.read.rulebook()
    rows = standings(book, on)
    entries = book.entries if everything else tuple(row.rule for row in rows)
    document = [
        {
            "subject": subject(rule), "rule": called(rule), "value": value(rule), "owner": rule.owner,
            "source": rule.source, "mark": rule.mark, "valid_from": rule.valid_from, "valid_to": rule.valid_to,
        }
        for rule in entries
    ]  # fmt: skip
    return document, plain(POLICY, rows, sight_of(here), ROOM).split("\n")


def today(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """How today stands, and what falls due before midnight."""
    from tui.presenters.promises import owed
    from tui.presenters.today import TODAY, TodayRead, facts, matters
    from tui.reading import debts, the_day

    sight = sight_of(here)
    read = TodayRead(**the_day(here), owed=owed(*debts(here), sight), parked=())
    rows = matters(read, sight)
    told = [fact if isinstance(fact, str) else fact[0] for fact in facts(read, sight)]
    document = {
        "facts": told,
        "due": [
            {
                "subject": row.subject, "kind": row.kind, "due": row.due, "left": row.left, "person": row.person,
                "about": row.about, "whom": row.whom,
            }
            for row in rows
        ],
    }  # fmt: skip
    return document, [*told, "", *plain(TODAY, rows, sight, ROOM).split("\n")]


def found(here: "StoreDesk", text: str) -> Shown:
    """People, referrals and workers that fit a text."""
    from tui.presenters.found import FOUND

    rows = here.read.search(text)
    document = [{"subject": row.subject, "title": row.title, "detail": row.detail} for row in rows]
    return document, plain(FOUND, rows, sight_of(here), ROOM).split("\n")


def _named(record: Any, besides: str = "") -> dict[str, Any]:
    """A record's fields, its id first and called `ref` as in every pane."""
    names = [name for name in record.__dataclass_fields__ if name not in ("id", "service", besides)]
    return {"ref": record.id, **{name: getattr(record, name) for name in names}}


PANES: Mapping[str, Pane] = {
    "queue": queue, "board": board, "diary": diary, "escalations": escalations, "inbox": inbox, "cases": cases,
    "promises": promises, "workers": workers, "staff": workers,
    "today": today, "policy": policy,
}  # fmt: skip
