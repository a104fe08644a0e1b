"""Weeks of shifts: read as they are meant, filled within every working-time rule, and proved where that is possible."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domain.engine.filling import NoFilling, fill
from domain.engine.published import BadInstance
from domain.engine.rota import Contract, Cover, Rota, ShiftType, Wish, broken_rules, cost
from storage.instances.files import FamilyFiles
from storage.instances.shift import SHIFT

EIGHT = Path(__file__).parents[1] / "data" / "shift" / "instances" / "Instance1.txt"
LONG_ENOUGH = 60.0
FORTNIGHT = 14


def contract(least_days: int = 4) -> Contract:
    """Four to eight days, two to four in a row and two off between, one weekend at most, the first Monday off."""
    return Contract(
        most={"E": 8, "L": 5},
        most_minutes=8 * 480,
        least_minutes=least_days * 480,
        longest_run=4,
        shortest_run=2,
        shortest_break=2,
        most_weekends=1,
        off=frozenset({0}),
    )


def rota(least_days: int = 4) -> Rota:
    """Three people, an early and a late that no early may follow."""
    return Rota(
        days=FORTNIGHT,
        shifts={
            "E": ShiftType(minutes=480, never_before=frozenset()),
            "L": ShiftType(minutes=480, never_before=frozenset({"E"})),
        },
        staff={who: contract(least_days) for who in ("Ann", "Ben", "Cy")},
        wishes=[Wish(who="Ann", day=3, shift="L", weight=3, wanted=True)],
        cover=[
            Cover(day=day, shift=shift, needed=1, per_missing=10, per_surplus=1)
            for day in range(FORTNIGHT)
            for shift in "EL"
        ],
    )


def test_a_published_fortnight_of_eight_is_filled_at_the_least_cost_and_proved() -> None:
    instance = FamilyFiles(SHIFT).read(EIGHT)
    assert isinstance(instance.model, Rota)
    found = fill(instance.model, seconds=LONG_ENOUGH)
    assert found.proved
    assert instance.objective(found.filled)["objective"] == 607
    roster = json.loads(json.dumps(instance.solution(found.filled)))["roster"]
    assert {len(row) for row in roster.values()} == {14}
    assert broken_rules(instance.model, found.filled) == []


def test_an_interrupt_before_anything_is_found_leaves_no_rota() -> None:
    with pytest.raises(NoFilling):
        fill(rota(), seconds=LONG_ENOUGH, cancel=lambda: True)


def test_a_contract_that_nobody_can_keep_is_said_to_have_no_rota() -> None:
    with pytest.raises(NoFilling, match="no rota"):
        fill(rota(least_days=13), seconds=2.0)


OFF = [""] * FORTNIGHT


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({0: "E", 1: "E"}, "works on day 0, which is off"),
        ({1: "L", 2: "E"}, "has E on day 2 after L"),
        ({3: "E"}, "has only 1 days on from day 3"),
        ({2: "E", 3: "E", 5: "E", 6: "E"}, "has only 1 days off from day 4"),
        (dict.fromkeys(range(1, 6), "E"), "works 5 days in a row from day 1"),
        ({5: "E", 6: "E", 12: "E", 13: "E"}, "works more than 1 weekends"),
        (dict.fromkeys((1, 2, 3, 4, 8, 9), "L"), "has 6 of L, at most 5"),
        ({1: "E", 2: "E"}, "works 960 minutes, not 1920 to 3840"),
    ],
)
def test_every_breach_is_said(days: dict[int, str], words: str) -> None:
    row = [days.get(day, "") for day in range(FORTNIGHT)]
    alone = replace(rota(), staff={"Ann": contract()})
    assert f"Ann {words}" in broken_rules(alone, {"Ann": row})


def test_what_is_missing_and_what_is_denied_is_priced() -> None:
    found = cost(rota(), {"Ann": OFF, "Ben": ["E", *OFF[1:]], "Cy": ["E", *OFF[1:]]})
    assert (found.wishes, found.missing, found.surplus, found.total) == (3, 270, 1, 274)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SECTION_HORIZON\n14\n", "there is nothing below SECTION_SHIFTS"),
        ("SECTION_HORIZON\nlong\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,1,1,1,1,1,1\n", "line 2 has too few"),
        ("SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,1\n", "line 6 has too few values"),
        (
            "SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,1,1,1,1,1,1\nSECTION_COVER\n14,D,1,1,1\n",
            "a day outside of the horizon",
        ),
    ],
)
def test_a_file_that_is_no_instance_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(BadInstance, match="torn: ") as refused:
        SHIFT.read("torn", text)
    assert words in str(refused.value)
