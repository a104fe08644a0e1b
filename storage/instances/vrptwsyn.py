"""Home care with visits that two people start together (Bredstrom and Ronnqvist 2008), as JSON.

Windows are hard, everybody is back at the base by the horizon, and travel is all that costs. Times are whole units of
the file, which the model takes as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cattrs import Converter

from domain.engine.kernel.check import cost
from domain.engine.kernel.model import Activity, Model, Rounds, Unit
from domain.engine.published import BadInstance, Family, Instance
from storage.instances.documents import a_whole_number, structured

BASE = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An instance as it is written; index 0 of `duration`, `open`, `close` and `travel` is the base."""

    visits: int
    staff: int
    horizon: int
    pairs: list[tuple[int, int]]
    duration: list[int]
    open: list[int]
    close: list[int]
    travel: list[list[int]]


CONVERTER = Converter()
CONVERTER.register_structure_hook(int, a_whole_number)


def read(name: str, text: str) -> Instance:
    """An instance of its JSON text. Raises BadInstance, naming the field, where it cannot be one."""
    document = structured(name, text, Document, CONVERTER)
    _require_sense(name, document)
    order = _order(document)
    model = _model(document)
    return Instance(
        name=name,
        size=document.visits,
        model=model,
        solution=partial(_solution, order),
        objective=partial(_objective, model),
    )


def _require_sense(name: str, document: Document) -> None:
    if document.visits < 1 or document.staff < (2 if document.pairs else 1):
        raise BadInstance(f"{name}: there have to be visits, and staff for them: two where there are pairs")
    rows = document.visits + 1
    lists = (document.duration, document.open, document.close, *document.travel)
    if len(document.travel) != rows or any(len(each) != rows for each in lists):
        raise BadInstance(f"{name}: duration, open, close and travel want {rows} entries: the base and each visit")
    if any(number < 0 for each in (document.duration, *document.travel) for number in each):
        raise BadInstance(f"{name}: a duration or a way is negative")
    paired = [visit for pair in document.pairs for visit in pair]
    if len(set(paired)) != len(paired) or not all(0 < visit < rows for visit in paired):
        raise BadInstance(f"{name}: pairs has to name visits from 1 to {document.visits}, each at most once")


def _order(document: Document) -> list[int]:
    """The visits as the model numbers them: unit by unit, the two of a pair one after the other."""
    mate = dict(document.pairs)
    seconds = set(mate.values())
    firsts = [visit for visit in range(1, document.visits + 1) if visit not in seconds]
    return [each for visit in firsts for each in ((visit, mate[visit]) if visit in mate else (visit,))]


def _model(document: Document) -> Model:
    mate = dict(document.pairs)
    seconds = set(mate.values())
    units = [
        Unit(first=_activity(document, visit), second=_activity(document, mate[visit]) if visit in mate else None)
        for visit in range(1, document.visits + 1)
        if visit not in seconds
    ]
    return Model(
        units=tuple(units),
        homes=(BASE,) * _staff(document),
        travel=tuple(map(tuple, document.travel)),
        punctual=True,
    )


def _activity(document: Document, visit: int) -> Activity:
    """A visit, whose window also leaves the time to be back by the horizon."""
    last = document.horizon - document.duration[visit] - document.travel[visit][BASE]
    return Activity(
        place=visit,
        length=document.duration[visit],
        opens=max(0, document.open[visit]),
        due=min(document.close[visit], last),
        able=tuple(range(_staff(document))),
    )


def _staff(document: Document) -> int:
    """How many can be needed."""
    return min(document.staff, max(2, document.visits))


def _solution(order: list[int], rounds: Rounds) -> Mapping[str, Any]:
    return {
        "routes": [
            {"staff": number, "visits": [[order[i], rounds.starts[i]] for i in route]}
            for number, route in enumerate(rounds.routes, 1)
        ]
    }


def _objective(model: Model, rounds: Rounds) -> Mapping[str, float]:
    return {"objective": float(cost(model, rounds).travel)}


VRPTWSYN = Family(name="vrptwsyn", suffix=".json", read=read, published="", anchors=())
