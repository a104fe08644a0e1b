"""Taking referrals in: four answers before a name, who it is, and the already-open warning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.case import Case
from domain.desk.casework import OpenCase
from domain.desk.intake import AmendReferral, Claim, Identify, Release, Ring
from domain.desk.people import AmendPerson
from domain.desk.triage import Decline, Upgrade
from domain.escalation import Promise
from domain.people import Person, Place
from domain.referral import State, Urgency
from domain.visit import Visit
from tests.unit.referral_cast import (
    CLINICIAN,
    HOLT,
    NINE,
    accepted,
    complete,
    desk,
    identified,
    minutes_on,
    person_of,
    planned_visit,
    referral,
    refused,
    rung,
)


def test_four_answers_open_a_referral_whose_clock_started_with_the_call() -> None:
    store = desk()
    ref = rung(store, received_at=NINE - timedelta(minutes=7))
    opened = referral(store, ref)
    assert (opened.state, opened.person, opened.referrer) == (State.RECEIVED, "", "Jean Holt, niece")
    assert opened.received_at == opened.clock_start == NINE - timedelta(minutes=7)
    assert opened.keyed_at == NINE
    assert store.entries[-1].at == opened.received_at


def test_the_caller_is_owed_a_call_back_within_fifteen_minutes_of_the_call() -> None:
    store = desk()
    ref = rung(store, received_at=NINE - timedelta(minutes=7))
    (promise,) = store.all(Promise)
    assert (promise.kind, promise.subject, promise.phone) == ("callback", f"referral/{ref}", "07700 900123")
    assert promise.due == NINE + timedelta(minutes=8)


def test_a_call_cannot_begin_in_the_future() -> None:
    store = desk()
    late = Ring(whom="Jean", phone="1", need="UCR1", urgency=Urgency.ROUTINE, received_at=NINE + timedelta(minutes=1))
    assert "cannot be in the future" in refused(store.do(late))
    assert store.records == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("need", "UCR77", "UCR1"),
        ("source", "aunt", "relative"),
        ("channel", "pigeon", "phone"),
        ("whom", " ", "calling"),
    ],
)
def test_a_ring_with_a_wrong_answer_says_what_would_be_right(field: str, value: str, says: str) -> None:
    store = desk()
    given = {"whom": "Jean", "phone": "1", "need": "UCR1", "urgency": Urgency.ROUTINE, field: value}
    assert says in refused(store.do(Ring(**given)))  # type: ignore[arg-type]


def test_a_ring_about_a_known_person_says_what_is_open_for_them() -> None:
    store = desk()
    first = accepted(store)
    case = store.done(OpenCase(referral=first)).ref
    done = store.done(
        Ring(whom="GP", phone="01", need="UCR6", urgency=Urgency.ROUTINE, person=referral(store, first).person)
    )
    assert f"referral {first} (accepted), asked for Mon 23 Nov 2026 09:00" in done.note
    assert f"case {case} (open)" in done.note


def test_a_known_person_without_anything_open_is_shown_with_the_last_refusal() -> None:
    store = desk()
    first = complete(store)
    store.do(Decline(id=first, reason="out-of-area", where_instead="Rochdale desk"), caller=CLINICIAN)
    again = rung(store)
    done = store.done(Identify(id=again, person=referral(store, first).person))
    assert f"is known: referral {first} declined" in done.note
    assert "Lives outside the area" in done.note


def test_a_second_call_from_the_same_number_names_the_first() -> None:
    store = desk()
    first = rung(store)
    minutes_on(store, 6)
    second = store.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency=Urgency.TWO_HOUR))
    assert second.note == f"This number rang at 09:00 about {first}"


def test_identifying_somebody_new_adds_them_with_a_checked_number() -> None:
    store = desk()
    person = person_of(store, identified(store))
    assert (person.name, person.nhs_number, person.nhs_status) == (
        "HOLT, Margaret",
        "4010232137",
        "unverified",
    )
    assert (person.postcode, person.possible_match) == ("BL9 0SW", "")


def test_identifying_somebody_known_reuses_them_and_fills_in_what_was_blank() -> None:
    store = desk()
    known = person_of(store, identified(store))
    again = rung(store)
    given = {**HOLT, "phone": "07700 900999", "gp": "Peel practice", "family": "HOLT"}
    done = store.done(Identify(id=again, **given))  # type: ignore[arg-type]
    after = person_of(store, again)
    assert (after.id, after.gp, after.phone) == (known.id, "Peel practice", known.phone)
    assert "is already open" in done.note
    assert len(store.all(Person)) == 1


def test_the_same_number_with_another_birthday_is_kept_apart_until_a_person_decides() -> None:
    store = desk()
    known = person_of(store, identified(store))
    other = rung(store)
    done = store.done(Identify(id=other, **{**HOLT, "born": date(1914, 2, 3)}))  # type: ignore[arg-type]
    apart = person_of(store, other)
    assert apart.id != known.id
    assert apart.possible_match == known.id
    assert f"May be the same as HOLT, Margaret ({known.id})" in done.note


@pytest.mark.parametrize(
    ("training", "number", "says"),
    [
        ("no", "401 023 2138", "check digit"), ("no", "999 000 0018", "test number"),
        ("no", "44", "ten digits"), ("yes", "401 023 2137", "training desk"), ("yes", "943 476 5919", "training desk"),
    ],
)  # fmt: skip
def test_a_wrong_number_and_one_of_the_wrong_world_are_refused(training: str, number: str, says: str) -> None:
    store = desk(training=training)
    typed = Identify(id=rung(store), family="Holt", nhs_number=number)
    assert says in refused(store.do(typed))


def test_a_training_desk_takes_numbers_of_the_999_range() -> None:
    store = desk(training="yes")
    ref = rung(store)
    store.done(Identify(id=ref, family="Holt", nhs_number="999 000 0018"))
    assert person_of(store, ref).nhs_number == "9990000018"


def test_nobody_can_name_them_is_an_answer_and_the_name_may_follow() -> None:
    store = desk()
    ref = rung(store)
    store.done(Identify(id=ref, unknown_why="found in the street, confused", address="outside 3 Fell View"))
    unknown = person_of(store, ref)
    assert (unknown.name, referral(store, ref).unknown_why) == ("unknown", "found in the street, confused")
    store.done(Identify(id=ref, **HOLT))
    named = person_of(store, ref)
    assert (named.id, named.name, referral(store, ref).unknown_why) == (unknown.id, "HOLT, Margaret", "")


def test_whatever_hangs_on_an_unknown_person_follows_when_they_turn_out_to_be_known() -> None:
    store = desk()
    known = person_of(store, identified(store))
    ref = rung(store)
    store.done(Identify(id=ref, unknown_why="confused", address="3 Fell View"))
    unknown = person_of(store, ref)
    visit = planned_visit(store, ref, NINE + timedelta(hours=1))
    store.done(Identify(id=ref, **HOLT))
    assert referral(store, ref).person == store.one(Visit, visit.id).person == known.id
    assert {promise.person for promise in store.all(Promise) if promise.subject == f"referral/{ref}"} == {known.id}
    assert store.one(Person, unknown.id).same_as == known.id


def test_a_named_person_is_not_renamed_by_identifying_again() -> None:
    store = desk()
    ref = identified(store)
    person = referral(store, ref).person
    assert "amend that person" in refused(store.do(Identify(id=ref, family="Smith")))
    assert "amend that person" in refused(store.do(Identify(id=ref, person=person, born=date(1914, 2, 3))))
    store.done(Identify(id=ref, person=person, family="HOLT"))
    assert person_of(store, ref).family == "Holt"


@pytest.mark.parametrize("chosen", [True, False], ids=["chosen", "named by this referral already"])
def test_what_is_typed_about_somebody_known_is_taken_or_said_not_to_be(chosen: bool) -> None:
    store = desk()
    ref = rung(store)
    store.done(Identify(id=ref, family="Holt", given="Margaret", phone="01706 822111"))
    person = referral(store, ref).person if chosen else ""
    done = store.done(Identify(id=ref, person=person, address="3 Fell View", postcode="BL9 0SW", phone="01706 822999"))
    after = person_of(store, ref)
    assert (after.address, after.postcode, after.phone) == ("3 Fell View", "BL9 0SW", "01706 822111")
    assert "Their telephone stays 01706 822111, not 01706 822999: amend them to change it" in done.note


def test_identifying_needs_a_name_a_known_person_or_a_reason() -> None:
    store = desk()
    assert "say why nobody can" in refused(store.do(Identify(id=rung(store), phone="01706 822111")))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("postcode", "Q1 1AA", "no postcode"),
        ("born", date(2026, 11, 24), "future"),
        ("language", "xx", "list language"),
    ],
)
def test_impossible_details_are_refused(field: str, value: object, says: str) -> None:
    store = desk()
    typed = Identify(id=rung(store), family="Holt", **{field: value})  # type: ignore[arg-type]
    assert says in refused(store.do(typed))


def test_an_unlikely_birthday_is_kept_and_asked_about() -> None:
    store = desk()
    done = store.done(Identify(id=rung(store), family="Holt", born=date(1900, 1, 1)))
    assert "Check the date of birth: 126 years" in done.note


def test_a_corrected_time_of_receipt_moves_the_clock_that_it_started() -> None:
    store = desk()
    ref = rung(store)
    earlier = NINE - timedelta(minutes=20)
    store.done(AmendReferral(id=ref, received_at=earlier, organisation="Peel practice"))
    amended = referral(store, ref)
    assert (amended.clock_start, amended.organisation) == (earlier, "Peel practice")
    assert amended.referrer == "Jean Holt, niece"


def test_a_corrected_time_of_receipt_leaves_the_clock_of_an_upgrade_alone() -> None:
    store = desk()
    ref = complete(store, urgency=Urgency.ROUTINE)
    upgraded = minutes_on(store, 30)
    store.done(Upgrade(id=ref, reason="worse"))
    minutes_on(store, 10)
    store.done(AmendReferral(id=ref, received_at=NINE - timedelta(minutes=5)))
    assert referral(store, ref).clock_start == upgraded
    assert "upgraded or seen before" in refused(store.do(AmendReferral(id=ref, received_at=store.clock.at)))


def test_a_dash_empties_a_field_and_a_blank_leaves_it() -> None:
    store = desk()
    ref = rung(store, note="fell in the kitchen")
    store.done(AmendReferral(id=ref, narrative="-", referrer=""))
    assert (referral(store, ref).narrative, referral(store, ref).referrer) == ("", "Jean Holt, niece")


def test_taking_a_referral_from_somebody_needs_a_reason() -> None:
    store = desk()
    ref = rung(store)
    store.done(Claim(id=ref))
    assert referral(store, ref).owner == "bpatel"
    assert refused(store.do(Claim(id=ref), caller=CLINICIAN)).startswith("bpatel has")
    assert "bpatel" in refused(store.do(Release(id=ref), caller=CLINICIAN))
    store.do(Claim(id=ref, why="on her break"), caller=CLINICIAN)
    assert referral(store, ref).owner == "cwu"
    store.do(Release(id=ref), caller=CLINICIAN)
    assert referral(store, ref).owner == ""


def test_a_new_postcode_forgets_the_place_on_the_map_unless_the_new_one_comes_with_it() -> None:
    store = desk()
    ref = rung(store)
    store.done(Identify(id=ref, **HOLT, place=Place(lat=53.6, lon=-2.3)))
    person = person_of(store, ref)
    store.done(AmendPerson(id=person.id, postcode="BL9 7XA"))
    assert person_of(store, ref).place is None
    store.done(AmendPerson(id=person.id, postcode="BL9 0SW", place=Place(lat=53.5, lon=-2.2)))
    assert person_of(store, ref).place == Place(lat=53.5, lon=-2.2)


def test_the_evening_call_keeps_both_the_receipt_and_the_later_start() -> None:
    evening = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    store = desk(evening, ooh_mode="next_open")
    opened = referral(store, rung(store))
    assert (opened.received_at, opened.clock_start) == (evening, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


def test_a_case_of_a_linked_record_counts_as_open() -> None:
    store = desk()
    ref = accepted(store)
    store.done(OpenCase(referral=ref))
    known = person_of(store, ref)
    store.records["person/P2"] = Person(id="P2", family="Holt", given="Maggie", same_as=known.id, revision=1)
    done = store.done(Ring(whom="GP", phone="01", need="UCR6", urgency=Urgency.ROUTINE, person="P2"))
    assert f"case {store.all(Case)[0].id} (open)" in done.note
