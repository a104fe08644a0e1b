"""A UK home-care day once something has gone wrong: somebody absent, or an urgent call, while a plan is in force.

What has begun stays as it was; what has not may start from now on. Handing over what somebody else expects to do has a
price, which keeps the new plan near the old one and is not counted in what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from domain.engine.kernel.model import Activity, Model, Rounds, Unit
from domain.engine.published import BadInstance, Family, Instance
from storage.instances.documents import structured
from storage.instances.ukhome import (
    CONVERTER,
    Day,
    Document,
    Event,
    Visit,
    laid_out,
    objective,
    read,
    sensible,
    solution,
)

PRICE_OF_A_CHANGE = 300
RETIMED = 15


@dataclass(frozen=True, slots=True)
class Stop:
    """A call at its start, or a rest."""

    start: float
    visit: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """What somebody does."""

    carer: str
    stops: list[Stop] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The plan in force, as it is written."""

    routes: list[Route]


@dataclass(frozen=True, slots=True)
class _Held:
    """Who was to make a call, by number, and when."""

    carer: int
    start: int


@dataclass(frozen=True, slots=True)
class _Moment:
    """The day at the event: what the plan in force says of each call, and who is absent from now on."""

    day: Day
    event: Event
    held: Mapping[str, _Held]
    absent: int | None

    def has_begun(self, visit: Visit) -> bool:
        """Whether it was under way or done when the event came."""
        return visit.id in self.held and self.held[visit.id].start < self.event.now

    def is_orphan(self, visit: Visit) -> bool:
        """Whether nobody has it now."""
        return visit.id not in self.held or (self.held[visit.id].carer == self.absent and not self.has_begun(visit))


def read_after(name: str, text: str, event_id: str, baseline: str) -> Instance:
    """The instance after one of its events, from its JSON text and that of the plan in force. Raises BadInstance."""
    document = structured(name, text, Document, CONVERTER)
    event = next((each for each in document.events if each.id == event_id), None)
    if event is None:
        known = ", ".join(each.id for each in document.events) or "none"
        raise BadInstance(f"{name}: there is no event {event_id}; events of this day: {known}")
    if event.visit is not None:
        document = replace(document, visits=[*document.visits, event.visit])
    day = laid_out(sensible(name, document))
    numbers = {carer.id: k for k, carer in enumerate(document.carers)}
    held = dict(_held(structured("the plan in force", baseline, Baseline, CONVERTER), numbers))
    if event.carer is not None and event.carer not in numbers:
        raise BadInstance(f"{name}: event {event.id}: there is no carer {event.carer} in the instance")
    moment = _Moment(day, event, held, numbers.get(event.carer or ""))
    plain = replace(day.model, units=tuple(_units(moment, 0)))
    return Instance(
        name=name,
        size=len(document.visits),
        model=replace(plain, units=tuple(_units(moment, PRICE_OF_A_CHANGE))),
        solution=partial(solution, name, day),
        objective=partial(_objective, moment, plain),
        begin=_begin(moment),
    )


def _held(baseline: Baseline, numbers: Mapping[str, int]) -> Iterator[tuple[str, _Held]]:
    for route in baseline.routes:
        if route.carer not in numbers:
            raise BadInstance(f"the plan in force: there is no carer {route.carer} in the instance")
        for stop in route.stops:
            if stop.visit is not None:
                yield stop.visit, _Held(numbers[route.carer], round(stop.start))


def _units(moment: _Moment, price: int) -> Iterator[Unit]:
    """Each unit as it may be planned from now on; one that is half begun as two."""
    number = 0
    for unit in moment.day.model.units:
        visits = moment.day.order[number : number + len(unit.activities)]
        number += len(visits)
        now = [_now(moment, visit, each, price) for visit, each in zip(visits, unit.activities, strict=True)]
        if any(map(moment.has_begun, visits)):
            yield from (_alone(moment, visit, visits, now) for visit in visits)
        else:
            yield replace(unit, first=now[0], second=now[1] if now[1:] else None)


def _now(moment: _Moment, visit: Visit, activity: Activity, price: int) -> Activity:
    held = moment.held.get(visit.id)
    if held is not None and moment.has_begun(visit):
        return replace(activity, opens=held.start, latest=held.start, able=(held.carer,))
    able = tuple(k for k in activity.able if k != moment.absent)
    stays = None if held is None or held.carer == moment.absent else held.carer
    disliked = {k: activity.disliked.get(k, 0) + (price if stays not in (None, k) else 0) for k in able}
    return replace(activity, opens=max(activity.opens, moment.event.now), able=able, disliked=disliked)


def _alone(moment: _Moment, visit: Visit, visits: list[Visit], now: list[Activity]) -> Unit:
    """A call without the other of its unit, of which one has begun: the other keeps its distance to it."""
    at = visits.index(visit)
    if moment.has_begun(visit):
        return Unit(first=now[at])
    link, begun = moment.day.links[visits[0].id], moment.held[visits[1 - at].id]
    least, most = (link.min_gap, link.max_gap) if at else (-link.max_gap, -link.min_gap)
    able = tuple(k for k in now[at].able if link.same_carer is None or k != begun.carer)
    opens, latest = max(now[at].opens, begun.start + least), min(now[at].latest, begun.start + most)
    return Unit(first=replace(now[at], opens=opens, latest=latest, able=able), price=moment.day.price(visit))


def _begin(moment: _Moment) -> list[list[int]]:
    """The plan in force as rounds, and after them what nobody has; of two that belong together, both."""
    order, model = moment.day.order, moment.day.model
    left: list[int] = []
    number = 0
    for unit in model.units:
        numbers = range(number, number + len(unit.activities))
        number += len(numbers)
        orphans = [i for i in numbers if moment.is_orphan(order[i])]
        split = any(moment.has_begun(order[i]) for i in numbers)
        left += orphans if split or not orphans else numbers
    out = set(left)
    routes: list[list[int]] = [[] for _ in model.homes]
    for i in sorted(set(range(number)) - out, key=lambda i: moment.held[order[i].id].start):
        routes[moment.held[order[i].id].carer].append(i)
    return [*routes, left]


def _objective(moment: _Moment, plain: Model, rounds: Rounds) -> Mapping[str, float]:
    """The terms of the day, and what people would notice."""
    by = {i: k for k, route in enumerate(rounds.routes) for i in route}
    kept = {
        i: moment.held[visit.id]
        for i, visit in enumerate(moment.day.order)
        if not moment.is_orphan(visit) and not moment.has_begun(visit)
    }
    moved = {i for i, held in kept.items() if by.get(i) != held.carer}
    retimed = {i for i, held in kept.items() if abs(rounds.starts[i] - held.start) > RETIMED} - moved
    terms: dict[str, float] = {**objective(plain, rounds), "moved": len(moved), "retimed": len(retimed)}
    urgent = next((i for i, visit in enumerate(moment.day.order) if visit is moment.event.visit), None)
    if urgent in by:
        terms["served_after"] = rounds.starts[urgent] - moment.event.now
    return terms


UKHOME = Family(name="ukhome", suffix=".json", read=read, published="", anchors=(), read_after=read_after)
