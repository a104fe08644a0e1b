"""A generated home-care day is read as it is meant and answered in its own form, whole or zone by zone."""

import json
from math import ceil, hypot
from pathlib import Path
from typing import Any

import pytest

from domain.engine.kernel import zones
from domain.engine.kernel.annealing import solve
from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.model import Model
from domain.engine.kernel.zones import solve_zones, wants_zones
from domain.engine.published import BadInstance
from storage.instances.files import FamilyFiles
from storage.instances.ukhome_events import UKHOME

DAY = Path(__file__).parents[1] / "data" / "ukhome" / "instances" / "uk-050-a.json"


def day_model() -> Model:
    model = FamilyFiles(UKHOME).read(DAY).model
    assert isinstance(model, Model)
    return model


def leg(day: Any, mode: str, one: int, other: int) -> int:
    """Travel as the family's README has it."""
    (x, y), (to_x, to_y), how = day["locations"][one], day["locations"][other], day["modes"][mode]
    apart = hypot(x - to_x, y - to_y)
    return ceil(how["fixed"] + 60 * how["detour"] * apart / how["kmh"] - 1e-9) if apart else 0


def test_a_solution_keeps_every_rule_of_the_day_and_costs_what_it_says() -> None:
    instance, model, day = FamilyFiles(UKHOME).read(DAY), day_model(), json.loads(DAY.read_text("utf-8"))
    rounds = solve(model, TWIN, seconds=0, mode="steps", steps=30)
    solution, terms = json.loads(json.dumps(instance.solution(rounds))), instance.objective(rounds)
    visits, starts, travelled = {visit["id"]: visit for visit in day["visits"]}, {}, 0
    for carer, route in zip(day["carers"], solution["routes"], strict=True):
        here, free = carer["start"], carer["shift"][0]
        for stop in route["stops"]:
            if "break" in stop:
                assert free <= stop["start"] <= carer["break"]["window"][1]
                free = stop["start"] + stop["break"]
                continue
            visit = visits[stop["visit"]]
            way = leg(day, carer["mode"], here, visit["location"])
            assert free + way <= stop["start"] <= visit["window"][1] + visit["max_late"]
            assert visit["window"][0] <= stop["start"]
            assert set(visit["skills"]) <= set(carer["skills"]) and carer["id"] not in visit["banned"]
            here, free, starts[visit["id"]] = visit["location"], stop["start"] + visit["minutes"], stop["start"]
            travelled += way
        if here != carer["start"] or route["stops"]:
            travelled += leg(day, carer["mode"], here, carer["end"])
            assert free + leg(day, carer["mode"], here, carer["end"]) <= carer["shift"][1] + carer["max_overtime"]
    for link in day["links"]:
        assert (link["first"] in starts) == (link["second"] in starts)
        if link["first"] in starts:
            assert link["min_gap"] <= starts[link["second"]] - starts[link["first"]] <= link["max_gap"]
    assert travelled == terms["travel"]
    prices = day["weights"]["unassigned"]
    assert (
        sum(prices[str(visit["priority"])] for visit in visits.values() if visit["id"] not in starts)
        == terms["unassigned"]
    )


def test_zones_are_joined_to_one_day_that_keeps_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    model = day_model()
    assert not wants_zones(model, 2)
    monkeypatch.setattr(zones, "LARGEST", 20)
    assert wants_zones(model, 2) and not wants_zones(model, 1)
    rounds = solve_zones(model, TWIN, seconds=2.0, seed=3)
    assert broken_rules(model, rounds) == []
    assert cost(model, rounds).left_out < sum(unit.price or 0 for unit in model.units) / 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("visits", [], "there have to be visits and carers"),
        ("modes", {}, "carer C001 has a mode or a place that is not in the file"),
        ("locations", [[0.0, 0.0]], "carer C001 has a mode or a place that is not in the file"),
        ("links", [{"first": "V00001", "second": "V1", "min_gap": 0, "max_gap": 0}], "links have to name visits"),
        (
            "links",
            [{"first": "V00001", "second": "V00002", "min_gap": 0, "max_gap": 0, "same_carer": True}],
            "a link wants the same carer",
        ),
    ],
)
def test_a_file_that_is_no_instance_is_refused_in_a_sentence(field: str, value: Any, words: str) -> None:
    with pytest.raises(BadInstance, match="torn: ") as refused:
        UKHOME.read("torn", json.dumps(json.loads(DAY.read_text("utf-8")) | {field: value}))
    assert words in str(refused.value)
