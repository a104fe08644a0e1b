"""A day under way: what stands on the board, what people have been told of it, and what can no longer be moved.

Questions about one visit and repairs of a day start from here. It says who would have to be rung; it judges nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.engine.plan import Assignment
from domain.engine.problem import DAY, Problem, Visit, Worker

Change = Literal["new", "moved", "removed", "other worker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The board as it stands. `placed` may hold a double-up with one worker; `told` is what people have been told, by
    visit, and empty while the day is a draft that nobody has heard of. `fixed` visits stay where they are; nothing
    may be made to start before the minute `soonest`."""

    problem: Problem
    placed: tuple[Assignment, ...]
    told: Mapping[str, Assignment] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    soonest: int = -DAY

    def still_open(self, visit: str) -> Problem:
        """The problem with one visit's window cut to what is left of it."""
        visits = tuple(
            replace(each, earliest=max(each.earliest, self.soonest)) if each.id == visit else each
            for each in self.problem.visits
        )
        return replace(self.problem, visits=visits)

    def with_moved(self, moved: Iterable[Assignment]) -> tuple[Assignment, ...]:
        """What would stand if these visits went there; one without workers is taken off."""
        after = {each.visit: each for each in self.placed} | {each.visit: each for each in moved}
        return tuple(each for each in after.values() if each.workers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Somebody who has to be rung about a visit: a worker, or, where `worker` is empty, the person visited."""

    visit: str
    worker: str
    change: Change


class Ringing:
    """Who has to be rung, asked of one situation many times."""

    def __init__(self, now: Situation) -> None:
        self._told = now.told
        self._visits = {visit.id: visit for visit in now.problem.visits}
        self._staff = {worker.id: worker for worker in now.problem.workers}

    def rings(self, moved: Iterable[Assignment]) -> tuple[Ring, ...]:
        """Who has to be rung if visits go elsewhere. Nobody, as long as nobody has been told of the day."""
        if not self._told:
            return ()
        visits, told = self._visits, self._told
        return tuple(
            ring for each in moved for ring in _rings(each, told.get(each.visit), visits[each.visit], self._staff)
        )

    def people(self, moved: Iterable[Assignment]) -> int:
        """How many people have to be rung: workers, and those visited."""
        visits = self._visits
        return len({ring.worker or (visits[ring.visit].person, visits[ring.visit].place) for ring in self.rings(moved)})


def _rings(now: Assignment, was: Assignment | None, visit: Visit, staff: Mapping[str, Worker]) -> Iterator[Ring]:
    going, told = set(now.workers), set(was.workers) if was else set()
    retimed = was is not None and bool(going) and now.start != was.start
    for worker in sorted(going - told):
        yield Ring(visit=visit.id, worker=worker, change="new")
    for worker in sorted(told - going):
        if was is not None and not _is_away(staff.get(worker), was.start, was.start + visit.minutes):
            yield Ring(visit=visit.id, worker=worker, change="removed")
    for worker in sorted(told & going) if retimed else ():
        yield Ring(visit=visit.id, worker=worker, change="moved")
    if retimed:
        yield Ring(visit=visit.id, worker="", change="moved")
    elif going != told:
        yield Ring(
            visit=visit.id, worker="", change="other worker" if going and told else "new" if going else "removed"
        )


def _is_away(worker: Worker | None, start: int, end: int) -> bool:
    """Whoever reported absent knows already; so does somebody who is no longer on the staff."""
    return worker is None or any(away.start < end and start < away.end for away in worker.absent)
