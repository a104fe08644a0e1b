"""A plan laid out by worker, as somebody at the board sees it: who is where, before what and after what.

Built afresh from assignments in well under a millisecond; rules, prices and explanations read it. It judges nothing."""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.engine.plan import Assignment
from domain.engine.problem import Link, Place, Problem, Shift, Travel, Visit, Worker
from domain.engine.travel import minutes


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit at its time."""

    visit: Visit
    start: int

    @property
    def end(self) -> int:
        """When the visit is over."""
        return self.start + self.visit.minutes


@dataclass(frozen=True, slots=True)
class Day:
    """Workers, visits and what is planned: `lanes` has a worker's stops in order of time, `links` a visit's links."""

    problem: Problem
    workers: dict[str, Worker]
    visits: dict[str, Visit]
    planned: dict[str, Assignment]
    lanes: dict[str, list[Stop]]
    links: dict[str, list[Link]]

    @staticmethod
    def of(problem: Problem, assignments: Iterable[Assignment], *, leaving_out: str = "") -> "Day":
        """The day as the assignments have it, with one visit taken off where asked."""
        visits = {visit.id: visit for visit in problem.visits}
        lanes: dict[str, list[Stop]] = {worker.id: [] for worker in problem.workers}
        planned = {a.visit: a for a in assignments if a.visit != leaving_out}
        for assignment in planned.values():
            stop = Stop(visits[assignment.visit], assignment.start)
            for worker in assignment.workers:
                lanes[worker].append(stop)
        for lane in lanes.values():
            lane.sort(key=lambda stop: (stop.start, stop.visit.id))
        links: dict[str, list[Link]] = {}
        for link in problem.links:
            for visit in (link.before, link.after):
                links.setdefault(visit, []).append(link)
        return Day(problem, {worker.id: worker for worker in problem.workers}, visits, planned, lanes, links)

    def without(self, visit: str) -> "Day":
        """The day with a visit taken off, if it was on."""
        gone = self.planned.get(visit)
        if gone is None:
            return self
        lanes = {w: [stop for stop in self.lanes[w] if stop.visit.id != visit] for w in gone.workers}
        planned = self.planned.copy()
        del planned[visit]
        return replace(self, planned=planned, lanes=self.lanes | lanes)

    def put(self, given: Assignment) -> "Day":
        """The day with a visit put on that it does not hold."""
        stop = Stop(self.visits[given.visit], given.start)
        lanes = {worker: self.lane_with(self.workers[worker], stop) for worker in given.workers}
        return replace(self, planned=self.planned | {given.visit: given}, lanes=self.lanes | lanes)

    def lane_with(self, worker: Worker, stop: Stop) -> list[Stop]:
        """A worker's stops with one more put in at its time."""
        lane = self.lanes[worker.id].copy()
        insort(lane, stop, key=lambda each: (each.start, each.visit.id))
        return lane

    def links_of(self, visit: Visit) -> list[Link]:
        """The links that tie a visit to another."""
        return self.links.get(visit.id, [])

    def stop_of(self, visit: str) -> Stop | None:
        """Where a visit stands in the plan."""
        planned = self.planned.get(visit)
        return Stop(self.visits[visit], planned.start) if planned else None


def duty(worker: Worker) -> tuple[Shift, ...]:
    """When a worker may be sent to a visit: shifts, run together where they touch, less absence, within the rest."""
    rested = Shift(worker.earliest_start, worker.latest_end)
    spans = [Shift(max(s.start, rested.start), min(s.end, rested.end)) for s in on_shift(worker)]
    for away in worker.absent:
        spans = [part for span in spans for part in _less(span, away)]
    return tuple(span for span in spans if span.start < span.end)


def on_shift(worker: Worker) -> list[Shift]:
    """A worker's shifts in order, run together where they touch."""
    spans: list[Shift] = []
    for shift in sorted(worker.shifts, key=lambda each: each.start):
        if spans and shift.start <= spans[-1].end:
            spans[-1] = Shift(spans[-1].start, max(spans[-1].end, shift.end))
        else:
            spans.append(shift)
    return spans


def _less(span: Shift, away: Shift) -> list[Shift]:
    parts = [Shift(span.start, min(span.end, away.start)), Shift(max(span.start, away.end), span.end)]
    return [part for part in parts if part.start < part.end]


def legs(travel: Travel, worker: Worker, lane: Sequence[Stop]) -> list[int]:
    """Travel minutes between one stop and the next, one fewer than there are stops."""
    return [minutes(travel, worker.mode, a.visit.place, b.visit.place, a.end) for a, b in pairwise(lane)]


def way_out(travel: Travel, worker: Worker, visit: Visit) -> int:
    """Travel minutes to a visit that comes first: from home at the hour when it is wanted, or from the base."""
    return _way(travel, worker, worker.sets_out, visit)


def way_back(travel: Travel, worker: Worker, visit: Visit) -> int:
    """Travel minutes from a visit that comes last."""
    return _way(travel, worker, worker.returns, visit)


def from_base(travel: Travel, worker: Worker, visit: Visit) -> int:
    """Minutes on duty before a visit at the least: the way from the base, at the slowest hour."""
    return way_out(travel, worker, visit) if worker.sets_out else 0


def to_base(travel: Travel, worker: Worker, visit: Visit) -> int:
    """Minutes on duty after a visit at the least: the way to the base, at the slowest hour."""
    return way_back(travel, worker, visit) if worker.returns else 0


def _way(travel: Travel, worker: Worker, base: Place | None, visit: Visit) -> int:
    if base is None:
        return minutes(travel, worker.mode, worker.home, visit.place, visit.preferred_start)
    return minutes(travel, worker.mode, base, visit.place)


def end_legs(travel: Travel, worker: Worker, lane: Sequence[Stop]) -> int:
    """Travel minutes to the first stop and back from the last."""
    return way_out(travel, worker, lane[0].visit) + way_back(travel, worker, lane[-1].visit) if lane else 0


def beyond(travel: Travel, worker: Worker, lane: Sequence[Stop]) -> int:
    """Minutes of duty before the first stop and after the last: the ways from and to the base."""
    return from_base(travel, worker, lane[0].visit) + to_base(travel, worker, lane[-1].visit) if lane else 0


def worked(travel: Travel, worker: Worker, lane: Sequence[Stop]) -> int:
    """Working minutes: visits, the travel between them, and that from and to a base."""
    return sum(stop.visit.minutes for stop in lane) + sum(legs(travel, worker, lane)) + beyond(travel, worker, lane)


def has_break(travel: Travel, worker: Worker, lane: Sequence[Stop]) -> bool:
    """Whether a day longer than `break_after` has a gap between two visits long enough for the break."""
    if not lane or lane[-1].end - lane[0].start + beyond(travel, worker, lane) <= worker.break_after:
        return True
    gaps = zip(pairwise(lane), legs(travel, worker, lane), strict=True)
    return any(b.start - a.end - leg >= worker.break_minutes for (a, b), leg in gaps)
