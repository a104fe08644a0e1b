"""What is owed: promises made on the telephone, feedback to referrers, actions of meetings."""

from tui.presenters.promises import PROMISES, Owed, owed
from tui.reading import Debts, debts
from tui.screens.lists import DeskList


class PromisesView(DeskList[Owed]):
    """Everything that somebody was told would be done, first due first."""

    place = "promises"
    named = "Promises due"
    detail_lines = 4
    kinds = frozenset({"promise", "action", "person"})

    def __init__(self) -> None:
        super().__init__(PROMISES)

    def read(self) -> Debts:
        """What is not kept yet."""
        return debts(self.desk)

    def show(self, value: Debts) -> None:
        """Promises and actions in one list."""
        super().show(owed(*value, self.host.sight))

    def opens(self) -> str:
        """Enter opens what the debt is about."""
        row = self.list.current
        return row.about if row is not None else ""
