"""Every step is journalled with who, when, why, before and after; what a rule refuses is not."""

from tests.story.desk import Line
from tests.story.steps import HOLT, rung
from tui.bootstrap import system_user


def test_each_step_has_its_entry(anywhere: Line) -> None:
    referral = rung(anywhere, received_at="09:02")
    anywhere.do("referral.identify", id=referral, **HOLT)
    anywhere.say("do", "referral.triage", f"id={referral}", "consent=given", "--reason", "said so herself")
    anywhere.refused("referral.accept", id=referral)
    anywhere.show("show", "queue")
    history = anywhere.show("journal", "show", f"referral/{referral}")
    assert [entry["kind"] for entry in history] == ["referral.triage", "referral.identify", "referral.ring"]

    triage, _, ring = history
    assert (triage["actor"], triage["role"] != "", triage["reason"]) == (system_user(), True, "said so herself")
    assert triage["before"][f"referral/{referral}"]["state"] == "received"
    assert triage["after"][f"referral/{referral}"]["state"] == "screening"
    assert ring["before"][f"referral/{referral}"] is None
    assert ring["at"] == "2026-11-23T09:02:00+00:00" < ring["recorded_at"]


def test_reading_a_record_is_journalled_with_its_purpose(caredesk: Line) -> None:
    referral = rung(caredesk)
    caredesk.do("referral.identify", id=referral, **HOLT)
    person = caredesk.show("show", "queue")[0]["person_ref"]
    caredesk.show("show", "person", person)
    newest = caredesk.show("journal", "tail", "-n", "1")[0]
    assert (newest["kind"], newest["subject"]) == ("record.read", f"person/{person}")
    assert newest["reason"] == "shown on the command line"
    assert (newest["before"], newest["after"]) == ({}, {})


def test_the_history_of_a_record_tells_each_change_in_words(caredesk: Line) -> None:
    referral = rung(caredesk)
    caredesk.do("referral.triage", id=referral, consent="given")
    told = caredesk.say("journal", "show", f"referral/{referral.lower()}").out
    assert "state: new -> in triage" in told
    assert caredesk.say("journal", "show", "referral/NONE").code == 1
