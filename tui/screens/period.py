"""The days that figures count: moved by months with two keys, or typed into a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from domain.desk.asking import ask, questions
from domain.desk.bus import Command
from domain.when import local_date
from tui.grammar import build, text_of
from tui.presenters.report import Period
from tui.screens.base import View
from tui.screens.shell import Shell
from tui.widgets.form import Form


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
        self._view.load()

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
        self._view.app.push_screen(PeriodScreen(self.period, self.count_over))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Command):
    """The questions of the form; nothing is changed by it."""

    first: date = ask("First day", "date")
    last: date = ask("Last day", "date")


class PeriodScreen(Shell):
    """Asks for two days."""

    def __init__(self, period: Period, chosen: Callable[[Period], None]) -> None:
        super().__init__()
        self._chosen = chosen
        texts = {"first": text_of(period.first), "last": text_of(period.last)}
        self.form = Form(Days, list(questions(Days)), texts, lambda: self.host.sight)

    def body(self) -> Iterable[Any]:
        """The form."""
        yield self.form

    def begin(self) -> None:
        """Begin with the first day."""
        self.form.begin()
        self.opened.set()
        self.rehint()

    def rebar(self) -> None:
        """What is asked."""
        self.bar.say(" The days that the figures count, both included")

    def rehint(self) -> None:
        """The keys of a form."""
        self.foot.hint("enter next  esc back")

    def on_form_edited(self, event: Form.Edited) -> None:
        """There is nothing to keep."""
        event.stop()

    def on_form_finished(self, event: Form.Finished) -> None:
        """Count these days, unless they make no sense."""
        event.stop()
        sight = self.host.sight
        made = build(Days, self.form.texts, sight.now, sight.policy)
        if isinstance(made, dict):
            self.form.wrong(made)
            return
        days = cast(Days, made)
        if days.last < days.first:
            self.form.wrong({"last": "the last day is before the first"})
            return
        self.app.pop_screen()
        self._chosen(Period(days.first, days.last))
