"""What became of a published day: who came and left when, and by which means they said so.

Workers run late when the visit before ran over; a few stamps are by hand, a few visits nobody came to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from domain.demo.ways import Ways
from domain.people import Person
from domain.staff import Worker
from domain.visit import Attendance, Visit

_MEANS = {"app_gps": 76, "nfc_tag": 12, "qr": 3, "landline": 4, "manual": 5}
_EXCEPTIONS = ("E01", "E01", "E02", "E03", "E03", "E04", "E05", "E10")
_NOBODY_CAME = 0.004
_HELD_UP = 0.05


@dataclass(frozen=True, slots=True)
class Came:
    """One worker's stamps at one visit."""

    visit: str
    stamp: Attendance


def stamps_of(
    chance: Random, visits: Sequence[Visit], people: Mapping[str, Person], workers: Mapping[str, Worker], ways: Ways,
    *, late: frozenset[str] = frozenset(), absent_from: frozenset[str] = frozenset(),
) -> Iterator[Came]:  # fmt: skip
    """Stamps of a whole day as told to people. Visits of `late` begin half an hour behind; to `absent_from` nobody comes."""
    free: dict[str, tuple[datetime, str]] = {}
    for visit in sorted(visits, key=lambda each: (each.told_start or each.start, each.id)):
        there = people[visit.person].postcode
        if visit.id in absent_from or chance.random() < _NOBODY_CAME:
            continue
        begun = (visit.told_start or visit.start) + timedelta(minutes=_delay(chance, visit.id in late))
        for ref in visit.told_workers:
            if ref in free:
                left, at = free[ref]
                begun = max(begun, left + timedelta(minutes=ways.minutes(workers[ref].mode, at, there)))
        over = begun + timedelta(minutes=max(5, round(visit.minutes * chance.gauss(1.0, 0.08))))
        for ref in visit.told_workers:
            free[ref] = over, there
            yield Came(visit.id, _stamp(chance, ref, begun, over))


def _delay(chance: Random, late: bool) -> int:
    if late:
        return chance.randrange(24, 38)
    if chance.random() < _HELD_UP:
        return chance.randrange(14, 40)
    return round(chance.gauss(0, 4))


def _stamp(chance: Random, worker: str, came: datetime, left: datetime) -> Attendance:
    means = chance.choices(tuple(_MEANS), tuple(_MEANS.values()))[0]
    exception = chance.choice(_EXCEPTIONS) if means == "manual" else ""
    came += timedelta(minutes=chance.choice((0, 0, 0, 1, 2)), seconds=chance.randrange(60))
    return Attendance(worker=worker, came=came, came_by=means, left=left, left_by=means, exception=exception)
