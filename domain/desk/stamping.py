"""Arrivals and departures put on a visit: what is believed, what is kept, and what verdicts follow.

Every stamp has its source. An electronic one outranks one made by hand; otherwise the later word counts. The
same stamp twice changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from domain.desk.bus import Refusal, Work
from domain.desk.naming import the_user, the_visit, the_worker
from domain.desk.roads import travel_of
from domain.engine.problem import Mode, Place
from domain.engine.travel import minutes
from domain.people import Person
from domain.record import revised
from domain.staff import Worker
from domain.verdicts import ELECTRONIC, SOURCES, Elsewhere, judge
from domain.visit import BEGUN, Attendance, Visit, VisitState
from domain.when import show_moment, show_time

FURTHEST = timedelta(hours=12)
CLOSE = timedelta(hours=2)
KNOWN_SOURCES = frozenset({*SOURCES, "assumed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One worker's attendance at a visit as an import brings it."""

    visit: str
    worker: str
    came: datetime
    came_by: str
    left: datetime | None = None
    left_by: str = ""
    exception: str = ""


def stamped(visit: Visit, stamp: Attendance, work: Work) -> Visit:
    """The visit with a worker's attendance on it. Raises Refusal when that cannot have been."""
    _require_possible(visit, stamp, work)
    others = [each for each in visit.attended if each.worker != stamp.worker]
    earlier = next((each for each in visit.attended if each.worker == stamp.worker), None)
    attended = tuple(sorted([*others, _agreed(earlier, stamp)], key=lambda each: (each.came, each.worker)))
    if attended == visit.attended:
        return visit
    if visit.state is VisitState.CANCELLED:
        who = the_worker(work, stamp.worker)
        raise Refusal(f"{the_visit(work, visit)} was cancelled: find out where {who} was, then add the visit again")
    if visit.state is VisitState.VERIFIED:
        by = the_user(work, visit.verified_by)
        raise Refusal(f"{the_visit(work, visit)} has been verified by {by}: its times stand")
    there = any(each.left is None for each in attended)
    return revised(visit, attended=attended, state=VisitState.IN_PROGRESS if there else VisitState.COMPLETED)


def _agreed(earlier: Attendance | None, stamp: Attendance) -> Attendance:
    """What two reports of one attendance come to."""
    if earlier is None:
        return stamp
    if earlier.came_by in ELECTRONIC and stamp.came_by not in ELECTRONIC:
        stamp = replace(stamp, came=earlier.came, came_by=earlier.came_by)
    if stamp.left is None or (earlier.left_by in ELECTRONIC and stamp.left_by not in ELECTRONIC):
        stamp = replace(stamp, left=earlier.left, left_by=earlier.left_by)
    return replace(stamp, exception=stamp.exception or earlier.exception)


def _require_possible(visit: Visit, stamp: Attendance, work: Work) -> None:
    last = stamp.left or stamp.came
    for source in filter(None, (stamp.came_by, stamp.left_by)):
        if source not in KNOWN_SOURCES:
            raise Refusal(f"'{source}' is no source of a time, such as {', '.join(SOURCES)}")
    if last > work.now:
        raise Refusal(f"{show_moment(last)} is in the future: it is {show_moment(work.now)}")
    if stamp.left is not None and stamp.left <= stamp.came:
        raise Refusal(f"Nobody leaves at {show_time(stamp.left)} who came at {show_time(stamp.came)}")
    if abs(stamp.came - visit.start) > FURTHEST:
        raise Refusal(f"{show_moment(stamp.came)} is far from {the_visit(work, visit)}: check the time")


def judged(work: Work, day: date, visits: Sequence[Visit]) -> list[Visit]:
    """Visits of one day with the verdicts that the rules give them, seen beside all else that day."""
    rounds, policy = _Rounds(work, day, visits), work.policy_on(day)
    return [revised(v, verdicts=tuple(judge(v, policy, rounds.elsewhere(v)))) for v in visits]


class _Rounds:
    """Who was where on a day: each worker's attendances, and the ways between them."""

    def __init__(self, work: Work, day: date, visits: Sequence[Visit]) -> None:
        begun = {visit.id: visit for visit in work.find(Visit, day=day, state=tuple(BEGUN))}
        begun |= {visit.id: visit for visit in visits}
        concerned = {stamp.worker for visit in visits for stamp in visit.attended}
        self._by_worker: dict[str, list[tuple[Visit, Attendance]]] = {}
        for visit in begun.values():
            for stamp in visit.attended:
                if stamp.worker in concerned:
                    self._by_worker.setdefault(stamp.worker, []).append((visit, stamp))
        homes = {visit.person for lane in self._by_worker.values() for visit, _ in lane}
        people = [each.living_on(day) for each in work.find(Person, id=tuple(homes))] if homes else []
        workers = work.find(Worker, id=tuple(concerned)) if concerned else ()
        self._places = {each.id: Place(each.place.lat, each.place.lon) for each in people if each.place is not None}
        self._modes = {each.id: cast(Mode, each.mode) for each in workers}
        self._travel = travel_of(work.policy_on(day), day)

    def elsewhere(self, visit: Visit) -> Iterator[Elsewhere]:
        """The other attendances of those who came: what runs into the visit, or ends so shortly before it that the
        way between may count."""
        for mine in visit.attended:
            soonest = mine.came - CLOSE
            for other, stamp in self._by_worker[mine.worker]:
                if other.id != visit.id and (stamp.left is None or stamp.left > soonest) and _begun(mine, stamp):
                    way = self._way(mine.worker, visit.person, other.person)
                    yield Elsewhere(worker=mine.worker, came=stamp.came, left=stamp.left, travel_minutes=way)

    def _way(self, worker: str, one: str, other: str) -> int:
        """Travel minutes between two homes; 0 where either is not on the map."""
        mode, here, there = self._modes.get(worker), self._places.get(one), self._places.get(other)
        return minutes(self._travel, mode, here, there) if mode and here and there else 0


def _begun(mine: Attendance, other: Attendance) -> bool:
    """Whether another attendance began before this one was over."""
    return mine.left is None or other.came < mine.left
