"""Finding a person, a referral or a worker: results as the letters are typed."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from domain.views import Found
from tui.finding import LEAST_LETTERS
from tui.present import Listing
from tui.presenters.found import FOUND
from tui.screens.base import ListView
from tui.widgets.entry import Entry

T = TypeVar("T")


class _Sought(Entry):
    """What is looked for; arrows and enter are for the results."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter,tab", "results"),
    ]

    def action_results(self) -> None:
        self.screen.query_one(SoughtView).to_results()


class SoughtView(ListView[T]):
    """Type above, choose below. `found` answers what is typed."""

    detail_lines = 1

    def __init__(self, listing: Listing[T]) -> None:
        super().__init__(listing)
        self.sought = _Sought()
        self._found_for = ""

    def found(self, text: str) -> Sequence[T]:
        """What fits a text. Runs in a thread."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The entry, the results, one line of detail."""
        yield self.title_line
        yield self.sought
        yield self.list
        yield self.detail

    def read(self) -> tuple[str, Sequence[T]]:
        """The letters typed so far, and what fits them."""
        text = self.sought.value.strip()
        return text, self.found(text)

    def show(self, value: tuple[str, Sequence[T]]) -> None:
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


class SearchView(SoughtView[Found]):
    """People, referrals and workers."""

    place = "search"
    named = "Find"
    kinds = frozenset({"person", "referral", "worker"})

    def __init__(self) -> None:
        super().__init__(FOUND)

    def found(self, text: str) -> Sequence[Found]:
        """Whom or what the letters may mean."""
        return self.desk.read.search(text) if len(text) >= LEAST_LETTERS else ()
