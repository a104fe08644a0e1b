"""A command is taken back by its number or step by step, or it is said who has built on it."""

from domain.access import Caller, Role, User
from domain.desk.bus import Bus, Done, Order
from domain.desk.triage import Hold
from domain.ids import SeededIds
from domain.when import SystemClock
from storage.engine import Database
from storage.unit_of_work import Units
from tests.story.desk import Line
from tests.story.steps import accepted, rung


def as_ben(url: str, *commands: object) -> None:
    """Ben, at a desk of his own on the same store, gives some commands."""
    database, ids = Database(url), SeededIds("ben")
    ben = Caller(User(id="ben", name="Ben Nowak", roles=tuple(Role)), "ben-1")
    bus = Bus(Units(database, "bury", SystemClock(), ids))
    for command in commands:
        outcome = bus.handle(Order(command, ben, ids.token(26)))  # type: ignore[arg-type]
        assert isinstance(outcome, Done), outcome
    database.close()


def test_what_was_done_last_is_undone_and_done_again(anywhere: Line) -> None:
    referral = accepted(anywhere)
    claimed = anywhere.do("referral.claim", id=referral)
    undone = anywhere.do("undo", seq=claimed["undo"])
    assert anywhere.show("show", "referral", referral)["owner"] == ""
    assert undone["note"].startswith("Undone: referral.claim")
    anywhere.do("undo", seq=undone["undo"])
    assert anywhere.show("show", "referral", referral)["owner"] != ""


def test_each_program_goes_on_where_the_one_before_left_off(anywhere: Line) -> None:
    referral = accepted(anywhere)
    anywhere.do("referral.claim", id=referral)
    anywhere.do("referral.release", id=referral)
    anywhere.do("undo")
    assert anywhere.show("show", "referral", referral)["owner"] != ""
    anywhere.do("undo")
    assert anywhere.show("show", "referral", referral)["owner"] == ""
    anywhere.do("redo")
    assert anywhere.show("show", "referral", referral)["owner"] != ""
    anywhere.do("redo")
    assert "nothing back lately" in anywhere.refused("redo")


def test_who_has_built_on_it_is_named(caredesk: Line) -> None:
    referral = rung(caredesk)
    triaged = caredesk.do("referral.triage", id=referral, consent="given")
    caredesk.say("user", "add", "ben", "--name", "Ben Nowak", "--role", "senior")
    as_ben(caredesk.url, Hold(id=referral, reason="medicines"))
    sentence = caredesk.refused("undo", seq=triaged["seq"])
    assert sentence.startswith("Ben Nowak has built on it")
    assert f"referral.hold of referral/{referral}" in sentence
    assert caredesk.show("show", "referral", referral)["state"] == "awaiting-info"


def test_what_people_were_told_cannot_be_untold(caredesk: Line) -> None:
    assert "cannot be undone" in caredesk.refused("undo", seq=1)
    assert "There is no entry 999" in caredesk.refused("undo", seq=999)
