"""Forms that were left half-typed: enter brings one back as it was."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from domain.reading import ANYBODY
from tui.drafts import Draft, Drafts
from tui.presenters.choosing import DRAFTS
from tui.screens.base import ListView


class DraftsView(ListView[Draft]):
    """Every draft of this user on this store."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("X", "throw_away", show=False)]
    place = "drafts"
    named = "Half-typed forms"
    rights = ANYBODY
    detail_lines = 4

    def __init__(self, drafts: Drafts, resume: Callable[[Draft], None]) -> None:
        super().__init__(DRAFTS)
        self._drafts, self._resume = drafts, resume

    def read(self) -> Sequence[Draft]:
        """Newest first."""
        return self._drafts.all()

    def show(self, value: Sequence[Draft]) -> None:
        """What is thrown away is gone at once: nobody else changes this list."""
        super().show(value)
        self.list.action_merge()

    def hints(self) -> str:
        """The keys that matter."""
        return "enter go on with it  X throw it away  esc back"

    def chosen(self) -> None:
        """Go on with it."""
        draft = self.list.current
        if draft is not None:
            self.app.pop_screen()
            self._resume(draft)

    def action_throw_away(self) -> None:
        """Give a draft up for good."""
        draft = self.list.current
        if draft is not None:
            self._drafts.drop(draft)
            self.host.recount_drafts()
            self.reread()
