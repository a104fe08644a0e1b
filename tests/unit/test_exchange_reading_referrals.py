"""A referral as its sender means it: who, why, how soon, and what to mind."""

from datetime import UTC, date, datetime

import pytest

from domain.exchange.inbound import Contact, Referrer
from domain.referral import Flag, Urgency
from tests.unit.exchange_samples import NAMES, bundle, message, patient, request, sample


def test_an_urgent_referral_from_111_arrives_whole() -> None:
    found = sample("REFREQ01")
    assert (found.kind, found.label, found.reason, found.status) == (
        "referral",
        "Referral: 111 to ED",
        "new",
        "active",
    )
    assert found.at == datetime(2021, 10, 11, 12, 15, 10, tzinfo=UTC)
    assert found.referral is not None
    assert found.referral.need == "Allergic Reaction; ED post tonsillectomy bleeding; Chest and Upper Back Pain"
    assert found.referral.referrer == Referrer(
        organisation="Sender Organization",
        ods="RND",
        practitioner="Marcy BLAKE",
        role="Administrative healthcare staff",
        phone="0205568263",
    )
    assert found.referral.medications == ("Aspirin 50mg/5ml oral solution: 2 capsules 4 times a day.",)
    assert found.referral.allergies == ("Amoxicillin",)
    assert found.consent == "Direct Care: implied (2021-11-26)"
    assert [flag.kind for flag in found.flags] == ["safeguarding", "adjustment", "other"]


def test_the_person_is_described_as_far_as_the_sender_does() -> None:
    person = sample("VALREQ01").person
    assert person is not None
    assert (person.prefix, person.given, person.family, person.born) == (
        "Mrs",
        "Julie",
        "Jones",
        date(1959, 5, 4),
    )
    assert person.address == ("22 Brightside Crescent", "Overtown", "West Yorkshire")
    assert (person.postcode, person.language, person.gp) == (
        "LS10 4YU",
        "English",
        "Patient's Surgery (G82080)",
    )
    assert person.phones == ("07736312544", "01138698975")
    assert person.contacts == (
        Contact(name="Jack Grayson", relationship="Emergency contact person", phones=("0789 1234567",)),
    )


def test_a_number_that_fails_its_check_is_kept_as_unverified() -> None:
    found = sample("REFREQ01")
    assert found.person is not None
    assert (found.person.nhs_number, found.person.nhs_status) == ("3478526985", "unverified")
    assert any("3478526985" in trouble.what for trouble in found.troubles)


def test_a_long_assessment_is_kept_whole_with_its_line_breaks() -> None:
    assessment = sample("REFREQ01").narrative[0]
    assert assessment.text.startswith("PATHWAYS ASSESSMENT:\nAn injury or health problem")
    assert assessment.text.endswith("anticoagulant medication or have a bleeding/clotting disorder.")


def test_a_warning_hidden_in_a_questionnaire_is_in_the_narrative() -> None:
    written = "\n".join(passage.text for passage in sample("REFREQ01").narrative)
    assert "Patient should not be seen alone" in written
    assert "Lives Alone" in written


def test_a_person_without_a_name_is_taken_as_they_come() -> None:
    first, second = sample("REFREQ8A"), sample("REFREQ8B")
    assert first.person is not None
    assert second.person is not None
    assert (first.person.family, first.person.nhs_status) == ("", "absent")
    assert second.person.family == "Jones"
    assert first.referral is not None
    assert first.referral.place_postcode == "BL1 5DD"


@pytest.mark.parametrize(
    ("start", "urgency", "why"),
    [
        ("REFREQ01", Urgency.TWO_HOUR, "emergency treatment centre within 1 hour"),
        ("REFREQ03", Urgency.TWO_DAY, "response expected within 24 hours"),
        ("REFREQ05", Urgency.TWO_HOUR, "ambulance category 3"),
        ("REFREQ07", Urgency.ROUTINE, "does not say how soon"),
        ("REFREQ8A", Urgency.TWO_HOUR, "ambulance category 1"),
        ("REFREQ8C", Urgency.TWO_HOUR, "ambulance category 1"),
        ("VALREQ01", Urgency.TWO_HOUR, "response expected within 20 minutes"),
        ("VALREQ02", Urgency.TWO_HOUR, "response expected within 40 minutes"),
    ],
)
def test_urgency_is_explained(start: str, urgency: Urgency, why: str) -> None:
    referral = sample(start).referral
    assert referral is not None
    assert referral.how_soon.urgency == urgency
    assert why in referral.how_soon.why


def how_soon(**said: object) -> tuple[str, bool]:
    """The urgency read from a request that says so, and whether a person is told that it was not clear."""
    found = message(bundle(request(**said), patient()))
    assert found.referral is not None
    return found.referral.how_soon.urgency, any("how soon" in trouble.what for trouble in found.troubles)


def window(start: str | None, end: str | None) -> dict[str, str]:
    times = {"start": start, "end": end}
    return {name: f"2026-11-23T{time}:00Z" for name, time in times.items() if time}


def test_priority_and_window_decide_and_the_sooner_counts() -> None:
    assert how_soon(priority="asap") == ("2h", False)
    assert how_soon(priority="urgent") == ("same-day", False)
    assert how_soon(priority="routine") == ("routine", False)
    assert how_soon(priority="routine", occurrencePeriod=window("09:00", "10:00")) == ("2h", False)
    assert how_soon(priority="asap", occurrencePeriod=window("09:00", "21:00")) == ("2h", False)
    assert how_soon(occurrencePeriod=window("09:00", "11:00")) == ("2h", False)
    assert how_soon(occurrencePeriod=window("09:00", "11:01")) == ("same-day", False)
    assert how_soon(occurrencePeriod=window(None, "10:30")) == ("2h", False)
    assert how_soon(occurrenceDateTime="2026-11-25T09:00:00Z") == ("2d", False)


def test_a_window_of_whole_days_is_the_days_of_london() -> None:
    assert how_soon(occurrencePeriod={"start": "2026-11-23", "end": "2026-11-23"}) == ("same-day", False)
    assert how_soon(occurrencePeriod={"start": "2026-11-23", "end": "2026-11-24"}) == ("2d", False)
    assert how_soon(occurrenceDateTime="2026-11-23") == ("same-day", False)


def test_a_request_written_on_a_day_is_as_good_as_one_written_at_a_minute() -> None:
    found = message(bundle(request(authoredOn="2026-07-23", priority="urgent"), patient()))
    assert found.referral is not None
    assert found.referral.authored_at == datetime(2026, 7, 22, 23, tzinfo=UTC)
    assert found.troubles == ()


def test_what_says_nothing_about_urgency_is_routine_until_triaged() -> None:
    assert how_soon() == ("routine", True)
    assert how_soon(priority="very", occurrencePeriod=window("09:00", "09:00")) == ("routine", True)
    assert how_soon(occurrencePeriod={"start": "2026-11-23T09:00:00Z", "end": "whenever"}) == (
        "routine",
        True,
    )


def test_flags_keep_kind_code_and_words() -> None:
    assert sample("REFREQ8D").flags == (
        Flag(kind="scene-safety", code="S", text="The Scene is safe; Intoxicated patient"),
    )
    assert sample("VALREQ02").flags == (
        Flag(kind="scene-safety", code="", text="Patient has some scene safety issues."),
    )
    assert [flag.kind for flag in sample("REFRESP01").flags] == ["safeguarding", "adjustment"]


def test_a_flag_that_its_sender_lifted_is_not_shown() -> None:
    flag = {"resourceType": "Flag", "status": "inactive", "code": {"text": "Dog"}}
    found = message(bundle(request(), patient(), flag))
    assert found.flags == ()
    assert any("Dog" in trouble.what for trouble in found.troubles)


def test_a_refused_consent_is_not_read_as_given() -> None:
    consent = {"resourceType": "Consent", "status": "active", "provision": {"type": "deny"}}
    assert message(bundle(request(), patient(), consent)).consent == "Consent: refused"


def test_messages_that_are_no_referral_have_their_kind() -> None:
    kinds = {name[:8]: sample(name).kind for name in NAMES}
    assert {start: kind for start, kind in kinds.items() if kind not in ("referral", "booking")} == {
        "400BadRe": "operation-outcome",
        "409Confl": "operation-outcome",
        "CONS01-C": "consent",
        "FLA02-Fl": "flag",
        "FLA04-Fl": "flag",
        "FLA06-Sa": "flag",
        "GET-slot": "slots",
        "REFRESP0": "response",
    }
    assert sample("FLA06").label == "Flag: Unspecified Safeguarding Concern Identified"
    assert sample("REFRESP01").answers == sample("REFREQ01").bundle_id
    assert [slot.start for slot in sample("GET-slots").slots] == [
        datetime(2021, 10, 6, hour, tzinfo=UTC) for hour in (9, 10, 11)
    ]
