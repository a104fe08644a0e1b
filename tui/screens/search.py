"""Finding a person, a referral or a worker: results as the letters are typed."""

from collections.abc import Sequence
from dataclasses import replace
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
        Binding("enter", "results(True)"),
        Binding("down,tab", "results(False)"),
    ]

    def action_results(self, open_it: bool) -> None:
        self.screen.query_one(SoughtView).to_results(open_it=open_it)


class SoughtView(ListView[T]):
    """Type above, choose below. `found` answers what is typed."""

    detail_lines = 1
    verb: ClassVar[str] = "open"
    """What enter does with a result."""
    DEFAULT_CSS = "SoughtView > Entry { padding: 0 1 !important; }"

    def __init__(self, listing: Listing[T]) -> None:
        super().__init__(listing)
        self.sought = _Sought()
        self._found_for = ""
        self._open_it = False

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
        none = "Nothing fits. " if len(self._found_for) >= LEAST_LETTERS else ""
        self.list.listing = replace(self.listing, empty=none + self.listing.empty)
        super().show(found)
        if self._open_it and self.settled:
            self._open_the_only_one()

    @property
    def settled(self) -> bool:
        """Whether the results are those of all the letters."""
        return self._found_for == self.sought.value.strip()

    def to_results(self, *, open_it: bool) -> None:
        """The keys go to the results, once they are those of all the letters; one that stands alone may open."""
        self.list.focus()
        self._open_it = open_it
        if not self.settled:
            self.opened.clear()
        elif open_it:
            self._open_the_only_one()

    def _open_the_only_one(self) -> None:
        self._open_it = False
        if len(self.list.rows) == 1:
            self.chosen()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter."""
        event.stop()
        self.load()

    def hints(self) -> str:
        """The keys that matter while somebody types, and among the results."""
        if self.list.has_focus:
            return f"enter {self.verb} it  / filter  esc back"
        return f"enter {self.verb} the only one, else go to the results  esc back"


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
