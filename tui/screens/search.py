"""Finding a person, a referral or a worker: results as the letters are typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from domain.views import Found
from tui.presenters.found import FOUND
from tui.screens.base import ListView
from tui.widgets.entry import Entry


class _Sought(Entry):
    """What is looked for; arrows and enter are for the results."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter,tab", "results"),
    ]

    def action_results(self) -> None:
        self.screen.query_one(SearchView).to_results()


class SearchView(ListView[Found]):
    """Type above, choose below."""

    place = "search"
    named = "Find"
    kinds = frozenset({"person", "referral", "worker"})
    detail_lines = 1

    def __init__(self, text: str = "") -> None:
        super().__init__(FOUND)
        self.sought = _Sought(text)
        self._found_for = ""

    def compose(self) -> ComposeResult:
        """The entry, the results, one line of detail."""
        yield self.title_line
        yield self.sought
        yield self.list
        yield self.detail

    def read(self) -> tuple[str, Sequence[Found]]:
        """The letters typed so far, and what fits them."""
        text = self.sought.value.strip()
        return text, self.desk.read.search(text) if text else ()

    def show(self, value: tuple[str, Sequence[Found]]) -> None:
        """What fits, and to which letters."""
        self._found_for, found = value
        super().show(found)

    @property
    def settled(self) -> bool:
        """Whether the results are those of all the letters."""
        return self._found_for == self.sought.value.strip()

    def to_results(self) -> None:
        """The keys go to the results, once they are those of all the letters."""
        if not self.settled:
            self.opened.clear()
        self.list.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter."""
        event.stop()
        self.load()

    def hints(self) -> str:
        """The keys that matter."""
        return "enter to the results, enter opens  esc back"
