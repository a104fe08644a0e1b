"""Who a message is about, in the ways in which systems write people down: the surest is used, the rest is told."""

from datetime import date
from typing import Any

import pytest

from domain.exchange.inbound import PersonDetails
from domain.people import Person
from domain.referral import Referral
from tests.unit.exchange_samples import bundle, message, patient, request, sent, taken
from tests.unit.referral_cast import desk

ENDED, RUNNING = {"end": "2019-05-01"}, {"start": "2026-11-01"}


def person(**said: Any) -> PersonDetails:
    """The person of a message sent on 23 November 2026."""
    found = message(bundle(request(), patient(**said))).person
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "family", "given", "prefix"),
    [
        ("HOLT, Margaret (Mrs)", "HOLT", "Margaret", "Mrs"),
        ("HOLT, Margaret Ann", "HOLT", "Margaret Ann", ""),
        ("Mrs Margaret Holt", "Holt", "Margaret", "Mrs"),
        ("Dr. Holt", "Holt", "", "Dr."),
        ("Margaret Holt", "Holt", "Margaret", ""),
        ("Holt", "Holt", "", ""),
    ],
)
def test_a_name_in_one_line_is_taken_apart(written: str, family: str, given: str, prefix: str) -> None:
    found = person(name=[{"text": written}])
    assert (found.family, found.given, found.prefix) == (family, given, prefix)


def test_a_name_that_has_ended_gives_way_to_the_present_one() -> None:
    former = {"use": "official", "family": "Wood", "period": ENDED}
    assert person(name=[former, {"use": "usual", "family": "Holt"}]).family == "Holt"
    assert person(name=[former]).family == "Wood"


def test_visits_go_to_the_present_home_and_other_addresses_in_use_are_told() -> None:
    left = {"use": "home", "line": ["1 Old Road"], "postalCode": "BL9 0EA", "period": ENDED}
    home = {"use": "home", "line": ["2 New Road"], "postalCode": "M26 4AB"}
    away = {"use": "temp", "line": ["9 Mill Lane"], "city": "Radcliffe", "postalCode": "M26 2QA", "period": RUNNING}
    found = person(address=[left, away, home])
    assert (found.address, found.postcode) == (("2 New Road",), "M26 4AB")
    assert found.elsewhere == ("temp: 9 Mill Lane, Radcliffe, M26 2QA",)
    store = desk()
    taken(store, sent(about=patient(address=[left, away, home])))
    assert "Also at: temp: 9 Mill Lane, Radcliffe, M26 2QA" in store.all(Referral)[0].narrative


def test_a_year_of_birth_is_told_and_never_made_into_a_day() -> None:
    store = desk()
    taken(store, sent(about=patient(birthDate="1942-03")))
    assert store.all(Person)[0].born is None
    assert "Born: 1942-03" in store.all(Referral)[0].narrative


def test_of_several_nhs_numbers_the_one_in_use_that_passes_its_check_is_used() -> None:
    system = "https://fhir.nhs.uk/Id/nhs-number"
    numbers = [
        {"system": system, "value": "9990000019"},
        {"system": system, "value": "4010232137", "use": "old"},
        {"system": system, "value": "9990000018"},
    ]
    found = person(identifier=numbers)
    assert (found.nhs_number, found.nhs_status) == ("9990000018", "unverified")
    assert person(identifier=[{"system": "urn:oid:2.16.840.1.113883.2.1.4.1", "value": "9990000018"}]).nhs_number


def test_telephones_are_numbers_without_the_marks_of_links() -> None:
    told = [{"system": "sms", "value": "07700 900111"}, {"system": "phone", "value": "tel:+441614960123", "rank": 1}]
    assert person(telecom=told).phones == ("+441614960123", "07700 900111")


def test_a_person_within_the_request_is_not_taken_for_one_within_another() -> None:
    def about(family: str) -> dict[str, Any]:
        within = patient(id="p", name=[{"family": family}])
        return request(subject={"reference": "#p"}, contained=[within])

    tree = bundle(about("Holt"), about("Stranger"), focus=[{"reference": "urn:uuid:2"}])
    found = message(tree).person
    assert found is not None
    assert found.family == "Stranger"


def test_somebody_who_is_only_mentioned_is_not_lost() -> None:
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
    asked = request(subject={"identifier": number, "display": "HOLT, Margaret"}, requester={"display": "Dr Lewis"})
    found = message(bundle(asked, sender={"display": "Oak Lane Surgery"}))
    who, referral = found.person, found.referral
    assert who is not None and referral is not None
    assert (who.family, who.given, who.nhs_number, who.nhs_status) == ("HOLT", "Margaret", "9990000018", "unverified")
    assert (referral.referrer.organisation, referral.referrer.practitioner) == ("Oak Lane Surgery", "Dr Lewis")


def test_a_temporary_address_with_its_days_is_where_visits_go_on_those_days() -> None:
    home = {"use": "home", "line": ["2 New Road"], "postalCode": "M26 4AB"}
    away = {"use": "temp", "line": ["9 Mill Lane"], "postalCode": "M26 2QA", "period": RUNNING}
    someday = {"use": "temp", "line": ["1 Fell View"], "postalCode": "BL9 0SW"}
    store = desk()
    taken(store, sent(about=patient(address=[home, away, someday])))
    known = store.all(Person)[0]
    assert [stay.address for stay in known.stays] == ["9 Mill Lane"]
    assert known.living_on(date(2026, 11, 1)).postcode == "M26 2QA"
    assert known.living_on(date(2026, 10, 31)).postcode == "M26 4AB"


def test_another_temporary_address_than_the_desk_has_is_told_and_changes_nothing() -> None:
    home = {"use": "home", "line": ["2 New Road"], "postalCode": "M26 4AB"}
    away = {"use": "temp", "line": ["9 Mill Lane"], "postalCode": "M26 2QA", "period": RUNNING}
    store = desk()
    taken(store, sent(about=patient(address=[home, away])))
    taken(store, sent(about=patient(address=[home, {**away, "line": ["4 Low Street"]}])))
    assert [stay.address for stay in store.all(Person)[0].stays] == ["9 Mill Lane"]
