"""A screen of one place: a record, a search, a history, the help."""

from collections.abc import Iterable
from typing import Any

from tui.present import Tone
from tui.screens.base import View
from tui.screens.shell import Shell


class SingleScreen(Shell):
    """One view under a bar that says where this is and whose record it shows."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._view.add_class("single")

    @property
    def view(self) -> View:
        """The one view."""
        return self._view

    def body(self) -> Iterable[Any]:
        """The view."""
        yield self._view

    def begin(self) -> None:
        """Read, and take the keys."""
        self._view.refresh_if_stale()
        self.take_keys()
        self.rehint()

    def rebar(self) -> None:
        """The place and the person on the left, the counts on the right."""
        self.bar.say((f" {self._view.heading()} ", Tone.REVERSE), right=self._view.counts())
