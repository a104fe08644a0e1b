"""The diary as a list, a meeting as a page."""

from datetime import datetime

from domain.meeting import Action, Meeting
from domain.views import DiaryRow
from domain.when import local_date, show_date, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_date

COLUMNS = (
    Column("Day", 10),
    Column("Time", 11),
    Column("Kind", 11, yields=3),
    Column("What"),
    Column("Room", 12, yields=4),
    Column("Who", 18, yields=2),
    Column("", 8),
)


def times(start: datetime, end: datetime) -> str:
    """`14:00-15:30`."""
    return f"{show_time(start)}-{show_time(end)}"


def standing(row: DiaryRow) -> str:
    """What a person must know of an entry in one word."""
    if row.conflicts:
        return "CLASH"
    return "" if row.meeting.state == "booked" else row.meeting.state.value


def line(row: DiaryRow, sight: Sight) -> Line:
    """A diary entry in one line."""
    meeting = row.meeting
    return Line(
        (
            show_date(local_date(meeting.start)).rpartition(" ")[0],
            times(meeting.start, meeting.end),
            sight.policy.label("meeting", meeting.kind),
            meeting.title + (f": {row.person}" if row.person else ""),
            sight.policy.label("room", meeting.room),
            ", ".join(sight.who(name) for name in meeting.attendees),
            standing(row),
        ),
        tone=Tone.QUIET if meeting.state == "cancelled" else Tone.PLAIN,
        tones={"": Tone.ALERT} if row.conflicts else {},
    )


def detail(row: DiaryRow, sight: Sight) -> tuple[Told, ...]:
    """Who comes, what it collides with, what it is for."""
    meeting = row.meeting
    who = ", ".join(sight.who(name) for name in meeting.attendees) or "nobody named"
    away = f"  apologies {', '.join(meeting.apologies)}" if meeting.apologies else ""
    about = f"{len(meeting.agenda)} cases on the agenda" if meeting.agenda else row.person or "no case"
    clash: Told = (
        ("; ".join(row.conflicts), Tone.ALERT) if row.conflicts else f"{about}  {meeting.cancelled_why}"
    )
    return (f"{meeting.title}  {sight.policy.label('room', meeting.room)}", f"With {who}{away}", clash)


DIARY: Listing[DiaryRow] = Listing(
    columns=COLUMNS,
    key=lambda row: row.meeting.id,
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.meeting.id,
        "meeting": row.meeting.id,
        "revision": row.meeting.revision,
        "person": row.meeting.person,
        "state": row.meeting.state.value,
        "subject": f"meeting/{row.meeting.id}",
    },
    subject=lambda row: f"meeting/{row.meeting.id}",
    empty="Nothing is in the diary for these days.",
)


def meeting_lines(meeting: Meeting, names: dict[str, str], actions: list[Action], sight: Sight) -> list[Told]:
    """A meeting as a page: agenda with decisions, actions, minutes. `names` are people by reference."""
    told: list[Told] = [
        (
            f"{meeting.title}  {show_date(local_date(meeting.start))} {times(meeting.start, meeting.end)}",
            Tone.STRONG,
        ),
        f"{sight.policy.label('meeting', meeting.kind)}  {sight.policy.label('room', meeting.room)}  {meeting.state.value}",
        f"Attending  {', '.join(sight.who(name) for name in meeting.attendees) or '-'}",
        f"Apologies  {', '.join(meeting.apologies) or '-'}",
        "",
        ("Agenda", Tone.STRONG),
    ]
    told += [
        f"  {item.case}  {names.get(item.person, item.person)}: {item.decision or 'not yet decided'}"
        for item in meeting.agenda
    ] or ["  no case"]
    told += ["", ("Actions", Tone.STRONG)]
    told += [
        f"  {action.id}  {sight.who(action.owner)}: {action.text}, by {short_date(action.due)}"
        + (f"  done: {action.result or 'yes'}" if action.done_at else "")
        for action in actions
    ] or ["  none"]
    return [*told, "", ("Minutes", Tone.STRONG), *(f"  {text}" for text in meeting.minutes.split("\n"))]
