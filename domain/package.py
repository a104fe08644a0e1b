"""A package of care: the weekly pattern of visits that a case needs, from which visits are made.

A line is one visit of the day ("morning, 30 minutes, two workers"). Suspended for hospital, resumed at home."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.record import Record

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class PackageState(StrEnum):
    """Where a package stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit of the pattern. Times are London wall times; a start between `earliest` and `latest` keeps it.

    `after` names an earlier line of the same day that must have ended at least `min_gap` (at most `max_gap`)
    minutes before this one begins, and `by` says whether the `same` worker or an `other` one does both. An `optional`
    visit is made if time allows. `days` are weekdays, Monday 0."""

    name: str
    at: time
    earliest: time
    latest: time
    minutes: int
    workers: int = 1
    skills: tuple[str, ...] = ()
    lead: bool = False
    time_critical: bool = False
    tasks: str = ""
    days: tuple[int, ...] = EVERY_DAY
    after: str = ""
    min_gap: int = 0
    max_gap: int = 0
    by: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Record):
    """The pattern in force from `starts` to `ends` inclusive (None: until ended)."""

    person: str
    case: str
    state: PackageState = PackageState.ACTIVE
    lines: tuple[Line, ...] = ()
    starts: date
    ends: date | None = None
    suspended_from: date | None = None
    suspended_why: str = ""
    visits_until: date | None = None

    @property
    def weekly_minutes(self) -> int:
        """Minutes of care a week, counting a double-up once."""
        return sum(line.minutes * len(line.days) for line in self.lines)
