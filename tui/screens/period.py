"""The days that figures count: moved by months with two keys, or typed into a form."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from domain.desk.asking import ask
from domain.desk.bus import Command
from domain.when import local_date
from tui.grammar import text_of
from tui.presenters.report import Period
from tui.screens.asking import AskScreen
from tui.screens.base import View

SAID = "The days that the figures count, both included"


class Periodic:
    """What views of figures share: a period, and the ways to another one. None stands for this month so far."""

    typed: Period | None = None

    @property
    def today(self) -> date:
        """The London day at the desk."""
        return local_date(self._view.desk.clock.now())

    @property
    def period(self) -> Period:
        """The days that are counted."""
        return self.typed or Period.this_month(self.today)

    @property
    def _view(self) -> View:
        return cast(View, self)

    def count_over(self, period: Period | None) -> None:
        """Count other days."""
        self.typed = period
        self._view.turn()

    def action_earlier(self) -> None:
        """The month before."""
        self.count_over(self.period.earlier())

    def action_later(self) -> None:
        """The month after, until this one."""
        later = self.period.later(self.today)
        self.count_over(None if later == Period.this_month(self.today) else later)

    def action_today(self) -> None:
        """This month so far."""
        self.count_over(None)

    def action_period(self) -> None:
        """Type the days."""
        texts = {"first": text_of(self.period.first), "last": text_of(self.period.last)}
        self._view.app.push_screen(AskScreen(Days, texts, SAID, objections, self._counted))

    def _counted(self, days: "Days") -> None:
        self.count_over(Period(days.first, days.last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Command):
    """The questions of the form; nothing is changed by it."""

    first: date = ask("First day", "date")
    last: date = ask("Last day", "date")


def objections(days: Days) -> dict[str, str]:
    """Why no figure can count these days."""
    return {"last": "the last day is before the first"} if days.last < days.first else {}
