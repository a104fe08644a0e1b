"""One registry: every action can be reached, understood and said, and no key means two things in one place."""

import pytest

from domain.access import Caller, Role, User
from domain.desk.asking import questions, required
from domain.desk.bus import HANDLERS
from tests.memory import shipped_policy
from tests.screens.cast import NOW
from tui import typed
from tui.actions import Action
from tui.keymap import MOTIONS, PLACE_MOTIONS, action_called, conflicts, registry
from tui.present import Sight
from tui.presenters.help import possible
from tui.widgets.fields import LABEL_WIDTH, label

SIGHT = Sight(now=NOW, policy=shipped_policy(NOW.date()))
ADA = Caller(User(id="ada", name="Ada Okoye", roles=tuple(Role)), "s")
HOLT = {"referral": "R7K3", "revision": 3, "name": "HOLT, Margaret", "state": "received", "subject": "referral/R7K3"}


@pytest.mark.parametrize("action", registry(), ids=lambda action: action.id)
def test_every_action_is_handled_said_and_filled_rightly(action: Action) -> None:
    assert action.command in HANDLERS
    assert action.help
    assert {field for field, _ in action.fills} <= {"seen", *questions(action.command)}
    assert action.undoable or action.confirm or not action.key


def test_every_question_fits_its_label_on_a_form() -> None:
    for action in registry():
        needed = required(action.command)
        for name, question in questions(action.command).items():
            told = label(question, required=name in needed)
            assert question.hidden or len(told) < LABEL_WIDTH - 1, f"{action.id}: {told}"


def test_an_action_for_some_states_says_in_words_for_which() -> None:
    assert [action.id for action in registry() if bool(action.states) != bool(action.only)] == []


def test_no_two_actions_share_an_id() -> None:
    ids = [action.id for action in registry()]
    assert len(ids) == len(set(ids))


def test_no_key_means_two_things_in_one_place() -> None:
    assert conflicts() == []


def test_only_keys_that_every_terminal_sends_are_used() -> None:
    keys = {key for one in registry() for key in one.key.split(",")}
    keys |= {key for motion in (*MOTIONS, *PLACE_MOTIONS) for key in motion.keys.split(",")}
    assert not keys & {f"ctrl+{letter}" for letter in "hijmsqz"}
    assert not [key for key in keys if key.startswith(("alt+", "shift+", "ctrl+shift"))]


def test_every_action_can_be_typed_by_its_word_or_its_id() -> None:
    for action in registry():
        place = next((place for place in action.where if place != "any"), "")
        assert action_called(action.id) is action
        line = typed.read(f"{action.verb} x=1", {}, place)
        assert line.action is not None and line.action.verb == action.verb


def test_a_line_is_a_word_and_answers_in_the_order_of_asking() -> None:
    line = typed.read('decline out-of-area "Rochdale UCR, 01706"', HOLT, "queue")
    assert line.action is action_called("referral.decline")
    assert line.texts == {"reason": "out-of-area", "where_instead": "Rochdale UCR, 01706"}


def test_a_reference_in_capitals_is_what_the_line_is_about() -> None:
    line = typed.read("decline RVTD7 out-of-area where_instead=GP", HOLT, "queue")
    assert line.texts == {"id": "RVTD7", "reason": "out-of-area", "where_instead": "GP"}


def test_a_line_reads_back_with_what_is_still_asked() -> None:
    line = typed.read("decline out", HOLT, "queue")
    assert line.action is not None
    said = typed.understood(line, line.action.answers(HOLT), {"id": "HOLT, Margaret"}, SIGHT)
    assert said == "decline HOLT, Margaret Lives outside the area (where instead?)"


def test_a_word_that_is_no_command_is_said_to_be_none() -> None:
    assert "no command 'frobnicate'" in typed.read("frobnicate", {}).problem


@pytest.mark.parametrize("line", ["R7K3", "r7k3", " RVTD7 ", "PQRST"])
def test_a_reference_alone_is_a_record_to_open(line: str) -> None:
    assert typed.read(line, HOLT, "queue").reference == line.strip().upper()
    assert typed.understood(typed.read(line, {}), {}, {}, SIGHT) == f"open {line.strip().upper()}"


def test_help_says_why_something_cannot_be_done_now() -> None:
    rows = {row.verb: row for row in possible("queue", ADA, {**HOLT, "state": "declined"})}
    assert rows["accept"].obstacle == "it is declined: accept is for a referral still being triaged"
    nobody = {row.verb: row for row in possible("queue", ADA, {})}
    assert nobody["accept"].obstacle == "accept needs a referral under the cursor"
    reader = Caller(User(id="r", roles=(Role.READ_ONLY,)), "s")
    shut_out = {row.verb: row for row in possible("queue", reader, HOLT)}
    assert shut_out["accept"].obstacle == "accept needs the right 'intake'"
