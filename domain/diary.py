"""The rules of the diary: what collides, when everybody is free, and how a series repeats.

Collisions are computed whenever the diary is read and never stored, so that they are gone as soon as their
cause is. Knows nothing of how meetings are kept or shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.meeting import Meeting, MeetingState
from domain.policy import Policy
from domain.quorum import coming, same_name
from domain.visit import TO_COME, Visit
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


def conflicts(meetings: Sequence[Meeting], policy: Policy, visits: Sequence[Visit] = ()) -> dict[str, tuple[str, ...]]:
    """Meeting id → sentences saying whom or what it shares with another booked meeting at the same time, and who is
    visited at home meanwhile.

    Meetings without a conflict are left out. Bank holidays are named too: they are working days here, but
    rarely for those who are asked to come."""
    found: dict[str, list[str]] = {}
    booked = [meeting for meeting in meetings if meeting.state is MeetingState.BOOKED]
    for one, other in _overlapping(booked):
        for this, that in ((one, other), (other, one)):
            found.setdefault(this.id, []).extend(_shared(this, that, policy))
    holidays = policy.choices("bank-holiday")
    for meeting in booked:
        found.setdefault(meeting.id, []).extend(_visited(meeting, visits, policy))
        holiday = holidays.get(local_date(meeting.start).isoformat())
        if holiday:
            found.setdefault(meeting.id, []).append(f"falls on {holiday}")
    return {ref: tuple(sentences) for ref, sentences in found.items() if sentences}


def conflicts_of(
    meeting: Meeting, others: Sequence[Meeting], policy: Policy, visits: Sequence[Visit] = ()
) -> tuple[str, ...]:
    """The sentences of `conflicts` for one meeting."""
    near = [other for other in others if other.id != meeting.id and _overlap(meeting, other)]
    return conflicts([meeting, *near], policy, visits).get(meeting.id, ())


def free_start(
    meeting: Meeting,
    others: Sequence[Meeting],
    policy: Policy,
    visits: Sequence[Visit] = (),
    now: datetime | None = None,
) -> datetime | None:
    """The start nearest to the wished one, the same day in opening hours and not before `now`, at which nothing
    collides."""
    elsewhen = (meeting_at(meeting, start) for start in starts_of_the_day(meeting, policy, now))
    return next((there.start for there in elsewhen if not collisions(there, others, policy, visits)), None)


def collisions(meeting: Meeting, others: Sequence[Meeting], policy: Policy, visits: Sequence[Visit] = ()) -> list[str]:
    """What a meeting shares with other booked ones at the same time, and who is visited at home meanwhile."""
    said = [sentence for other in clashing(meeting, others) for sentence in _shared(meeting, other, policy)]
    return [*said, *_visited(meeting, visits, policy)]


def clashing(meeting: Meeting, others: Sequence[Meeting]) -> list[Meeting]:
    """The other booked meetings at the same time."""
    return [
        other
        for other in others
        if other.id != meeting.id and other.state is MeetingState.BOOKED and _overlap(meeting, other)
    ]


def meeting_at(meeting: Meeting, start: datetime) -> Meeting:
    """The same meeting at another time; the places of a clinic move along."""
    by = start - meeting.start
    slots = tuple(replace(slot, start=slot.start + by) for slot in meeting.slots)
    return replace(meeting, start=start, end=meeting.end + by, slots=slots)


def starts_of_the_day(meeting: Meeting, policy: Policy, now: datetime | None = None) -> list[datetime]:
    """When a meeting could begin that day, not before `now`, and be over by the end of opening hours; the nearest
    first."""
    day = local_date(meeting.start)
    opens = from_local(day, parse_time(policy.text("opens")))
    closes = from_local(day, parse_time(policy.text("closes")))
    starts = _by_distance(meeting.start, opens, closes - (meeting.end - meeting.start))
    return [start for start in starts if now is None or start >= now]


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


def _shared(this: Meeting, that: Meeting, policy: Policy) -> list[str]:
    where = f"'{that.title}' {show_time(that.start)}-{show_time(that.end)}"
    theirs = coming(that)
    said = [f"{name} is also in {where}" for key, name in coming(this).items() if key in theirs]
    said += [
        f"{mine.called} is also expected at {where}"
        for mine in expected(this)
        if any(mine.person == theirs.person and _meets(mine, theirs) for theirs in expected(that))
    ]
    if this.room and same_name(this.room) == same_name(that.room) and not is_shared(this.room, policy):
        said.append(f"{policy.label('room', this.room)} is also taken by {where}")
    return said


def is_shared(room: str, policy: Policy) -> bool:
    """Whether as many as like can meet there at once."""
    return room in policy.text("shared-rooms").split(",")


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody in care who is to be there at a time."""

    person: str
    start: datetime
    end: datetime
    called: str


def expected(meeting: Meeting) -> Iterator[Expected]:
    """Whom a meeting is about, and who has a place at a clinic."""
    if meeting.person:
        yield Expected(meeting.person, meeting.start, meeting.end, "the person")
    length = timedelta(minutes=meeting.slot_minutes)
    for slot in meeting.slots:
        yield Expected(slot.person, slot.start, slot.start + length, f"who comes at {show_time(slot.start)}")


def _meets(one: Expected, other: Expected) -> bool:
    return one.start < other.end and other.start < one.end


def _visited(meeting: Meeting, visits: Sequence[Visit], policy: Policy) -> Iterator[str]:
    """Who would have to be in two places: expected here and visited at home."""
    if is_shared(meeting.room, policy):
        return
    for one in expected(meeting):
        for visit in visits:
            end = visit.start + timedelta(minutes=visit.minutes)
            if visit.person == one.person and visit.state in TO_COME and visit.start < one.end and one.start < end:
                yield f"{one.called} is visited at home {show_time(visit.start)}-{show_time(end)}"
