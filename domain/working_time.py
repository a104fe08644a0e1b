"""The rest of the week that the Working Time Regulations 1998 (reg 11) give to every worker, reckoned from shifts.

Arithmetic on moments only. What follows from it for visits is for the roster engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.staff import Shift
from domain.when import day_bounds


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """Unbroken rests of so many `hours` in every `days` days: 24 in 7, 48 in 14, or 24 twice (`times`) in 14."""

    hours: float
    days: int
    times: int = 1

    @property
    def rest(self) -> timedelta:
        """One unbroken rest."""
        return timedelta(hours=self.hours)

    def longest(self, rests: int) -> timedelta:
        """How long duties may last with so many rests among them, from the first start to the last end."""
        return timedelta(days=self.days) - (self.times - rests) * self.rest

    def due(self, shifts: Iterable[Shift], day: date) -> datetime | None:
        """When one worker's rest begins at the latest, as far as that is on the day or before it; None if later.

        Duty on the day goes on from the days before it. Whoever is off on the day must also be able to do the duties
        of the days after it: those who are on duty then get their rest by the rule when those days are planned."""
        lane = sorted(shifts, key=lambda shift: shift.start)
        today = [shift for shift in lane if shift.day == day]
        start, end = day_bounds(day)
        begins = today[0].start if today else start
        before = [shift for shift in lane if shift.day < day][::-1]
        ahead = [] if today else [shift for shift in lane if shift.day > day]
        limits = []
        for rests in range(self.times):
            behind = self._run(before, begins, rests)
            first = behind[-1].start if behind else begins
            limits.append(first + self.longest(rests))
            if ahead and max(shift.end for shift in self._run(ahead, None, 0)) - first > self.longest(rests):
                limits.append(ahead[0].start - self.rest)
        limit = min(limits)
        return limit if limit < max([end, *(shift.end for shift in today)]) else None

    def _run(self, lane: Sequence[Shift], from_: datetime | None, rests: int) -> list[Shift]:
        """The duties from the first of a lane on, later or earlier, with no more rests among them than so many."""
        run: list[Shift] = []
        for shift in lane:
            beside = run[-1] if run else None
            gap = self._between(beside, shift) if beside else (from_ - shift.end if from_ else timedelta())
            rests -= max(0, gap // self.rest)
            if rests < 0:
                break
            run.append(shift)
        return run

    @staticmethod
    def _between(one: Shift, other: Shift) -> timedelta:
        return max(other.start - one.end, one.start - other.end)
