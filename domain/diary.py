"""The rules of the diary: what collides, when everybody is free, and how a series repeats.

Collisions are computed whenever the diary is read and never stored, so that they are gone as soon as their
cause is. Knows nothing of how meetings are kept or shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.meeting import Meeting, MeetingState
from domain.policy import Policy
from domain.when import from_local, local_date, london, parse_time, show_time

STEP_MINUTES = 15
MOST_TIMES = 53
_EVERY = {"daily": 1, "weekly": 7, "fortnightly": 14, "four-weekly": 28}


class DiaryProblem(ValueError):
    """What was typed about a meeting cannot be used; the message says what to type."""


@dataclass(frozen=True, slots=True)
class Series:
    """A meeting that comes `times` times, every `days` days."""

    days: int
    times: int

    def starts(self, first: datetime) -> Iterator[datetime]:
        """The moments it begins, at the same London wall time whatever the clocks do."""
        wall = london(first)
        for turn in range(self.times):
            day = wall.date() + timedelta(days=turn * self.days)
            yield from_local(day, wall.time(), wall.fold)


def parse_series(text: str) -> Series:
    """`weekly x8` as typed. Raises DiaryProblem."""
    found = re.fullmatch(r"([a-z-]+) *[x×] *(\d{1,3})", text.strip().lower())
    if not found or found[1] not in _EVERY or not 1 <= int(found[2]) <= MOST_TIMES:
        kinds = ", ".join(_EVERY)
        raise DiaryProblem(f"'{text}' is no series; type one of {kinds} and how often up to x{MOST_TIMES}: weekly x8")
    return Series(_EVERY[found[1]], int(found[2]))


def moved(meeting: Meeting, was: datetime, now: datetime) -> datetime:
    """When a meeting begins that moves along with another: as many days on, at the same new wall time."""
    if was == now:
        return meeting.start
    days = local_date(now) - local_date(was)
    wall = london(now)
    return from_local(local_date(meeting.start) + days, wall.time(), wall.fold)


def conflicts(meetings: Sequence[Meeting], policy: Policy) -> dict[str, tuple[str, ...]]:
    """Meeting id → sentences saying whom or what it shares with another booked meeting at the same time.

    Meetings without a conflict are left out. Bank holidays are named too: they are working days here, but
    rarely for those who are asked to come."""
    found: dict[str, list[str]] = {}
    booked = [meeting for meeting in meetings if meeting.state is MeetingState.BOOKED]
    for one, other in _overlapping(booked):
        for this, that in ((one, other), (other, one)):
            found.setdefault(this.id, []).extend(_shared(this, that, policy))
    holidays = policy.choices("bank-holiday")
    for meeting in booked:
        holiday = holidays.get(local_date(meeting.start).isoformat())
        if holiday:
            found.setdefault(meeting.id, []).append(f"falls on {holiday}")
    return {ref: tuple(sentences) for ref, sentences in found.items() if sentences}


def conflicts_of(meeting: Meeting, others: Sequence[Meeting], policy: Policy) -> tuple[str, ...]:
    """The sentences of `conflicts` for one meeting."""
    near = [other for other in others if other.id != meeting.id and _overlap(meeting, other)]
    return conflicts([meeting, *near], policy).get(meeting.id, ())


def free_start(meeting: Meeting, others: Sequence[Meeting], policy: Policy) -> datetime | None:
    """The start nearest to the wished one, the same day in opening hours, at which nothing collides."""
    day = local_date(meeting.start)
    length = meeting.end - meeting.start
    opens = from_local(day, parse_time(policy.text("opens")))
    closes = from_local(day, parse_time(policy.text("closes")))
    for start in _by_distance(meeting.start, opens, closes - length):
        there = replace(meeting, start=start, end=start + length)
        if not any(
            _shared(there, other, policy) for other in others if other.id != meeting.id and _clash(there, other)
        ):
            return start
    return None


def _by_distance(wished: datetime, first: datetime, last: datetime) -> list[datetime]:
    step = timedelta(minutes=STEP_MINUTES)
    starts = [first + turn * step for turn in range(max(0, (last - first) // step) + 1) if first + turn * step <= last]
    return sorted(starts, key=lambda start: (abs(start - wished), start))


def _overlapping(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, Meeting]]:
    ordered = sorted(meetings, key=lambda meeting: (meeting.start, meeting.id))
    for position, one in enumerate(ordered):
        for other in ordered[position + 1 :]:
            if other.start >= one.end:
                break
            yield one, other


def _overlap(one: Meeting, other: Meeting) -> bool:
    return one.start < other.end and other.start < one.end


def _clash(one: Meeting, other: Meeting) -> bool:
    return other.state is MeetingState.BOOKED and _overlap(one, other)


def _shared(this: Meeting, that: Meeting, policy: Policy) -> list[str]:
    where = f"'{that.title}' {show_time(that.start)}–{show_time(that.end)}"
    theirs = _coming(that)
    said = [f"{name} is also in {where}" for key, name in _coming(this).items() if key in theirs]
    if this.person and this.person == that.person:
        said.append(f"the person is also expected at {where}")
    if this.room and _key(this.room) == _key(that.room) and this.room not in policy.text("shared-rooms").split(","):
        said.append(f"{policy.label('room', this.room)} is also taken by {where}")
    return said


def _coming(meeting: Meeting) -> Mapping[str, str]:
    """Who is expected, by a key that forgives case and spaces; whoever sent apologies is not."""
    away = {_key(name) for name in meeting.apologies}
    return {_key(name): name for name in meeting.attendees if _key(name) not in away}


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
