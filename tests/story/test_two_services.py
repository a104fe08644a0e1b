"""Two services in one store from the command line: who is let in where, and what takes both together."""

from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.engine import Database
from storage.tables.core import JOURNAL
from tests.postgres import as_owner
from tests.story.desk import Line
from tui.bootstrap import system_user

NOT_ALLOWED = 5
ME = system_user()


@pytest.fixture
def two(anywhere: Line) -> Line:
    """A store that has the service North beside Bury's, for both of which whoever runs the test keeps the users."""
    said = anywhere.run("init", "--service", "north", "--title", "North", "--db", as_owner(anywhere.url))
    assert said.code == 0 and "has the service north too, to practise on" in said.out, said
    return anywhere


def test_a_service_is_chosen_by_name_and_otherwise_the_first_is_meant(two: Line) -> None:
    rung = two.do("referral.ring", whom="Dr Shah", phone="01632 960123", need="UCR1", urgency="2h")
    queues = [two.show("show", "queue", *words) for words in ((), ("--service", "bury"), ("--service", "north"))]
    assert [[row["ref"] for row in queue] for queue in queues] == [[rung["ref"]], [rung["ref"]], []]
    claimed = two.say("do", "referral.claim", f"id={rung['ref']}", "--service", "north")
    assert (claimed.code, claimed.err) == (1, f"There is no referral {rung['ref']}\n")


def test_whoever_is_no_user_of_a_service_is_turned_away_and_journalled(two: Line) -> None:
    two.show("user", "add", "nia", "--name", "Nia", "--role", "admin", "--service", "north")
    two.show("user", "change", ME, "--not-active", "--service", "north")
    for words in (("show", "queue"), ("journal", "tail"), ("user", "list"), ("do", "referral.claim", "id=R1")):
        said = two.say(*words, "--service", "north")
        assert said.code == NOT_ALLOWED and f"{ME} is not a user of north" in said.err
    assert two.say("show", "queue", "--service", "south").code == NOT_ALLOWED
    assert two.show("show", "queue") == [], "the first service that they are a user of"
    with closing(Database(two.url)) as store, store.reading() as connection:
        query = sa.select(JOURNAL.c.service, JOURNAL.c.actor, JOURNAL.c.kind).where(
            JOURNAL.c.kind == "refused.desk.open"
        )
        assert connection.execute(query).all() == [("north", ME, "refused.desk.open")] * 4


def test_a_copy_of_the_whole_store_is_for_whoever_keeps_the_users_of_every_service(two: Line, tmp_path: Path) -> None:
    for word in ("backup", "pack"):
        assert two.say(word, str(tmp_path / word)).code == 0
    two.show("user", "add", "nia", "--name", "Nia", "--role", "admin", "--service", "north")
    two.show("user", "change", ME, "--role", "auditor", "--service", "north")
    for right, words in (("users", ("backup",)), ("users", ("copy",)), ("read", ("pack",))):
        said = two.say(*words, str(tmp_path / words[0]))
        assert said.code == NOT_ALLOWED and f"in North, too, it needs the right '{right}'" in said.err


def test_the_newest_entries_of_a_service_are_found_however_busy_another_is(two: Line) -> None:
    rung = two.do("referral.ring", whom="Dr Shah", phone="01632 960123", need="UCR1", urgency="2h")
    for number in range(5):
        two.show("user", "add", f"nia{number}", "--role", "cover", "--service", "north")
    tail = two.show("journal", "tail", "-n", "2")
    assert tail[-1]["seq"] == rung["seq"] and {entry["service"] for entry in tail} == {"bury"}
    assert [entry["kind"] for entry in two.show("journal", "tail", "-n", "2", "--service", "north")] == ["user.add"] * 2


def test_the_packs_of_two_services_lie_in_one_folder_and_each_takes_away_its_own(two: Line, tmp_path: Path) -> None:
    for moment in ("2026-11-23T10:00", "2026-11-23T11:00", "2026-11-23T09:30"):
        for service in ("bury", "north"):
            last = two.show("pack", str(tmp_path / "packs"), "--keep", "1", "--service", service, "--now", moment)
            assert Path(last["pack"]).exists(), "also where the clock was put back since"
    assert len(list((tmp_path / "packs").iterdir())) == 2
