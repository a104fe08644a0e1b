"""One registry: every action can be reached, understood and said, and no key means two things in one place."""

import pytest

from domain.access import Caller, Role, User
from domain.desk.asking import questions, required
from domain.desk.bus import HANDLERS
from tests.memory import shipped_policy
from tests.screens.cast import NOW
from tui import typed
from tui.actions import Action
from tui.keymap import MOTIONS, action_called, conflicts, registry, spoken_words
from tui.present import Sight
from tui.presenters.help import possible
from tui.screens.places import LISTS, PANES, RECORDS

SIGHT = Sight(now=NOW, policy=shipped_policy(NOW.date()))
ADA = Caller(User(id="ada", name="Ada Okoye", roles=tuple(Role)), "s")
PARTS = {"referral": "R7K3", "revision": 3, "name": "HOLT, Margaret", "state": "received", "subject": "referral/R7K3"}


@pytest.mark.parametrize("action", registry(), ids=lambda action: action.id)
def test_every_action_is_handled_said_and_filled_rightly(action: Action) -> None:
    assert action.command in HANDLERS
    assert action.help and not action.help.endswith(".")
    fields = {"seen", *questions(action.command)}
    assert {field for field, _ in action.fills} <= fields
    assert action.undoable or action.confirm or not action.key


def test_ids_are_unique() -> None:
    ids = [action.id for action in registry()]
    assert len(ids) == len(set(ids))


def test_no_key_means_two_things_in_one_place() -> None:
    assert conflicts() == []


def test_only_keys_that_every_terminal_sends_are_used() -> None:
    forbidden = {f"ctrl+{letter}" for letter in "hijmsqz"}
    keys = {key for action in registry() for key in action.key.split(",")}
    keys |= {key for motion in MOTIONS for key in motion.keys.split(",")}
    assert not keys & forbidden
    assert not [key for key in keys if "alt" in key or "shift" in key]
