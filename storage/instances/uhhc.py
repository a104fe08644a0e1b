"""Rich home health care (Ceschia et al. 2026), as JSON: shifts, lunch, wishes, and patients who may be left out.

Times are whole minutes. What is idle counts for the caregiver with most of it; lateness is counted where the file says,
when the service starts or when it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from cattrs import Converter

from domain.engine.kernel.check import cost
from domain.engine.kernel.model import NO_LIMIT, Activity, Model, Prices, Rest, Resting, Rounds, Shift, Unit
from domain.engine.published import BadInstance, Family, Instance
from storage.instances.documents import a_truth, a_whole_number, require_different, structured

LUNCH = "lunch_break"


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of care, with the minutes it takes where a patient does not say."""

    id: str
    default_duration: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A service that a patient is to have."""

    service: str
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From one minute of the day to another."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Distance:
    """How long after the first service the second one starts."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Together:
    """How the two services of a patient hang together."""

    type: Literal["simultaneous", "sequential", "independent"]
    distance: Distance = Distance(0, 0)


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody to be visited, in one of one or two windows."""

    id: str
    required_services: list[Need]
    distance_matrix_index: int
    time_windows: list[Span]
    synchronization: Together = Together("independent")
    optional: bool = False
    preferred_caregivers: frozenset[str] = frozenset()
    incompatible_caregivers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Caregiver:
    """Somebody who visits, and the services they may give."""

    id: str
    abilities: frozenset[str]
    departing_point: str
    arrival_point: str
    working_shift: Span
    lunch_break: bool = False


@dataclass(frozen=True, slots=True)
class Terminal:
    """A place where rounds start and end."""

    id: str
    distance_matrix_index: int


@dataclass(frozen=True, slots=True)
class Lunch:
    """When lunch is to be, and how long."""

    start: int
    end: int
    min_duration: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What costs how much, and when a window is met."""

    cost_components: dict[str, int | None]
    time_window_met: Literal["at_service_start", "at_service_end"] = "at_service_start"


@dataclass(frozen=True, slots=True)
class Document:
    """An instance as it is written."""

    metadata: Metadata
    distances: list[list[int]]
    terminal_points: list[Terminal]
    caregivers: list[Caregiver]
    patients: list[Patient]
    services: list[Service] = field(default_factory=list)
    lunch_breaks: Lunch | None = None

    @property
    def met_at_end(self) -> bool:
        """Whether a service has to end within the window, rather than to start."""
        return self.metadata.time_window_met == "at_service_end"

    def price(self, term: str) -> int:
        """What a unit of a term costs; nothing where the file does not say."""
        return self.metadata.cost_components.get(term) or 0


CONVERTER = Converter()
CONVERTER.register_structure_hook(int, a_whole_number)
CONVERTER.register_structure_hook(bool, a_truth)


def read(name: str, text: str) -> Instance:
    """An instance of its JSON text. Raises BadInstance, naming the field, where it cannot be one."""
    document = structured(name, text, Document, CONVERTER)
    _require_sense(name, document)
    model = _model(document)
    return Instance(
        name=name,
        size=len(document.patients),
        model=model,
        solution=partial(_solution, name, document, model),
        objective=partial(_objective, document, model),
    )


def _require_sense(name: str, document: Document) -> None:
    if not document.patients or not document.caregivers:
        raise BadInstance(f"{name}: there have to be patients and caregivers")
    require_different(name, "patients", [patient.id for patient in document.patients])
    require_different(name, "caregivers", [carer.id for carer in document.caregivers])
    rows = len(document.distances)
    if any(len(row) != rows or min(row) < 0 for row in document.distances):
        raise BadInstance(f"{name}: distances has to be square, and none negative")
    places = [patient.distance_matrix_index for patient in document.patients]
    places += [point.distance_matrix_index for point in document.terminal_points]
    if not all(0 <= place < rows for place in places):
        raise BadInstance(f"{name}: a distance_matrix_index is outside of distances")
    points = {point.id for point in document.terminal_points}
    for carer in document.caregivers:
        if not {carer.departing_point, carer.arrival_point} <= points:
            raise BadInstance(f"{name}: caregiver {carer.id} starts or ends at no terminal point")
    for patient in document.patients:
        if complaint := _nonsense(patient, document):
            raise BadInstance(f"{name}: patient {patient.id} {complaint}")


def _nonsense(patient: Patient, document: Document) -> str:
    """What is wrong with a patient, or nothing."""
    needs = patient.required_services
    if len(needs) not in (1, 2) or len(patient.time_windows) not in (1, 2):
        return "has to have one or two services, and one or two windows"
    if any((_minutes(need, document) or 0) < 0 or _minutes(need, document) is None for need in needs):
        return "has a service without a duration; give it one, or the service a default_duration"
    if any(span.start > span.end for span in patient.time_windows):
        return "has a window that ends before it begins"
    able = [set(_able(patient, need, document.caregivers)) for need in needs]
    apart = len(needs) == 2 and patient.synchronization.type != "independent"
    if not patient.optional and (not all(able) or len(set.union(*able)) < 1 + apart):
        return "needs services that there is nobody for, and is not optional"
    return ""


def _minutes(need: Need, document: Document) -> int | None:
    usual = {service.id: service.default_duration for service in document.services}
    return usual.get(need.service) if need.duration is None else need.duration


def _able(patient: Patient, need: Need, caregivers: Sequence[Caregiver]) -> tuple[int, ...]:
    return tuple(
        k
        for k, carer in enumerate(caregivers)
        if need.service in carer.abilities and carer.id not in patient.incompatible_caregivers
    )


def _model(document: Document) -> Model:
    point = {each.id: each.distance_matrix_index for each in document.terminal_points}
    return Model(
        units=tuple(_unit(patient, document) for patient in document.patients),
        homes=tuple(point[carer.departing_point] for carer in document.caregivers),
        travel=tuple(map(tuple, document.distances)),
        shifts=tuple(
            Shift(
                opens=carer.working_shift.start,
                closes=carer.working_shift.end,
                ends=point[carer.arrival_point],
                rest=_rest(document) if carer.lunch_break else None,
            )
            for carer in document.caregivers
        ),
        prices=Prices(
            travel=document.price("travel_time"),
            late=document.price("total_tardiness"),
            worst=document.price("highest_tardiness"),
            waiting=document.price("total_waiting_time"),
            over=document.price("total_extra_time"),
            idle=document.price("max_idle_time"),
            leaves_late=True,
        ),
    )


def _rest(document: Document) -> Rest | None:
    lunch = document.lunch_breaks
    if lunch is None:
        return None
    return Rest(
        length=lunch.min_duration,
        opens=lunch.start,
        latest=lunch.end - (lunch.min_duration if document.met_at_end else 0),
        price=document.price("missed_lunch_break"),
    )


def _unit(patient: Patient, document: Document) -> Unit:
    first, *others = (_activity(patient, need, document) for need in patient.required_services)
    price = document.price("optional_patients") if patient.optional else None
    if not others:
        return Unit(first=first, price=price)
    together = patient.synchronization
    if together.type == "independent":
        return Unit(first=first, second=others[0], least=-NO_LIMIT, most=NO_LIMIT, apart=False, price=price)
    gap = together.distance if together.type == "sequential" else Distance(0, 0)
    return Unit(first=first, second=others[0], least=gap.min, most=gap.max, price=price)


def _activity(patient: Patient, need: Need, document: Document) -> Activity:
    length = _minutes(need, document) or 0
    first, *others = sorted((span.start, span.end - length * document.met_at_end) for span in patient.time_windows)
    again, again_due = others[0] if others else (NO_LIMIT, NO_LIMIT)
    able, liked = _able(patient, need, document.caregivers), patient.preferred_caregivers
    wish = document.price("caregiver_preferences")
    return Activity(
        place=patient.distance_matrix_index,
        length=length,
        opens=first[0],
        due=first[1],
        able=able,
        again=again,
        again_due=again_due,
        disliked={k: wish for k in able if liked and document.caregivers[k].id not in liked},
    )


def _solution(name: str, document: Document, model: Model, rounds: Rounds) -> Mapping[str, Any]:
    stops = [(patient.id, need.service) for patient in document.patients for need in patient.required_services]
    activities = list(model.activities())
    routes = []
    for k, (carer, route) in enumerate(zip(document.caregivers, rounds.routes, strict=True)):
        locations = [_stop(*stops[i], rounds.starts[i], activities[i].length) for i in route]
        rest, shift = rounds.rests[k], model.shifts[k]
        if shift.rest and not route:
            locations = [_stop(carer.departing_point, LUNCH, shift.rest.opens, shift.rest.length)]
        elif shift.rest and rest:
            where = stops[_beside(route, rest)][0]
            locations.insert(rest.before, _stop(where, LUNCH, rest.start, shift.rest.length))
        routes.append({"caregiver_id": carer.id, "locations": locations})
    return {"instance": name, "routes": routes}


def _beside(route: Sequence[int], rest: Resting) -> int:
    """The activity at whose place a rest is taken."""
    return route[rest.before] if rest.there else route[rest.before - 1]


def _stop(patient: str, service: str, start: int, length: int) -> Mapping[str, Any]:
    return {"patient": patient, "service": service, "start": start, "end": start + length}


def _objective(document: Document, model: Model, rounds: Rounds) -> Mapping[str, float]:
    found, prices = cost(model, rounds), model.prices
    return {
        "travel_time": float(prices.travel * found.travel),
        "total_tardiness": float(prices.late * found.late),
        "highest_tardiness": float(prices.worst * found.worst),
        "total_waiting_time": float(prices.waiting * found.waiting),
        "total_extra_time": float(prices.over * found.over),
        "max_idle_time": float(prices.idle * found.idle),
        "caregiver_preferences": float(found.disliked),
        "optional_patients": float(found.left_out),
        "missed_lunch_break": float(found.missed),
        "objective": float(found.total),
    }


UHHC = Family(name="uhhc", suffix=".json", read=read, published="", anchors=())
