"""A real store begins with an administrator who sees no patient data and lets the others in."""

from pathlib import Path

from tests.store_file import store_file
from tests.story import desk
from tests.story.desk import Line
from tui.bootstrap import system_user


def test_whoever_begins_it_administers_it_and_grants_the_rest(run: desk.Program, blank_url: str) -> None:
    caredesk, me = Line(run, blank_url), system_user()
    caredesk.show("init", "--service", "bury", "--title", "Bury Reablement")
    assert caredesk.say("show", "queue").code == 5
    assert caredesk.say("show", "queue", "--now", "2026-11-23T09:14").code == 1
    assert "already a user" in caredesk.say("user", "add", me, "--role", "senior").err
    assert "only administrator" in caredesk.say("user", "change", me, "--role", "senior").err
    caredesk.show("user", "change", me, "--role", "senior", "--role", "admin", "--name", "Ada Okoye")
    caredesk.show("user", "add", "ben", "--name", "Ben Nowak", "--role", "co-ordinator")
    assert [(user["id"], user["name"]) for user in caredesk.show("user", "list")] == sorted(
        [(me, "Ada Okoye"), ("ben", "Ben Nowak")]
    )
    assert caredesk.show("show", "queue") == []
    assert caredesk.say("init", "--service", "bury").code == 1


def test_a_backup_is_a_store_again(run: desk.Program, caredesk: Line, tmp_path: Path) -> None:
    caredesk.do("referral.ring", whom="Son", phone="1", need="UCR1", urgency="2h")
    kept = caredesk.show("backup", str(tmp_path / "kept"))["backup"]
    again = Line(run, str(tmp_path / "again.db"))
    head = again.show("restore", kept)["head"]
    assert head[:12] in kept
    assert again.show("show", "queue") == caredesk.show("show", "queue")
    assert again.show("doctor", "--verify")


def test_a_database_of_another_program_is_left_alone(run: desk.Program, tmp_path: Path) -> None:
    place = tmp_path / "theirs.db"
    with store_file(place) as link:
        link.execute("create table ledger (entry text)")
    said = run("init", "--service", "bury", "--db", str(place))
    assert (said.code, "holds something else (ledger)" in said.err) == (3, True)
