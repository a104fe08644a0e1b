"""Readings of people's records that deserve a second look, with the reason why.

Being on the list accuses nobody: it says what somebody who looks after confidentiality would ask about. Nobody is
counted or compared; each reading stands for itself."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import Right
from domain.identity import letters

HOUR = timedelta(hours=1)
PAPERS = timedelta(days=2)
"""How long after a referral or a case has ended its papers are still being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Somebody opened the record of a person: entry `seq` of the journal. `in_care` says whether a referral or a case
    of that person was open then, or ended no longer ago than its `PAPERS` take."""

    seq: int
    at: datetime
    user: str
    reader: str
    role: str
    person: str
    family: str
    name: str
    purpose: str
    in_care: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    """A reading and the reasons, as sentences, for asking about it."""

    reading: Reading
    why: tuple[str, ...]


def unusual(readings: Iterable[Reading], most: int) -> list[Unusual]:
    """The readings worth asking about, latest first; `most` people within an hour are not yet many for one user."""
    in_order = sorted(readings, key=lambda reading: reading.seq)
    many = dict(_many(in_order, most))
    found = [Unusual(reading, tuple(_reasons(reading, many))) for reading in in_order]
    return [one for one in reversed(found) if one.why]


def _reasons(reading: Reading, many: Mapping[int, int]) -> Iterator[str]:
    surname = letters(reading.reader.rpartition(" ")[2])
    if surname and surname == letters(reading.family):
        yield "the same family name"
    if not reading.in_care:
        yield "nothing was open"
    if Right.BREAK_GLASS in reading.role.split("+"):
        yield "in an emergency"
    if reading.seq in many:
        yield f"{many[reading.seq]} people within an hour"


def _many(in_order: Iterable[Reading], most: int) -> Iterator[tuple[int, int]]:
    """The readings by which somebody has read more people in the hour before than is usual, with how many."""
    lately: dict[str, deque[Reading]] = {}
    for reading in in_order:
        last = lately.setdefault(reading.user, deque())
        last.append(reading)
        while reading.at - last[0].at >= HOUR:
            last.popleft()
        people = len({one.person for one in last})
        if people > most:
            yield reading.seq, people
