"""The roster by week, from the board; enter opens a worker's record."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.views import Board
from domain.when import show_date
from tui.presenters.week import WeekRow, listing_of, rows, week_of
from tui.screens.daily import Daily
from tui.screens.lists import DeskList


class WeekView(Daily, DeskList[WeekRow]):
    """Everybody's duties and visits of the seven days around one."""

    place = "week"
    named = "Week"
    detail_lines = 2
    kinds = frozenset({"visit", "worker", "shift", "absence"})

    stride = timedelta(days=7)

    def __init__(self) -> None:
        super().__init__(listing_of(()))

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are shown, Monday first."""
        return week_of(self.day)

    def read(self) -> Sequence[Board]:
        """The board of each day."""
        now = self.desk.clock.now()
        return [self.desk.read.board(day, now) for day in self.days]

    def show(self, value: Sequence[Board]) -> None:
        """A week that was left meanwhile is dropped."""
        if tuple(board.day for board in value) != self.days:
            return
        self.listing = self.list.listing = listing_of(self.days)
        super().show(rows(value))

    def heading(self) -> str:
        """Which week it is."""
        return f"Week of {show_date(self.days[0])}"
