"""The views that somebody saved under digits: enter shows one."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from domain.reading import ANYBODY
from tui.habits import HabitsFile
from tui.presenters.choosing import VIEWS, Numbered
from tui.screens.base import ListView


class ViewsView(ListView[Numbered]):
    """Every saved view by its digit."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("X", "throw_away", show=False)]
    place = "views"
    named = "Saved views"
    rights = ANYBODY
    detail_lines = 1

    def __init__(self, habits: HabitsFile, go: Callable[[str], None]) -> None:
        super().__init__(VIEWS)
        self._habits, self._go = habits, go

    def read(self) -> Sequence[Numbered]:
        """By digit."""
        return [Numbered(number, saved) for number, saved in sorted(self._habits.now.views.items())]

    def show(self, value: Any) -> None:
        """What is thrown away is gone at once: nobody else changes this list."""
        super().show(value)
        self.list.action_merge()

    def hints(self) -> str:
        """The keys that matter."""
        return "enter show it  X forget it  esc back"

    def chosen(self) -> None:
        """Show it."""
        row = self.list.current
        if row is not None:
            self.app.pop_screen()
            self._go(row.number)

    def action_throw_away(self) -> None:
        """Forget a saved view."""
        row = self.list.current
        if row is not None:
            left = {number: saved for number, saved in self._habits.now.views.items() if number != row.number}
            self._habits.change(views=left)
            self.reread()
