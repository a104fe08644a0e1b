"""A line that people type into: Textual's Input without blink, border, or anything unsafe pasted into it.

What somebody typed is edited when they come back to it; what was only offered stands selected, so that typing
replaces it and the arrow keys keep it."""

from textual import events
from textual.geometry import Region
from textual.widgets import Input

from tui.present import clean

LONGEST = 2000


class Entry(Input):
    """An input of one line, as wide as its place."""

    DEFAULT_CSS = """
    Entry, Entry:focus { border: none; padding: 0; height: 1; background: ansi_default; }
    Entry:ansi > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    Entry:ansi > .input--selection { background: ansi_default; color: ansi_default; text-style: reverse; }
    """
    cursor_blink = False

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(clean(text), id=id, compact=True, select_on_focus=False, max_length=LONGEST)
        self.cursor_blink = False

    def put(self, text: str) -> None:
        """Replace what stands in it, cursor at the end."""
        self.select_on_focus = self.select_on_focus and text == self.value
        self.value = clean(text)
        self.cursor_position = len(self.value)

    @property
    def cursor_at(self) -> int:
        """How many characters stand before the cursor."""
        return self.cursor_position

    @cursor_at.setter
    def cursor_at(self, at: int) -> None:
        self.cursor_position = min(at, len(self.value))

    def offer(self, text: str) -> None:
        """Put an answer in that nobody has typed: whenever the keys come here it is selected, until it is changed."""
        self.put(text)
        self.select_on_focus = True
        if self.has_focus:
            self.select_all()

    def replace(self, text: str, start: int, end: int) -> None:
        """What is typed is data like any other, and from now on it is edited."""
        self.select_on_focus = False
        super().replace(clean(text), start, end)

    def _on_blur(self, event: events.Blur) -> None:
        """Whoever looks back at an answer reads its beginning."""
        super()._on_blur(event)
        self.scroll_to(0, animate=False)

    def _on_focus(self, event: events.Focus) -> None:
        """Whoever goes on typing sees where."""
        super()._on_focus(event)
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text.strip("\n"))
        super()._on_paste(event)
