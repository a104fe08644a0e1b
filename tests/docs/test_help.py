"""The help is made from the registry of actions and leaves none out, on the screen and on the command line."""

import json
import sys

import pytest

from domain.access import Caller, Role, User
from tests.installed import ROOT, run
from tui.actions import Action
from tui.keymap import MOTIONS, registry
from tui.presenters.help import possible

ANYBODY = Caller(User(id="ana", roles=(Role.READ_ONLY,)), session="s1")


@pytest.mark.parametrize("action", registry(), ids=lambda action: action.id)
def test_an_action_stands_in_the_help_of_each_of_its_places(action: Action) -> None:
    assert action.where
    assert action.verb
    for place in action.where:
        shown = {(row.action, row.verb, row.help) for row in possible(place, ANYBODY, {})}
        assert (action, action.verb, action.help) in shown


def test_every_place_says_how_to_leave_it() -> None:
    assert {motion.verb for motion in MOTIONS} >= {"help", "back", "quit"}
    assert set(MOTIONS) <= {row.motion for row in possible("queue", ANYBODY, {})}


def test_the_command_line_lists_every_action_with_its_verb_and_help_line() -> None:
    listed = json.loads(run([sys.executable, "-m", "tui", "do", "--list", "--json"], cwd=ROOT))
    assert [(row["id"], row["verb"], row["help"]) for row in listed] == [
        (action.id, action.verb, action.help) for action in registry()
    ]
