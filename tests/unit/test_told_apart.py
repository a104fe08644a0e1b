"""No state is told by colour alone: in the words of a list each reads differently, in plain letters too."""

from enum import StrEnum

import pytest

from domain.case import CaseState
from domain.escalation import EscalationState
from domain.meeting import MeetingState
from domain.message import MessageState
from domain.package import PackageState
from domain.referral import State
from domain.visit import VisitState
from tui.present import fit
from tui.presenters.words import state_word

NARROWEST_COLUMN = 9


@pytest.mark.parametrize(
    "states", [State, CaseState, PackageState, VisitState, MeetingState, EscalationState, MessageState]
)
def test_every_state_has_a_word_of_its_own_in_the_narrowest_column(states: type[StrEnum]) -> None:
    shown = [fit(state_word(state.value), NARROWEST_COLUMN) for state in states]
    assert len(set(shown)) == len(shown), shown
    assert all(word.isascii() and word.strip() for word in shown)
