"""Two descriptions are one person only when number, birthday and family name all agree; in doubt a person
decides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import Identity, compare
from domain.nhs_number import grouped, validate

BORN = date(1941, 2, 3)
AGNES = Identity(
    nhs_number="9990000018",
    born=BORN,
    family="Holt",
    given="Agnes",
    postcode="BL9 0SW",
    phones=("0161 496 0001",),
)


def other(**said: object) -> Identity:
    """Agnes, but for what is said."""
    known = {field: getattr(AGNES, field) for field in Identity.__slots__}
    return Identity(**{**known, **said})


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, "same"),
        ({"given": "Mary", "postcode": "", "phones": ()}, "same"),
        ({"born": date(1942, 2, 3)}, "possible"),
        ({"born": None}, "possible"),
        ({"family": "Wood"}, "possible"),
        ({"family": ""}, "possible"),
        ({"nhs_number": ""}, "possible"),
        ({"nhs_number": "", "born": None}, "possible"),
        ({"nhs_number": "", "born": None, "postcode": ""}, "possible"),
        ({"nhs_number": "", "born": None, "postcode": "", "phones": ()}, "different"),
        ({"nhs_number": "", "given": "A."}, "possible"),
        ({"nhs_number": "", "given": "Mary"}, "different"),
        ({"nhs_number": "", "family": "Wood"}, "different"),
        ({"nhs_number": "9990000026"}, "different"),
        ({"nhs_number": "9990000019"}, "possible"),
        ({"nhs_number": "1111111111"}, "possible"),
    ],
)
def test_what_must_agree(said: dict[str, object], verdict: str) -> None:
    assert compare(AGNES, other(**said)) == verdict
    assert compare(other(**said), AGNES) == verdict


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("O’Brien-Núñez", "obrien nunez"),
        ("HOLT", " ho\u200blt\u202e"),
        ("Nu\u0301ñez", "Núñez"),
        ("Sørensen", "Sorensen"),
        ("Strauß", "STRAUSS"),
        ("Łukasz", "lukasz"),
        ("Ｈｏｌｔ", "Holt"),
    ],
)
def test_spelling_of_the_family_name_does_not_part_people(one: str, another: str) -> None:
    assert compare(other(family=one), other(family=another)) == "same"


def test_numbers_and_telephones_agree_however_they_are_written() -> None:
    assert compare(AGNES, other(nhs_number="999-000 0018\u200b")) == "same"
    unknown = {"nhs_number": "", "born": None, "postcode": ""}
    assert compare(other(**unknown), other(**unknown, phones=("+44 161 4960001",))) == "possible"
    assert compare(other(**unknown), other(**unknown, phones=("0001",))) == "different"


def test_two_nameless_people_are_not_the_same() -> None:
    nobody = Identity()
    assert compare(nobody, nobody) == "different"
    assert compare(Identity(nhs_number="9990000018"), Identity(nhs_number="9990000018")) == "possible"


WORDS = st.text(max_size=12)
ANYBODY = st.builds(
    Identity,
    nhs_number=st.sampled_from(["", "9990000018", "9990000026", "9990000019", "4444444444"]) | WORDS,
    born=st.none() | st.sampled_from([BORN, date(1942, 2, 3)]),
    family=st.sampled_from(["Holt", "Wood", ""]) | WORDS,
    given=st.sampled_from(["Agnes", "A", ""]) | WORDS,
    postcode=st.sampled_from(["BL9 0SW", ""]),
    phones=st.lists(WORDS, max_size=2).map(tuple),
)


@given(ANYBODY, ANYBODY)
def test_the_order_of_the_two_never_matters_and_the_number_alone_never_merges(one: Identity, another: Identity) -> None:
    verdict = compare(one, another)
    assert compare(another, one) == verdict
    if verdict == "same":
        assert one.born == another.born is not None
        assert validate(one.nhs_number).digits == validate(another.nhs_number).digits is not None


@pytest.mark.parametrize(
    ("text", "digits", "status", "warned"),
    [
        ("4010232137", "4010232137", "valid", False),
        (" 943 476 5919 ", "9434765919", "valid", True),
        ("999-000-0018", "9990000018", "valid", True),
        ("３４７８５２６９８５", "3478526985", "invalid", True),
        ("3478526985", "3478526985", "invalid", True),
        ("4444444444", "4444444444", "invalid", True),
        ("0000000000", "0000000000", "invalid", True),
        ("12345", None, "invalid", True),
        ("not known", None, "invalid", True),
        (" \u200b-", None, "absent", False),
    ],
)
def test_nhs_numbers_are_checked(text: str, digits: str | None, status: str, warned: bool) -> None:
    checked = validate(text)
    assert (checked.digits, checked.status, bool(checked.warnings)) == (digits, status, warned)


@given(st.integers(0, 9), st.integers(0, 8))
def test_one_mistyped_digit_is_always_found(digit: int, place: int) -> None:
    number = "9990000018"
    typed = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert (validate(typed).status == "valid") == (typed == number)


def test_a_number_is_shown_in_groups() -> None:
    assert grouped("9990000018") == "999 000 0018"
    assert grouped("n/k") == "n/k"
