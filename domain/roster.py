"""Plain facts of a roster: what has still to be told to whom, who is booked twice, what lacks workers.

Pure arithmetic over visits and the people in them. Whether a plan keeps the rules is for `domain/engine`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from domain.people import Person
from domain.record import revised
from domain.staff import Absence, Worker
from domain.verdicts import Span, merged
from domain.views import Told
from domain.visit import TO_COME, Visit, VisitState

USABLE_MINUTES = 30
_IN_ORDER = attrgetter("start", "id")
_HELD = TO_COME | {VisitState.IN_PROGRESS}


def standing(visit: Visit) -> Visit:
    """A visit to come in the state that its plan gives it: planned until covered, notified once told."""
    if visit.state not in TO_COME:
        return visit
    if not (visit.workers and visit.is_covered):
        return revised(visit, state=VisitState.PLANNED)
    return revised(visit, state=VisitState.ALLOCATED if visit.is_draft else VisitState.NOTIFIED)


def ends(visit: Visit) -> datetime:
    """When a visit is planned to end."""
    return visit.start + timedelta(minutes=visit.minutes)


def at_once(one: Visit, other: Visit) -> bool:
    """Whether two visits are planned to run at the same time."""
    return one.start < ends(other) and other.start < ends(one)


def away_during(absences: Iterable[Absence], worker: str, visit: Visit) -> bool:
    """Whether a worker is known to be away for any of the visit."""
    return any(
        each.worker == worker and each.start < ends(visit) and (each.end is None or visit.start < each.end)
        for each in absences
    )


def keeps_told(visit: Visit, workers: Iterable[str], start: datetime) -> bool:
    """Whether a plan lets stand what people have been told and the visit still holds to."""
    promised = set(visit.told_workers) & set(visit.workers)
    return not promised or (promised <= set(workers) and start == visit.start)


@dataclass(frozen=True, slots=True)
class Clash:
    """One worker planned for two visits at once; `first` begins no later than `second`."""

    worker: str
    first: Visit
    second: Visit


def clashes(visits: Iterable[Visit]) -> tuple[Clash, ...]:
    """Every double booking among visits to come and in progress."""
    lanes: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.workers and visit.state in _HELD:
            for worker in visit.workers:
                lanes.setdefault(worker, []).append(visit)
    return tuple(clash for worker, lane in sorted(lanes.items()) for clash in _clashes(worker, lane))


def _clashes(worker: str, lane: list[Visit]) -> Iterator[Clash]:
    lane.sort(key=_IN_ORDER)
    longest, until = lane[0], ends(lane[0])
    for visit in lane[1:]:
        if visit.start < until:
            yield Clash(worker, longest, visit)
        if (end := ends(visit)) > until:
            longest, until = visit, end


def differences(
    visits: Iterable[Visit], workers: Mapping[str, Worker], people: Mapping[str, Person]
) -> tuple[Told, ...]:
    """What publishing these visits would tell each worker, by worker and in order of time."""
    rows = [
        _told(visit, ref, change, workers, people)
        for visit in visits
        if visit.is_draft
        for ref, change in _changes(visit)
    ]
    return tuple(sorted(rows, key=lambda row: (row.worker_name, row.worker, row.start, row.visit)))


def _changes(visit: Visit) -> Iterator[tuple[str, str]]:
    planned = set() if visit.state is VisitState.CANCELLED else set(visit.workers)
    told = set(visit.told_workers)
    for worker in sorted(planned | told):
        if worker not in told:
            yield worker, "added"
        elif worker not in planned:
            yield worker, "removed"
        elif visit.start != visit.told_start:
            yield worker, "moved"
        elif visit.readdressed:
            yield worker, "address"


def _told(visit: Visit, ref: str, change: str, workers: Mapping[str, Worker], people: Mapping[str, Person]) -> Told:
    worker, person = workers.get(ref), people.get(visit.person)
    was = visit.told_start if change != "added" else None
    return Told(
        worker=ref, worker_name=worker.full_name if worker else ref, phone=worker.phone if worker else "",
        change=change, visit=visit.id, person=person.name if person else "unknown",
        start=was or visit.start if change == "removed" else visit.start, was=was, minutes=visit.minutes,
        line=visit.line, where=_door(person, visit.day) if person and change in ("added", "address") else "",
    )  # fmt: skip


def _door(person: Person, day: date) -> str:
    there = person.living_on(day)
    return ", ".join(filter(None, (there.address, there.postcode)))


def by_harm(visits: Iterable[Visit], people: Mapping[str, Person]) -> tuple[str, ...]:
    """References of the uncovered visits to come, the one that could do most harm first.

    Time-critical ones come first, then first visits, as nobody has seen that person yet; then double-ups, then those
    of people who live alone, then the soonest."""

    def harm(visit: Visit) -> tuple[bool, bool, bool, bool, datetime, str]:
        person = people.get(visit.person)
        alone = person is not None and person.lives_alone
        known = visit.kind != "first"
        return not visit.time_critical, known, visit.workers_needed < 2, not alone, visit.start, visit.id

    uncovered = [visit for visit in visits if visit.state in TO_COME and not visit.is_covered]
    return tuple(visit.id for visit in sorted(uncovered, key=harm))


def familiarity(visits: Iterable[Visit]) -> dict[str, Counter[str]]:
    """Person → how often each worker has been with them, out of the visits that workers attended."""
    known: dict[str, Counter[str]] = {}
    for visit in visits:
        known.setdefault(visit.person, Counter()).update({stamp.worker for stamp in visit.attended})
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """How one worker's day is used. Spans are UTC.

    `duty` are shifts, `away` absence, training and meetings, `visits` what is planned in order of time,
    `legs` the travel minutes from each visit to the next, `breaks` minutes of unpaid rest. The ways from home
    and back lie outside duty."""

    worker: str
    duty: tuple[Span, ...]
    away: tuple[Span, ...] = ()
    visits: tuple[Span, ...] = ()
    legs: tuple[int, ...] = ()
    breaks: int = 0

    @property
    def available(self) -> int:
        """Minutes on duty and not away."""
        return _minutes(_within(self.duty, self.duty)) - _minutes(_within(self.away, self.duty))

    @property
    def contact(self) -> int:
        """Minutes with people."""
        return _minutes(_within(self.visits, self.duty))

    @property
    def travel(self) -> int:
        """Minutes between one visit and the next."""
        return sum(self.legs)

    @property
    def downtime(self) -> int:
        """Minutes on duty with nothing to do, ways and breaks taken off."""
        return max(0, self.available - self.contact - self.travel - self.breaks)

    @property
    def usable(self) -> int:
        """Of the downtime, minutes in gaps long enough for another visit."""
        return sum(gap for gap in self._idle() if gap >= USABLE_MINUTES)

    @property
    def fragmented(self) -> int:
        """Of the downtime, minutes in gaps too short to be filled."""
        return self.downtime - min(self.usable, self.downtime)

    @property
    def utilisation(self) -> float | None:
        """Minutes with people out of minutes available; None without any."""
        return self.contact / self.available if self.available else None

    def _idle(self) -> list[int]:
        """Minutes of each gap, travel on to the next visit taken off, and the break off the longest."""
        legs = zip(self.visits, (*self.legs, *([0] * bool(self.visits))), strict=True)
        busy = merged([*self.away, *((start, end + timedelta(minutes=leg)) for (start, end), leg in legs)])
        gaps = sorted(_minutes([gap]) for span in merged(self.duty) for gap in _gaps(span, busy))
        return [*gaps[:-1], max(0, gaps[-1] - self.breaks)] if gaps else []


def _gaps(span: Span, busy: Iterable[Span]) -> Iterator[Span]:
    at, end = span
    for low, high in busy:
        if at < low < end:
            yield at, low
        at = max(at, high)
    if at < end:
        yield at, end


def _within(spans: Iterable[Span], bounds: Iterable[Span]) -> list[Span]:
    limits = merged(bounds)
    return [
        (max(start, low), min(end, high))
        for start, end in merged(spans)
        for low, high in limits
        if max(start, low) < min(end, high)
    ]


def _minutes(spans: Iterable[Span]) -> int:
    return sum(int((end - start).total_seconds()) // 60 for start, end in spans)
