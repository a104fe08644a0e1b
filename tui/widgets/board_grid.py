"""The grid of the board: a ruler and the uncovered lane that stay, workers' rows that scroll, a cursor on one visit.

It draws the lanes that it is given and repaints only the rows whose picture changed. The cursor is on a worker and a
visit, never on a place. It knows no rule: what a key means beyond moving the cursor is told by message."""

from collections.abc import Sequence
from time import monotonic
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from domain.views import BoardVisit
from tui.keyboard import KeyedByBindings
from tui.keymap import LIST_PAGES
from tui.present import Tone, clean, fit, shorten
from tui.presenters.board import MARGIN, Grid, Lane
from tui.widgets.lines import LineWidget

RESTED = 2.0
FIXED = 2
"""The ruler and the uncovered lane."""


class BoardGrid(LineWidget, KeyedByBindings, can_focus=True):
    """`held` is a visit in hand: it stays under the cursor, and left and right are told as `Shifted`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "lane(1)"),
        Binding("up,k", "lane(-1)"),
        Binding("right,l", "along(1)"),
        Binding("left", "along(-1)"),
        Binding(LIST_PAGES["list.page-down"], "page(1)", id="list.page-down"),
        Binding(LIST_PAGES["list.page-up"], "page(-1)", id="list.page-up"),
        Binding("g", "edge(0)"),
        Binding("G", "edge(1)"),
        Binding("home", "end(0)"),
        Binding("end", "end(1)"),
        Binding("n", "possible(1)"),
        Binding("N", "possible(-1)"),
        Binding("enter", "choose"),
        Binding("escape,f10", "leave"),
    ]
    DEFAULT_CSS = "BoardGrid { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """The cursor is on another row or visit, or what is under it changed."""

    class Shifted(Message):
        """Left or right was pressed with a visit in hand."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    class Chosen(Message):
        """Enter was pressed."""

    class Waits(Message):
        """A key waits for the rules to answer."""

    class Nowhere(Message):
        """The rules have answered: there is no row to go to."""

    class Left(Message):
        """Escape was pressed while `busy`."""

    class Resized(Message):
        """There is another number of columns to draw in."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lanes: Sequence[Lane] = ()
        self.grid: Grid | None = None
        self.held = ""
        self.busy = False
        self.tail_says = "free"
        self.possible: frozenset[str] | None = None
        self._ruler = ""
        self._at = 0
        self._visit = ""
        self._in_lane = ""
        self._top = 0
        self._last_key = 0.0
        self._sought: tuple[str | None, str] = ("", "")
        self._wished = 0

    # -- what is in it

    @property
    def has_rested(self) -> bool:
        """Whether somebody looks at it and has pressed no key for a while."""
        return self.has_focus and monotonic() - self._last_key > RESTED

    @property
    def waits(self) -> bool:
        """Whether a key waits for the rules to answer."""
        return bool(self._wished)

    @property
    def lane(self) -> Lane | None:
        """The row under the cursor."""
        return self.lanes[self._at] if self.lanes else None

    @property
    def visit(self) -> BoardVisit | None:
        """The visit under the cursor."""
        lane = self.lane
        return None if lane is None else next((one for one in lane.visits if one.ref == self._visit), None)

    def show(self, lanes: Sequence[Lane], grid: Grid, ruler: str) -> None:
        """Take in the lanes; the cursor stays on its worker and visit, and only rows that differ are repainted."""
        key = self.lane.key if self.lane else ""
        visit = self.visit
        was, same = self.lanes, (grid, len(lanes)) == (self.grid, len(self.lanes))
        self.lanes, self.grid = lanes, grid
        self._at = next((at for at, lane in enumerate(lanes) if lane.key == key), min(self._at, len(lanes) - 1))
        self._at = max(0, self._at)
        if not self.held and self.visit is None:
            self._visit = self._nearest(visit)
        moved = self._keep_in_sight()
        said = f"{ruler} {self.tail_says}"
        if not same or moved or said != self._ruler:
            self._ruler = said
            self.refresh()
        else:
            for at, (old, new) in enumerate(zip(was, lanes, strict=True)):
                if old.picture != new.picture:
                    self._repaint(at)
        if any(self._sought):
            self._find()
        if self.waits and self.possible is not None:
            self.action_possible(self._wished)
        self._tell()

    def seek(self, lane: str | None, visit: str) -> None:
        """Put the cursor on a visit in a row (None: any), or as soon as it comes there if no key is pressed before."""
        self._sought = (lane, visit)
        self._find()

    def _find(self) -> None:
        key, ref = self._sought
        for at, lane in enumerate(self.lanes):
            if key in (None, lane.key) and any(visit.ref == ref for visit in lane.visits):
                self._move(at, ref)
                return

    def _nearest(self, to: BoardVisit | None) -> str:
        """The visit of the present row that begins nearest to another; the most harmful of the uncovered lane."""
        lane = self.lane
        if lane is None or not lane.visits:
            return ""
        if lane.worker is None or to is None:
            return lane.visits[0].ref
        return min(lane.visits, key=lambda visit: abs(visit.start - to.start)).ref

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Somebody is at work here."""
        self._last_key = monotonic()
        self._sought, self._wished = ("", ""), 0

    def action_lane(self, step: int) -> None:
        """One row up or down."""
        self._move(self._at + step)

    def action_page(self, pages: int) -> None:
        """A screenful of rows."""
        self._move(self._at + pages * max(1, self._height - 1))

    def action_edge(self, last: int) -> None:
        """The uncovered lane, or the last worker."""
        self._move(len(self.lanes) - 1 if last else 0)

    def action_along(self, step: int) -> None:
        """The next or earlier visit of the row, or the next step of the time."""
        if self.held:
            self.post_message(self.Shifted(step))
            return
        refs = self._refs()
        if refs:
            at = refs.index(self._visit) + step if self._visit in refs else 0
            self._choose(refs[max(0, min(len(refs) - 1, at))])

    def action_end(self, last: int) -> None:
        """The first or last visit of the row."""
        refs = self._refs()
        if refs and not self.held:
            self._choose(refs[-1 if last else 0])

    def action_possible(self, step: int) -> None:
        """With a visit in hand: the next row where no rule is in the way, as soon as the rules have answered."""
        if not self.held:
            raise SkipAction
        if self.possible is None:
            self._wished = step
            self.post_message(self.Waits())
            return
        self._wished = 0
        there = [at for at, lane in enumerate(self.lanes) if lane.key in self.possible]
        beyond = [at for at in there if (at - self._at) * step > 0]
        if there:
            self._move((min if step > 0 else max)(beyond or there))
        else:
            self.post_message(self.Nowhere())

    def action_choose(self) -> None:
        """Enter."""
        self.post_message(self.Chosen())

    def action_leave(self) -> None:
        """Escape, where there is something to leave."""
        if not self.busy:
            raise SkipAction
        self.post_message(self.Left())

    def _refs(self) -> list[str]:
        return [visit.ref for visit in self.lane.visits] if self.lane else []

    def _choose(self, ref: str) -> None:
        if ref != self._visit:
            self._visit = ref
            self._repaint(self._at)
            self._tell()

    def _move(self, to: int, visit: str = "") -> None:
        was, before = self._at, self.visit
        self._at = max(0, min(to, len(self.lanes) - 1))
        if not self.held:
            if was == 0 and before is not None:
                self._in_lane = before.ref
            refs = self._refs()
            kept = self._in_lane if self._at == 0 and self._in_lane in refs else self._nearest(before)
            self._visit = visit or (self._visit if was == self._at else kept)
        if self._keep_in_sight():
            self.refresh()
        else:
            self._repaint(was)
            self._repaint(self._at)
        self._tell()

    # -- the picture

    @property
    def _height(self) -> int:
        return max(1, self.size.height - FIXED)

    def _keep_in_sight(self) -> bool:
        """Scroll as little as is needed; whether that changed anything."""
        top, row = self._top, self._at - 1
        last = max(0, len(self.lanes) - 1 - self._height)
        self._top = min(top, last)
        if row >= 0:
            self._top = max(min(self._top, row), row - self._height + 1, 0)
        return self._top != top

    def _line_of(self, at: int) -> int:
        """Where a lane is drawn; -1 when it is out of sight."""
        line = 1 if at == 0 else at - 1 - self._top + FIXED
        return line if at == 0 or FIXED <= line < self.size.height else -1

    def _repaint(self, at: int) -> None:
        line = self._line_of(at)
        if line >= 0:
            self.refresh(Region(0, line, self.size.width, 1))

    def _tell(self) -> None:
        self.post_message(self.Moved())

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the visit under the cursor begins on the screen, or else its row."""
        span = self.lane.spans.get(self._visit) if self.lane is not None else None
        x = self.grid.left + span.start if span and self.grid is not None else 0
        return self.content_region.offset + Offset(x, max(0, self._line_of(self._at)))

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._keep_in_sight()
        self.post_message(self.Resized())

    def on_focus(self) -> None:
        """The visit under the cursor stands out."""
        self._repaint(self._at)
        self._tell()

    def on_blur(self) -> None:
        """It steps back."""
        self._repaint(self._at)

    def render_line(self, y: int) -> Strip:
        """The ruler, the uncovered lane, or a worker's row."""
        width = self.size.width
        if self.grid is None:
            return self.strip([], width)
        if y == 0:
            return self.strip([(self._ruler, Tone.STRONG)], width)
        at = 0 if y == 1 else self._top + y - FIXED + 1
        if at >= len(self.lanes):
            return self.strip([], width)
        return self._row(self.lanes[at], self.grid, at == self._at, width)

    def _row(self, lane: Lane, grid: Grid, here: bool, width: int) -> Strip:
        name = fit(clean(lane.name), grid.name - 1)
        plain = self.style_of(Tone.PLAIN)
        segments = [Segment(f" {'>' if here else ' '}".ljust(MARGIN), plain)]
        segments += [Segment(name, self.style_of(Tone.STRONG) if here else plain), Segment(" ", plain)]
        span = lane.spans.get(self.held or self._visit, range(0)) if here else range(0)
        segments += self._cells(lane, span if self.has_focus or self.held else range(0))
        room = width - grid.left - grid.cells - 1
        segments.append(Segment(" " + shorten(clean(lane.tail), max(0, room)), plain))
        return Strip(segments).adjust_cell_length(width, plain)

    def _cells(self, lane: Lane, span: range) -> Sequence[Segment]:
        """The cells in runs that look alike; those of the visit under the cursor in reverse."""
        runs: list[tuple[str, Any]] = []
        for at, letter in enumerate(lane.cells):
            look = (lane.tones[at], at in span)
            if runs and runs[-1][1] == look:
                runs[-1] = (runs[-1][0] + letter, look)
            else:
                runs.append((letter, look))
        return [Segment(text, self.style_of(Tone.REVERSE if chosen else tone)) for text, (tone, chosen) in runs]
