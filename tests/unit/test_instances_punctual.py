"""Published instances with hard windows, pairs that start together and capacities are read as they are meant."""

import json
from dataclasses import replace
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from domain.engine.exact import Allowance
from domain.engine.kernel.annealing import NoRounds, solve
from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.model import Activity, Model, Rounds, Unit
from domain.engine.kernel.proving import best_rounds, can_be_proved
from domain.engine.published import BadInstance
from storage.instances import FAMILIES
from storage.instances.files import FamilyFiles

DATA = Path(__file__).parents[1] / "data"
PAIRED = DATA / "vrptwsyn" / "instances" / "1M.json"
HUNDRED = DATA / "vrptw" / "instances" / "R105.txt"


def answered(path: Path, family: str, steps: int) -> tuple[Any, float]:
    """The solution of an instance as it is written, and its objective as the engine has it."""
    instance = FamilyFiles(FAMILIES[family]).read(path)
    assert isinstance(instance.model, Model)
    rounds = solve(instance.model, TWIN, seconds=0, mode="steps", steps=steps)
    return json.loads(json.dumps(instance.solution(rounds))), instance.objective(rounds)["objective"]


def test_visits_of_two_start_together_in_their_windows_and_all_are_back_in_time() -> None:
    solution, objective = answered(PAIRED, "vrptwsyn", 40)
    day = json.loads(PAIRED.read_text("utf-8"))
    starts: dict[int, int] = {}
    travelled = 0
    for route in solution["routes"]:
        here, free = 0, 0
        for visit, start in route["visits"]:
            assert max(day["open"][visit], free + day["travel"][here][visit]) <= start <= day["close"][visit]
            travelled += day["travel"][here][visit]
            here, free, starts[visit] = visit, start + day["duration"][visit], start
        travelled += day["travel"][here][0]
        assert free + day["travel"][here][0] <= day["horizon"]
    assert sorted(starts) == list(range(1, day["visits"] + 1))
    assert all(starts[one] == starts[other] for one, other in day["pairs"])
    assert travelled == objective


def test_twenty_visits_are_proved_and_the_search_finds_nothing_better() -> None:
    model = FamilyFiles(FAMILIES["vrptwsyn"]).read(PAIRED).model
    assert isinstance(model, Model)
    assert can_be_proved(model)
    proved = best_rounds(model, Allowance(60.0, repeatable=False, stop=lambda: False))
    assert proved is not None and proved[1]
    assert broken_rules(model, proved[0]) == []
    assert cost(model, proved[0]).travel == 274
    assert cost(model, solve(model, TWIN, seconds=0, mode="steps", steps=40)).travel >= 274


def test_only_what_everybody_can_do_in_one_circuit_is_proved() -> None:
    assert not can_be_proved(late_and_heavy(30, 6))
    assert not can_be_proved(replace(late_and_heavy(30, 6), punctual=False))


def test_customers_are_served_in_their_windows_and_no_vehicle_is_overloaded() -> None:
    solution, objective = answered(HUNDRED, "vrptw", 160)
    rows = [
        [int(word) for word in line.split()] for line in HUNDRED.read_text("utf-8").splitlines()[9:] if line.strip()
    ]

    def leg(one: int, other: int) -> int:
        return int(10 * hypot(rows[one][1] - rows[other][1], rows[one][2] - rows[other][2]) + 1e-9)

    total = 0
    for route in solution["routes"]:
        here, now = 0, 0
        for customer in [*route, 0]:
            now = max(now + leg(here, customer), 10 * rows[customer][4])
            assert now <= 10 * rows[customer][5]
            total += leg(here, customer)
            now, here = now + 10 * rows[customer][6], customer
        assert sum(rows[customer][3] for customer in route) <= 200
    assert sorted(customer for route in solution["routes"] for customer in route) == list(range(1, 101))
    assert total / 10 == objective


def late_and_heavy(due: int, capacity: int) -> Model:
    """Two loads of three for one worker, each twenty minutes long and ten away."""
    call = Activity(place=1, length=20, opens=0, due=due, able=(0,), load=3)
    return Model(
        units=(Unit(first=call), Unit(first=call)),
        homes=(0,),
        travel=((0, 10), (10, 0)),
        punctual=True,
        capacity=capacity,
    )


def test_rounds_that_would_be_late_or_too_heavy_are_never_given() -> None:
    assert broken_rules(late_and_heavy(30, 6), Rounds(routes=((0, 1),), starts=(10, 30))) == []
    for due, capacity, words in ((29, 6, "after its window"), (30, 5, "more than the capacity")):
        with pytest.raises(NoRounds, match=words):
            solve(late_and_heavy(due, capacity), TWIN, seconds=0, mode="steps", steps=2)


@pytest.mark.parametrize(
    ("family", "text", "words"),
    [
        ("vrptw", "R105\n", "NUMBER and CAPACITY"),
        ("vrptw", "NUMBER CAPACITY\n 25 200\n 0 1 2 3 4 5\n", "line 3 wants seven whole numbers"),
        ("vrptw", "NUMBER CAPACITY\n 0 9\n 0 0 0 0 0 9 0\n 1 0 0 0 0 9 0\n", "there are no vehicles"),
        ("vrptwsyn", "[", "this is not JSON"),
        ("vrptwsyn", '{"visits": 1}', "instance"),
    ],
)
def test_a_file_that_is_no_instance_is_refused_in_a_sentence(family: str, text: str, words: str) -> None:
    with pytest.raises(BadInstance, match="torn: ") as refused:
        FAMILIES[family].read("torn", text)
    assert words in str(refused.value)
