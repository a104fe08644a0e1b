"""A home-care day put right after an absence or an urgent call: what has begun stays, and little else is changed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from domain.engine.kernel.annealing import GENTLE, solve
from domain.engine.kernel.compiling import TWIN
from domain.engine.published import BadInstance, Instance
from storage.instances.files import FamilyFiles
from storage.instances.hhcrsp import HHCRSP
from storage.instances.ukhome_events import UKHOME

DAY = Path(__file__).parents[1] / "data" / "ukhome" / "instances" / "uk-050-a.json"
TEXT = DAY.read_text("utf-8")
STEPS = 30


@cache
def in_force() -> str:
    """A plan of the day as it was written before anything happened."""
    instance = UKHOME.read("day", TEXT)
    return json.dumps(instance.solution(solve(instance.model, TWIN, seconds=0, mode="steps", steps=STEPS)))


def answered(event: str) -> tuple[dict[str, Any], dict[str, tuple[str, int]], dict[str, float]]:
    """The event, who makes each visit when after it, and the terms that are told."""
    assert UKHOME.read_after is not None
    after: Instance = UKHOME.read_after("day", TEXT, event, in_force())
    found = solve(after.model, TWIN, seconds=0, mode="steps", steps=STEPS, begin=after.begin, heats=GENTLE)
    happened = next(each for each in json.loads(TEXT)["events"] if each["id"] == event)
    return happened, made(json.dumps(after.solution(found))), dict(after.objective(found))


def made(solution: str) -> dict[str, tuple[str, int]]:
    """Who makes each visit, and when."""
    return {
        stop["visit"]: (route["carer"], stop["start"])
        for route in json.loads(solution)["routes"]
        for stop in route["stops"]
        if "visit" in stop
    }


@pytest.mark.parametrize("event", ["absence-1", "absence-2", "absence-3", "urgent-1"])
def test_what_has_begun_stays_and_the_rest_is_not_moved_into_the_past(event: str) -> None:
    happened, after, terms = answered(event)
    before = made(in_force())
    begun = {visit: held for visit, held in before.items() if held[1] < happened["now"]}
    assert {visit: after.get(visit) for visit in begun} == begun
    assert all(start >= happened["now"] for visit, (_, start) in after.items() if visit not in begun)
    absent = happened.get("carer", "")
    moved = [v for v, (who, _) in before.items() if v not in begun and absent != who != after.get(v, ("",))[0]]
    assert terms["moved"] == len(moved) < len(before) / 3


def test_nobody_waits_for_somebody_absent() -> None:
    happened, after, _ = answered("absence-1")
    before = made(in_force())
    assert any(who == happened["carer"] and start >= happened["now"] for who, start in before.values())
    assert not [v for v, (who, start) in after.items() if who == happened["carer"] and start >= happened["now"]]


def test_an_urgent_visit_is_made_within_its_window() -> None:
    happened, after, terms = answered("urgent-1")
    visit = happened["visit"]
    who, start = after[visit["id"]]
    carer = next(each for each in json.loads(TEXT)["carers"] if each["id"] == who)
    assert visit["window"][0] <= start <= visit["window"][1] + visit["max_late"]
    assert set(visit["skills"]) <= set(carer["skills"])
    assert terms["served_after"] == start - happened["now"]


def test_an_event_that_is_not_in_the_day_is_refused_with_those_that_are() -> None:
    assert UKHOME.read_after is not None
    with pytest.raises(BadInstance, match=r"there is no event flood; events of this day: absence-1, absence-2"):
        UKHOME.read_after("day", TEXT, "flood", in_force())
    with pytest.raises(BadInstance, match="the plan in force: there is no carer Nobody"):
        UKHOME.read_after("day", TEXT, "absence-1", json.dumps({"routes": [{"carer": "Nobody", "stops": []}]}))
    with pytest.raises(BadInstance, match="instances of the family hhcrsp have no events"):
        FamilyFiles(HHCRSP).read_after(DAY, "flood", DAY)
