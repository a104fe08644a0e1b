"""The independent verifier: every plan is checked again before anybody sees it.

It shares nothing with the rules and the search but the values of a problem and a plan; even travel is worked out by
another formula. When it and the search disagree, the search is wrong until shown otherwise."""

from collections.abc import Iterator
from itertools import pairwise
from math import asin, ceil, cos, dist, radians, sin

from domain.engine.plan import Assignment, Breach, Plan
from domain.engine.problem import Link, Place, Problem, Shift, Visit, Worker

RADIUS_KM = 6371.0088
TOLERANCE = 1e-6
Booking = tuple[int, int, Visit]


def verify(problem: Problem, plan: Plan) -> list[Breach]:
    """Every hard rule that the plan breaks; none when it may be used."""
    return list(_Checker(problem, plan).breaches())


class _Checker:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.visits = {visit.id: visit for visit in problem.visits}
        self.workers = {worker.id: worker for worker in problem.workers}
        self.given = {each.visit: each for each in plan.assignments if each.visit in self.visits}

    def breaches(self) -> Iterator[Breach]:
        yield from self._bookkeeping()
        bookings: dict[str, list[Booking]] = {worker: [] for worker in self.workers}
        for given in self.given.values():
            visit = self.visits[given.visit]
            yield from self._visit(visit, given)
            for each in dict.fromkeys(given.workers):
                if each in self.workers:
                    yield from self._pair(visit, self.workers[each], given.start)
                    bookings[each].append((given.start, given.start + visit.minutes, visit))
        for each, booked in bookings.items():
            yield from self._worker(self.workers[each], sorted(booked, key=lambda b: (b[0], b[2].id)))
        for link in self.problem.links:
            yield from self._link(link)

    def _bookkeeping(self) -> Iterator[Breach]:
        """Every visit stands in the plan once, given or left out, and nothing else does."""
        listed = [each.visit for each in self.plan.assignments] + [each.visit for each in self.plan.unassigned]
        for visit in self.visits:
            if listed.count(visit) != 1:
                yield _breach(
                    "count", visit, "", f"Visit {visit} stands in the plan {listed.count(visit)} times, not once"
                )
        for visit in sorted(set(listed) - set(self.visits)):
            yield _breach("unknown", visit, "", f"Visit {visit} is not one of this day's")

    def _visit(self, visit: Visit, given: Assignment) -> Iterator[Breach]:
        here = visit.id
        if len(given.workers) != visit.workers_needed or len(set(given.workers)) != len(given.workers):
            text = f"{visit.person}: {len(set(given.workers))} of {visit.workers_needed} workers"
            yield _breach("partner", here, "", text)
        if visit.beside and visit.beside not in self.given:
            yield _breach("beside", here, "", f"{visit.person}: a learner goes along to a visit that is not made")
        missing = set(visit.pinned_workers).difference(given.workers)
        if missing:
            yield _breach("partner", here, "", f"{visit.person} was told to expect {', '.join(sorted(missing))}")
        for worker in sorted(set(given.workers) - set(self.workers)):
            yield _breach("unknown", here, worker, f"Worker {worker} is not one of this day's")
        if visit.pinned_start is not None:
            if given.start != visit.pinned_start:
                yield _breach("window", here, "", f"{visit.person} was told {_time(visit.pinned_start)}")
        elif given.start < visit.earliest or given.start > visit.latest:
            window = f"{_time(visit.earliest)} to {_time(visit.latest)}"
            yield _breach("window", here, "", f"{visit.person} at {_time(given.start)}, outside {window}")

    def _pair(self, visit: Visit, worker: Worker, start: int) -> Iterator[Breach]:
        end = start + visit.minutes
        told = visit.pinned_workers
        left, arrives = self._begins(worker, visit, start), self._finishes(worker, visit, end)
        found = {
            "skill": not worker.skills.issuperset(visit.skills),
            "lead": visit.needs_lead and worker.role != "lead",
            "gender": bool(visit.gender) and worker.gender != visit.gender,
            "barred": worker.id in visit.barred,
            "promised": len(told) >= visit.workers_needed and worker.id not in told,
            "shift": not _covered(worker, start, end) or not _within(worker, left, arrives),
            "absent": any(not (end <= away.start or away.end <= start) for away in worker.absent),
            "rest": left < worker.earliest_start or arrives > worker.latest_end,
            "alone": visit.workers_needed < 2 and _outside(visit.alone, start, end),
        }
        for rule, broken in found.items():
            if broken:
                text = f"{worker.name} with {visit.person} at {_time(start)}: {rule}"
                yield _breach(rule, visit.id, worker.id, text)

    def _worker(self, worker: Worker, booked: list[Booking]) -> Iterator[Breach]:
        rested, minutes = True, sum(end - start for start, end, _ in booked)
        if booked:
            (first, _, one), (_, last, other) = booked[0], booked[-1]
            span = self._finishes(worker, other, last) - self._begins(worker, one, first)
            rested, minutes = span <= worker.break_after, minutes + span - (last - first)
        for (_, end, visit), (then, _, following) in pairwise(booked):
            needed = self._minutes(worker, visit.place, following.place, end)
            minutes += needed
            rested = rested or then - end - needed >= worker.break_minutes
            if then < end:
                text = f"{worker.name} is with {visit.person} until {_time(end)}, due at {_time(then)}"
                yield _breach("overlap", following.id, worker.id, text)
            elif then < end + needed:
                text = f"{worker.name} has {then - end} minutes to {following.person} and needs {needed}"
                yield _breach("travel", following.id, worker.id, text)
        if minutes > worker.max_minutes:
            text = f"{worker.name} works {minutes} minutes of {worker.max_minutes}"
            yield _breach("hours", booked[-1][2].id, worker.id, text)
        if not rested:
            text = f"{worker.name} has no break of {worker.break_minutes} minutes"
            yield _breach("break", booked[-1][2].id, worker.id, text)

    def _link(self, link: Link) -> Iterator[Breach]:
        before, after = self.given.get(link.before), self.given.get(link.after)
        if before is None or after is None:
            return
        gap = after.start - before.start - self.visits[link.before].minutes
        if gap < link.min_gap or gap > link.max_gap:
            text = f"{gap} minutes after visit {link.before}, not {link.min_gap} to {link.max_gap}"
            yield _breach("link", link.after, "", text)
        common = set(before.workers) & set(after.workers)
        if link.same_worker is not None and link.same_worker != bool(common):
            wanted = "a worker in common" if link.same_worker else "different workers"
            yield _breach("link", link.after, "", f"Visits {link.before} and {link.after} need {wanted}")

    def _begins(self, worker: Worker, visit: Visit, start: int) -> int:
        """When duty has to begin for a first visit: from a base, as slow as the roads ever are."""
        return start - self._minutes(worker, worker.sets_out, visit.place, None) if worker.sets_out else start

    def _finishes(self, worker: Worker, visit: Visit, end: int) -> int:
        return end + self._minutes(worker, visit.place, worker.returns, None) if worker.returns else end

    def _minutes(self, worker: Worker, a: Place, b: Place, leaving: int | None) -> int:
        travel = self.problem.travel
        if a == b:
            return travel.floor
        pace, slower = travel.pace(worker.mode), [1.0]
        for each in travel.busy:
            if each.mode == worker.mode and (leaving is None or each.start <= leaving < each.end):
                slower.append(each.times)
        ride = _km(a, b) * pace.detour / pace.kmh * 60 * max(slower)
        return max(travel.floor, ceil(pace.fixed + ride - TOLERANCE))


def _km(a: Place, b: Place) -> float:
    """Along the great circle, from the straight line through the earth."""
    return 2 * RADIUS_KM * asin(min(1.0, dist(_vector(a), _vector(b)) / 2))


def _vector(place: Place) -> tuple[float, float, float]:
    lat, lon = radians(place.lat), radians(place.lon)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def _covered(worker: Worker, start: int, end: int) -> bool:
    """Whether shifts, one after another without a gap, cover the time."""
    for shift in sorted(worker.shifts, key=lambda each: each.start):
        if shift.start <= start < shift.end:
            start = shift.end
    return start >= end


def _within(worker: Worker, left: int, arrives: int) -> bool:
    """Whether nobody has to be at a base before the first shift or after the last."""
    return min(s.start for s in worker.shifts) <= left and arrives <= max(s.end for s in worker.shifts)


def _outside(hours: Shift | None, start: int, end: int) -> bool:
    return hours is not None and (start < hours.start or hours.end < end)


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _breach(rule: str, visit: str, worker: str, text: str) -> Breach:
    return Breach(rule=rule, visit=visit, worker=worker, text=text)
