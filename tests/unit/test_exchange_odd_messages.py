"""Messages as they come in the field: partly filled, partly wrong. What can be read is kept, the rest is
said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.bars import read_message
from domain.exchange.inbound import Inbound, PersonDetails
from domain.exchange.tree import Node
from tests.unit.exchange_samples import NAMES, bundle, document, message, patient, request


def person(**said: Any) -> tuple[PersonDetails, str]:
    """A person described so, and everything that was noted."""
    found = message(bundle(request(), patient(**said)))
    assert found.person is not None
    return found.person, notes(found)


def notes(found: Inbound) -> str:
    return "\n".join(f"{trouble.where}: {trouble.what}" for trouble in found.troubles)


@pytest.mark.parametrize("born", ["1941-13-01", "1941", "03/02/1941", "0001-01-01", 5, {"x": 1}, ["", "1941"]])
def test_an_unreadable_birthday_loses_nothing_else(born: object) -> None:
    found, noted = person(birthDate=born)
    assert (found.born, found.family, found.given) == (None, "Holt", "Agnes")
    assert "Patient.birthDate" in noted


def test_a_birthday_that_often_means_unknown_is_noted() -> None:
    assert "unknown date of birth" in person(birthDate="1900-01-01")[1]


def nhs(*values: str) -> dict[str, Any]:
    system = "https://fhir.nhs.uk/Id/nhs-number"
    return {"identifier": [{"system": system, "value": value} for value in values]}


def test_nhs_numbers_are_taken_with_their_spaces_and_doubts() -> None:
    assert person(**nhs("999 000 0018"))[0].nhs_number == "9990000018"
    assert person(**nhs("n/k"))[0].nhs_status == "absent"
    found, noted = person(**nhs("9990000018", "9990000026"))
    assert found.nhs_number == "9990000018"
    assert "more than one NHS number" in noted


def test_a_verified_number_needs_the_sender_to_say_so_and_the_check_to_fit() -> None:
    says = {
        "url": "https://x/Extension-UKCore-NHSNumberVerificationStatus",
        "valueCodeableConcept": {"coding": [{"code": "number-present-and-verified"}]},
    }
    number = {"extension": [says], "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
    assert person(identifier=[number])[0].nhs_status == "verified"
    assert person(identifier=[{**number, "value": "9990000019"}])[0].nhs_status == "unverified"
    assert person(identifier=[{**number, "extension": []}])[0].nhs_status == "unverified"


def test_names_in_every_shape() -> None:
    old = {"use": "old", "family": "Wood", "given": ["Agnes"]}
    official = {"use": "official", "family": "Holt", "given": ["Agnes", "May"]}
    assert person(name=[old, official])[0].family == "Holt"
    assert person(name=[old, official])[0].given == "Agnes May"
    assert person(name=official)[0].family == "Holt"
    assert person(name=[{"text": "Agnes Holt"}])[0].family == "Holt"
    found, noted = person(name="Agnes May Holt")
    assert (found.given, found.family) == ("Agnes May", "Holt")
    assert "Holt is taken as the family name" in noted


def test_text_loses_what_could_act_on_a_terminal_and_keeps_its_letters() -> None:
    found, _ = person(name=[{"family": "Nu\u0301ñez\x1b[2J\u202e[/]", "given": ["A\u200bgnes\n\tMay"]}])
    assert (found.family, found.given) == ("Núñez[2J[/]", "Agnes May")


def test_heaps_of_accents_are_cut_down() -> None:
    found, _ = person(name=[{"family": "Ho" + "\u0301\u0316" * 500 + "lt"}])
    assert (found.family[0], found.family[-2:], len(found.family)) == ("H", "lt", 9)


def test_addresses_and_postcodes() -> None:
    found, noted = person(address=[{"use": "old", "city": "York"}, {"line": ["1 High St"], "postalCode": "bl90sw"}])
    assert (found.address, found.postcode, "postcode" in noted) == (("1 High St",), "BL9 0SW", False)
    found, noted = person(address={"text": "1 High St, Bury", "postalCode": "BURY"})
    assert (found.address, found.postcode, "postcode" in noted) == (("1 High St", "Bury"), "BURY", True)


def test_language_interpreter_and_preferred_numbers() -> None:
    needed = {
        "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
        "valueBoolean": True,
    }
    found, _ = person(
        extension=[needed],
        communication=[
            {"language": {"text": "English"}},
            {"language": {"coding": [{"code": "ur", "display": "Urdu"}]}, "preferred": True},
        ],
        telecom=[
            {"value": "0161 1", "rank": 3},
            {"value": "07700 2", "rank": 1, "system": "phone"},
            {"value": "a@b", "system": "email"},
        ],
    )
    assert (found.language, found.interpreter, found.phones) == ("Urdu", True, ("07700 2", "0161 1"))


@pytest.mark.parametrize(
    "reference",
    [
        "urn:uuid:2",
        "URN:UUID:2",
        "Patient/p1",
        "https://a.b/fhir/Patient/p1",
        "Patient/p1/_history/3",
        "#p1",
        "p1",
        None,
    ],
)
def test_the_person_is_found_however_they_are_referred_to(reference: str | None) -> None:
    subject = {"reference": reference} if reference else {"identifier": nhs("9990000018")["identifier"][0]}
    stranger = patient(name=[{"family": "Other"}])
    found = message(bundle(request(subject=subject), patient(id="p1", **nhs("9990000018")), stranger))
    assert found.person is not None
    assert found.person.family == "Holt"
    assert "not in the message" not in notes(found)


def test_a_person_contained_in_the_request_is_found() -> None:
    found = message(bundle(request(subject={"reference": "#p"}, contained=[patient(id="p")])))
    assert found.person is not None


def test_a_reference_into_nowhere_is_said_and_the_only_person_taken() -> None:
    found = message(bundle(request(subject={"reference": "Patient/gone"}), patient()))
    assert found.person is not None
    assert "ServiceRequest.subject: refers to Patient/gone, which is not in the message" in notes(found)


def test_of_several_people_nobody_is_guessed() -> None:
    found = message(bundle(request(subject={}), patient(), patient(name=[{"family": "Other"}])))
    assert found.person is None
    assert "several people" in notes(found)


def test_a_referral_without_a_person_is_still_a_referral() -> None:
    found = message(bundle(request()))
    assert (found.kind, found.person) == ("referral", None)
    assert "names no person" in notes(found)


def test_a_message_with_an_unknown_event_is_taken_for_what_it_is_about() -> None:
    found = message(bundle(request(), patient(), event="admin-notify"))
    assert found.kind == "referral"
    assert "admin-notify" in notes(found)


def test_a_message_without_a_header_is_taken_for_what_it_holds() -> None:
    tree = bundle(request(), patient())
    found = message({**tree, "entry": tree["entry"][1:]})
    assert (found.kind, found.key and found.key.endpoint) == ("referral", "")
    assert message({**tree, "type": "searchset", "entry": tree["entry"][1:]}).kind == "other"
    assert message(request()).kind == "other"
    assert message(request(contained=[patient(id="p")], subject={"reference": "#p"})).kind == "referral"


def test_a_bare_request_that_mentions_somebody_is_a_referral() -> None:
    found = message(request(subject={"display": "HOLT, Agnes"}))
    assert found.kind == "referral"
    assert found.person is not None
    assert found.person.family == "HOLT"
    assert message(request()).kind == "other"


def test_messages_within_a_bundle_are_not_taken_for_one() -> None:
    inner = bundle(request(), patient())
    found = message({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}] * 2})
    assert found.kind == "other"
    assert "holds whole messages" in notes(found)


def test_two_people_under_one_address_are_told() -> None:
    tree = bundle(request(), patient(), patient(name=[{"family": "Stranger"}]))
    tree["entry"][3]["fullUrl"] = "urn:uuid:2"
    assert "names two of Patient" in notes(message(tree))


def test_a_header_that_announces_what_is_not_there_makes_no_referral() -> None:
    found = message(bundle(patient()))
    assert found.kind == "other"
    assert "announces a referral" in notes(found)


def test_of_several_requests_the_one_in_focus_is_read() -> None:
    other = request(reasonCode=[{"text": "Other"}])
    found = message(bundle(request(), patient(), other))
    assert found.referral is not None
    assert found.referral.need == "Fall"
    assert [doubt.what for doubt in found.doubts] == [
        "the message holds another referral as well, which was not taken: Other"
    ]


def test_a_request_that_only_follows_from_the_main_one_is_no_second_referral() -> None:
    follow_on = request(basedOn=[{"reference": "urn:uuid:1"}])
    found = message(bundle(request(), patient(), follow_on))
    assert found.doubts == ()
    assert "only belong to its main one" in notes(found)


@pytest.mark.parametrize(
    ("status", "asked"), [("active", 0), ("revoked", 0), ("", 0), ("completed", 1), ("on-hold", 1), ("draft", 1)]
)
def test_a_status_that_no_desk_can_act_on_is_asked_about(status: str, asked: int) -> None:
    assert len(message(bundle(request(status=status), patient())).doubts) == asked


def test_a_time_without_zone_is_taken_as_uk_time_and_said() -> None:
    found = message({**bundle(request(), patient()), "timestamp": "2026-07-01T10:00:00"})
    assert found.order_key.startswith("2026-07-01T09:00")
    assert "no time zone" in notes(found)


def test_own_time_falls_back_to_the_nearest_time_in_the_message() -> None:
    tree = {**bundle(request(), patient()), "timestamp": "yesterday"}
    assert message({**tree, "meta": {"lastUpdated": "2026-11-23T10:00:00Z"}}).order_key.startswith("2026-11-23T10")
    assert message(tree).order_key.startswith("2026-11-23T08:50")
    assert message(bundle(request(authoredOn=None), patient()) | {"timestamp": 5}).order_key == ""


def test_troubles_are_bounded() -> None:
    references = [{"reference": f"Location/{number}"} for number in range(500)]
    assert len(message(bundle(request(locationReference=references), patient())).troubles) <= 100


WORDS = st.sampled_from(["", "x", "true", "2026-99-99", "\x1b[0m", "9" * 400])
VALUES = (
    WORDS | st.none() | st.dictionaries(st.sampled_from(["value", "code", "reference"]), st.lists(WORDS, max_size=2))
)


def places(tree: Node) -> list[tuple[Node, str]]:
    found = [(tree, name) for name in tree]
    for values in tree.values():
        for value in values:
            if isinstance(value, dict):
                found += places(value)
    return found


def copied(tree: Node) -> Node:
    return {name: [copied(one) if isinstance(one, dict) else one for one in values] for name, values in tree.items()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_any_value_of_any_shape_in_any_place_is_survived(name: str, data: st.DataObject) -> None:
    tree = copied(document(name).tree)
    for _ in range(data.draw(st.integers(1, 6))):
        all_places = places(tree)
        if not all_places:
            break
        parent, element = data.draw(st.sampled_from(all_places))
        parent[element] = data.draw(st.lists(VALUES, max_size=3))
    assert read_message(tree).digest
