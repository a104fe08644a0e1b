"""Weeks of shifts shared out among staff: what is asked for, and what a filled rota costs.

Nobody works two shifts a day. The working-time rules are hard; wishes and cover have weights. It knows nothing of the
search that fills it (`filling.py`), nor of files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

WEEK, SATURDAY = 7, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftType:
    """A kind of shift: how long it is, and which may not be on the day after it."""

    minutes: int
    never_before: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one person may work: at most so many of each type, minutes in all, runs of days on and off, weekends.

    Runs that touch the first or the last day are not judged short."""

    most: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    longest_run: int
    shortest_run: int
    shortest_break: int
    most_weekends: int
    off: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Somebody wants this shift on this day, or not to have it; what it weighs to deny it."""

    who: str
    day: int
    shift: str
    weight: int
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How many are needed on a shift of a day, and what each one missing or too many weighs."""

    day: int
    shift: str
    needed: int
    per_missing: int
    per_surplus: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """What is to be filled. Days are numbered from 0, a Monday."""

    days: int
    shifts: Mapping[str, ShiftType]
    staff: Mapping[str, Contract]
    wishes: Sequence[Wish]
    cover: Sequence[Cover]


Filled = Mapping[str, Sequence[str]]
"""Everybody's shift of each day; an empty text is a day off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaCost:
    """What a filled rota costs, term by term."""

    wishes: int
    missing: int
    surplus: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.wishes + self.missing + self.surplus


def cost(rota: Rota, filled: Filled) -> RotaCost:
    """What this filling costs."""
    have = {(line.day, line.shift): sum(row[line.day] == line.shift for row in filled.values()) for line in rota.cover}
    return RotaCost(
        wishes=sum(wish.weight for wish in rota.wishes if (filled[wish.who][wish.day] == wish.shift) != wish.wanted),
        missing=sum(line.per_missing * max(0, line.needed - have[line.day, line.shift]) for line in rota.cover),
        surplus=sum(line.per_surplus * max(0, have[line.day, line.shift] - line.needed) for line in rota.cover),
    )


def broken_rules(rota: Rota, filled: Filled) -> list[str]:
    """A sentence for every working-time rule that the filling breaks."""
    return [
        f"{who} {sentence}" for who, contract in rota.staff.items() for sentence in _broken(rota, contract, filled[who])
    ]


def _broken(rota: Rota, contract: Contract, row: Sequence[str]) -> Iterator[str]:
    minutes = sum(rota.shifts[shift].minutes for shift in row if shift)
    if not contract.least_minutes <= minutes <= contract.most_minutes:
        yield f"works {minutes} minutes, not {contract.least_minutes} to {contract.most_minutes}"
    for shift, most in contract.most.items():
        if row.count(shift) > most:
            yield f"has {row.count(shift)} of {shift}, at most {most}"
    for day, shift in enumerate(row):
        if shift and day in contract.off:
            yield f"works on day {day}, which is off"
        if day and shift and row[day - 1] and shift in rota.shifts[row[day - 1]].never_before:
            yield f"has {shift} on day {day} after {row[day - 1]}"
    if sum(any(row[day : day + 2]) for day in range(SATURDAY, rota.days, WEEK)) > contract.most_weekends:
        yield f"works more than {contract.most_weekends} weekends"
    yield from _broken_runs(contract, row)


def _broken_runs(contract: Contract, row: Sequence[str]) -> Iterator[str]:
    day = 0
    for works, group in groupby(row, bool):
        length = len(list(group))
        is_inside = day > 0 and day + length < len(row)
        if works and length > contract.longest_run:
            yield f"works {length} days in a row from day {day}"
        if is_inside and length < (contract.shortest_run if works else contract.shortest_break):
            yield f"has only {length} days {'on' if works else 'off'} from day {day}"
        day += length
