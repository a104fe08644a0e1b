"""The cases being worked, next review first."""

from collections.abc import Sequence

from tui.presenters.cases import CASES, CaseRow
from tui.screens.lists import DeskList


class CasesView(DeskList[CaseRow]):
    """Every case that is not ended; enter opens it."""

    place = "cases"
    named = "Cases"
    detail_lines = 4
    kinds = frozenset({"case", "person"})

    def __init__(self) -> None:
        super().__init__(CASES)

    def read(self) -> Sequence[CaseRow]:
        """Cases with their people."""
        return self.desk.read.cases()
