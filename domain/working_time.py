"""The rest of the week that the Working Time Regulations 1998 (reg 11) give to every worker, reckoned from shifts.

Arithmetic on moments only. What follows from it for visits is for the roster engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.staff import Shift
from domain.when import day_bounds


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """An unbroken rest of so many `hours` in every `days` days: 24 in 7, or 48 in 14."""

    hours: float
    days: int

    @property
    def rest(self) -> timedelta:
        """The unbroken rest."""
        return timedelta(hours=self.hours)

    @property
    def longest(self) -> timedelta:
        """How long a run of duties without it may last, from the first start to the last end."""
        return timedelta(days=self.days) - self.rest

    def due(self, shifts: Iterable[Shift], day: date) -> datetime | None:
        """When one worker's rest begins at the latest, as far as that is on the day or before it; None if later.

        Duty on the day goes on from the days before it. Whoever is off on the day must also be able to do the duties
        of the days after it: those who are on duty then get their rest by the rule when those days are planned."""
        lane = sorted(shifts, key=lambda shift: shift.start)
        today = [shift for shift in lane if shift.day == day]
        start, end = day_bounds(day)
        begins = today[0].start if today else start
        behind = self._run([shift for shift in lane if shift.day < day][::-1], begins)
        first = behind[-1].start if behind else begins
        limit = first + self.longest
        ahead = [] if today else [shift for shift in lane if shift.day > day]
        if ahead and max(shift.end for shift in self._run(ahead, None)) - first > self.longest:
            limit = min(limit, ahead[0].start - self.rest)
        return limit if limit < max([end, *(shift.end for shift in today)]) else None

    def _run(self, lane: Sequence[Shift], from_: datetime | None) -> list[Shift]:
        """The duties from the first of a lane on, later or earlier, up to the first rest that is long enough."""
        run: list[Shift] = []
        for shift in lane:
            beside = run[-1] if run else None
            gap = self._between(beside, shift) if beside else (from_ - shift.end if from_ else timedelta())
            if gap >= self.rest:
                break
            run.append(shift)
        return run

    @staticmethod
    def _between(one: Shift, other: Shift) -> timedelta:
        return max(other.start - one.end, one.start - other.end)
