"""Which room is taken when, on one day: a strip of half hours for each, and what is on in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.meeting import Meeting, MeetingState
from domain.policy import Policy
from domain.when import from_local, local_date, london, parse_time, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.diary import coming, times

STEP = timedelta(minutes=30)
FREE, TAKEN, TWICE = ".", "#", "X"


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room on a day with what is booked in it, in order of time."""

    room: str
    day: date
    meetings: tuple[Meeting, ...]

    def at(self, start: datetime) -> int:
        """How many have it in the half hour from `start`."""
        return sum(one.start < start + STEP and start < one.end for one in self.meetings)

    def next(self, now: datetime) -> Meeting | None:
        """What is on in it now, or comes next."""
        return next((one for one in self.meetings if one.end > now), None)


def rooms(meetings: Sequence[Meeting], day: date, policy: Policy) -> list[RoomRow]:
    """Every room in which only one meeting can be, in the list's own order."""
    shared = policy.text("shared-rooms").split(",")
    booked = sorted((one for one in meetings if one.state is not MeetingState.CANCELLED), key=lambda one: one.start)
    return [
        RoomRow(room, day, tuple(one for one in booked if one.room == room))
        for room in policy.choices("room")
        if room not in shared
    ]


def half_hours(day: date, policy: Policy) -> list[datetime]:
    """The half hours of a day's opening."""
    start, closes = (from_local(day, parse_time(policy.text(name))) for name in ("opens", "closes"))
    return [start + turn * STEP for turn in range(int((closes - start) / STEP))]


def strip(row: RoomRow, policy: Policy) -> str:
    """`..##..X.`: a mark for each half hour."""
    counts = (row.at(start) for start in half_hours(row.day, policy))
    return "".join(FREE if not count else TAKEN if count == 1 else TWICE for count in counts)


def standing(row: RoomRow, sight: Sight) -> str:
    """Whether it can be had now, and until or from when."""
    if local_date(sight.now) != row.day:
        return "" if row.meetings else "free all day"
    on = row.next(sight.now)
    if on is None:
        return "free"
    return f"taken to {show_time(on.end)}" if on.start <= sight.now else f"free to {show_time(on.start)}"


def line(row: RoomRow, sight: Sight) -> Line:
    """A room in one line."""
    marks = strip(row, sight.policy)
    what = "; ".join(f"{show_time(one.start)} {one.title}" for one in row.meetings)
    return Line((sight.policy.label("room", row.room), marks, standing(row, sight), what))


def detail(row: RoomRow, sight: Sight) -> tuple[Told, ...]:
    """The room, and each thing that is on in it with who comes."""
    return (
        (sight.policy.label("room", row.room), Tone.STRONG),
        *(f"{times(one.start, one.end)} {one.title}: {coming(one, sight) or 'nobody named'}" for one in row.meetings),
        f"{TAKEN} taken  {TWICE} taken twice  {FREE} free",
    )


def parts(row: RoomRow) -> dict[str, Any]:
    """What a new entry may fill its fields with."""
    return {"room": row.room, "subject": "", "name": row.room}


def ruled(hours: Sequence[datetime]) -> Listing[RoomRow]:
    """How rooms are listed under the hours of a day: `08  10  12`, every other one above its first half hour."""
    ruler = "".join(f"{london(start):%H}".ljust(4) for start in hours[::4])
    return replace(ROOMS, columns=(ROOMS.columns[0], Column(ruler, len(hours)), *ROOMS.columns[2:]))


ROOMS: Listing[RoomRow] = Listing(
    columns=(Column("Room", 20), Column("Taken", 24), Column("Now", 14), Column("What is on", yields=1)),
    key=lambda row: row.room,
    line=line,
    detail=detail,
    parts=parts,
    subject=lambda row: "",
    empty="No room is in the list of rooms: 0 has the lists, C adds to them.",
)
