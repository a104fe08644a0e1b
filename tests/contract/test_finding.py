"""Somebody is found by what a caller says first: three letters of the name, two digits of the birth date."""

from datetime import date

import pytest
import sqlalchemy as sa

from domain.desk.intake import Identify, Ring
from domain.people import Person
from storage.finding import rows_of
from storage.queries.common import table_of
from storage.tables.core import PERSON_WORD
from tests.contract.store import Desk
from tests.contract.two_at_work import Work

STEPS = 60

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
        ("o suil", ["Aoife"]),
        ("bl9 5ha holt 38", ["Harry"]),
    ],
)
def test_a_few_letters_and_digits_find_a_person(hall: Desk, typed: str, given: list[str]) -> None:
    found = [one.title.partition(", ")[2] for one in hall.read.known_people(typed)]
    assert found == given


def test_no_more_are_given_than_were_asked_for(hall: Desk) -> None:
    assert len(hall.read.search("hol", 2)) == 2


@pytest.mark.parametrize("work", [("sqlite", 3), ("postgresql", 4)], indirect=True)
def test_people_are_found_by_what_they_are_called_after_whatever_people_did(work: Work) -> None:
    for desk, command in work.steps(STEPS):
        desk.do(command)
    with work.desks[0].database.reading() as connection:
        people = connection.execute(sa.select(table_of(Person))).mappings().all()
        kept = [dict(row) for row in connection.execute(sa.select(PERSON_WORD)).mappings()]
    meant = [row for person in people for row in rows_of(person)]
    assert sorted(kept, key=repr) == sorted(meant, key=repr)
