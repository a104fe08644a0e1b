"""Any pane as plain text or JSON, for scripts, screen readers and a line too poor for a screen."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.commands.common import DONE, day_of, emit, everywhere, fail, moment

if TYPE_CHECKING:
    from tui.bootstrap import StoreDesk

Shown = tuple[Any, list[str]]
ROOM = 120


@click.command(name="show")
@click.argument(
    "pane", type=click.Choice(["queue", "board", "diary", "escalations", "inbox", "person", "case", "visit"])
)
@click.argument("ref", required=False, default="")
@click.option("--date", "day", default="", help="The day of the board or diary; default: today.")
@click.option("--all", "everything", is_flag=True, help="Closed, resolved and settled ones too.")
@everywhere
def show_command(pane: str, ref: str, day: str, everything: bool, db: str, as_json: bool, now: str) -> int:
    """Print PANE: queue, board, diary, escalations, inbox, or the record of one person, case or visit by REF."""
    from domain.access import Right
    from domain.when import local_date
    from tui.bootstrap import desk

    with desk(db, now=moment(now), right=Right.READ) as here:
        on = day_of(day, local_date(here.clock.now()))
        if pane in _RECORDS:
            if not ref:
                return fail(f"Say which {pane}: 'caredesk show {pane} REF'", 2)
            here.opened(f"{pane}/{ref}", "shown on the command line")
            document, lines = _RECORDS[pane](here, ref)
            if document is None:
                return fail(f"There is no {pane} {ref}")
        else:
            document, lines = _PANES[pane](here, on, everything)
    emit(as_json, document, lines)
    return DONE


def _queue(here: "StoreDesk", on: date, everything: bool) -> Shown:
    from tui.present import plain
    from tui.presenters.queue import QUEUE

    now = here.clock.now()
    rows = [*here.read.queue(now), *(here.read.queue(now, closed=True) if everything else ())]
    document = [
        {
            "ref": row.ref, "person": row.person, "nhs_number": row.nhs_number, "urgency": row.urgency,
            "state": row.state, "received_at": row.received_at, "source": row.source,
            "clock": {
                "kind": row.clock.kind, "start": row.clock.start, "due": row.clock.due, "stop": row.clock.stop,
                "status": row.clock.status, "level": row.clock.level,
            },
            "flags": row.flags, "need": row.need, "referrer": row.referrer, "owner": row.owner, "area": row.area,
            "person_ref": row.person_ref, "revision": row.revision,
        }
        for row in rows
    ]  # fmt: skip
    return document, plain(QUEUE, rows, _sight(here), ROOM).split("\n")


def _board(here: "StoreDesk", on: date, everything: bool) -> Shown:
    from tui.presenters.board import board_lines

    board = here.read.board(on, here.clock.now())
    document = {
        "date": on,
        "workers": [
            {
                "id": worker.ref, "name": worker.full_name, "role": worker.role, "mode": worker.mode,
                "shifts": worker.shifts, "absent": worker.absent, "skills": worker.skills, "lapsed": worker.lapsed,
                "gender": worker.gender,
            }
            for worker in board.workers
        ],
        "visits": [
            {
                "id": visit.ref, "person": visit.person, "person_ref": visit.person_ref, "start": visit.start,
                "minutes": visit.minutes, "window": [visit.window_from, visit.window_to],
                "needs": {
                    "workers": visit.workers_needed, "skills": visit.skills, "gender": visit.gender,
                    "lead": visit.lead, "time_critical": visit.time_critical,
                },
                "workers": visit.workers, "state": visit.state, "draft": visit.draft, "told": visit.told_workers,
                "line": visit.line, "came": visit.came_at, "left": visit.left_at, "verdicts": visit.verdicts,
                "revision": visit.revision,
            }
            for visit in board.visits
        ],
        "uncovered": board.uncovered, "seq": board.seq,
    }  # fmt: skip
    return document, board_lines(board, _sight(here), ROOM)


def _diary(here: "StoreDesk", on: date, everything: bool) -> Shown:
    from datetime import timedelta

    from tui.present import plain
    from tui.presenters.diary import DIARY

    rows = here.read.diary(on, on + timedelta(days=6))
    document = [
        {
            "ref": row.meeting.id, "kind": row.meeting.kind, "title": row.meeting.title, "start": row.meeting.start,
            "end": row.meeting.end, "room": row.meeting.room, "attendees": row.meeting.attendees,
            "state": row.meeting.state, "person": row.person, "conflicts": row.conflicts, "series": row.meeting.series,
            "booking": row.meeting.booking, "minutes": row.meeting.minutes, "revision": row.meeting.revision,
        }
        for row in rows
        if everything or row.meeting.state != "cancelled"
    ]  # fmt: skip
    shown = [row for row in rows if everything or row.meeting.state != "cancelled"]
    return document, plain(DIARY, shown, _sight(here), ROOM).split("\n")


def _escalations(here: "StoreDesk", on: date, everything: bool) -> Shown:
    from tui.present import plain
    from tui.presenters.escalations import ESCALATIONS

    rows = here.read.escalations(here.clock.now(), resolved=everything)
    document = [
        {
            "ref": row.escalation.id, "kind": row.escalation.kind, "subject": row.escalation.subject,
            "person": row.person, "text": row.escalation.text, "context": row.escalation.context,
            "raised_at": row.escalation.raised_at, "raised_by": row.escalation.raised_by, "to": row.escalation.to,
            "due": row.escalation.due, "state": row.escalation.state, "on_call": row.on_call,
            "acknowledged_at": row.escalation.acknowledged_at, "resolved_at": row.escalation.resolved_at,
            "outcome": row.escalation.outcome, "revision": row.escalation.revision,
        }
        for row in rows
    ]  # fmt: skip
    return document, plain(ESCALATIONS, rows, _sight(here), ROOM).split("\n")


def _inbox(here: "StoreDesk", on: date, everything: bool) -> Shown:
    from tui.present import plain
    from tui.presenters.inbox import INBOX

    rows = here.read.inbox(settled=everything)
    hidden = {"raw"}
    document = [{name: getattr(row, name) for name in row.__dataclass_fields__ if name not in hidden} for row in rows]
    return document, plain(INBOX, rows, _sight(here), ROOM).split("\n")


def _person(here: "StoreDesk", ref: str) -> Shown:
    from tui.presenters.person import person_lines

    view = here.read.person(ref)
    return view, [_words(line) for line in person_lines(view, _sight(here))] if view else []


def _case(here: "StoreDesk", ref: str) -> Shown:
    from domain.case import Case

    return _record(here.read.record(Case, ref))


def _visit(here: "StoreDesk", ref: str) -> Shown:
    from domain.visit import Visit

    return _record(here.read.record(Visit, ref))


def _record(record: Any) -> Shown:
    from tui.commands.common import plain

    if record is None:
        return None, []
    return record, [f"{name:<16} {value}" for name, value in plain(record).items() if value not in ("", [], None)]


def _words(line: Any) -> str:
    return line if isinstance(line, str) else str(line[0])


def _sight(here: "StoreDesk") -> Any:
    from tui.present import Sight

    return Sight(
        now=here.clock.now(), policy=here.read.policy(), users={user.id: user.name for user in here.read.users()},
        workers={worker.id: worker.full_name for worker in here.read.workers()}, caller=here.caller.user.id,
    )  # fmt: skip


_PANES: dict[str, Callable[..., Shown]] = {
    "queue": _queue, "board": _board, "diary": _diary, "escalations": _escalations, "inbox": _inbox,
}  # fmt: skip
_RECORDS: dict[str, Callable[..., Shown]] = {"person": _person, "case": _case, "visit": _visit}
