"""The policy in force: thresholds, modes and code lists, each with its source."""

from collections.abc import Sequence

from domain.reading import ANYBODY
from tui.presenters.policy import POLICY, Rule, rules
from tui.screens.lists import DeskList


class PolicyView(DeskList[Rule]):
    """Every setting and code that holds today."""

    place = "policy"
    named = "Policy"
    rights = ANYBODY
    kinds = frozenset({"code", "setting"})

    def __init__(self) -> None:
        super().__init__(POLICY)

    def read(self) -> Sequence[Rule]:
        """Settings, then code lists."""
        return rules(self.desk.read.policy())
