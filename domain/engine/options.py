"""Who can take a visit: for every worker the cheapest way, with how late it would be and who would have to make room.

The options are ordered by what they cost; people are not. It asks the rules as `ways` does, but bends nothing but the
time, since an urgent visit is placed now and not negotiated. Where a worker has no free moment, the visit in the road
goes to somebody else, to another time, or, last of all, to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.engine.explain import why
from domain.engine.plan import Assignment, Plan, Reason
from domain.engine.problem import Worker
from domain.engine.situation import Situation
from domain.engine.ways import Finder, Seat, Way, as_they_are, homes, seats

LATEST = 180
MOST_IN_THE_ROAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What sending a worker would take (`way`), or why they cannot be sent (`reason`). `displaced` are the visits that
    make room, `uncovered` those of them that nobody would do."""

    worker: str
    way: Way | None = None
    reason: Reason | None = None

    @property
    def displaced(self) -> tuple[str, ...]:
        """The other visits that would move."""
        return tuple(each.visit for each in self.way.placed[1:]) if self.way else ()

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Those of them that would be left with nobody."""
        return tuple(each.visit for each in self.way.placed[1:] if not each.workers) if self.way else ()


def options(now: Situation, visit: str) -> tuple[Option, ...]:
    """For every worker of the problem the cheapest way to take a visit, the cheapest of all first; then those who
    cannot, each with the rule in the way. Raises KeyError for an id that the problem does not have."""
    finder = Finder(now, visit, None)
    found = [Option(worker=worker.id, way=way) for worker in finder.fit if (way := _cheapest(finder, worker))]
    known = {option.worker for option in found}
    plan = Plan(assignments=tuple(each for each in now.placed if each.visit != visit))
    reasons = why(now.still_open(visit), plan, visit, beside=known)
    refused = [Option(worker=reason.worker, reason=reason) for reason in reasons]
    found.sort(key=lambda option: (option.way.cost if option.way else 0, option.worker))
    return (*found, *refused)


def best(now: Situation, visit: str) -> Way | None:
    """The cheapest way that `options` would find, or None. Where somebody can come in time without anybody making room,
    nothing else is looked for."""
    finder = Finder(now, visit, None)
    fit = [worker for worker in finder.fit if worker.shifts]
    found = [way for worker in fit if (way := _first(finder, _on_time(finder, worker)))]
    found = found or [way for worker in fit if (way := _cheapest(finder, worker))]
    return min(found, key=lambda way: way.cost, default=None)


def _cheapest(finder: Finder, worker: Worker) -> Way | None:
    if not worker.shifts:
        return None
    on_time = _first(finder, _on_time(finder, worker))
    if on_time is not None:
        return on_time
    ways = [way for way in (_first(finder, _late(finder, worker)), _in_place_of(finder, worker)) if way]
    return min(ways, key=lambda way: way.cost, default=None)


def _first(finder: Finder, found: Iterator[Seat]) -> Way | None:
    return next((way for seat in found if (way := finder.way(seat))), None)


def _on_time(finder: Finder, worker: Worker) -> Iterator[Seat]:
    strict = finder.strict
    if strict.earliest <= strict.latest:
        yield from seats(finder.day, strict, worker, finder.fit, as_they_are(finder.day, strict))


def _late(finder: Finder, worker: Worker) -> Iterator[Seat]:
    """After the last start that there should be, the soonest first."""
    due = finder.visit.window[1]
    first = max(due, finder.now.soonest)
    late = replace(finder.strict, earliest=first, latest=first + LATEST, preferred_start=first)
    for seat in seats(finder.day, late, worker, finder.fit, as_they_are(finder.day, late)):
        yield replace(seat, bends=finder.outside(seat.start))


def _in_place_of(finder: Finder, worker: Worker) -> Way | None:
    """In the place of one other visit: of the nearest one that can go elsewhere, else of the nearest."""
    strict = finder.strict
    if strict.earliest > strict.latest:
        return None
    road = sorted(finder.in_the_road(worker, strict), key=lambda stop: abs(stop.start - strict.preferred_start))
    room: list[tuple[Seat, Assignment]] = []
    for stop in road[:MOST_IN_THE_ROAD]:
        day = finder.day.without(stop.visit.id)
        seat = next(seats(day, strict, worker, finder.fit, as_they_are(day, strict)), None)
        if seat is None:
            continue
        home = next(homes(day.put(seat.of(finder.visit.id)), stop.visit, finder.now), None)
        if home is not None and (way := finder.way(seat, home)):
            return way
        room.append((seat, Assignment(visit=stop.visit.id, workers=(), start=stop.start)))
    return next((way for seat, nobody in room if (way := finder.way(seat, nobody))), None)
