"""The parts of a form: a field with its label, entry and read-back, and the list that helps to answer."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from domain.desk.asking import Ask
from tui.present import Tone, clean, fit, wrap
from tui.widgets.entry import Entry
from tui.widgets.lines import LineWidget, TextLine

LABEL_WIDTH = 24
LONG_LINES, OPEN_LINES = 3, 9
"""How high a block of text stands, and while somebody types into it."""
NOTE_LINES = 3
LONGEST_BLOCK = 100_000


class FieldKey(Message):
    """A key of a field that the form answers: next, previous, up or down."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


class FieldEntry(Entry):
    """The entry of one field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "say('enter')"),
        Binding("tab", "say('next')"),
        Binding("shift+tab", "say('previous')"),
        Binding("up", "say('up')"),
        Binding("down", "say('down')"),
    ]

    def action_say(self, what: str) -> None:
        """Hand the key to the form."""
        self.post_message(FieldKey(what))


class LongEntry(TextArea):
    """A few lines of free text; enter begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "say('next')"),
        Binding("shift+tab", "say('previous')"),
    ]
    DEFAULT_CSS = f"""
    LongEntry, LongEntry:focus {{
        border: none; padding: 0; height: {LONG_LINES}; background: ansi_default; color: ansi_default;
    }}
    LongEntry:focus {{ height: {OPEN_LINES}; }}
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(_block(text), soft_wrap=True, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.text

    def put(self, text: str) -> None:
        """Replace what stands in it."""
        self.load_text(_block(text))

    offer = put

    @property
    def cursor_at(self) -> int:
        """How many characters stand before the cursor."""
        return len(self.get_text_range((0, 0), self.cursor_location))

    @cursor_at.setter
    def cursor_at(self, at: int) -> None:
        lines = self.text[:at].split("\n")
        self.cursor_location = (len(lines) - 1, len(lines[-1]))

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = _block(event.text)
        await super()._on_paste(event)

    def action_say(self, what: str) -> None:
        """Hand the key to the form."""
        self.post_message(FieldKey(what))


def _block(text: str) -> str:
    return clean(text, newline="\n", limit=LONGEST_BLOCK)


def label(question: Ask, *, required: bool) -> str:
    """What stands before an answer; a star says that one is needed."""
    return f"{clean(question.label)}{' *' * required}"


class Note(LineWidget):
    """What stands beside an answer, over as many lines as its words need."""

    DEFAULT_CSS = "Note { height: 1; padding-left: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self._tone = "", Tone.QUIET

    @property
    def lines(self) -> list[str]:
        """Its words as they are broken now."""
        return wrap(self.text, self.size.width, NOTE_LINES) or [""]

    def say(self, text: str, tone: Tone) -> None:
        """Change the words; nothing is repainted when they are the same."""
        if (clean(text), tone) != (self.text, self._tone):
            self.text, self._tone = clean(text), tone
            self.on_resize()
            self.refresh()

    def on_resize(self) -> None:
        """Another width breaks the words elsewhere."""
        if self.size.width:
            self.styles.height = len(self.lines)

    def render_line(self, y: int) -> Strip:
        """One of its lines."""
        lines = self.lines
        return self.strip([(lines[y], self._tone)] if y < len(lines) else [], self.size.width)


class Field(Horizontal):
    """One question: its label, the entry, and beside it what was understood or what is wrong."""

    DEFAULT_CSS = f"""
    Field {{ height: auto; }}
    Field .label {{ width: {LABEL_WIDTH}; }}
    Field FieldEntry {{ width: 2fr; }}
    Field LongEntry {{ width: 4fr; }}
    Field Note {{ width: 3fr; }}
    Field.long Note {{ width: 2fr; }}
    Field.unremarked Note {{ display: none; }}
    """

    def __init__(self, name: str, ask: Ask, text: str, *, required: bool) -> None:
        super().__init__()
        self.field, self.ask, self.required = name, ask, required
        self.entry: FieldEntry | LongEntry
        self.entry = LongEntry(text) if ask.kind in ("long", "lines") else FieldEntry(text)
        self.set_class(isinstance(self.entry, LongEntry), "long")
        self.add_class("unremarked")
        self.label = TextLine()
        self.label.add_class("label")
        self.note = Note()
        self.problem = self.offered = ""

    def compose(self) -> ComposeResult:
        """Label, entry, note."""
        yield self.label
        yield self.entry
        yield self.note

    def on_mount(self) -> None:
        """The label says whether an answer is needed."""
        self.label.say(fit(f" {label(self.ask, required=self.required)}", LABEL_WIDTH - 1))

    @property
    def text(self) -> str:
        """What is typed."""
        return self.entry.value

    def offer(self, text: str) -> None:
        """Put in what the record says; whoever types replaces it."""
        self.offered = text
        self.entry.offer(text)

    @property
    def is_as_offered(self) -> bool:
        """Whether it is the record's own answer, in a line that typing replaces."""
        return bool(self.offered) and self.text == self.offered and isinstance(self.entry, FieldEntry)

    def understood(self, text: str) -> None:
        """What was understood."""
        self.problem = ""
        self.remark(text if text != self.text.strip() else "")

    def wrong(self, sentence: str) -> None:
        """What is wrong, in a sentence."""
        self.problem = sentence
        self.remark(f"! {sentence}" if sentence else "", Tone.WARN)

    def remark(self, text: str, tone: Tone = Tone.QUIET) -> None:
        """Say something beside the answer; without a remark the answer has the room."""
        self.note.say(text, tone)
        self.set_class(not text, "unremarked")


class Choices(LineWidget):
    """Answers to choose from, (value, words); the chosen one has the marker."""

    DEFAULT_CSS = "Choices { height: 7; width: 1fr; border-top: ascii ansi_default; }"
    LINES = 6

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[tuple[str, str]] = ()
        self.at = -1
        self.said = ""

    @property
    def chosen(self) -> str | None:
        """The value with the marker."""
        return self.rows[self.at][0] if 0 <= self.at < len(self.rows) else None

    def offer(self, rows: Sequence[tuple[str, str]], said: str = "", *, first: bool = False) -> None:
        """Show answers; `said` stands above them, `first` puts the marker on the first."""
        at = 0 if first and rows else -1
        if (rows, said, at) != (self.rows, self.said, self.at):
            self.rows, self.said, self.at = rows, said, at
            self.refresh()

    def move(self, step: int) -> bool:
        """Move the marker; False when there is nothing to move on, or but one answer that is chosen already."""
        if not self.rows or (len(self.rows) == 1 and self.at == 0):
            return False
        self.at = max(0, min(len(self.rows) - 1, self.at + step))
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """What is said, then the answers round the marker."""
        width = self.size.width
        said = wrap(clean(self.said), width - 2, 1 if self.rows else self.LINES)
        if y < len(said):
            return self.strip([(f" {said[y]}", Tone.QUIET)], width)
        top = max(0, min(self.at - self.LINES + 2, len(self.rows) - self.LINES + 1))
        at = top + y - 1
        if at >= len(self.rows):
            return self.strip([], width)
        value, words = self.rows[at]
        here = at == self.at
        text = f" {'>' if here else ' '} {fit(clean(value), 16)} {clean(words)}"
        return self.strip([(fit(text, width), Tone.STRONG if here else Tone.PLAIN)], width)
