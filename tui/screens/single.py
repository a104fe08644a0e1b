"""A screen of one place: a record, a search, a history, the help."""

from collections.abc import Iterable
from typing import Any

from tui.present import Tone
from tui.screens.base import View
from tui.screens.shell import Shell
from tui.widgets.lines import TextLine


class SingleScreen(Shell):
    """One view under a bar that says where this is, and under a line that says whose record all of it is about."""

    DEFAULT_CSS = "SingleScreen #whom { display: none; } SingleScreen.of-whom #whom { display: block; }"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._view.add_class("single")
        self._whom = TextLine(id="whom", fill=Tone.STRONG)

    @property
    def view(self) -> View:
        """The one view."""
        return self._view

    def body(self) -> Iterable[Any]:
        """Whose record it is, and the view."""
        yield self._whom
        yield self._view

    def begin(self) -> None:
        """Read, and take the keys."""
        self._view.refresh_if_stale()
        self.take_keys()
        self.rehint()

    def rebar(self) -> None:
        """The place on the left, the counts on the right; below them whose record it is."""
        whom = self._view.of_whom()
        self._whom.say(f" {whom}")
        self.set_class(bool(whom), "of-whom")
        self.bar.say((f" {self._view.heading()} ", Tone.REVERSE), right=self._view.counts())
