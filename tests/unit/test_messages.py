"""Messages at the desk: what they do to referrals, people and the diary, and what is left to a person."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.desk.bus import Done, Refused
from domain.desk.intake import AmendReferral
from domain.desk.messages import AlreadyTaken, KeepUnreadable, SettleMessage, TakeMessage
from domain.desk.people import AmendPerson
from domain.desk.triage import Accept, Decline, Downgrade, Triage
from domain.desk.undoing import Undo
from domain.exchange.inbound import Inbound
from domain.exchange.meaning import order
from domain.meeting import Meeting, MeetingState
from domain.message import Message, MessageState
from domain.people import Person
from domain.referral import Referral, State, Urgency
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.exchange_samples import NAMES, NUMBER, bundle, message, patient, request, sample, sent, taken
from tests.unit.referral_cast import CLINICIAN, desk, planned_visit, refused


def flagged(kind: str, text: str) -> dict[str, Any]:
    return {"resourceType": "Flag", "status": "active", "category": [{"coding": [{"code": kind}]}],
            "code": {"text": text}}  # fmt: skip


def the_referral(store: MemoryStore) -> Referral:
    (referral,) = store.all(Referral)
    return referral


def the_person(store: MemoryStore) -> Person:
    (person,) = store.all(Person)
    return person


def test_a_message_becomes_a_referral_in_the_queue() -> None:
    store = desk()
    kept = taken(store, sample("REFREQ01"))
    referral, person = the_referral(store), the_person(store)
    assert (kept.state, kept.outcome, kept.subject) == (MessageState.APPLIED, "created", f"referral/{referral.id}")
    assert (referral.state, referral.channel, referral.source) == (State.RECEIVED, "bars", "111")
    assert (referral.urgency, referral.need, referral.consent) == (Urgency.TWO_HOUR, "UCR0", "implied")
    assert {flag.kind for flag in referral.flags} == {"safeguarding", "adjustment", "other"}
    assert "Allergic Reaction" in referral.narrative
    assert (referral.referrer_phone, referral.organisation) == ("0205568263", "Sender Organization (RND)")
    assert referral.received_at == referral.clock_start == store.clock.now()
    assert referral.person == person.id
    assert (person.name, person.born, person.language) == ("JONES, Julie", date(1959, 5, 4), "en")
    assert (person.nhs_number, person.nhs_status, person.lives_alone) == ("3478526985", "unverified", True)
    assert kept.raw == "raw"


@pytest.mark.parametrize(
    ("said", "need"),
    [("Found on the floor after a fall", "UCR1"), ("Acute confusion", "UCR6"), ("Falls with delirium", "UCR0"),
     ("Toothache", "UCR0")],
)  # fmt: skip
def test_a_need_is_coded_only_where_the_words_are_clear(said: str, need: str) -> None:
    store = desk()
    taken(store, sent(reasonCode=[{"text": said}]))
    assert the_referral(store).need == need
    assert said in the_referral(store).narrative


def test_the_example_folder_is_six_referrals_and_two_bookings_in_any_order_of_files() -> None:
    told = set()
    for seed in range(4):
        store, folder = desk(), [sample(name) for name in NAMES]
        random.Random(seed).shuffle(folder)
        for one in order(folder):
            taken(store, one)
        states = sorted((referral.source, str(referral.state)) for referral in store.all(Referral))
        assert states == [
            ("111", "received"), ("ambulance", "received"), ("ambulance", "received"),
            ("ambulance", "withdrawn"), ("gp", "received"), ("gp", "received"),
        ]  # fmt: skip
        assert sorted(meeting.state for meeting in store.all(Meeting)) == ["booked", "cancelled"]
        told.add(tuple(sorted((kept.summary, kept.outcome, kept.state) for kept in store.all(Message))))
    assert len(told) == 1


def test_the_same_message_again_leaves_no_trace() -> None:
    store = desk()
    folder = order(sample(name) for name in NAMES)
    for one in folder:
        taken(store, one)
    entries, records = list(store.entries), dict(store.records)
    for one in folder:
        outcome = store.do(TakeMessage(inbound=one, raw="again"))
        assert isinstance(outcome, AlreadyTaken)
        assert outcome.subject in records
    assert (store.entries, store.records) == (entries, records)


def test_what_else_a_message_asks_is_applied_by_nobody_and_shown_to_a_person() -> None:
    store = desk()
    other = request(reasonCode=[{"text": "Blocked catheter"}], subject={"reference": "urn:uuid:9"})
    message = taken(store, sent(status="on-hold", beside=(other,)))
    assert (message.state, message.outcome, message.waits) == (MessageState.APPLIED, "created", True)
    assert "calls this referral on-hold" in message.question
    assert "another referral as well, which was not taken: Blocked catheter" in message.question
    assert len(store.all(Referral)) == 1


def test_a_referral_without_a_name_learns_it_from_an_update() -> None:
    store = desk()
    taken(store, sample("REFREQ8A"))
    assert the_referral(store).person == ""
    for letter in "BCD":
        assert taken(store, sample(f"REFREQ8{letter}")).outcome == "updated"
    referral, person = the_referral(store), the_person(store)
    assert (referral.person, person.name, person.postcode) == (person.id, "JONES, Julie", "LS10 4YU")
    assert referral.flags[0].text == "The Scene is safe; Intoxicated patient"
    assert "AMB cardiac arrest" in referral.narrative


def test_what_is_told_of_somebody_without_a_name_is_not_lost() -> None:
    store = desk()
    nameless = {"resourceType": "Patient", "gender": "female", "telecom": [{"value": "07700 900001"}]}
    taken(store, sent(about=nameless))
    assert store.all(Person) == []
    assert "Person: not named, female, 07700 900001" in the_referral(store).narrative


def test_people_whose_number_birth_and_name_agree_are_one_and_blanks_are_filled() -> None:
    store = desk()
    taken(store, sent(about=patient(**NUMBER)))
    more = patient(**NUMBER, telecom=[{"value": "01706 822111"}], address=[{"postalCode": "BL9 0SW"}])
    second = taken(store, sent(about=more, authoredOn="2026-11-23T08:55:00Z"))
    person = the_person(store)
    assert (person.phone, person.postcode) == ("01706 822111", "BL9 0SW")
    assert "already open" in second.question


@pytest.mark.parametrize("other", [{"birthDate": "1951-02-03"}, {"name": [{"family": "Hart", "given": ["Agnes"]}]}])
def test_nobody_is_merged_on_an_nhs_number_alone(other: dict[str, Any]) -> None:
    store = desk()
    taken(store, sent())
    kept = taken(store, sent(about=patient(**NUMBER, **other), authoredOn="2026-11-23T08:55:00Z"))
    first, second = store.all(Person)
    assert second.possible_match == first.id
    assert {referral.person for referral in store.all(Referral)} == {first.id, second.id}
    assert kept.waits
    assert f"({first.id})" in kept.question


def test_what_the_desk_has_stands_and_the_difference_waits_for_a_person() -> None:
    store = desk()
    taken(store, sent())
    store.done(AmendPerson(id=the_person(store).id, phone="01706 822111", postcode="BL9 0SW"))
    about = patient(**NUMBER, telecom=[{"value": "0161 496 0000"}], address=[{"postalCode": "M26 4AB"}])
    kept = taken(store, sent("update", 5, about))
    person = the_person(store)
    assert (person.phone, person.postcode) == ("01706 822111", "BL9 0SW")
    assert "telephone: the sender says 0161 496 0000, the desk has 01706 822111" in kept.question
    assert "postcode: the sender says M26 4AB, the desk has BL9 0SW" in kept.question


def test_an_update_about_somebody_else_fills_in_nothing_of_them() -> None:
    store = desk()
    taken(store, sent())
    other = patient(name=[{"family": "Khan", "given": ["Omar"]}], birthDate="1960-01-01", gender="male")
    kept = taken(store, sent("update", 5, other))
    person = the_person(store)
    assert (person.name, person.sex) == ("HOLT, Agnes", "")
    assert "family name: the sender says Khan, the desk has Holt" in kept.question


def test_an_update_takes_over_what_changed_but_not_what_people_put_right() -> None:
    store = desk()
    taken(store, sent(reasonCode=[{"text": "Fall"}], note=[{"text": "On the floor"}]))
    ref = the_referral(store).id
    store.done(AmendReferral(id=ref, referrer_phone="07700 900555"))
    store.done(Triage(id=ref, need="UCR2", note="Daughter is with her"))
    kept = taken(store, sent("update", 5, phone="0161 1", note=[{"text": "Sitting in a chair now"}]))
    referral = the_referral(store)
    assert (referral.referrer_phone, referral.need, referral.state) == ("07700 900555", "UCR2", State.SCREENING)
    assert "the sender says 0161 1, the desk has 07700 900555" in kept.question
    assert "Sitting in a chair now" in referral.narrative
    assert "On the floor" not in referral.narrative
    assert referral.narrative.endswith("Daughter is with her")


def test_a_flag_is_replaced_by_the_news_of_its_kind_and_others_stand() -> None:
    store = desk()
    taken(store, sent(beside=(flagged("SG", "Bruises"), flagged("SS", "Safe"))))
    taken(store, sent("update", 5, beside=(flagged("SS", "Dog loose"),)))
    assert {flag.text for flag in the_referral(store).flags} == {"Bruises", "Dog loose"}


def test_a_sooner_urgency_raises_what_nobody_has_decided() -> None:
    store = desk()
    taken(store, sent(priority="routine"))
    store.clock.at += timedelta(minutes=30)
    kept = taken(store, sent("update", 5, priority="stat"))
    referral = the_referral(store)
    assert (referral.urgency, referral.clock_start, referral.upgraded_at) == (
        Urgency.TWO_HOUR, store.clock.now(), store.clock.now(),
    )  # fmt: skip
    assert not kept.waits


def test_a_lower_urgency_is_left_to_a_clinician() -> None:
    store = desk()
    taken(store, sent(priority="stat"))
    kept = taken(store, sent("update", 5, priority="routine"))
    assert the_referral(store).urgency is Urgency.TWO_HOUR
    assert "a clinician must downgrade it" in kept.question


def test_a_clinicians_downgrade_is_not_undone_by_a_message() -> None:
    store = desk()
    taken(store, sent(priority="stat"))
    ref = the_referral(store).id
    downgrade = Downgrade(id=ref, urgency="2d", reason="assessed")
    assert isinstance(store.do(downgrade, caller=CLINICIAN), Done)
    kept = taken(store, sent("update", 5, priority="stat", note=[{"text": "Still waiting"}]))
    assert the_referral(store).urgency is Urgency.TWO_DAY
    assert "upgrade it if you agree" in kept.question


def on_its_way(store: MemoryStore) -> Referral:
    """A referral that came by message, was accepted, and has a visit tomorrow."""
    about = patient(**NUMBER, telecom=[{"value": "01706 822111"}], address=[{"line": ["3 Fell View"]}])
    taken(store, sent(about=about))
    ref = the_referral(store).id
    store.done(AmendPerson(id=the_person(store).id, access="rings and waits"))
    store.done(AmendReferral(id=ref, referrer="Crew", referrer_phone="07700 900555"))
    store.done(Triage(id=ref, need="UCR1", exclusions=(), consent="given", lone_worker="no"))
    store.done(Accept(id=ref))
    planned_visit(store, ref, store.clock.now() + timedelta(days=1))
    return the_referral(store)


@pytest.mark.parametrize("status", ["revoked", "entered-in-error", "cancelled"])
def test_a_referral_taken_back_stops_its_clock_and_frees_its_visits(status: str) -> None:
    store = desk()
    on_its_way(store)
    kept = taken(store, sent("new", 9, status=status))
    referral, (visit,) = the_referral(store), store.all(Visit)
    assert (referral.state, referral.outcome, referral.closed_at) == (State.WITHDRAWN, status, store.clock.now())
    assert (visit.state, visit.cancelled_why) == (VisitState.CANCELLED, "withdrawn")
    assert (kept.outcome, kept.waits) == ("withdrawn", True)


def test_an_update_never_reopens_what_was_withdrawn() -> None:
    store = desk()
    for start in ("VALREQ01", "SERVREQ01", "SERVREQ02"):
        assert not taken(store, sample(start)).waits
    asked = taken(store, sample("VALREQ02"))
    assert (asked.state, asked.candidates) == (MessageState.ASKED, (the_referral(store).id,))
    assert the_referral(store).state is State.WITHDRAWN
    store.done(SettleMessage(id=asked.id, how="belongs", referral=the_referral(store).id, inbound=sample("VALREQ02")))
    assert the_referral(store).state is State.WITHDRAWN
    assert isinstance(store.do(TakeMessage(inbound=sample("VALREQ02"), raw="")), AlreadyTaken)


def test_an_update_to_a_referral_that_has_ended_is_asked_about() -> None:
    store = desk()
    taken(store, sent())
    ref = the_referral(store).id
    decline = Decline(id=ref, reason="out-of-area", where_instead="Leeds desk")
    assert isinstance(store.do(decline, caller=CLINICIAN), Done)
    asked = taken(store, sent("update", 5, note=[{"text": "Worse"}]))
    assert (asked.state, asked.candidates) == (MessageState.ASKED, (ref,))
    assert "declined" in asked.question


def test_taking_back_what_has_ended_otherwise_is_only_noted() -> None:
    store = desk()
    taken(store, sent())
    ref = the_referral(store).id
    store.do(Decline(id=ref, reason="out-of-area", where_instead="Leeds desk"), caller=CLINICIAN)
    kept = taken(store, sent("update", 5, status="revoked"))
    assert the_referral(store).state is State.DECLINED
    assert "declined already" in kept.question


def test_a_waiting_update_is_offered_its_referral_and_applied_when_it_comes_again() -> None:
    store = desk()
    update = sent("update", 5, note=[{"text": "Worse"}])
    asked = taken(store, update)
    taken(store, sent())
    assert store.one(Message, asked.id).candidates == (the_referral(store).id,)
    assert taken(store, update).outcome == "updated"
    assert store.one(Message, asked.id).state is MessageState.SETTLED


def test_whoever_sees_a_new_referral_is_told_of_a_withdrawal_that_overtook_it() -> None:
    store = desk()
    waiting = taken(store, sent("update", 5, status="revoked"))
    opened = taken(store, sent())
    assert waiting.id in opened.question
    assert "takes back" in opened.question


def test_an_older_update_that_comes_late_is_kept_and_changes_nothing() -> None:
    store = desk()
    taken(store, sent())
    taken(store, sent("update", 9, note=[{"text": "Better"}]))
    before = the_referral(store)
    late = taken(store, sent("update", 5, note=[{"text": "Worse"}]))
    assert (late.outcome, late.subject) == ("late", f"referral/{before.id}")
    assert the_referral(store) == before


def booked(minute: int = 0, **more: Any) -> Inbound:
    appointment = {
        "resourceType": "Appointment", "status": "booked", "start": "2026-11-24T14:00:00Z",
        "end": "2026-11-24T14:20:00Z", "description": "Falls clinic",
        "participant": [{"actor": {"reference": "urn:uuid:2"}}], **more,
    }  # fmt: skip
    header = {"reason": {"coding": [{"code": "update" if minute else "new"}]}}
    tree = bundle(appointment, patient(**NUMBER), event="booking-request", **header)
    return message({**tree, "timestamp": f"2026-11-23T09:{minute:02}:00Z"})


def test_a_booking_lands_in_the_diary_moves_and_leaves_it() -> None:
    store = desk()
    assert taken(store, booked()).outcome == "created"
    (meeting,) = store.all(Meeting)
    assert (meeting.title, meeting.kind, meeting.person) == ("Falls clinic", "clinic", the_person(store).id)
    taken(store, booked(5, start="2026-11-24T15:00:00Z", end="2026-11-24T15:20:00Z"))
    (meeting,) = store.all(Meeting)
    assert meeting.start.hour == 15
    assert taken(store, booked(9, status="cancelled")).outcome == "withdrawn"
    (meeting,) = store.all(Meeting)
    assert (meeting.state, meeting.cancelled_why) == (MeetingState.CANCELLED, "by-message")


def test_a_booking_without_a_time_is_asked_about() -> None:
    store = desk()
    asked = taken(store, booked(start=""))
    assert asked.state is MessageState.ASKED
    assert store.all(Meeting) == []


def test_what_is_no_referral_is_filed_with_its_kind() -> None:
    store = desk()
    kept = [taken(store, sample(start)) for start in ("FLA06", "CONS01", "GET-slots", "REFRESP01", "409")]
    assert [one.kind for one in kept] == ["flag", "consent", "slots", "response", "operation-outcome"]
    assert all(one.waits for one in kept)
    assert store.all(Referral) == []


def test_a_person_settles_a_message_by_having_seen_it_once() -> None:
    store = desk()
    kept = taken(store, sample("FLA06"))
    store.done(SettleMessage(id=kept.id, how="seen", note="rang them"))
    settled = store.one(Message, kept.id)
    assert (settled.waits, settled.settled_by, settled.settled_note) == (False, "bpatel", "seen rang them")
    assert "dealt with already" in refused(store.do(SettleMessage(id=kept.id, how="seen")))


def test_a_flag_that_belongs_to_a_referral_lands_on_it() -> None:
    store = desk()
    taken(store, sent())
    kept, ref = taken(store, sample("FLA06")), the_referral(store).id
    store.done(SettleMessage(id=kept.id, how="belongs", referral=ref, inbound=sample("FLA06")))
    assert [flag.kind for flag in the_referral(store).flags] == ["safeguarding"]


def test_an_update_that_nobody_knows_may_become_a_referral_and_be_taken_back() -> None:
    store = desk()
    update = sent("update", 5)
    asked = taken(store, update)
    done = store.done(SettleMessage(id=asked.id, how="new", inbound=update))
    assert the_referral(store).person == the_person(store).id
    assert isinstance(store.do(TakeMessage(inbound=update, raw="")), AlreadyTaken)
    store.done(Undo(seq=done.seq))
    assert store.all(Referral) == []
    assert store.one(Message, asked.id).waits


def test_once_told_where_a_message_belongs_the_desk_knows_its_like() -> None:
    store = desk()
    taken(store, sent())
    ref = the_referral(store).id
    moved = {"authoredOn": "2026-11-23T08:51:00Z"}
    asked = taken(store, sent("update", 5, note=[{"text": "Worse"}], **moved))
    store.done(SettleMessage(id=asked.id, how="belongs", referral=ref,
                             inbound=sent("update", 5, note=[{"text": "Worse"}], **moved)))  # fmt: skip
    assert "Worse" in the_referral(store).narrative
    assert taken(store, sent("update", 9, note=[{"text": "Better"}], **moved)).subject == f"referral/{ref}"


@pytest.mark.parametrize(
    ("how", "says"),
    [("belongs", "Name the referral"), ("new", "nothing can be opened from it"), ("perhaps", "seen, belongs or new")],
)
def test_a_message_is_settled_only_in_a_way_that_makes_sense(how: str, says: str) -> None:
    store = desk()
    kept = taken(store, sample("FLA06"))
    assert says in refused(store.do(SettleMessage(id=kept.id, how=how, inbound=sample("FLA06"))))


def test_what_cannot_be_read_is_kept_whole_once() -> None:
    store = desk()
    keep = KeepUnreadable(file="x.bin", raw="base64:AAAA", why="The file is empty", digest="d1")
    kept = store.one(Message, store.done(keep).ref)
    assert (kept.state, kept.question, kept.raw) == (MessageState.QUARANTINED, "The file is empty", "base64:AAAA")
    assert isinstance(store.do(keep), AlreadyTaken)
    assert "cannot be read" in refused(store.do(SettleMessage(id=kept.id, how="new")))


def test_a_death_and_an_impossible_birth_are_told_not_stored() -> None:
    store = desk()
    kept = taken(store, sent(about=patient(birthDate="2199-01-01", deceasedBoolean=True)))
    assert the_person(store).born is None
    assert "has died" in kept.question
    assert "in the future" in kept.question


def test_only_who_may_take_referrals_takes_messages() -> None:
    store = desk()
    reader = replace(store.caller, user=replace(store.caller.user, roles=()))
    outcome = store.do(TakeMessage(inbound=sent(), raw=""), caller=reader)
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"
