"""The roster by week, from the board; enter opens a worker's record."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.views import Board
from domain.when import local_date, show_date
from tui.presenters.week import WeekRow, listing_of, rows, week_of
from tui.screens.lists import DeskList


class WeekView(DeskList[WeekRow]):
    """Everybody's duties and visits of seven days."""

    place = "week"
    named = "Week"
    detail_lines = 2
    kinds = frozenset({"visit", "worker", "shift", "absence"})

    def __init__(self) -> None:
        self.day: date | None = None
        super().__init__(listing_of(()))

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are shown, Monday first."""
        return week_of(self.day or local_date(self.desk.clock.now()))

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

    def _go_to(self, day: date | None) -> None:
        self.day = day
        self.load()

    def action_earlier(self) -> None:
        """The week before."""
        self._go_to(self.days[0] - timedelta(days=7))

    def action_later(self) -> None:
        """The week after."""
        self._go_to(self.days[0] + timedelta(days=7))

    def action_today(self) -> None:
        """This week."""
        self._go_to(None)
