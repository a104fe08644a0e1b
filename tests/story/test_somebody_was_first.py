"""Who saves second, on what they saw before, changes nothing and is shown both values."""

from tests.story.desk import Line
from tests.story.steps import HOLT, rung


def test_both_values_are_shown_and_the_first_one_stands(anywhere: Line) -> None:
    referral = rung(anywhere)
    anywhere.do("referral.identify", id=referral, **HOLT)
    (row,) = anywhere.show("show", "queue")
    person = anywhere.show("show", "person", row["person_ref"])["person"]
    anywhere.do("person.amend", id=person["id"], phone="0161 496 0777", seen=person["revision"])

    said = anywhere.say(
        "do", "person.amend", f"id={person['id']}", "phone=0161 496 0999", f"seen={person['revision']}", "--json"
    )
    assert said.code == 4
    assert said.json["stale"] == f"person/{person['id']}"
    assert said.json["values"] == {"phone": {"theirs": "0161 496 0777", "yours": "0161 496 0999"}}
    assert "0161 496 0777" in said.err and "0161 496 0999" in said.err
    assert anywhere.show("show", "person", person["id"])["person"]["phone"] == "0161 496 0777"


def test_a_command_sent_twice_under_its_own_id_is_done_once(caredesk: Line) -> None:
    words = ("do", "referral.ring", "whom=Son", "phone=0161 496 0123", "need=UCR1", "urgency=2h", "--command-id", "A1")
    first, second = caredesk.show(*words), caredesk.show(*words)
    assert first["seq"] == second["seq"] and first["ref"] == second["ref"]
    assert len(caredesk.show("show", "queue")) == 1
    said = caredesk.say("do", "referral.claim", f"id={first['ref']}", "--command-id", "A1")
    assert said.code == 1 and "was used for referral.ring" in said.err
