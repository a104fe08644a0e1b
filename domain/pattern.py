"""Which visits a package of care asks for on which days, and at what moments: London wall time made UTC.

Pure calendar arithmetic; what becomes of visits that are there already is for the use cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from domain.package import Line, Package, PackageState
from domain.visit import Visit
from domain.when import from_local, london


@dataclass(frozen=True, slots=True)
class Wanted:
    """One visit that the pattern asks for on a day.

    `start` is the planned start: the first of a time that comes twice, an hour later for one that is skipped.
    `window` has the first and last start that keep to the pattern's wall times; the planned start always does."""

    day: date
    line: Line
    start: datetime
    window: tuple[datetime, datetime]

    @classmethod
    def on(cls, day: date, line: Line) -> Self:
        """What a line asks for on a day."""
        start, earliest, latest = (from_local(day, at) for at in (line.at, line.earliest, line.latest))
        return cls(day, line, start, (min(earliest, start), max(latest, start)))

    @property
    def key(self) -> tuple[str, date]:
        """What no two visits of a package share."""
        return self.line.name, self.day


def wanted(package: Package, first: date, last: date) -> Iterator[Wanted]:
    """What the pattern asks for from `first` to `last`, by day in the order of the lines.

    Nothing before the package starts, after it ends, or from the day that it is suspended."""
    if package.state is PackageState.ENDED:
        return
    first = max(first, package.starts)
    last = min(last, package.ends or last)
    if package.suspended_from is not None:
        last = min(last, package.suspended_from - timedelta(days=1))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield from (Wanted.on(day, line) for line in package.lines if day.weekday() in line.days)


def visit_of(package: Package, wanted: Wanted, ref: str, referral: str, after: str) -> Visit:
    """The visit as the pattern has it. `after` is the id of the visit that it follows, if any."""
    line, (window_from, window_to) = wanted.line, wanted.window
    return Visit(
        id=ref, person=package.person, case=package.case, package=package.id, referral=referral,
        line=line.name, kind="review" if line.lead else "care", day=wanted.day, start=wanted.start,
        minutes=line.minutes, window_from=window_from, window_to=window_to,
        local_start=f"{london(wanted.start):%H:%M}", workers_needed=line.workers, skills=line.skills,
        lead=line.lead, time_critical=line.time_critical, tasks=line.tasks, after=after,
        min_gap=line.min_gap if after else 0, max_gap=line.max_gap if after else 0,
    )  # fmt: skip
