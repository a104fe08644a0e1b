"""Which visits a package of care asks for on which days, and at what moments: London wall time made UTC.

Pure calendar arithmetic; what becomes of visits that are there already is for the use cases."""

from collections.abc import Iterator, Mapping
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
        after_by=line.by if after else "", optional=line.optional,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """What becomes of one line of a pattern, `was` before and `now` after (None: not there): how many of its visits
    come, go and change. `line` is it as it is last heard of, `first` the first day on which anything differs."""

    line: Line
    was: Line | None
    now: Line | None
    come: int = 0
    go: int = 0
    change: int = 0
    first: date | None = None

    @property
    def name(self) -> str:
        """The name of the line."""
        return self.line.name

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.first is None


def line_changes(before: Package, after: Package, since: date, last: date, now: datetime) -> tuple[LineChange, ...]:
    """Line by line what another pattern means for the visits from `since` to `last` that may still begin: its own
    lines, then those dropped."""
    old = {each.key: each for each in wanted(before, since, last) if each.window[1] >= now}
    new = {each.key: each for each in wanted(after, since, last) if each.window[1] >= now}
    were = {line.name: line for line in before.lines}
    are = {line.name: line for line in after.lines}
    both = {**are, **{name: line for name, line in were.items() if name not in are}}
    return tuple(_line_change(line, were.get(line.name), are.get(line.name), old, new) for line in both.values())


_Asked = Mapping[tuple[str, date], Wanted]


def _line_change(line: Line, was: Line | None, now: Line | None, old: _Asked, new: _Asked) -> LineChange:
    come = [key for key in new.keys() - old.keys() if key[0] == line.name]
    go = [key for key in old.keys() - new.keys() if key[0] == line.name]
    change = [key for key in new.keys() & old.keys() if key[0] == line.name and new[key].line != old[key].line]
    return LineChange(
        line=line, was=was, now=now, come=len(come), go=len(go), change=len(change),
        first=min((day for _, day in (*come, *go, *change)), default=None),
    )  # fmt: skip
