"""The post of one night: referrals, an update, a withdrawal, and files that are no messages, taken from one folder."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.story.desk import Line, shell
from tests.unit.exchange_samples import NUMBER, bundle, patient, request

BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">]><Bundle xmlns="http://hl7.org/fhir"><id value="&a;"/></Bundle>'


def flagged(kind: str, text: str) -> dict[str, Any]:
    return {"resourceType": "Flag", "category": [{"coding": [{"code": kind}]}], "code": {"text": text}}


def sent(minute: int, reason: str, *beside: dict[str, Any], sender: str = "7", **said: Any) -> str:
    """A message about Agnes Holt, as text."""
    consent = {"resourceType": "Consent", "policyRule": {"coding": [{"code": "IMPLIED"}]}}
    head: dict[str, Any] = {
        "reason": {"coding": [{"code": reason}]}, "source": {"endpoint": f"https://fhir.nhs.uk/Id/dos-service-id|{sender}"},
    }  # fmt: skip
    tree = bundle(request(**said), patient(**NUMBER), consent, *beside, **head)
    return json.dumps({**tree, "timestamp": f"2026-11-23T08:{minute:02}:00Z"})


NO_MESSAGE = {"where": "file", "what": "This is a file of the store itself and no message, so it was not opened"}


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """The folder, named so that by name everything comes in the wrong order."""
    folder = tmp_path / "post"
    folder.mkdir()
    warnings = flagged("SG", "Nephew takes her money"), flagged("SS", "Dog bites"), flagged("RA", "Hard of hearing")
    files = {
        "1-update.json": sent(30, "update", *warnings, priority="asap"),
        "2-withdrawn.json": sent(40, "update", sender="8", status="revoked"),
        "3-new.json": sent(10, "new", priority="urgent"),
        "4-other.json": sent(20, "new", sender="8", priority="routine"),
        "bomb.xml": BOMB,
        "cut-off.json": sent(50, "new")[:400],
        "README.md": "# The post",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_every_file_is_accounted_for_and_the_queue_says_what_the_messages_said(anywhere: Line, post: Path) -> None:
    rehearsed = anywhere.say("import", str(post), "--dry-run", "--json")
    said = anywhere.say("import", str(post), "--json")
    files = {Path(one["file"]).name: one for one in said.json["files"]}
    became = {name: one["outcome"] for name, one in files.items()}
    assert said.code == 1
    assert [one["outcome"] for one in rehearsed.json["files"]] == list(became.values())
    assert became == {
        "1-update.json": "updated", "2-withdrawn.json": "withdrawn", "3-new.json": "created", "4-other.json": "created",
        "README.md": "unchanged", "bomb.xml": "quarantined", "cut-off.json": "quarantined",
    }  # fmt: skip
    assert {frozenset(one) for one in files.values()} == {frozenset(("file", "outcome", "ref", "problems"))}
    (row,) = anywhere.say("show", "queue", "--json").json
    assert row["ref"] == files["3-new.json"]["ref"] == files["1-update.json"]["ref"]
    assert (row["person"], row["nhs_number"], row["urgency"]) == ("HOLT, Agnes", "4010232137", "2h")
    assert row["flags"] == ["adjustment", "safeguarding", "scene-safety"]
    assert anywhere.say("show", "referral", row["ref"], "--json").json["consent"] == "implied"
    assert anywhere.say("journal", "verify").code == 0


def test_the_same_post_again_changes_nothing(caredesk: Line, post: Path) -> None:
    caredesk.say("import", str(post))
    before = caredesk.say("journal", "verify", "--json").json
    again = caredesk.say("import", str(post), "--json").json["files"]
    assert {one["outcome"] for one in again} == {"unchanged", "quarantined"}
    assert caredesk.say("journal", "verify", "--json").json == before


def test_a_folder_of_messages_and_notes_is_taken_whole(caredesk: Line, post: Path) -> None:
    for bad in ("bomb.xml", "cut-off.json"):
        (post / bad).unlink()
    said = caredesk.say("import", str(post))
    assert said.code == 0
    assert "README.md: By its name this is a note" in said.out


def test_the_store_itself_is_no_message_by_whatever_name_it_is_found(caredesk: Line, post: Path) -> None:
    (post / "link.json").symlink_to(caredesk.url)
    (post / "bomb.xml").unlink()
    said = caredesk.say("import", str(post), "--json").json["files"]
    assert [one["problems"] for one in said if "link" in one["file"]] == [[NO_MESSAGE]]
    (named,) = caredesk.say("import", str(post / "link.json"), "--json").json["files"]
    assert (named["outcome"], named["problems"]) == ("quarantined", [NO_MESSAGE])
    assert len(caredesk.say("import", str(Path(caredesk.url).parent), "--json").json["files"]) >= 2


def test_names_that_shells_and_systems_dislike_are_only_names(begun: Path, post: Path) -> None:
    names = [os.fsdecode(b"no\xfftext.json"), "~nobody.json", "-dash.json", "*.json", "a\nb\x1b[31m.json"]
    for sender, name in enumerate(names):
        (post / name).write_text(sent(10, "new", sender=str(sender)))
    said = shell("import", "--json", "--db", str(begun), "--dry-run", "--", *(str(post / name) for name in names))
    assert [one["outcome"] for one in said.json["files"]] == ["created"] * len(names)
    assert shell("import", "--db", str(begun), "").code == 2
