"""A board that is only looked at: a grid, and below it what is under the cursor. No visit is ever in hand."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from domain.views import Board
from tui.present import Told
from tui.presenters.board import Grid, Lane, grid_for, lanes, ruler
from tui.presenters.visit import visit_detail, worker_detail
from tui.screens.base import View
from tui.widgets.board_grid import BoardGrid
from tui.widgets.lines import Detail

DETAIL_LINES = 4


class PlainBoard(View):
    """What such boards share; each says of which board it is, and at which moment it is drawn."""

    DEFAULT_CSS: ClassVar[str] = "PlainBoard.single > .title { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.grid = BoardGrid()
        self.detail = Detail(DETAIL_LINES)
        self.board: Board | None = None
        self._columns: Grid | None = None

    @property
    def moment(self) -> datetime:
        """Where the now-line stands."""
        return self.host.sight.now

    def lanes(self, board: Board, columns: Grid) -> Sequence[Lane]:
        """The rows."""
        return lanes(board, columns, self.moment)

    def compose(self) -> Iterable[Any]:
        """Title, grid, detail."""
        yield self.title_line
        yield self.grid
        yield self.detail

    def draw(self) -> None:
        """Draw the board in the columns that find room."""
        if self.board is None or not self.grid.size.width:
            return
        self._columns = grid_for(self.board, self.grid.size.width, 30, self.moment, self._columns)
        self.grid.show(self.lanes(self.board, self._columns), self._columns, ruler(self._columns, self.moment))

    def told(self) -> Sequence[Told]:
        """What is told of the visit under the cursor, or of the worker of its row."""
        sight, lane = self.host.sight, self.grid.lane
        if self.grid.visit is not None:
            return visit_detail(self.grid.visit, sight)
        return worker_detail(lane.worker, sight) if lane is not None and lane.worker is not None else ()

    def subject(self) -> str:
        """The visit under the cursor: its history says what came of it."""
        return f"visit/{self.grid.visit.ref}" if self.grid.visit is not None else ""

    def on_board_grid_moved(self, event: BoardGrid.Moved) -> None:
        """The lines below follow the cursor."""
        event.stop()
        self.detail.show(self.told())

    def on_board_grid_resized(self, event: BoardGrid.Resized) -> None:
        """Other columns may find room."""
        event.stop()
        self.draw()
