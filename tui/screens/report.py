"""The figures: each with its value for a period, and on a page of its own with the rows behind it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from domain.kpi.figures import FIGURES as KNOWN
from domain.views import Figure
from tui.presenters.report import FIGURES, Period, Row, figure_facts, rows_listing
from tui.screens.base import ListView
from tui.screens.lists import DeskList
from tui.screens.period import Periodic
from tui.widgets.lines import Detail

DEFINITION_LINES, FACT_LINES = 15, 10
MOST_ROWS = 5000


class ReportView(Periodic, DeskList[Figure]):
    """Every figure of the register; enter shows the rows behind one."""

    place = "report"
    named = "Report"
    detail_lines = DEFINITION_LINES

    def __init__(self) -> None:
        super().__init__(FIGURES)

    def read(self) -> Sequence[Figure]:
        """Each figure, reckoned now."""
        days, now = self.period, self.desk.clock.now()
        return [self.desk.read.figure(name, days.first, days.last, now) for name in KNOWN]

    def heading(self) -> str:
        """Which days are counted."""
        return f"{self.named}  {self.period.words}"

    def opens(self) -> str:
        """The page of the figure, over the same days."""
        figure = self.list.current
        return "" if figure is None else address(figure.name, Period(figure.first, figure.last))


class FigureView(Periodic, ListView[Row]):
    """One figure: what stands beside the number above, the referrals behind it below."""

    place = "figure"
    named = "Figure"
    detail_lines = 2

    def __init__(self, name: str, period: Period | None = None) -> None:
        super().__init__(rows_listing(()))
        self.name_of_figure, self.typed = name, period
        self.facts = Detail(FACT_LINES)
        self._shown_period: Period | None = None

    def compose(self) -> Iterable[Any]:
        """The facts above the rows."""
        title, *rest = super().compose()
        yield from (title, self.facts, *rest)

    def read(self) -> Figure:
        """The figure, reckoned now."""
        days = self.period
        now = self.desk.clock.now()
        return self.desk.read.figure(self.name_of_figure, days.first, days.last, now, rows=MOST_ROWS)

    def show(self, value: Figure) -> None:
        """Facts and rows; other days may have other columns."""
        self.facts.show(figure_facts(value, self.host.sight))
        listing = rows_listing(value.rows, value.counted)
        if (listing.columns, listing.empty) != (self.listing.columns, self.listing.empty):
            self.list.refresh()
        self.listing = self.list.listing = listing
        super().show(value.rows)
        days = Period(value.first, value.last)
        if days != self._shown_period:
            self._shown_period = days
            self.list.action_edge(0)

    def heading(self) -> str:
        """Which figure, over which days."""
        return f"{self.name_of_figure}  {self.period.words}"

    @property
    def address(self) -> str:
        """This figure over these days."""
        return address(self.name_of_figure, self.period)


def address(name: str, period: Period) -> str:
    """`figure/ucr-2h/2026-11-01/2026-11-23`."""
    return f"figure/{name}/{period.first}/{period.last}"


def figure_at(ref: str) -> FigureView:
    """The page that an address names."""
    name, first, last = ref.split("/")
    return FigureView(name, Period(date.fromisoformat(first), date.fromisoformat(last)))
