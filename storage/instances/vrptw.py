"""Vehicle routing with time windows (Solomon 1987; Gehring and Homberger 1999), in Solomon's text form.

Customers are served once within hard windows by vehicles of one capacity, and distance is all that costs. Distances are
Euclidean, cut to one decimal; the model counts everything in tenths."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from domain.engine.kernel.check import cost
from domain.engine.kernel.model import Activity, Model, Rounds, Unit
from domain.engine.published import BadInstance, Family, Instance
from storage.instances.documents import LARGEST

TENTHS = 10
DEPOT = 0
AGAINST_BINARY = 1e-9


class Customer(NamedTuple):
    """A line of the file; the first is the depot."""

    number: int
    x: int
    y: int
    demand: int
    ready: int
    due: int
    service: int


def read(name: str, text: str) -> Instance:
    """An instance of its text. Raises BadInstance, naming the line, where it cannot be one."""
    fleet, customers = _fleet(name, text), _customers(name, text)
    vehicles, capacity = fleet
    if vehicles < 1:
        raise BadInstance(f"{name}: there are no vehicles")
    if capacity < 0 or any(min(each.demand, each.service) < 0 for each in customers):
        raise BadInstance(f"{name}: the capacity, a demand or a service time is below nothing")
    model = _model(min(vehicles, len(customers) - 1), capacity, customers)
    return Instance(
        name=name,
        size=len(customers) - 1,
        model=model,
        solution=_solution,
        objective=partial(_objective, model),
    )


def _fleet(name: str, text: str) -> tuple[int, int]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    for head, below in pairwise(lines):
        if head[0].upper() == "NUMBER" and len(below) == 2 and all(map(_is_whole, below)):
            return int(below[0]), int(below[1])
    raise BadInstance(f"{name}: below VEHICLE there has to be NUMBER and CAPACITY with two whole numbers")


def _customers(name: str, text: str) -> list[Customer]:
    found = []
    for at, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and words[0].isdecimal() and len(words) != 2:
            if len(words) != len(Customer._fields) or not all(map(_is_whole, words)):
                raise BadInstance(f"{name}: line {at} wants seven whole numbers")
            found.append(Customer(*(int(float(word)) for word in words)))
    if len(found) < 2 or [each.number for each in found] != list(range(len(found))):
        raise BadInstance(f"{name}: customers have to be numbered from 0, the depot, without a gap")
    return found


def _is_whole(word: str) -> bool:
    digits = word.removesuffix(".00").removesuffix(".0").removeprefix("-")
    return digits.isdecimal() and int(digits[: len(str(LARGEST)) + 1]) <= LARGEST


def _model(vehicles: int, capacity: int, customers: Sequence[Customer]) -> Model:
    travel = tuple(tuple(_apart(one, other) for other in customers) for one in customers)
    fleet = tuple(range(vehicles))
    closes = TENTHS * customers[DEPOT].due

    def activity(each: Customer) -> Activity:
        """A customer, whose window also leaves the time to be back before the depot closes."""
        length = TENTHS * each.service
        due = min(TENTHS * each.due, closes - length - travel[each.number][DEPOT])
        return Activity(
            place=each.number, length=length, opens=TENTHS * each.ready, due=due, able=fleet, load=each.demand
        )

    return Model(
        units=tuple(Unit(first=activity(each)) for each in customers[1:]),
        homes=(DEPOT,) * vehicles,
        travel=travel,
        punctual=True,
        capacity=capacity,
    )


def _apart(one: Customer, other: Customer) -> int:
    return int(TENTHS * hypot(one.x - other.x, one.y - other.y) + AGAINST_BINARY)


def _solution(rounds: Rounds) -> Mapping[str, Any]:
    return {"routes": [[i + 1 for i in route] for route in rounds.routes if route]}


def _objective(model: Model, rounds: Rounds) -> Mapping[str, float]:
    used = sum(bool(route) for route in rounds.routes)
    return {"vehicles": float(used), "objective": cost(model, rounds).travel / TENTHS}


VRPTW = Family(name="vrptw", suffix=".txt", read=read, published="", anchors=())
