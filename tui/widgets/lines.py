"""Lines of text drawn through the line API: titles, the status line and detail blocks.

They take plain strings, clean them, and repaint only what differs."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from tui.present import Told, Tone, clean, cut, fit, whole_facts, wrap
from tui.presenters.status import NARROWEST


class Painted(Protocol):
    """What widgets ask of the app: how each tone looks."""

    tones: Mapping[Tone, Style]

    @property
    def slow_line(self) -> bool:
        """Whether what is sent takes long to be seen; a cursor is then its mark alone."""
        ...

    @property
    def rest_seconds(self) -> float:
        """How long no key has come once the keys rest; 0 where nothing need wait for that."""
        ...


class LineWidget(Widget):
    """A widget that draws its own lines."""

    def style_of(self, tone: Tone) -> Style:
        """How the tone looks in the palette of this session."""
        return cast("Painted", self.app).tones[tone]

    def strip(self, parts: Sequence[tuple[str, Tone]], width: int, fill: Tone = Tone.PLAIN) -> Strip:
        """A line `width` cells wide from cleaned texts with their tones."""
        segments = [Segment(text, self.style_of(tone)) for text, tone in parts if text]
        return Strip(segments).adjust_cell_length(width, self.style_of(fill))


def _that_fit(parts: Sequence[tuple[str, Tone]], room: int) -> Sequence[tuple[str, Tone]]:
    """The parts in so much room; one that has too little says its first facts whole rather than half of a word."""
    shown = []
    for text, tone in parts:
        shown.append((whole_facts(text, room), tone) if cell_len(text) > room else (text, tone))
        room = max(0, room - cell_len(text))
    return shown


class TextLine(LineWidget):
    """One line: text on the left, and on the right what may be cut last. Parts are (text, tone)."""

    DEFAULT_CSS = "TextLine { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, fill: Tone = Tone.PLAIN) -> None:
        super().__init__(id=id)
        self._fill = fill
        self._left: tuple[tuple[str, Tone], ...] = ()
        self._right = ""

    @property
    def text(self) -> str:
        """What the line says, for tests and screen readers."""
        return "".join(text for text, _ in self._left).rstrip() + (f"  {self._right}".rstrip() if self._right else "")

    def say(self, *parts: tuple[str, Tone] | str, right: str = "", fill: Tone | None = None) -> None:
        """Change the text; nothing is repainted when it is the same."""
        tone = self._fill if fill is None else fill
        left = tuple((clean(part), tone) if isinstance(part, str) else (clean(part[0]), part[1]) for part in parts)
        right = f"{clean(right)} " if right else ""
        if (left, right, tone) != (self._left, self._right, self._fill):
            self._left, self._right, self._fill = left, right, tone
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        room = max(0, width - len(self._right) - 1) if self._right else width
        left = self.strip(_that_fit(self._left, room), room, self._fill)
        if not self._right:
            return left
        return Strip.join([left, self.strip([(fit(self._right, width - room, "right"), self._fill)], width - room)])


class Detail(LineWidget):
    """A block of lines about the row under the cursor; a line is text, or (text, tone).

    It is `lines` high, or `beside` in a pane beside others; one that may have `most` grows with what it is told."""

    DEFAULT_CSS = "Detail { height: auto; width: 1fr; }"

    def __init__(self, lines: int, *, beside: int = 0, most: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self._alone, self._beside = lines, beside or lines
        self._height, self._least, self._most = lines, lines, max(lines, most)
        self._told: tuple[Told, ...] = ()
        self._lines: tuple[tuple[str, Tone], ...] = ()
        self.styles.height = lines

    @property
    def text(self) -> str:
        """All lines, for tests and screen readers."""
        return "\n".join(text for text, _ in self._lines)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where it begins on the screen, for a block that takes the keys."""
        return self.content_region.offset

    def show(self, lines: Sequence[Told]) -> None:
        """Change the lines; only those that differ are repainted."""
        self._told = tuple(lines)
        while self._told and self._told[-1] in ("", ("", Tone.PLAIN)):
            self._told = self._told[:-1]
        if not self.size.width:
            return
        room = max(20, self.size.width - 2)
        shown: list[tuple[str, Tone]] = []
        for given in self._told:
            text, tone = given if isinstance(given, tuple) else (given, Tone.PLAIN)
            shown += [(line, tone) for line in wrap(clean(text, newline="\n"), room)]
        self._grow(len(shown))
        if len(shown) > self._height > 0:
            last, tone = shown[self._height - 1]
            shown[self._height - 1] = (cut(last, room), tone)
        was, self._lines = self._lines, tuple(shown[: self._height])
        for at in range(self._height):
            if was[at : at + 1] != self._lines[at : at + 1]:
                self.refresh(Region(0, at, self.size.width, 1))

    def _grow(self, needed: int) -> None:
        height = max(self._least, min(needed, self._most))
        if height != self._height:
            self._height = self.styles.height = height

    def on_resize(self) -> None:
        """Another width breaks the lines elsewhere, and a narrow one needs more of them."""
        self._least = self._beside if self.size.width < NARROWEST else self._alone
        self._most = max(self._most, self._least)
        self.show(self._told)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if y >= len(self._lines):
            return Strip.blank(self.size.width, self.style_of(Tone.PLAIN))
        text, tone = self._lines[y]
        return self.strip([(" " + text, tone)], self.size.width)
