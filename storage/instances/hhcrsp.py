"""Home health care routing and scheduling (Mankowska, Meisel, Bierwirth 2014), in the JSON of Ceschia et al. (2024).

Each patient needs one or two services within a soft window, two of them together or a gap apart and by different
people. The cost is a third of travel, all tardiness and the worst tardiness. Times are minutes with up to three
decimals; the model counts them in thousandths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil, floor
from typing import Any, Literal

from cattrs import Converter

from domain.engine.kernel.check import cost
from domain.engine.kernel.model import Activity, Model, Rounds, Unit
from domain.engine.published import Anchor, BadInstance, Family, Instance
from storage.instances.documents import a_number, require_different, structured

PARTS = 1000
OFFICE = 0


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of care, with the minutes it takes where a patient does not say."""

    id: str
    default_duration: float | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A service that a patient is to have."""

    service: str
    duration: float | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """How the two services of a patient hang together: at once, or the second this long after the first began."""

    type: Literal["simultaneous", "sequential"]
    distance: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody to be visited."""

    id: str
    time_window: tuple[float, float]
    required_caregivers: list[Need]
    synchronization: Together | None = None


@dataclass(frozen=True, slots=True)
class Caregiver:
    """Somebody who visits, and the services they may give."""

    id: str
    abilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Document:
    """An instance as it is written. Row 0 of `distances` is the office, the others are the patients in their order."""

    patients: list[Patient]
    caregivers: list[Caregiver]
    distances: list[list[float]]
    services: list[Service] = field(default_factory=list)


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")
    return value


CONVERTER = Converter()
CONVERTER.register_structure_hook(float, a_number)
CONVERTER.register_structure_hook(str, _text)


def read(name: str, text: str) -> Instance:
    """An instance of its JSON text. Raises BadInstance, naming the field, where it cannot be one."""
    document = structured(name, text, Document, CONVERTER, _said)
    _require_sense(name, document)
    model = _model(document)
    return Instance(
        name=name,
        size=len(document.patients),
        model=model,
        solution=partial(_solution, name, document),
        objective=partial(_objective, model),
    )


def _said(error: BaseException, _: type | None) -> str:
    """What is wrong with a field; cattrs puts behind it where the field stands."""
    return f"there is no {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _require_sense(name: str, document: Document) -> None:
    if not document.patients:
        raise BadInstance(f"{name}: there are no patients")
    rows = len(document.patients) + 1
    if len(document.distances) != rows or any(len(row) != rows for row in document.distances):
        raise BadInstance(f"{name}: distances has to have {rows} rows of {rows}: the office and each patient")
    if any(distance < 0 for row in document.distances for distance in row):
        raise BadInstance(f"{name}: a distance is negative")
    require_different(name, "patients", [patient.id for patient in document.patients])
    require_different(name, "caregivers", [carer.id for carer in document.caregivers])
    known = {service.id: service.default_duration for service in document.services}
    for patient in document.patients:
        if patient.time_window[0] > patient.time_window[1]:
            raise BadInstance(f"{name}: patient {patient.id} has a window that ends before it begins")
        if complaint := _nonsense(patient, known, document.caregivers):
            raise BadInstance(f"{name}: patient {patient.id} {complaint}")


def _nonsense(patient: Patient, known: Mapping[str, float | None], caregivers: Sequence[Caregiver]) -> str:
    """What is wrong with a patient, or nothing."""
    needs = patient.required_caregivers
    able = [{carer.id for carer in caregivers if need.service in carer.abilities} for need in needs]
    if len(needs) not in (1, 2):
        return f"needs {len(needs)} services; it has to be one or two"
    lengths = [known.get(need.service) if need.duration is None else need.duration for need in needs]
    if any(length is None or length < 0 for length in lengths):
        return "has a service without a duration; give it one, or the service a default_duration"
    if len(needs) == 2 and patient.synchronization is None:
        return "needs two services and has no synchronization"
    if not all(able) or len(set.union(*able)) < len(needs):
        return "needs services that there is nobody for; each wants a caregiver of its own"
    if patient.synchronization and patient.synchronization.distance[0] > patient.synchronization.distance[1]:
        return "has a synchronization whose distance ends before it begins"
    return ""


def _model(document: Document) -> Model:
    usual = {service.id: service.default_duration for service in document.services}
    return Model(
        units=tuple(_unit(row, patient, usual, document) for row, patient in enumerate(document.patients, 1)),
        homes=(OFFICE,) * len(document.caregivers),
        travel=tuple(tuple(_up(minutes) for minutes in row) for row in document.distances),
    )


def _unit(row: int, patient: Patient, usual: Mapping[str, float | None], document: Document) -> Unit:
    opens, closes = patient.time_window
    activities = [
        Activity(
            place=row,
            length=_up(usual[need.service] or 0.0 if need.duration is None else need.duration),
            opens=max(0, _up(opens)),
            due=_down(closes),
            able=tuple(k for k, carer in enumerate(document.caregivers) if need.service in carer.abilities),
        )
        for need in patient.required_caregivers
    ]
    together = patient.synchronization
    if len(activities) == 1 or together is None:
        return Unit(first=activities[0])
    least, most = (0.0, 0.0) if together.type == "simultaneous" else together.distance
    return Unit(first=activities[0], second=activities[1], least=_up(least), most=_down(most))


def _up(minutes: float) -> int:
    """Minutes in the model's parts; never too few, and unharmed by how binary fractions are kept."""
    return ceil(round(minutes * PARTS, 3))


def _down(minutes: float) -> int:
    return floor(round(minutes * PARTS, 3))


def _solution(name: str, document: Document, rounds: Rounds) -> Mapping[str, Any]:
    stops = [(patient.id, need.service) for patient in document.patients for need in patient.required_caregivers]
    routes = [
        {"caregiver_id": carer.id, "locations": [_stop(*stops[i], rounds.starts[i]) for i in route]}
        for carer, route in zip(document.caregivers, rounds.routes, strict=True)
    ]
    return {"instance": name, "routes": routes}


def _stop(patient: str, service: str, start: int) -> Mapping[str, Any]:
    return {"patient": patient, "service": service, "start": start / PARTS}


def _objective(model: Model, rounds: Rounds) -> Mapping[str, float]:
    found = cost(model, rounds)
    return {
        "travel": found.travel / PARTS,
        "total_tardiness": found.late / PARTS,
        "max_tardiness": found.worst / PARTS,
        "objective": round(found.total / PARTS / 3, 4),
    }


HHCRSP = Family(
    name="hhcrsp",
    suffix=".json",
    read=read,
    published="the genetic algorithm of Kummer et al. (2021) on four cores",
    anchors=(
        Anchor(size=25, gap=1.22, seconds=105),
        Anchor(size=100, gap=6.27, seconds=220),
        Anchor(size=200, gap=8.58, seconds=577),
        Anchor(size=300, gap=7.61, seconds=1229),
    ),
)
