"""Sends only the cells that changed: a copy of what the terminal shows, and the shortest way from it to the new.

Textual repaints whole widgets; on a slow line one cursor key would cost seconds. This hooks one method of the app,
and where Textual no longer has it the app is as it comes. It knows cells, and nothing of what they mean."""

from collections.abc import Iterator
from typing import Any

from rich.cells import get_character_cell_size
from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.strip import Strip
from textual.timer import Timer

from tui.differences import Cell, Screenful
from tui.pacing import Pacing
from tui.terminal import Terminal, this_terminal

try:
    from textual._compositor import ChopsUpdate, LayoutUpdate
except ImportError:  # another Textual: the app paints in its own way
    ChopsUpdate = LayoutUpdate = None  # type: ignore[assignment,misc]

REST_SECONDS = 0.2
"""How long no key has come once the keys rest, until when a line is spared what may soon be past."""
SCROLL_SECONDS = 1.0
"""How long nothing more has scrolled until all lines of the terminal are let scroll together again."""
SMALL_FRAME = 1000
"""Characters up to which a frame needs no brackets to appear at once."""


class FrugalDisplay(App[int]):
    """An app that paints differences. `terminal` is what it paints on."""

    terminal: Terminal = Terminal()
    _screenful: Screenful | None = None
    _held = False
    _scrolling: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self.pacing = Pacing()

    @property
    def paints_differences(self) -> bool:
        """Whether this Textual has the hook, and there is a terminal to paint on; the cursor is then its own."""
        return ChopsUpdate is not None and not self.is_headless

    @property
    def slow_line(self) -> bool:
        """Whether what is sent takes long to be seen."""
        return self.pacing.slow

    @property
    def rest_seconds(self) -> float:
        """How long no key has come once the keys rest; 0 where there is no line to spare."""
        return REST_SECONDS if self.paints_differences else 0.0

    def _display(self, screen: Any, renderable: Any) -> None:
        driver = self._driver
        known = ChopsUpdate is not None and isinstance(renderable, ChopsUpdate | LayoutUpdate)
        if not known or driver is None or self.is_headless or driver.is_inline:
            super()._display(screen, renderable)
            return
        if self._batch_count or not self._running or self._closed:
            return
        width, height = self.size
        if self._screenful is None or self._screenful.size != (width, height):
            self._scroll_together()
            self.terminal = this_terminal()
            self._screenful = Screenful(width, height, erases=self.terminal.erases, columns=not self.terminal.old)
        for y, x, strip in pieces(renderable):
            self._screenful.put(y, x, cells(strip, self.terminal))
        self._paint()
        self.post_display_hook()

    def _paint(self) -> None:
        """Send what has changed, unless the terminal still has the last picture to show."""
        if self._screenful is None or self._closed or not self._running:
            return
        if wait := self.pacing.must_wait:
            if not self._held:
                self._held = True
                self.set_timer(wait, self._release)
            return
        self._send(self._screenful.differences(park=self.cursor_stands, more=self.slow_line))
        if self._scrolling is not None:
            self._scrolling.stop()
        apart = self._screenful.scrolls_apart
        self._scrolling = self.set_timer(SCROLL_SECONDS, self._scroll_together) if apart else None

    def _scroll_together(self) -> None:
        if self._screenful is not None and self._screenful.scrolls_apart:
            self._send(self._screenful.set_free(park=self.cursor_stands))

    @property
    def cursor_stands(self) -> Offset:
        """Where the terminal's own cursor stands: on the focused row or field, wherever the layout has it by now."""
        return getattr(self.focused, "cursor_screen_offset", self.cursor_position)

    def _release(self) -> None:
        """The answer has come, or has been waited for long enough."""
        self._held = False
        self._paint()

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal answers: it shows all that it was sent. From when a line is slow, a cursor is its mark alone."""
        was_slow = self.pacing.slow
        self.pacing.answered()
        if self.pacing.slow and not was_slow and self.focused is not None:
            self.focused.refresh()
        self._paint()

    def _send(self, data: str) -> None:
        if not data or self._driver is None:
            return
        data += self.pacing.question(len(data))
        if len(data) <= SMALL_FRAME:
            self._driver.write(data)
        else:
            self._begin_update()
            self._driver.write(data)
            self._end_update()
        self._driver.flush()

    def repaint_terminal(self) -> None:
        """Send everything again: something else has written to the terminal."""
        if self._screenful is not None:
            self._screenful.forget()
            self.pacing.measure()
            self._paint()


def pieces(update: Any) -> Iterator[tuple[int, int, Strip]]:
    """(line, column, strip) of an update; outside its spans a partial update holds nothing that may be shown."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < x2 and end > x1:
                left, right = max(x1, x), min(x2, end)
                yield y, left, strip.crop(left - x, right - x)


def cells(strip: Strip, terminal: Terminal) -> list[Cell]:
    """A strip as cells: its text with attributes; a wide character is followed by an empty cell."""
    found: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        attributes = terminal.attributes(style)
        shown = terminal.text(text)
        if shown.isascii():
            found += [(char, attributes) for char in shown]
            continue
        for char in shown:
            size = get_character_cell_size(char)
            if size:
                found.append((char, attributes))
                found += [("", attributes)] * (size - 1)
            elif found:
                last, was = found[-1]
                found[-1] = (last + char, was)
    return found
