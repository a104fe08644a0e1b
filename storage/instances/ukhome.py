"""A UK home-care day, as JSON: calls in windows, carers with shifts and rests, and wishes.

Times are whole minutes from midnight; prices are counted in tenths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil, hypot
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from domain.engine.kernel.check import cost
from domain.engine.kernel.model import Activity, Model, Prices, Rest, Rounds, Shift, Unit
from domain.engine.published import BadInstance, Instance
from storage.instances.documents import a_number, a_truth, a_whole_number, require_different, structured

TENTHS = 10
AGAINST_BINARY = 1e-9


@dataclass(frozen=True, slots=True)
class Mode:
    """How somebody travels: minutes to get going, detour over the straight line, and speed."""

    kmh: float
    detour: float
    fixed: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each term costs."""

    unassigned: dict[str, float]
    late: float
    travel: float
    wait: float
    overtime: float
    not_preferred: float
    missed_break: float


@dataclass(frozen=True, slots=True)
class Break:
    """A rest, to begin within the window."""

    minutes: int
    window: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who visits."""

    id: str
    start: int
    end: int
    shift: tuple[int, int]
    max_overtime: int
    skills: frozenset[str]
    gender: str
    mode: str
    rest: Break | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A call."""

    id: str
    location: int
    window: tuple[int, int]
    max_late: int
    minutes: int
    skills: frozenset[str]
    priority: int
    gender: str | None = None
    preferred: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """Two calls of which the second starts so long after the first; by one carer, by two, or by whomever."""

    first: str
    second: str
    min_gap: int
    max_gap: int
    same_carer: bool | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What goes wrong at this minute: a carer is absent from now on, or a visit is wanted that nobody knew of."""

    id: str
    now: int
    carer: str | None = None
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An instance as it is written."""

    modes: dict[str, Mode]
    weights: Weights
    locations: list[tuple[float, float]]
    carers: list[Carer]
    visits: list[Visit]
    links: list[Link] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Day:
    """A document laid out: its model, the visit of each activity, and the links by their first visit."""

    document: Document
    model: Model
    order: list[Visit]
    links: Mapping[str, Link]

    def price(self, visit: Visit) -> int:
        """What it costs to leave this visit out."""
        return _tenths(self.document.weights.unassigned[str(visit.priority)])


CONVERTER = Converter()
CONVERTER.register_structure_hook(float, a_number)
CONVERTER.register_structure_hook(int, a_whole_number)
CONVERTER.register_structure_hook(bool, a_truth)
CONVERTER.register_structure_hook(Carer, make_dict_structure_fn(Carer, CONVERTER, rest=override(rename="break")))


def read(name: str, text: str) -> Instance:
    """An instance of its JSON text. Raises BadInstance, naming the field, where it cannot be one."""
    day = laid_out(sensible(name, structured(name, text, Document, CONVERTER)))
    return Instance(
        name=name,
        size=len(day.order),
        model=day.model,
        solution=partial(solution, name, day),
        objective=partial(objective, day.model),
    )


def laid_out(document: Document) -> Day:
    """The day as a model; two linked visits follow each other."""
    mates = {link.first: link for link in document.links}
    seconds = {link.second for link in document.links}
    by_id = {visit.id: visit for visit in document.visits}
    order = [
        each
        for visit in document.visits
        if visit.id not in seconds
        for each in ((visit, by_id[mates[visit.id].second]) if visit.id in mates else (visit,))
    ]
    return Day(document, _model(document, mates, order), order, mates)


def sensible(name: str, document: Document) -> Document:
    """The document, in which everything that is spoken of is there. Raises BadInstance."""
    if not document.visits or not document.carers:
        raise BadInstance(f"{name}: there have to be visits and carers")
    require_different(name, "visits", [visit.id for visit in document.visits])
    require_different(name, "carers", [carer.id for carer in document.carers])
    places = range(len(document.locations))
    for carer in document.carers:
        if carer.mode not in document.modes or carer.start not in places or carer.end not in places:
            raise BadInstance(f"{name}: carer {carer.id} has a mode or a place that is not in the file")
    if any(mode.kmh <= 0 or mode.detour < 0 or mode.fixed < 0 for mode in document.modes.values()):
        raise BadInstance(f"{name}: every mode wants a kmh above nothing, and neither detour nor fixed below it")
    for visit in document.visits:
        if visit.minutes < 0 or visit.max_late < 0 or visit.window[0] > visit.window[1]:
            raise BadInstance(
                f"{name}: visit {visit.id} has a time below nothing, or a window that ends before it begins"
            )
        if visit.location not in places or str(visit.priority) not in document.weights.unassigned:
            raise BadInstance(f"{name}: visit {visit.id} has a place or a priority that is not in the file")
    linked = [visit for link in document.links for visit in (link.first, link.second)]
    if len(set(linked)) != len(linked) or not set(linked) <= {visit.id for visit in document.visits}:
        raise BadInstance(f"{name}: links have to name visits of the file, each in one link at most")
    if any(link.same_carer for link in document.links):
        raise BadInstance(f"{name}: a link wants the same carer for both visits, which is not planned here")
    return document


def _model(document: Document, mates: Mapping[str, Link], order: Sequence[Visit]) -> Model:
    weights, modes = document.weights, list(document.modes)
    activities = {visit.id: _activity(document, visit) for visit in order}
    seconds = {link.second for link in document.links}
    travel = [_travel(document, document.modes[mode]) for mode in modes]
    return Model(
        units=tuple(
            _unit(document, mates.get(visit.id), visit, activities) for visit in order if visit.id not in seconds
        ),
        homes=tuple(carer.start for carer in document.carers),
        travel=travel[0],
        other_travel=tuple(travel[1:]),
        shifts=tuple(
            Shift(
                opens=carer.shift[0],
                closes=carer.shift[1],
                ends=carer.end,
                mode=modes.index(carer.mode),
                most_over=carer.max_overtime,
                rest=_rest(document, carer),
            )
            for carer in document.carers
        ),
        prices=Prices(
            travel=_tenths(weights.travel),
            late=_tenths(weights.late),
            worst=0,
            waiting=_tenths(weights.wait),
            over=_tenths(weights.overtime),
        ),
    )


def _tenths(price: float) -> int:
    return round(TENTHS * price)


def _travel(document: Document, mode: Mode) -> tuple[tuple[int, ...], ...]:
    """Whole minutes from place to place; none where two places are one."""

    def minutes(one: tuple[float, float], other: tuple[float, float]) -> int:
        apart = hypot(one[0] - other[0], one[1] - other[1])
        return ceil(mode.fixed + 60 * mode.detour * apart / mode.kmh - AGAINST_BINARY) if apart else 0

    return tuple(tuple(minutes(one, other) for other in document.locations) for one in document.locations)


def _rest(document: Document, carer: Carer) -> Rest | None:
    if carer.rest is None:
        return None
    opens, closes = carer.rest.window
    price = _tenths(document.weights.missed_break)
    return Rest(length=carer.rest.minutes, opens=opens, latest=closes, price=price, home_by=closes)


def _unit(document: Document, link: Link | None, visit: Visit, activities: Mapping[str, Activity]) -> Unit:
    dear = document.weights.unassigned
    price = _tenths(dear[str(visit.priority)])
    if link is None:
        return Unit(first=activities[visit.id], price=price)
    second = next(each for each in document.visits if each.id == link.second)
    return Unit(
        first=activities[visit.id],
        second=activities[link.second],
        least=link.min_gap,
        most=link.max_gap,
        apart=link.same_carer is False,
        price=price + _tenths(dear[str(second.priority)]),
    )


def _activity(document: Document, visit: Visit) -> Activity:
    able = tuple(k for k, carer in enumerate(document.carers) if _may(carer, visit))
    unliked = _tenths(document.weights.not_preferred)
    return Activity(
        place=visit.location,
        length=visit.minutes,
        opens=visit.window[0],
        due=visit.window[1],
        latest=visit.window[1] + visit.max_late,
        able=able,
        disliked={k: unliked for k in able if visit.preferred and document.carers[k].id not in visit.preferred},
    )


def _may(carer: Carer, visit: Visit) -> bool:
    """Whether the carer may make the visit, and is on at its time."""
    is_on = (
        carer.shift[0] <= visit.window[1] + visit.max_late
        and visit.window[0] + visit.minutes <= carer.shift[1] + carer.max_overtime
    )
    fits = visit.gender in (None, carer.gender) and carer.id not in visit.banned
    return is_on and fits and visit.skills <= carer.skills


def solution(name: str, day: Day, rounds: Rounds) -> Mapping[str, Any]:
    """The rounds as the family writes them."""
    routes = []
    for carer, route, rest in zip(day.document.carers, rounds.routes, rounds.rests, strict=True):
        stops: list[Mapping[str, Any]] = [{"visit": day.order[i].id, "start": rounds.starts[i]} for i in route]
        if rest and carer.rest:
            stops.insert(rest.before, {"break": carer.rest.minutes, "start": rest.start})
        routes.append({"carer": carer.id, "stops": stops})
    return {"instance": name, "routes": routes}


def objective(model: Model, rounds: Rounds) -> Mapping[str, float]:
    """What the rounds cost, by the family's terms."""
    found, prices = cost(model, rounds), model.prices
    return {
        "unassigned": found.left_out / TENTHS,
        "late": prices.late * found.late / TENTHS,
        "travel": prices.travel * found.travel / TENTHS,
        "wait": prices.waiting * found.waiting / TENTHS,
        "overtime": prices.over * found.over / TENTHS,
        "not_preferred": found.disliked / TENTHS,
        "missed_break": found.missed / TENTHS,
        "objective": found.total / TENTHS,
    }
