"""Where reality has left a package's pattern: when workers really come and how long they stay.

Pure arithmetic over a package's lines and the visits made for them. Medians, so that one bad day says nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import median

from domain.package import Line, Package
from domain.visit import Visit
from domain.when import london

WEEKS = timedelta(days=28)
DAY = 24 * 60
LEAST_VISITS = 5
LEAST_MINUTES, LEAST_SHARE = 5, 0.2
"""A start that is outside its window by less, and a length that differs by less than both, are the pattern's."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How `visits` visits of a line really were: `later` than its start (minus: earlier), taking `stays` minutes."""

    line: Line
    visits: int
    later: int
    stays: int

    @property
    def came(self) -> time:
        """When they began, London wall time."""
        hours, minutes = divmod((_minutes(self.line.at) + self.later) % DAY, 60)
        return time(hours, minutes)

    @property
    def matters(self) -> bool:
        """Whether the pattern no longer says what happens: a start outside its window, or another length."""
        apart = abs(self.stays - self.line.minutes)
        at, earliest, latest = (_minutes(wall) for wall in (self.line.at, self.line.earliest, self.line.latest))
        outside = max(earliest - at - self.later, self.later + at - latest)
        return outside >= LEAST_MINUTES or (apart >= LEAST_MINUTES and apart >= LEAST_SHARE * self.line.minutes)


def drifts(package: Package, visits: Iterable[Visit], today: date) -> list[Drift]:
    """Each line of the pattern with what the last four weeks made of it, where they say enough."""
    made = [visit for visit in visits if today - WEEKS <= visit.day <= today]
    found = [_drift(line, [visit for visit in made if visit.line == line.name]) for line in package.lines]
    return [one for one in found if one is not None]


def _drift(line: Line, visits: Iterable[Visit]) -> Drift | None:
    """By whoever came first and whoever left last; visits that have not ended say nothing."""
    at, later, stays = _minutes(line.at), [], []
    for visit in visits:
        left = [stamp.left for stamp in visit.attended if stamp.left]
        if left and len(left) == len(visit.attended):
            came = min(stamp.came for stamp in visit.attended)
            later.append((_minutes(london(came).time()) - at + DAY // 2) % DAY - DAY // 2)
            stays.append((max(left) - came).total_seconds() / 60)
    if len(stays) < LEAST_VISITS:
        return None
    return Drift(line, len(stays), round(median(later)), round(median(stays)))


def _minutes(wall: time) -> int:
    return 60 * wall.hour + wall.minute
