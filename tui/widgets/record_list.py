"""A list of records that never moves under the cursor.

It draws only the rows in sight and repaints only those that changed. The cursor is on a record, not on a
place: what arrives while somebody works is counted and merged when they ask, or when the keys have rested."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar, cast

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tui.filtering import fits_filter
from tui.keyboard import KeyedByBindings
from tui.keymap import LIST_PAGES
from tui.present import Line, Listing, Sight, Tone, clean, fit, heading, widths, wrap
from tui.widgets.lines import LineWidget, Painted

T = TypeVar("T")

RESTED = 2.0
MARGIN = 3
MOST_DRAWN = 256
"""How many rows are kept as they were drawn: those in sight and around, for a list that scrolls."""


class RecordList(LineWidget, KeyedByBindings, Generic[T], can_focus=True):
    """Rows of one Listing under a heading. Column 0 shows `*` for marked, `-` for gone; 1 the cursor.

    `moved` is called when the cursor is on another record or the record under it changed, `counted` when the numbers
    of the title did: at once, so that what follows from a key is painted with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)"),
        Binding("up,k", "step(-1)"),
        Binding(LIST_PAGES["list.page-down"], "page(1)", id="list.page-down"),
        Binding(LIST_PAGES["list.page-up"], "page(-1)", id="list.page-up"),
        Binding("home,g", "edge(0)"),
        Binding("end,G", "edge(1)"),
        Binding("space", "mark"),
        Binding("asterisk", "mark_all"),
        Binding("equals_sign", "merge"),
        Binding("enter", "choose"),
    ]
    DEFAULT_CSS = "RecordList { height: 1fr; width: 1fr; }"

    class Chosen(Message):
        """Enter was pressed on a record."""

        def __init__(self, list: "RecordList[Any]") -> None:
            super().__init__()
            self.list = list

    def __init__(self, listing: Listing[T], *, id: str | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(id=id)
        self.listing = listing
        self.moved: Callable[[], None] = lambda: None
        self.counted: Callable[[], None] = lambda: None
        self.sight: Sight | None = None
        self.wanted = ""
        self.news = 0
        self._clock = clock
        self.everything: Sequence[T] = ()
        self._rows: list[T] = []
        self._place: dict[str, int] = {}
        self._gone: set[str] = set()
        self._marked: set[str] = set()
        self._cursor = 0
        self._top = 0
        self._last_key = -RESTED
        self._waiting = False
        self._filled = False
        self._drawn: dict[str, tuple[tuple[object, ...], Strip]] = {}

    # -- what is in it

    @property
    def current(self) -> T | None:
        """The record under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def marked(self) -> list[T]:
        """The marked records, in the order of the list."""
        return [row for row in self._rows if self.listing.key(row) in self._marked]

    @property
    def rows(self) -> Sequence[T]:
        """The records as they stand in the list."""
        return self._rows

    @property
    def counts(self) -> str:
        """For the title: where the cursor is, news, marks and filter."""
        parts = [f"/{self.wanted}"] if self.wanted else []
        parts += [f"+{self.news}"] if self.news else []
        parts += [f"{len(self._marked)} marked"] if self._marked else []
        parts.append(f"{self._cursor + 1 if self._rows else 0}/{len(self._rows)}")
        return "  ".join(parts)

    def show(self, rows: Sequence[T], sight: Sight) -> None:
        """Take in the latest rows: known ones change where they stand, new ones wait unless the keys rest."""
        minute_passed = self.sight is not sight
        self.sight, self.everything = sight, rows
        if not self._filled or not self._in_use():
            self._filled = True
            self._arrange()
            return
        latest = {self.listing.key(row): row for row in rows}
        for at, row in enumerate(self._rows):
            key = self.listing.key(row)
            new = latest.get(key)
            was_gone = key in self._gone
            (self._gone.add if new is None else self._gone.discard)(key)
            if new is not None and (minute_passed or (new is not row and new != row)):
                self._rows[at] = new
                self._repaint(at)
            elif was_gone != (new is None):
                self._repaint(at)
        self.news = sum(1 for row in self._wanted_rows() if self.listing.key(row) not in self._place)
        self._tell()
        self._wait_for_rest()

    def only(self, wanted: str) -> None:
        """Filter: keep rows that have these words."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._arrange()

    def go_to(self, key: str) -> bool:
        """Put the cursor on a record; False when it is not in the list."""
        if key not in self._place:
            self._arrange()
        if key not in self._place:
            return False
        self._move(self._place[key])
        return True

    def _wanted_rows(self) -> list[T]:
        if not self.wanted or self.sight is None:
            return list(self.everything)
        return [row for row in self.everything if fits_filter(self.listing, row, self.sight, self.wanted)]

    def _arrange(self) -> None:
        """Merge: the latest order, the cursor on the same record and, if it can, on the same line."""
        held = self.listing.key(self.current) if self.current is not None else ""
        line = self._cursor - self._top
        self._rows = self._wanted_rows()
        self._place = {self.listing.key(row): at for at, row in enumerate(self._rows)}
        self._gone.clear()
        self.news = 0
        self._marked &= self._place.keys()
        self._cursor = self._place.get(held, min(self._cursor, max(0, len(self._rows) - 1)))
        self._top = self._cursor - line
        self._keep_in_sight()
        self.refresh()
        self._tell()

    def _in_use(self) -> bool:
        return self.has_focus and self._clock() - self._last_key < RESTED

    def _wait_for_rest(self) -> None:
        if self._waiting or not (self.news or self._gone):
            return
        self._waiting = True
        self.set_timer(max(0.05, RESTED - (self._clock() - self._last_key)), self._rested)

    def _rested(self) -> None:
        self._waiting = False
        if self._in_use():
            self._wait_for_rest()
        elif self.news or self._gone:
            self._arrange()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Any key means that somebody is at work here."""
        self._last_key = self._clock()

    def action_step(self, rows: int) -> None:
        """One up or down."""
        self._move(self._cursor + rows)

    def action_page(self, pages: int) -> None:
        """A screenful up or down."""
        page = max(1, self._height - 1)
        self._top += pages * page
        self._move(self._cursor + pages * page, jump=True)

    def action_edge(self, end: int) -> None:
        """To the first or the last row, with the news merged."""
        self._arrange()
        self._move(len(self._rows) - 1 if end else 0)

    def action_mark(self) -> None:
        """Mark or unmark, and step down."""
        if self.current is None:
            return
        self._marked ^= {self.listing.key(self.current)}
        self._repaint(self._cursor)
        self._move(self._cursor + 1)
        self._tell()

    def action_mark_all(self) -> None:
        """Mark every row that the filter leaves, or unmark them all."""
        keys = set(self._place)
        self._marked = set() if self._marked >= keys else keys
        self.refresh()
        self._tell()

    def mark_next(self, count: int) -> None:
        """Mark so many rows from the cursor on, and no others; the cursor stays."""
        self._marked = {self.listing.key(row) for row in self._rows[self._cursor : self._cursor + count]}
        self.refresh()
        self._tell()

    def unmark(self) -> None:
        """Forget the marks."""
        if self._marked:
            self._marked.clear()
            self.refresh()
            self._tell()

    def action_merge(self) -> None:
        """Take the news in now."""
        self._arrange()

    def action_choose(self) -> None:
        """Open the record."""
        if self.current is not None:
            self.post_message(self.Chosen(self))

    # -- the picture

    @property
    def _height(self) -> int:
        return max(1, self.outer_size.height - 1)  # the same where nothing surrounds a widget, and known at once

    def _move(self, to: int, *, jump: bool = False) -> None:
        was, top = self._cursor, self._top
        self._cursor = max(0, min(to, len(self._rows) - 1))
        self._keep_in_sight()
        if self._top != top or jump:
            self.refresh()
        elif self._cursor != was:
            self._repaint(was)
            self._repaint(self._cursor)
        self._tell()

    def _keep_in_sight(self) -> None:
        height = self._height
        last = max(0, len(self._rows) - height)
        self._top = max(min(self._top, self._cursor, last), self._cursor - height + 1, 0)

    def _repaint(self, at: int) -> None:
        y = at - self._top
        if 0 <= y < self._height:
            self.refresh(Region(0, y + 1, self.outer_size.width, 1))
        if at == self._cursor:
            self.moved()

    def _tell(self) -> None:
        self.counted()
        self.moved()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the marker of the cursor stands on the screen."""
        return self.content_region.offset + Offset(1, self._cursor - self._top + 1)

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._keep_in_sight()

    def on_focus(self) -> None:
        """The cursor row stands out."""
        self._repaint(self._cursor)
        self._tell()

    def on_blur(self) -> None:
        """The cursor row steps back."""
        self._repaint(self._cursor)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are drawn: a list has no border, padding or background that would come on top."""
        left, right = crop.column_span
        return [self.render_line(y).crop(left, right) for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """The heading, or a row."""
        width = self.outer_size.width
        if y == 0:
            return self.strip([("   " + heading(self.listing.columns, width - 3), Tone.STRONG)], width)
        at = self._top + y - 1
        if at >= len(self._rows) or self.sight is None:
            said = wrap(self.listing.empty, width - 4) if self._filled and not self._rows else []
            return self.strip([("   " + said[y - 1], Tone.PLAIN)] if y <= len(said) else [], width)
        row = self._rows[at]
        key, here = self.listing.key(row), at == self._cursor
        mark = "-" if key in self._gone else "*" if key in self._marked else " "
        bar = here and self.has_focus and not cast(Painted, self.app).slow_line
        signs = f"{mark}{'>' if here else ' '} "
        drawn_of = (row, self.sight, self.listing, signs, bar, width)
        known = self._drawn.get(key)
        if known is not None and known[0] == drawn_of:
            return known[1]
        if len(self._drawn) >= MOST_DRAWN:
            self._drawn.clear()
        strip = self._row_strip(self.listing.line(row, self.sight), signs, bar, width)
        self._drawn[key] = drawn_of, strip
        return strip

    def _row_strip(self, line: Line, signs: str, bar: bool, width: int) -> Strip:
        plain = self.style_of(line.tone)
        parts = [(signs, self.style_of(Tone.PLAIN))]
        columns = self.listing.columns
        for order, (at, wide) in enumerate(widths(columns, width - 3).items()):
            style = self.style_of(line.tones.get(columns[at].title, line.tone))
            if bar and order == 0:
                style += self.style_of(Tone.REVERSE)
            text = fit(clean(line.cells[at]), wide, columns[at].align)
            parts += [(text, style), (" ", plain)]
        alike = groupby(parts[:-1], key=itemgetter(1))
        segments = [Segment("".join(text for text, _ in same), style) for style, same in alike]
        return Strip(segments).adjust_cell_length(width, self.style_of(Tone.PLAIN))
