"""Somebody is found by what a caller says first: three letters of the name, two digits of the birth date."""

from datetime import date

import pytest

from domain.desk.intake import Identify, Ring
from tests.contract.store import Desk

PEOPLE = (
    ("Holt", "Margaret", date(1942, 4, 3)),
    ("Holt", "Harry", date(1938, 11, 12)),
    ("Naqvi", "Holly", date(1942, 12, 30)),
    ("Ó Súilleabháin", "Aoife", date(1936, 7, 21)),
    ("100%", "Mad_Hatter", date(1950, 1, 1)),
)


@pytest.fixture
def hall(ada: Desk) -> Desk:
    """Everybody known to the desk."""
    for family, given, born in PEOPLE:
        rung = ada.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency="2h"))
        ada.done(Identify(id=rung.ref, family=family, given=given, born=born, postcode="BL9 5HA"))
    return ada


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("hol", ["Harry", "Margaret", "Holly"]),
        ("hol 42", ["Margaret", "Holly"]),
        ("hol42", ["Margaret", "Holly"]),
        ("hol 03", ["Margaret"]),
        ("hol 12", ["Harry"]),
        ("marg holt", ["Margaret"]),
        ("holt 1938", ["Harry"]),
        ("0304", ["Margaret"]),
        ("3/4/1942", ["Margaret"]),
        ("ó sú", ["Aoife"]),
        ("SÚIL", ["Aoife"]),
        ("bl95 hol 42", ["Margaret", "Holly"]),
        ("mad 50", ["Mad_Hatter"]),
        ("hol 99", []),
    ],
)
def test_a_few_letters_and_digits_find_a_person(hall: Desk, typed: str, given: list[str]) -> None:
    found = [one.title.partition(", ")[2] for one in hall.read.known_people(typed)]
    assert found == given


def test_no_more_are_given_than_were_asked_for(hall: Desk) -> None:
    assert len(hall.read.search("hol", 2)) == 2
