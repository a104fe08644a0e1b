"""`do --list` tells everything that is needed to do each action, the store's own codes included."""

from domain.desk.asking import questions, required
from domain.desk.bus import HANDLERS, Command
from domain.referral import Urgency
from tests.story import desk
from tests.story.desk import Line
from tui.action_table import ACTIONS


def test_every_action_is_listed_with_its_questions(run: desk.Program) -> None:
    listed = {row["id"]: row for row in run("do", "--list", "--json").json}
    assert list(listed) == [action.id for action in ACTIONS]
    for row in listed.values():
        assert row["help"] and row["verb"] and row["right"]
        for asked in row["arguments"]:
            assert asked["label"] and asked["kind"]
            assert asked["choices"] or asked["kind"] not in ("code", "codes", "choice", "yesno"), (row["id"], asked)
    ring = {asked["name"]: asked for asked in listed["referral.ring"]["arguments"]}
    assert ring["whom"]["required"] and not ring["note"]["required"]
    assert list(ring["urgency"]["choices"]) == [urgency.value for urgency in Urgency]
    assert ring["need"]["choices"]["UCR1"] == "Falls, no apparent serious injury"
    assert ring["source"]["default"] == "relative"


def test_the_list_knows_the_stores_own_codes(caredesk: Line) -> None:
    caredesk.do("code.set", list="decline", code="flood", label="The road is flooded")
    (listed,) = caredesk.show("do", "referral.decline", "--list")
    (reason,) = [asked for asked in listed["arguments"] if asked["name"] == "reason"]
    assert reason["choices"]["flood"] == "The road is flooded"
    assert "flood The road is flooded" in caredesk.say("do", "referral.decline", "--list").out


def test_every_use_case_that_a_person_can_answer_is_an_action() -> None:
    answerable = {
        handler.kind
        for command, handler in HANDLERS.items()
        if command.__module__.startswith("domain.desk.") and not _asks_a_program(command)
    }
    by_themselves = {"record.read", "record.pack", "escalation.climb-unanswered"}
    assert answerable - by_themselves == {action.id for action in ACTIONS}


def _asks_a_program(command: type[Command]) -> bool:
    asked = questions(command)
    return any(name not in asked or asked[name].hidden for name in required(command))
