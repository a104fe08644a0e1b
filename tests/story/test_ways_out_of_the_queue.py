"""Every way out of the queue has its coded reason, and owes the referrer an answer by a time."""

import pytest

from domain.access import Role
from tests.story import desk
from tests.story.desk import Line
from tests.story.steps import HOLT, accepted, rung


def state(caredesk: Line, referral: str) -> str:
    return str(caredesk.show("show", "referral", referral)["state"])


def owed(caredesk: Line) -> dict[str, str]:
    return {promise["kind"]: promise["due"] for promise in caredesk.show("show", "promises")}


def test_whoever_rings_is_owed_a_call_within_fifteen_minutes(caredesk: Line) -> None:
    rung(caredesk, received_at="09:10")
    assert owed(caredesk) == {"callback": "2026-11-23T09:25:00+00:00"}


def test_what_is_missing_is_listed_at_once(caredesk: Line) -> None:
    referral = rung(caredesk)
    sentence = caredesk.refused("referral.accept", id=referral)
    for missing in ("who it is", "where the person is", "how to get in", "red flags", "consent", "lone-worker risk"):
        assert missing in sentence
    assert state(caredesk, referral) == "received"


def test_somebody_who_is_open_already_is_named(caredesk: Line) -> None:
    first, second = accepted(caredesk), rung(caredesk, whom="Her son", source="relative")
    note = caredesk.do("referral.identify", id=second, **HOLT)["note"]
    assert f"HOLT, Margaret is already open: referral {first} (accepted)" in note


def test_an_accepted_referral_owes_its_referrer_the_news(caredesk: Line) -> None:
    referral = accepted(caredesk)
    assert set(owed(caredesk)) == {"callback", "feedback"}
    caredesk.do("referral.feedback", id=referral, text="Somebody comes by eleven", outcome="no-answer")
    assert set(owed(caredesk)) == {"callback", "feedback"}
    caredesk.do("referral.feedback", id=referral, text="Somebody comes by eleven")
    assert owed(caredesk) == {}


def test_redirected_to_a_service_where_somebody_took_it_over(caredesk: Line) -> None:
    referral = rung(caredesk)
    codes = caredesk.show("do", "referral.redirect", "--list")[0]["arguments"][1]["choices"]
    caredesk.do("referral.redirect", id=referral, reason=next(iter(codes)), where="Ambulance", accepted_by="Crew 71")
    assert state(caredesk, referral) == "redirected"
    assert "feedback" in owed(caredesk)


def test_held_until_something_is_known_while_the_clock_runs_on(caredesk: Line) -> None:
    referral = rung(caredesk)
    note = caredesk.do("referral.hold", id=referral, reason="medicines")["note"]
    assert note.startswith("The clock runs on; chase by Mon 23 Nov 2026 09:29")
    (row,) = caredesk.show("show", "queue")
    assert (row["state"], row["clock"]["status"]) == ("awaiting-info", "RUNNING")


def test_withdrawn_and_out_of_the_standard(caredesk: Line) -> None:
    referral = rung(caredesk)
    caredesk.do("referral.withdraw", id=referral, reason="not-needed")
    assert caredesk.show("show", "queue") == []
    (row,) = caredesk.show("show", "queue", "--all")
    assert (row["state"], row["clock"]["status"]) == ("withdrawn", "NONE")
    assert "ended as withdrawn" in caredesk.refused("referral.triage", id=referral)


@pytest.fixture
def co_ordinator(run: desk.Program, sqlite_url: str) -> Line:
    """Somebody without the clinical right."""
    desk.begin(sqlite_url, (Role.CO_ORDINATOR,))
    return Line(run, sqlite_url)


def test_a_co_ordinator_declines_only_with_a_named_clinician_and_the_time(co_ordinator: Line) -> None:
    referral = rung(co_ordinator)
    answers = {"id": referral, "reason": "out-of-area", "where_instead": "Salford crisis response, 0161 496 0200"}
    assert "clinical decision" in co_ordinator.refused("referral.decline", **answers)
    assert "clinical decision" in co_ordinator.refused("referral.decline", **answers, clinician="Dr Shah")
    co_ordinator.do("referral.decline", **answers, clinician="Dr Shah", clinician_at="09:15", at="2026-11-23T09:20")
    kept = co_ordinator.show("show", "referral", referral)
    assert (kept["state"], kept["clinician"], kept["clinician_at"]) == (
        "declined", "Dr Shah", "2026-11-23T09:15:00+00:00",
    )  # fmt: skip


def test_a_co_ordinator_downgrades_only_with_a_named_clinician_and_the_time(co_ordinator: Line) -> None:
    referral = rung(co_ordinator)
    answers = {"id": referral, "urgency": "same-day", "reason": "assessed"}
    assert "clinical decision" in co_ordinator.refused("referral.downgrade", **answers)
    co_ordinator.do("referral.downgrade", **answers, clinician="Dr Shah", clinician_at="now")
    assert co_ordinator.show("show", "queue")[0]["urgency"] == "same-day"
