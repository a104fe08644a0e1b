"""What became of a published day: who came and left when, and by which means they said so.

Workers run late when the visit before ran over; a few stamps are by hand, a few visits nobody came to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from domain.demo.stories import pick
from domain.demo.team import Team
from domain.desk.stamping import Stamp
from domain.people import Person
from domain.verdicts import expected_start
from domain.visit import Visit

_MEANS = {"app_gps": 78, "nfc_tag": 12, "qr": 3, "landline": 4, "manual": 3}
_EXCEPTIONS = ("E01", "E01", "E02", "E03", "E03", "E04", "E05", "E10")


@dataclass(frozen=True, slots=True)
class Luck:
    """How a day goes. To visits of `nobody` nobody comes, those of `late` begin late, and of all others the share
    `forgotten` is missed and the share `held_up` late. With `until` only stamps made by then are in."""

    forgotten: float = 0.003
    held_up: float = 0.03
    nobody: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    until: datetime | None = None


ORDINARY = Luck()


def stamps_of(
    chance: Random, visits: Sequence[Visit], people: Mapping[str, Person], team: Team, luck: Luck = ORDINARY
) -> Iterator[Stamp]:
    """The stamps of a team's day as it was told to people."""
    free: dict[str, tuple[datetime, str]] = {}
    for visit in sorted(visits, key=lambda each: (expected_start(each), each.id)):
        there = people[visit.person].postcode
        if visit.kind != "first" and (chance.random() < luck.forgotten or visit.id in luck.nobody):
            continue
        begun = expected_start(visit) + timedelta(minutes=_delay(chance, luck.held_up, visit.id in luck.late))
        for ref in visit.told_workers:
            if ref in free:
                left, at = free[ref]
                way = team.ways.minutes(team.workers[ref].mode, at, there)
                begun = max(begun, left + timedelta(minutes=way))
        over = begun + timedelta(minutes=max(5, round(visit.minutes * chance.gauss(0.95, 0.05))))
        for ref in visit.told_workers:
            free[ref] = over, there
            stamp = _stamp(chance, visit.id, ref, begun, over)
            if luck.until is None or stamp.came <= luck.until:
                yield stamp if luck.until is None or over <= luck.until else _not_left_yet(stamp)


def _delay(chance: Random, held_up: float, late: bool) -> int:
    if late:
        return chance.randrange(16, 18)
    return chance.randrange(16, 38) if chance.random() < held_up else round(chance.gauss(-3, 2.5))


def _stamp(chance: Random, visit: str, worker: str, came: datetime, left: datetime) -> Stamp:
    means = pick(chance, _MEANS)
    came += timedelta(minutes=chance.choice((0, 0, 0, 0, 1)), seconds=chance.randrange(60))
    return Stamp(
        visit=visit, worker=worker, came=came, came_by=means, left=left, left_by=means,
        exception=chance.choice(_EXCEPTIONS) if means == "manual" else "",
    )  # fmt: skip


def _not_left_yet(stamp: Stamp) -> Stamp:
    return Stamp(
        visit=stamp.visit, worker=stamp.worker, came=stamp.came, came_by=stamp.came_by, exception=stamp.exception
    )
