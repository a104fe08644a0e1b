"""The last line of every screen: key hints, messages, and the place to type a command or a filter."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from tui.present import Tone, clean, wrap
from tui.widgets.entry import Entry
from tui.widgets.lines import Detail, Painted, TextLine

MESSAGE_SECONDS = 8.0
MESSAGE_LINES = 5
GAP = "  "


class _Typing(Entry):
    """The entry of the command line: its own keys before those of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,ctrl+t", "leave"),
        Binding("tab", "complete"),
        Binding("up", "earlier(-1)"),
        Binding("down", "earlier(1)"),
    ]

    def action_leave(self) -> None:
        self.post_message(CommandLine.Left())

    def action_complete(self) -> None:
        self.post_message(CommandLine.Completing())

    def action_earlier(self, step: int) -> None:
        self.post_message(CommandLine.Earlier(step))


class CommandLine(Widget):
    """One line. `prefix` while somebody types is `:` or `/`; else it shows a message, or the hints."""

    DEFAULT_CSS = """
    CommandLine { height: 1; layout: vertical; }
    CommandLine Horizontal { height: 1; display: none; }
    CommandLine.typing Horizontal { display: block; }
    CommandLine Detail { display: none; }
    CommandLine.saying Detail { display: block; }
    CommandLine.saying #hints { display: none; }
    CommandLine.typing #hints, CommandLine.typing Detail { display: none; }
    CommandLine #prefix { width: 1; }
    CommandLine Entry { width: 1fr; }
    CommandLine #understood { width: 2fr; }
    """

    class Changed(Message):
        """What is typed has changed."""

        def __init__(self, prefix: str, text: str) -> None:
            super().__init__()
            self.prefix, self.text = prefix, text

    class Submitted(Changed):
        """Enter was pressed."""

    class Left(Message):
        """Typing was given up."""

    class Completing(Message):
        """Tab was pressed."""

    class Earlier(Message):
        """An earlier or later line is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__(id="command-line")
        self.prefix = ""
        self.help_key = "?"
        self.complete: Callable[[str], tuple[str, Sequence[str]]] = lambda text: (text, ())
        self.history: Callable[[], Sequence[str]] = tuple
        self._hinted = TextLine(id="hints")
        self._said = Detail(MESSAGE_LINES)
        self._prefix = TextLine(id="prefix")
        self._typing = _Typing()
        self._understood = TextLine(id="understood", fill=Tone.QUIET)
        self._hints = ""
        self._message: tuple[str, bool] | None = None
        self._timer: Timer | None = None
        self._back: Widget | None = None
        self._read_back: Callable[[], tuple[str, bool]] | None = None
        self._typed_at = 0.0
        self._lines: Sequence[str] = ()
        self._at = 0

    def compose(self) -> ComposeResult:
        """The line in its two forms."""
        yield self._hinted
        yield self._said
        with Horizontal():
            yield self._prefix
            yield self._typing
            yield self._understood

    @property
    def typed(self) -> str:
        """What is being typed."""
        return self._typing.value if self.prefix else ""

    @property
    def text(self) -> str:
        """What the line shows, for tests."""
        if self.prefix:
            return f"{self.prefix}{self._typing.value}  {self._understood.text}".rstrip()
        return self._said.text if self._message else self._hinted.text

    def hint(self, text: str) -> None:
        """The keys that matter now."""
        self._hints = text
        if self._message is None:
            self._show_hints()

    def say(self, text: str, *, bad: bool = False) -> None:
        """A message: it stays for a while, or until the next one."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._message = (text, bad) if text else None
        self._show_message()
        if text:
            self._timer = self.set_timer(MESSAGE_SECONDS * self._lines_needed(), lambda: self.say(""))

    def _lines_needed(self) -> int:
        if self._message is None or self.prefix:
            return 1
        return min(MESSAGE_LINES, len(wrap(clean(self._message[0]), max(20, self.size.width - 2))))

    def _show_message(self) -> None:
        """A long message takes more lines while it lasts; a typed line always has its one."""
        self.set_class(self._message is not None, "saying")
        self.styles.height = self._said.styles.height = self._lines_needed()
        if self._message is None:
            self._show_hints()
        else:
            text, bad = self._message
            self._said.show([(text, Tone.WARN if bad else Tone.STRONG)])

    def _show_hints(self) -> None:
        """As many whole hints as there is room for, and always the way to the rest."""
        help = f"{self.help_key} help"
        room, shown = self.size.width - len(help) - 4, ""
        for hint in self._hints.split(GAP):
            if len(shown) + len(GAP) + len(hint) > room:
                break
            shown += (GAP if shown else " ") + hint
        self._hinted.say(shown, right=help)

    def on_resize(self) -> None:
        """More room, more hints."""
        if self._message is None:
            self._show_hints()

    def open(self, prefix: str, text: str = "") -> None:
        """Let somebody type."""
        if not self.prefix:
            self._back = self.screen.focused
        self._lines = self.history()
        self.prefix, self._at = prefix, len(self._lines)
        self._prefix.say(prefix)
        self._understood.say("")
        self.add_class("typing")
        self._show_message()
        self._typing.put(text)
        self._typing.focus()

    def close(self) -> None:
        """Back to hints and messages, focus where it was."""
        if not self.prefix:
            return
        self.prefix, self._read_back = "", None
        self.remove_class("typing")
        self._show_message()
        back, self._back = self._back, None
        if back is not None and back.is_attached:
            back.focus()

    def understood(self, text: str, *, bad: bool = False) -> None:
        """How the line reads back."""
        self._read_back = None
        self._understood.say((text, Tone.WARN if bad else Tone.PLAIN))

    def understand(self, read: Callable[[], tuple[str, bool]]) -> None:
        """Show how the line reads back once the keys rest; until then it says nothing, rather than what is past."""
        begun, self._read_back, self._typed_at = self._read_back is not None, read, monotonic()
        if not self._rest_seconds:
            self._rest()
            return
        self._understood.say("")
        if not begun:
            self.set_timer(self._rest_seconds, self._rest)

    @property
    def _rest_seconds(self) -> float:
        return cast(Painted, self.app).rest_seconds

    def _rest(self) -> None:
        if self._read_back is None:
            return
        if (left := self._typed_at + self._rest_seconds - monotonic()) > 0:
            self.set_timer(left, self._rest)
        else:
            text, bad = self._read_back()
            self.understood(text, bad=bad)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen what is being typed."""
        event.stop()
        if self.prefix:
            self.post_message(self.Changed(self.prefix, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell the screen that the line is finished."""
        event.stop()
        prefix, text = self.prefix, event.value
        self.close()
        self.post_message(self.Submitted(prefix, text))

    def on_command_line_completing(self, event: Completing) -> None:
        """Complete the word that is being typed."""
        event.stop()
        text, fits = self.complete(self._typing.value)
        self._typing.put(text)
        if len(fits) > 1:
            self.understood("  ".join(fits))

    def on_command_line_earlier(self, event: Earlier) -> None:
        """Bring back a line typed before."""
        event.stop()
        self._at = max(0, min(len(self._lines), self._at + event.step))
        self._typing.put(self._lines[self._at] if self._at < len(self._lines) else "")
