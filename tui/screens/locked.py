"""What stands before the desk while nobody may look at it: who is expected, the time, and how many wait. No names.

Everything behind it stays as it is, half-typed forms too."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from domain.access import Unlock
from tui.present import Told, Tone
from tui.widgets.entry import Entry
from tui.widgets.lines import Detail, TextLine

HOW = {
    Unlock.ENTER: "enter opens it again, escape leaves; what is half-typed is kept.",
    Unlock.PASSWORD: "Type your password and press enter; escape leaves, and what is half-typed is kept.",
    Unlock.NEVER: "escape leaves. Then sign in again as you did before; what is half-typed is kept.",
}


class _Door(Detail, can_focus=True):
    """The lines of a lock that a key alone opens: they have the terminal's cursor."""


class Locked(Screen[None]):
    """`told()` are the lines about who and when; `tried(password)` is called to open it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.leave", show=False, priority=True),
        Binding("enter", "open", show=False),
    ]
    ALLOW_SELECT = False
    DEFAULT_CSS = "Locked { layout: vertical; padding: 1 2; } Locked TextLine { height: 1; }"

    def __init__(self, by: Unlock, told: Callable[[], list[Told]], tried: Callable[[str], None]) -> None:
        super().__init__()
        self.by = by
        self._told, self._tried = told, tried
        self._lines = Detail(8) if by is Unlock.PASSWORD else _Door(8)
        self._password = Entry()
        self._password.password = True
        self._said = TextLine()

    def compose(self) -> ComposeResult:
        """Who and how, the password if there is one, and what came of it."""
        yield self._lines
        if self.by is Unlock.PASSWORD:
            yield self._password
        yield self._said

    def on_mount(self) -> None:
        """Show the lines."""
        self.restate()

    def on_resize(self) -> None:
        """Lines fit the width."""
        self.restate()

    def restate(self) -> None:
        """The time, and how many wait, have changed."""
        lines: list[Told] = [("caredesk is locked", Tone.STRONG), "", *self._told(), "", HOW[self.by]]
        self._lines.show(lines)

    def action_open(self) -> None:
        """Enter opens it, where that is enough."""
        if self.by is Unlock.ENTER:
            self._tried("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A password was typed."""
        event.stop()
        typed, self._password.value = event.value, ""
        self._said.say(" Just a moment")
        self._tried(typed)

    def say(self, problem: str) -> None:
        """Why it stays locked."""
        self._said.say(f" {problem}", fill=Tone.ALERT)
