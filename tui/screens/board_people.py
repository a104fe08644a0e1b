"""A day of the roster by person: who comes to whom, when. Enter opens the visit under the cursor."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.views import Board
from domain.when import show_date
from tui.presenters.board import Grid, Lane
from tui.presenters.board_people import LEGEND, TAIL, matching, people_lanes, summary
from tui.presenters.visit import whose
from tui.screens.daily import Daily
from tui.screens.plain_board import PlainBoard
from tui.widgets.board_grid import BoardGrid


class PeopleBoard(Daily, PlainBoard):
    """Everybody who is visited on a day, in the columns and with the marks of the board."""

    place = "people"
    named = "By person"
    kinds = frozenset({"visit", "worker", "person"})

    def __init__(self, day: str) -> None:
        super().__init__()
        self.typed = date.fromisoformat(day)
        self.grid.tail_says = TAIL
        self._wanted = ""

    @property
    def address(self) -> str:
        """This day by person."""
        return f"people/{self.day.isoformat()}"

    def read(self) -> Board:
        """The day as it stands."""
        return self.desk.read.board(self.day, self.desk.clock.now())

    def show(self, value: Board) -> None:
        """A day that was left meanwhile is dropped."""
        if value.day == self.day:
            self.board = value
            self.draw()

    def lanes(self, board: Board, columns: Grid) -> Sequence[Lane]:
        """A row for each person whom the filter leaves."""
        names = {worker.ref: worker.full_name for worker in board.workers}
        return matching(people_lanes(board, columns, self.moment), self._wanted, names)

    def heading(self) -> str:
        """Which day, and how many people."""
        said = f"  {summary(self.board)}" if self.board is not None else ""
        return f"{self.named}  {show_date(self.day).rpartition(' ')[0]}{said}"

    def counts(self) -> str:
        """The filter, and where the cursor is."""
        at = next((at for at, lane in enumerate(self.grid.lanes) if lane is self.grid.lane), 0)
        return "  ".join([*([f"/{self._wanted}"] if self._wanted else []), f"{at}/{max(0, len(self.grid.lanes) - 1)}"])

    def parts(self) -> Mapping[str, Any]:
        """The visit under the cursor."""
        visit = self.grid.visit
        if visit is None:
            return {"day": self.day}
        return {
            "visit": visit.ref, "ref": visit.ref, "revision": visit.revision, "state": visit.state, "day": self.day,
            "person": visit.person_ref, "name": visit.person, "subject": f"visit/{visit.ref}",
        }  # fmt: skip

    def identity(self) -> str:
        """Whose visit is under the cursor."""
        return whose(self.grid.visit, self.host.sight) if self.grid.visit is not None else ""

    @property
    def filtered(self) -> str:
        """The filter in force."""
        return self._wanted

    def only(self, wanted: str) -> None:
        """Keep the rows of these people, or of those to whom these workers come."""
        self._wanted = wanted
        self.draw()
        self.retitle()

    def on_board_grid_moved(self, event: BoardGrid.Moved) -> None:
        """The lines below follow the cursor."""
        super().on_board_grid_moved(event)
        self.retitle()

    def on_board_grid_chosen(self, event: BoardGrid.Chosen) -> None:
        """Open the visit."""
        event.stop()
        if self.subject():
            self.host.open_subject(self.subject())

    def action_legend(self) -> None:
        """What the letters mean, until the cursor moves."""
        self.detail.show(LEGEND)
