"""What the desk opens its day with: who is here, who answers, and everything that falls due today, first due first.

One list for things of different kinds, so that nobody has to look through six panes at eight in the morning. What
has been owed since an earlier day stands last: it is late already, and hides nothing that can still be in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.escalation import OnCall
from domain.views import Board, BoardVisit, DiaryRow, EscalationRow, QueueRow
from domain.visit import BEGUN, TO_COME
from domain.when import day_bounds, local_date, show_minutes, show_time
from tui.drafts import Draft
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.escalations import on_call_line
from tui.presenters.promises import Owed
from tui.presenters.promises import detail as owed_detail
from tui.presenters.visit import lateness
from tui.presenters.words import clock_text, identity, state_word, whose_row

SOON = 30
FACT_LINES = 6
NAMED = 2
"""How many of those who are away are named."""
DEBTS = ("promise", "action")
ON_TIME = frozenset({"MET", "NOT_MET", "NONE"})

COLUMNS = (
    Column("What", 9),
    Column("Left", 12),
    Column("Person", 24),
    Column("About"),
    Column("With", 18, yields=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayRead:
    """All that a day begins with, as it was read at one moment."""

    queue: Sequence[QueueRow]
    board: Board
    escalations: Sequence[EscalationRow]
    on_call: Sequence[OnCall]
    owed: Sequence[Owed]
    diary: Sequence[DiaryRow]
    parked: Sequence[Draft]
    inbox: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something that needs somebody today. `due` is when (None: whenever), `left` the words for how long.

    A debt names what it is owed for, `owed_for`, and a parked form its `draft`."""

    subject: str
    kind: str
    due: datetime | None
    left: str
    person: str
    about: str
    whom: str = ""
    more: tuple[Told, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    owed_for: str = ""
    draft: Draft | None = None


def matters(read: TodayRead, sight: Sight) -> list[Matter]:
    """Parked forms, then what is due today in its order, then what is owed since an earlier day."""
    begins, ends = day_bounds(local_date(sight.now))
    found = [
        *_clocks(read.queue, ends, sight),
        *_visits(read.board, sight),
        *(_escalation(row, sight) for row in read.escalations if row.escalation.state == "open"),
        *(_debt(one, sight) for one in read.owed if one.due <= ends),
        *(_meeting(row, sight) for row in read.diary if _to_come(row, sight.now)),
    ]

    def order(one: Matter) -> tuple[bool, datetime, str]:
        due = one.due or ends
        return due < begins, due, one.subject

    return [*map(_parked, read.parked), *sorted(found, key=order)]


def countdown(due: datetime, now: datetime) -> str:
    """`0:22 !` soon, `-0:05 !!!` overdue."""
    left = int((due - now).total_seconds() // 60)
    return show_minutes(left) + (" !!!" if left < 0 else " !" if left <= SOON else "")


def _parked(draft: Draft) -> Matter:
    typed = "; ".join(text for text in draft.texts.values() if text)
    return Matter(
        subject=f"draft/{draft.key}", kind="parked", due=None, left="-", person=draft.whose.partition("  ")[0],
        about=f"{draft.title}: {typed}" if typed else draft.title, more=((draft.title, Tone.STRONG), typed),
        draft=draft,
    )  # fmt: skip


def _clocks(rows: Iterable[QueueRow], ends: datetime, sight: Sight) -> Iterator[Matter]:
    for row in rows:
        clock = row.clock.read(sight.now)
        if clock.due is None or clock.due > ends or clock.status in ON_TIME:
            continue
        need = sight.policy.label("need", row.need) if row.need else "need not yet known"
        yield Matter(
            subject=f"referral/{row.ref}", kind="clock", due=clock.due, left=clock_text(row.clock, sight.now),
            person=row.person, about=f"{row.urgency} {state_word(row.state)}: {need}",
            whom=sight.who(row.owner) or "nobody",
            more=(
                (identity(row.person, row.born, row.nhs_number, sight.now), Tone.STRONG),
                f"{need}. {row.narrative}".strip(),
                f"Asked by {row.referrer or 'referrer not named'} {row.referrer_phone}".strip(),
            ),
        )  # fmt: skip


def _visits(board: Board, sight: Sight) -> Iterator[Matter]:
    for visit in board.visits:
        if visit.late:
            yield _visit(visit, "late", visit.start, sight)
        elif visit.ref in board.uncovered:
            yield _visit(visit, "uncovered", visit.window_to, sight)


def _visit(visit: BoardVisit, kind: str, due: datetime, sight: Sight) -> Matter:
    who = ", ".join(sight.who(worker) for worker in visit.workers)
    needs = [sight.policy.label("skill", skill) for skill in visit.skills]
    needs += ["two workers"] if visit.workers_needed > 1 else []
    needs += ["TIME-CRITICAL"] if visit.time_critical else []
    window = f"may start {show_time(visit.window_from)} to {show_time(visit.window_to)}"
    standing = lateness(visit) if visit.late else window
    return Matter(
        subject=f"visit/{visit.ref}", kind=kind, due=due, left=countdown(due, sight.now), person=visit.person,
        about=f"{show_time(visit.start)} {visit.line or 'visit'} {visit.minutes}m  {', '.join(needs)}".rstrip(),
        whom=who or "nobody",
        more=(
            (identity(visit.person, visit.born, visit.nhs_number, sight.now), Tone.STRONG),
            f"{visit.line or 'visit'} {show_time(visit.start)}, {visit.minutes} minutes; {standing}; {visit.area}",
            f"Needs {', '.join(needs) or 'nothing special'}; {who or 'nobody'} is down for it",
        ),
    )  # fmt: skip


def _escalation(row: EscalationRow, sight: Sight) -> Matter:
    one = row.escalation
    return Matter(
        subject=f"escalation/{one.id}", kind="escalated", due=one.due, left=countdown(one.due, sight.now),
        person=row.person, about=one.text, whom=row.on_call or one.to,
        more=(
            (whose_row(row, sight) or one.text, Tone.STRONG), *([one.text] if row.person else []),
            f"On call now: {row.on_call or 'nobody'}",
        ),
    )  # fmt: skip


def _debt(one: Owed, sight: Sight) -> Matter:
    kind = DEBTS[one.kind == "action"]
    return Matter(
        subject=one.subject, kind=kind, due=one.due, left=countdown(one.due, sight.now),
        person=one.person.name if one.person else one.called, about=one.what, whom=one.whom,
        more=tuple(owed_detail(one, sight)), parts=one.parts, owed_for=one.about,
    )  # fmt: skip


def _to_come(row: DiaryRow, now: datetime) -> bool:
    return row.meeting.state == "booked" and row.meeting.end > now


def _meeting(row: DiaryRow, sight: Sight) -> Matter:
    meeting = row.meeting
    left = "on now" if meeting.start <= sight.now else countdown(meeting.start, sight.now)
    with_whom = ", ".join(sight.who(name) for name in meeting.attendees)
    clash = f"CLASH: {'; '.join(row.conflicts)}" if row.conflicts else ""
    return Matter(
        subject=f"meeting/{meeting.id}", kind="diary", due=meeting.start, left=left, person=row.person,
        about=f"{show_time(meeting.start)} {meeting.title}{'  CLASH' if clash else ''}", whom=with_whom,
        more=(
            (f"{meeting.title}  {show_time(meeting.start)}-{show_time(meeting.end)}", Tone.STRONG),
            *([whose_row(row, sight)] if row.person else []), f"With {with_whom or 'nobody named'}", (clash, Tone.WARN),
        ),
    )  # fmt: skip


def facts(read: TodayRead, sight: Sight) -> list[Told]:
    """Who is on duty and who is away, how the visits stand, what waits, who is on call."""
    late = sum(visit.late > 0 for visit in read.board.visits)
    breached = sum(row.clock.read(sight.now).status == "BREACHED" for row in read.queue)
    waiting = f"{len(read.queue)} wait" + (f", {breached} past their clock" if breached else "")
    inbox = f"; {read.inbox} in the inbox" if read.inbox else ""
    clashes = sum(bool(row.conflicts) for row in read.diary)
    diary = f"; diary {len(read.diary)}" + (f", {clashes} in a clash" if clashes else "")
    return [
        _staff(read.board, sight.now),
        (_progress(read.board), Tone.WARN if late or read.board.uncovered else Tone.PLAIN),
        f"Queue: {waiting}{inbox}{diary}",
        on_call_line(read.on_call, sight),
    ]


def _staff(board: Board, now: datetime) -> str:
    here, later, away = 0, 0, []
    for worker in board.workers:
        gone = next((one for one in worker.absent if one[1] > now), None)
        if gone is not None and gone[0] <= now:
            away.append(worker.name)
        elif any(start <= now < end for start, end in worker.shifts):
            here += 1
        elif any(start > now for start, _ in worker.shifts):
            later += 1
    named = "; ".join([*away[:NAMED], *([f"{len(away) - NAMED} more"] if len(away) > NAMED else [])])
    return f"Staff: {here} on duty, {later} to come, {len(away)} away{': ' if away else ''}{named}"


def _progress(board: Board) -> str:
    states = [visit.state for visit in board.visits]
    there = states.count("in-progress")
    late = sum(visit.late > 0 for visit in board.visits)
    words = [
        f"{sum(state in BEGUN for state in states) - there} done",
        f"{there} there",
        f"{sum(state in TO_COME for state in states)} to come",
        f"{len(board.uncovered)} uncovered !" if board.uncovered else "none uncovered",
        f"{late} late !" if late else "none late",
    ]
    drafts = sum(visit.draft for visit in board.visits)
    return f"Visits: {', '.join(words)}" + (f", {drafts} drafts" if drafts else "")


def line(matter: Matter, sight: Sight) -> Line:
    """A matter in one line. Where a person may come to harm it stands out most; a wall of alarms is read by nobody."""
    tone = Tone.WARN if matter.left.endswith("!") else Tone.PLAIN
    if matter.left.endswith("!!!") and matter.kind not in DEBTS:
        tone = Tone.ALERT
    return Line((matter.kind, matter.left, matter.person, matter.about, matter.whom), tones={"Left": tone})


def subject(matter: Matter) -> str:
    """The record that a matter is; a parked form is none yet."""
    return "" if matter.draft is not None else matter.subject


TODAY: Listing[Matter] = Listing(
    columns=COLUMNS,
    key=lambda matter: matter.subject,
    line=line,
    detail=lambda matter, sight: matter.more,
    parts=lambda matter: {"subject": subject(matter), "name": matter.person, **matter.parts},
    subject=subject,
    empty="Nothing needs anybody today.",
)
