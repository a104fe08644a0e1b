"""Shift patterns: who is on duty when, over and over, week after week.

Patterns keep the Working Time Regulations by their shape: eleven hours between duties, two days off a week, at most
five days in a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from domain.when import from_local

REST = timedelta(hours=11)


@dataclass(frozen=True, eq=False)
class Pattern:
    """One kind of working day in London wall times (a split day has two stretches) and how many days a week."""

    name: str
    stretches: tuple[tuple[time, time], ...]
    days: int

    @property
    def weekly_minutes(self) -> int:
        """Minutes on duty in a week."""
        return self.days * sum(_minutes(end) - _minutes(start) for start, end in self.stretches)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _pattern(name: str, hours: str, days: int) -> Pattern:
    stretches = tuple(part.split("-") for part in hours.split())
    return Pattern(name, tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in stretches), days)


EARLY = _pattern("early", "07:00-14:30", 5)
EARLY_SHORT = _pattern("early", "07:00-14:30", 4)
LATE = _pattern("late", "14:30-22:00", 5)
LATE_SHORT = _pattern("late", "14:30-22:00", 4)
LONG = _pattern("long", "07:00-19:00", 3)
SPLIT = _pattern("split", "07:00-11:00 16:30-20:00", 5)
LATE_SPLIT = _pattern("split", "11:15-14:15 17:30-22:00", 5)
OFFICE = _pattern("day", "08:30-16:30", 5)
RESPONSE = _pattern("long", "08:00-18:00", 4)
RESPONSE_DAY = _pattern("day", "09:00-17:00", 5)


def duties(pattern: Pattern, place: int, first: date, last: date) -> Iterator[tuple[date, datetime, datetime]]:
    """Day, start and end (UTC) of every stretch from `first` to `last`. `place` staggers days off through a team."""
    off = {(place * 3 + more) % 7 for more in range(7 - pattern.days)}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() not in off:
            for start, end in _moments(pattern, day):
                yield day, start, end


@cache
def _moments(pattern: Pattern, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Eleven hours by the wall are ten in the night when the clocks go forward: duty then begins an hour later."""
    rested = from_local(day - timedelta(days=1), pattern.stretches[-1][1]) + REST
    return tuple((max(from_local(day, start), rested), from_local(day, end)) for start, end in pattern.stretches)
