"""Files of messages on both databases: each its own transaction, none lost, the same file twice nothing."""

import base64
import json
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from domain.access import Role
from domain.desk.bus import Done, Refusal
from domain.desk.messages import SettleMessage
from domain.message import ENCODED, Message, MessageState, fingerprint
from domain.people import Person
from domain.referral import Referral, State
from domain.views import FileOutcome
from storage import founding
from storage.chain import verify
from storage.engine import Database
from storage.folding import Folded
from storage.importing import take, with_contents
from storage.journal import entries
from storage.mapper import shape_of
from tests.contract.store import MORNING, Desk, with_roles
from tui.bootstrap import system_user
from tui.commands.importing import import_command

FOLDER = Path(__file__).parent.parent / "data" / "bars"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".xml", ".json"))


def sample(start: str) -> Path:
    return next(path for path in FILES if path.name.startswith(start))


def taken(desk: Desk, *paths: Path, dry_run: bool = False) -> list[FileOutcome]:
    return take(desk.units, desk.caller, paths, dry_run=dry_run)


def told(outcomes: list[FileOutcome]) -> dict[str, str]:
    """What became of each file, by name."""
    return {Path(one.file).name: one.outcome for one in outcomes}


def test_the_example_folder_in_any_order_becomes_referrals_bookings_and_an_inbox(ada: Desk) -> None:
    shuffled = random.Random(3).sample(FILES, len(FILES))
    outcomes = taken(ada, *shuffled)
    assert [one.file for one in outcomes] == [str(path) for path in shuffled]
    by_start = {Path(one.file).name.partition("-")[0]: one for one in outcomes}
    created = {start for start, one in by_start.items() if one.outcome == "created"}
    assert created == {"REFREQ01", "REFREQ03", "REFREQ05", "REFREQ07", "REFREQ8A", "VALREQ01", "BOOKREQ01", "POST"}
    assert {by_start[f"REFREQ8{letter}"].ref for letter in "ABCD"} == {by_start["REFREQ8A"].ref}
    assert {by_start[start].outcome for start in ("SERVREQ01", "SERVREQ02", "BOOKREQ02")} == {"withdrawn"}
    withdrawn = ada.read.record(Referral, by_start["VALREQ01"].ref)
    assert isinstance(withdrawn, Referral)
    assert withdrawn.state is State.WITHDRAWN
    assert len(ada.read.queue(ada.clock.now())) == 5
    inbox = ada.read.inbox()
    assert {one.kind for one in inbox} >= {"flag", "consent", "slots", "response", "operation-outcome"}
    assert [bool(one.question) for one in inbox] == sorted((bool(one.question) for one in inbox), reverse=True)
    with ada.database.reading() as connection:
        assert not verify(connection).broken


def test_the_same_files_again_change_nothing(ada: Desk) -> None:
    taken(ada, FOLDER)
    head = ada.read.head()
    assert set(told(taken(ada, FOLDER)).values()) == {"unchanged"}
    assert ada.read.head() == head


def test_of_a_folder_everything_is_taken_but_notes_and_folders_within(ada: Desk, tmp_path: Path) -> None:
    post = tmp_path / "post"
    (post / "folder within").mkdir(parents=True)
    for name in ("README.md", ".hidden.json", "noise.bin"):
        (post / name).write_text("# Messages")
    (post / "MESSAGE-1").write_bytes(sample("REFREQ01").read_bytes())
    outcomes = taken(ada, post)
    assert told(outcomes) == {
        "MESSAGE-1": "created", "README.md": "unchanged", "folder within": "unchanged", "noise.bin": "quarantined",
    }  # fmt: skip
    words = {Path(one.file).name: one.problems[0].what for one in outcomes if not one.subject}
    assert "note beside the messages" in words["README.md"]
    assert "name it to take" in words["folder within"]
    (named,) = taken(ada, post / "README.md")
    assert named.outcome == "quarantined"


def test_the_journal_proves_a_message_without_holding_it_again(ada: Desk) -> None:
    taken(ada, sample("REFREQ01"))
    (listed,) = ada.read.inbox(settled=True)
    message = ada.read.record(Message, listed.id)
    assert isinstance(message, Message)
    (entry,) = ada.read.entries_since(ada.read.head() - 1, 10)
    assert message.raw == sample("REFREQ01").read_text(encoding="utf-8")
    assert entry.after[f"message/{message.id}"]["raw"] == fingerprint(message.raw)
    assert len(json.dumps(entry.after)) < len(message.raw)


def test_a_message_that_is_no_longer_what_arrived_is_found(ada: Desk) -> None:
    (taken_one,) = taken(ada, sample("REFREQ01"))
    assert altered(ada) == []
    table = shape_of(Message).table
    with ada.database.writing() as connection:
        connection.execute(table.update().values(raw=table.c.raw + " "))
    assert taken_one.outcome == "created"
    assert [subject.partition("/")[0] for subject in altered(ada)] == ["message"]


def altered(desk: Desk) -> list[str]:
    """The records that are not what the journal says."""
    with desk.database.reading() as connection:
        return list(Folded(entries(connection)).differences(connection))


def test_an_entry_that_holds_the_text_itself_proves_it_as_well() -> None:
    whole = Message(id="G1", received_at=MORNING, raw="<Bundle/>")
    proven = shape_of(Message).journalled
    assert proven(proven(whole)) == proven(whole) != whole


def test_a_file_that_no_message_is_as_large_as_is_kept_whole(ada: Desk, tmp_path: Path) -> None:
    content = b"\xff\xd8" + bytes(21_000_000)
    (tmp_path / "scan.jpg").write_bytes(content)
    (one,) = taken(ada, tmp_path / "scan.jpg")
    assert one.outcome == "quarantined"
    message = ada.read.record(Message, one.subject.partition("/")[2])
    assert isinstance(message, Message)
    assert base64.b64decode(message.raw.removeprefix(ENCODED)) == content


def test_a_dry_run_tells_what_would_change_and_changes_nothing(ada: Desk) -> None:
    taken(ada, sample("VALREQ01"))
    head = ada.read.head()
    rehearsed = taken(ada, FOLDER, dry_run=True)
    assert ada.read.head() == head
    assert len(ada.read.inbox(settled=True)) == 1
    assert told(rehearsed) == told(taken(ada, FOLDER))


def test_a_rehearsal_survives_what_breaks_within_it(ada: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, "REFREQ03")
    outcomes = told(taken(ada, sample("REFREQ01"), sample("REFREQ03"), sample("REFREQ05"), dry_run=True))
    assert sorted(outcomes.values()) == ["created", "created", "quarantined"]
    assert ada.read.inbox(settled=True) == []


def test_one_bad_file_never_stops_the_others(ada: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, "REFREQ03")
    outcomes = taken(ada, sample("REFREQ03"), sample("REFREQ05"))
    assert [one.outcome for one in outcomes] == ["quarantined", "created"]
    kept = ada.read.record(Message, outcomes[0].ref)
    assert isinstance(kept, Message)
    assert kept.raw == sample("REFREQ03").read_text(encoding="utf-8")
    assert "stumbled" in kept.question


def _break(monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    """Make the desk stumble over one message, in the midst of applying it."""
    from domain.desk import messages

    real = messages.open_referral

    def stumbling(inbound: Any, work: Any) -> Any:
        opened = real(inbound, work)
        if "Pharmacy" in inbound.label:
            raise ZeroDivisionError
        return opened

    monkeypatch.setitem(messages._OPENS, "referral", stumbling)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.xml", sample("REFREQ01").read_bytes()[:3000]),
        ("bomb.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><Bundle xmlns="http://hl7.org/fhir">&b;</Bundle>'),
        ("large.xml", b"<Bundle>" + b"<a/>" * 2_500_000),
        ("noise.bin", bytes(range(256)) * 20),
        ("null.json", b'{"resourceType":"Bundle\0"}'),
        ("empty.xml", b""),
    ],
)
def test_what_cannot_be_read_is_kept_whole_with_one_sentence(
    ada: Desk, tmp_path: Path, name: str, content: bytes
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    good, outcome = taken(ada, sample("REFREQ01"), bad)
    assert (good.outcome, outcome.outcome) == ("created", "quarantined")
    kept = ada.read.record(Message, outcome.ref)
    assert isinstance(kept, Message)
    assert kept.state is MessageState.QUARANTINED
    raw = kept.raw
    assert (base64.b64decode(raw.removeprefix(ENCODED)) if raw.startswith(ENCODED) else raw.encode()) == content
    head = ada.read.head()
    assert taken(ada, bad) == [outcome]
    assert ada.read.head() == head


def test_a_pipe_and_a_missing_file_are_told_and_nothing_waits_for_them(ada: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    outcomes = taken(ada, tmp_path / "pipe", tmp_path / "missing.xml")
    assert [(one.outcome, one.subject, len(one.problems)) for one in outcomes] == [("quarantined", "", 1)] * 2
    assert ada.read.inbox() == []


def test_names_and_text_that_no_store_could_hold_do_no_harm(ada: Desk, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xffme.json"))
    odd.write_text('{"resourceType": "Patient", "id": "\\ud800\\u0000", "name": [{"family": "\\u001b[31mX"}]}')
    (outcome,) = taken(ada, odd)
    assert outcome.outcome == "filed"
    assert outcome.file.endswith("na\ufffdme.json")


def test_a_name_that_begins_with_a_tilde_may_be_just_a_name(
    ada: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("~nobody.json", "message.json"):
        Path(name).write_text('{"resourceType": "Flag"}')
    outcomes = taken(ada, Path("~nobody.json"), Path("~/message.json"), Path("~nobody/message.json"))
    assert [one.outcome for one in outcomes] == ["filed", "unchanged", "quarantined"]


def test_two_desks_that_take_the_same_file_at_once_open_one_referral(ada: Desk) -> None:
    ben = ada.beside("ben")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda desk: taken(desk, sample("REFREQ01")), (ada, ben)))
    ben.database.close()
    assert sorted(outcome.outcome for (outcome,) in results) == ["created", "unchanged"]
    assert len(ada.read.queue(ada.clock.now())) == 1


def test_a_person_known_already_is_told_apart_by_more_than_a_number(ada: Desk, tmp_path: Path) -> None:
    twin = tmp_path / "twin.xml"
    text = sample("REFREQ01").read_text(encoding="utf-8").replace("1959-05-04", "1949-05-04")
    twin.write_text(text.replace("236bb75d-90ef-461f-b71e-fde7f899802c", "11111111-90ef-461f-b71e-fde7f899802c"))
    outcomes = taken(ada, sample("REFREQ01"), twin)
    assert [one.outcome for one in outcomes] == ["created", "created"]
    people = [found.subject.partition("/")[2] for found in ada.read.known_people("Jones")]
    matches = [person.possible_match for ref in people if isinstance(person := ada.read.record(Person, ref), Person)]
    assert sorted(bool(match) for match in matches) == [False, True]


def test_a_person_opens_a_referral_from_a_message_as_it_came(ada: Desk) -> None:
    (asked,) = taken(ada, sample("VALREQ02"))
    assert asked.outcome == "filed"
    settle = with_contents(SettleMessage(id=asked.ref, how="new"), ada.read)
    assert isinstance(ada.do(settle), Done)
    (row,) = ada.read.queue(ada.clock.now())
    assert (row.person, row.urgency) == ("JONES, Julie", "2h")


def test_who_may_not_take_referrals_takes_no_files(ada: Desk) -> None:
    with pytest.raises(Refusal):
        taken(with_roles(ada, Role.READ_ONLY), sample("REFREQ01"))
    assert ada.read.inbox(settled=True) == []


def test_the_command_prints_each_file_and_fails_when_one_is_quarantined(blank_url: str, tmp_path: Path) -> None:
    database = Database(blank_url, must_exist=False)
    founding.found(database, founding.Card("bury", "Bury", False, None, None), system_user(), tuple(Role))
    database.close()
    bad = tmp_path / "bad.txt"
    bad.write_text("hello")

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(import_command, [*words, "--db", blank_url], standalone_mode=False)
        return result.return_value, result.output

    code, printed = run(str(sample("REFREQ01")), "--dry-run")
    assert (code, "Rnew" in printed) == (0, True)
    code, printed = run(str(bad), str(sample("REFREQ01")), "--json")
    first, second = json.loads(printed)["files"]
    assert code == 1
    assert first == {
        "file": str(bad), "outcome": "quarantined", "ref": first["ref"],
        "problems": [{"where": "file", "what": "The file is neither XML nor JSON; messages come in one of the two"}],
    }  # fmt: skip
    assert second["outcome"] == "created"
    assert run(str(sample("REFREQ01")))[0] == 0
