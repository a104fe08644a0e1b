"""Which referral or booking a message means: the sender's key decides, and in doubt a person."""

import random
from dataclasses import replace
from typing import Any

import pytest

from domain.exchange.inbound import Inbound, MessageKey
from domain.exchange.meaning import Ask, Create, Decision, File, Late, Unchanged, Update, Withdraw, order
from tests.unit.exchange_samples import NAMES, REFERRALS, Desk, bundle, message, patient, request, sample


def sent(
    reason: str = "new",
    minute: int = 0,
    need: str = "Fall",
    bundle_id: str = "b1",
    endpoint: str = "sender|7",
    **said: Any,
) -> Inbound:
    """A referral of one sender, with the same key unless `said` changes it."""
    header = {"reason": {"coding": [{"code": reason}]}, "source": {"endpoint": endpoint}}
    tree = bundle(request(reasonCode=[{"text": need}], **said), patient(), **header)
    return message({**tree, "id": bundle_id, "timestamp": f"2026-11-23T09:{minute:02}:00Z"})


def take(*messages: Inbound) -> list[Decision]:
    """The decisions when each message comes in a call of its own."""
    desk = Desk()
    return [decision for one in messages for decision in desk.take(one)]


def test_the_example_folder_means_six_referrals_in_any_order_of_files() -> None:
    folder = [sample(name) for name in NAMES]
    told = {}
    for seed in range(20):
        random.Random(seed).shuffle(folder)
        desk = Desk()
        decisions = desk.take(*folder)
        told[seed] = [(one.digest, repr(decision)) for one, decision in zip(order(folder), decisions, strict=True)]
        referrals = {known.ref: known for known in desk.known if known.ref.startswith("R")}
        opened = {
            start: next(k for k in referrals.values() if sample(start).digest in k.digests) for start in REFERRALS
        }
        assert len(opened) == len(referrals) == 6
        assert [start for start, known in opened.items() if known.withdrawn] == ["VALREQ01"]
        history = [sample(start).digest for start in ("REFREQ8A", "REFREQ8B", "REFREQ8C", "REFREQ8D")]
        assert list(opened["REFREQ8A"].digests) == history
    assert len({tuple(decisions) for decisions in told.values()}) == 1


def test_an_update_to_the_withdrawn_example_is_asked_about_and_reopens_nothing() -> None:
    decisions = take(*(sample(start) for start in ("VALREQ01", "SERVREQ01", "SERVREQ02", "VALREQ02")))
    assert decisions == [
        Create(),
        Withdraw("R1"),
        Withdraw("R1", again=True),
        Ask("The sender updates a referral that was withdrawn; it stays withdrawn", ("R1",)),
    ]


def test_the_folder_a_second_time_changes_nothing() -> None:
    desk = Desk()
    desk.take(*(sample(name) for name in NAMES))
    before = list(desk.known)
    assert {type(decision) for decision in desk.take(*(sample(name) for name in NAMES))} == {Unchanged}
    assert desk.known == before


def test_messages_of_one_call_are_applied_by_their_own_times() -> None:
    late, early = sample("SERVREQ01"), sample("VALREQ01")
    assert order([late, early]) == [early, late]
    letters = [sample(f"REFREQ8{letter}") for letter in "DBCA"]
    assert order(letters) == [sample(f"REFREQ8{letter}") for letter in "ABCD"]


def test_at_the_same_moment_new_comes_before_update_before_withdrawal() -> None:
    new, update, gone = sent(), sent("update", need="Worse"), sent("new", status="revoked")
    assert order([gone, update, new]) == [new, update, gone]
    timeless = replace(new, order_key="")
    assert order([timeless, gone]) == [gone, timeless]


def test_the_same_content_in_a_new_envelope_changes_nothing() -> None:
    assert take(sent(), sent(minute=5, bundle_id="b2")) == [Create(), Unchanged("R1")]


def test_new_opens_another_unless_the_content_is_the_same() -> None:
    assert take(sent(), sent(minute=5, need="Second fall")) == [Create(), Create(similar=("R1",))]


def test_an_update_goes_to_its_single_candidate() -> None:
    assert take(sent(), sent("update", 5, "Worse", "other")) == [Create(), Update("R1")]


def test_among_several_the_shared_bundle_id_decides_else_a_person() -> None:
    first, second = sent(bundle_id="b1"), sent(need="Second", bundle_id="b2")
    assert take(first, second, sent("update", 5, "Worse", "b2"))[-1] == Update("R2")
    asked = take(first, second, sent("update", 5, "Worse", "b3"))[-1]
    assert isinstance(asked, Ask)
    assert asked.candidates == ("R1", "R2")


@pytest.mark.parametrize(
    "said",
    [
        {"authoredOn": "2026-11-23T08:51:00Z"},
        {"category": [{"coding": [{"code": "referral"}]}]},
    ],
)
def test_without_an_exact_candidate_a_person_is_asked_and_shown_the_near_ones(said: dict[str, Any]) -> None:
    asked = take(sent(), sent("update", 5, **said))[-1]
    assert asked == Ask(
        "The sender updates a referral whose category or time fits none of those at its address", ("R1",)
    )


def test_an_update_of_another_sender_matches_nothing() -> None:
    asked = take(sent(), sent("update", 5, endpoint="other|8"))[-1]
    assert asked == Ask("The sender updates a referral that is not known here", ())
    assert isinstance(take(sent(endpoint=""), sent("update", 5, "Worse", endpoint=""))[-1], Ask)


def test_spelling_of_endpoint_category_and_time_makes_no_difference() -> None:
    first = sent(
        endpoint="https://fhir.nhs.uk/Id/dos-service-id|7",
        category=[{"coding": [{"code": "referral"}, {"code": "a1t1"}]}],
        authoredOn="2026-11-23T08:50:00.000Z",
    )
    second = sent(
        "update",
        5,
        "Worse",
        endpoint="http://FHIR.nhs.uk/Id/dos-service-id|7",
        category=[{"coding": [{"code": "A1T1"}]}, {"coding": [{"code": "referral"}]}],
        authoredOn="2026-11-23T09:50:00+01:00",
    )
    assert take(first, second) == [Create(), Update("R1")]


@pytest.mark.parametrize("status", ["revoked", "entered-in-error", "cancelled", " Revoked "])
@pytest.mark.parametrize("reason", ["new", "update", "delete", ""])
def test_a_status_that_withdraws_wins_over_the_reason(status: str, reason: str) -> None:
    assert take(sent(), sent(reason, 5, status=status)) == [Create(), Withdraw("R1")]


def test_a_withdrawal_of_something_unknown_is_asked_about() -> None:
    assert isinstance(take(sent("new", status="revoked"))[0], Ask)


def test_a_withdrawal_holds_even_when_it_arrives_after_a_later_update() -> None:
    decisions = take(sent(), sent("update", 9, "Worse"), sent("update", 5, status="revoked"))
    assert decisions == [Create(), Update("R1"), Withdraw("R1")]


def test_an_older_update_that_arrives_late_changes_no_value() -> None:
    newer, older = sent("update", 9, "Better"), sent("update", 5, "Worse")
    assert take(sent(), newer, older, older, newer) == [
        Create(),
        Update("R1"),
        Late("R1"),
        Unchanged("R1"),
        Unchanged("R1"),
    ]


def test_a_change_back_to_earlier_content_is_an_update() -> None:
    assert take(sent(), sent("update", 5, "Worse"), sent("update", 9))[-1] == Update("R1")


def test_a_referral_sent_anew_after_its_withdrawal_is_asked_about() -> None:
    asked = take(sent(), sent("update", 5, status="revoked"), sent("new", 9))[-1]
    assert isinstance(asked, Ask)
    assert asked.candidates == ("R1",)


def test_a_deletion_that_is_still_called_active_is_asked_about() -> None:
    assert isinstance(take(sent(), sent("delete", 5, "Worse"))[-1], Ask)


def test_without_a_reason_what_is_known_tells() -> None:
    assert take(sent("", 1), sent("", 5, "Worse")) == [Create(), Update("R1")]


def test_an_update_asked_about_once_is_applied_when_its_referral_has_come() -> None:
    update = sent("update", 5, "Worse")
    decisions = take(update, update, sent(), update)
    assert isinstance(decisions[0], Ask)
    assert decisions[1:] == [Unchanged(""), Create(), Update("R1")]


def test_a_response_that_says_revoked_withdraws_nothing() -> None:
    assert take(sample("REFREQ01"), sample("REFRESP01"))[-1] == File("response")


def test_a_booking_lands_and_its_cancellation_takes_it_out_though_its_reason_says_new() -> None:
    assert take(sample("BOOKREQ01"), sample("BOOKREQ02")) == [Create(), Withdraw("B1")]
    assert take(sample("POST-booking"), sample("BOOKREQ02")) == [Create(), Withdraw("B1")]


def test_a_cancellation_hits_the_booking_of_its_own_category() -> None:
    decisions = take(sample("POST-booking"), sample("BOOKREQ01"), sample("BOOKREQ02"))
    assert decisions == [Create(), Create(similar=("B1",)), Withdraw("B2")]


def booked(minute: int, hour: int = 14, status: str = "booked", reason: str = "new", slot: str = "") -> Inbound:
    appointment = {
        "resourceType": "Appointment",
        "status": status,
        "start": f"2026-11-24T{hour}:00:00Z",
        "identifier": [{"system": "s", "value": slot}] if slot else [],
        "participant": [{"actor": {"reference": "urn:uuid:2"}}],
    }
    header = {"reason": {"coding": [{"code": reason}]}}
    tree = bundle(appointment, patient(), event="booking-request", **header)
    return message({**tree, "timestamp": f"2026-11-23T09:{minute:02}:00Z"})


def test_a_booking_is_moved_by_an_update_and_told_apart_by_identifier_or_start() -> None:
    assert take(booked(0), booked(5, hour=15, reason="update")) == [Create(), Update("B1")]
    two = [booked(0, slot="1"), booked(1, slot="2")]
    assert take(*two, booked(5, slot="2", status="cancelled"))[-1] == Withdraw("B2")
    two = [booked(0, hour=14), booked(1, hour=15)]
    assert take(*two, booked(5, hour=14, status="cancelled"))[-1] == Withdraw("B1")


def test_of_two_bookings_that_nothing_tells_apart_a_person_chooses() -> None:
    two = [booked(0, hour=14), replace(booked(0, hour=14), digest="another")]
    one, other = two
    cancelled = replace(booked(5, hour=14, status="cancelled"), bundle_id="elsewhere")
    asked = take(one, other, cancelled)[-1]
    assert isinstance(asked, Ask)
    assert asked.candidates == ("B1", "B2")


def test_a_key_survives_being_written_down() -> None:
    key = sample("REFREQ01").key
    assert key is not None
    assert MessageKey.from_text(str(key)) == key
    assert key.category == ("a1t1", "referral")
