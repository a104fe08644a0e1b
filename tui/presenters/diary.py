"""The diary as a list, by day or by week: what is on, who comes, and what collides."""

from dataclasses import replace
from datetime import date, datetime

from domain.meeting import Meeting
from domain.views import DiaryRow
from domain.when import local_date, show_date, show_time
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import whose_row

CLASH = "CLASH"
NO_QUORUM = "NO QUORUM"

COLUMNS = (
    Column("Day", 10),
    Column("Time", 11),
    Column("What", least=24),
    Column("Kind", 12, yields=4),
    Column("Where", 18, yields=3),
    Column("Who", 19, yields=2),
    Column("State", 9),
)


def day_word(day: date) -> str:
    """`Mon 23 Nov`."""
    return show_date(day).rpartition(" ")[0]


def times(start: datetime, end: datetime) -> str:
    """`14:00-15:30`."""
    return f"{show_time(start)}-{show_time(end)}"


def span_word(first: date, last: date) -> str:
    """The days that are shown: `Mon 23 Nov 2026`, or `Mon 23 Nov to Sun 29 Nov 2026`."""
    return show_date(first) if first == last else f"{day_word(first)} to {show_date(last)}"


def standing(row: DiaryRow) -> str:
    """What a person must know of an entry in one word."""
    if row.conflicts:
        return CLASH
    if row.lacks:
        return NO_QUORUM
    return "" if row.meeting.state == "booked" else row.meeting.state.value


def coming(meeting: Meeting, sight: Sight) -> str:
    """The names of those who are expected."""
    return ", ".join(sight.who(name) for name in meeting.attendees if name not in meeting.apologies)


def line(row: DiaryRow, sight: Sight) -> Line:
    """A diary entry in one line."""
    meeting = row.meeting
    about = f": {row.person}" if row.person else f", {_cases(meeting)}" if meeting.agenda else ""
    about += f", {len(meeting.free_starts)} free" if meeting.slot_minutes else ""
    return Line(
        (
            day_word(local_date(meeting.start)),
            times(meeting.start, meeting.end),
            meeting.title + about,
            sight.policy.label("meeting", meeting.kind),
            sight.policy.label("room", meeting.room),
            coming(meeting, sight),
            standing(row),
        ),
        tone=Tone.QUIET if meeting.state == "cancelled" else Tone.PLAIN,
        tones={"State": Tone.ALERT} if row.conflicts or row.lacks else {},
    )


def detail(row: DiaryRow, sight: Sight) -> tuple[Told, ...]:
    """What and where it is, what it collides with, who comes, what it is for."""
    meeting = row.meeting
    when = f"{day_word(local_date(meeting.start))} {times(meeting.start, meeting.end)}"
    return (
        (f"{meeting.title}  {when}  {sight.policy.label('room', meeting.room)}".rstrip(), Tone.STRONG),
        *warnings(row),
        people(meeting, sight),
        purpose(row, sight),
    )


def warnings(row: DiaryRow) -> list[Told]:
    """What is in the way of a meeting: what it collides with, and whom it cannot do without."""
    short = f"{NO_QUORUM}: no {' and no '.join(row.lacks)} among those who come" if row.lacks else ""
    clash = f"{CLASH}: {'; '.join(row.conflicts)}" if row.conflicts else ""
    return [(sentence, Tone.WARN) for sentence in (clash, short) if sentence]


def people(meeting: Meeting, sight: Sight) -> str:
    """Who comes, and who cannot."""
    away = f"  Apologies: {', '.join(sight.who(name) for name in meeting.apologies)}"
    return f"With {coming(meeting, sight) or 'nobody named'}" + (away if meeting.apologies else "")


def purpose(row: DiaryRow, sight: Sight) -> str:
    """What an entry is about, whether it repeats, and why it was called off."""
    meeting = row.meeting
    parts = [
        sight.policy.label("meeting", meeting.kind),
        f"about {whose_row(row, sight)}" if row.person else "",
        f"{_cases(meeting)} on the agenda" if meeting.agenda else "",
        places(meeting),
        "one of a series" if meeting.series else "",
        f"cancelled: {sight.policy.label('meeting-cancel', meeting.cancelled_why)}" if meeting.cancelled_why else "",
    ]
    return ", ".join(filter(None, parts))


def places(meeting: Meeting) -> str:
    """`3 of 12 places free`, '' for what has none."""
    starts = len(meeting.slot_starts)
    return f"{len(meeting.free_starts)} of {starts} places free" if starts else ""


def _cases(meeting: Meeting) -> str:
    return counted(len(meeting.agenda), "case")


DIARY: Listing[DiaryRow] = Listing(
    columns=COLUMNS,
    key=lambda row: f"meeting/{row.meeting.id}",
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.meeting.id,
        "meeting": row.meeting.id,
        "revision": row.meeting.revision,
        "person": row.meeting.person,
        "clinic": row.meeting.id if row.meeting.slot_minutes else "",
        "name": row.meeting.title,
        "state": row.meeting.state.value,
        "subject": f"meeting/{row.meeting.id}",
    },
    subject=lambda row: f"meeting/{row.meeting.id}",
    empty="Nothing is in the diary for these days.",
)


def _without_day(row: DiaryRow, sight: Sight) -> Line:
    full = line(row, sight)
    return replace(full, cells=full.cells[1:])


DAY: Listing[DiaryRow] = replace(
    DIARY, columns=COLUMNS[1:], line=_without_day, empty="Nothing is in the diary for this day."
)
