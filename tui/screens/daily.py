"""What views of one day share: which day it is, and the ways to another."""

from datetime import date, timedelta
from typing import cast

from domain.when import local_date
from tui.screens.base import View

ONE = timedelta(days=1)


class Daily:
    """A view of a day; `typed` None follows the clock."""

    typed: date | None = None

    @property
    def day(self) -> date:
        """Which day is shown."""
        return self.typed or self._today

    def go_to_day(self, day: date | None) -> None:
        """Show another day; None is today."""
        self.typed = None if day == self._today else day
        cast(View, self).load()

    def action_earlier(self) -> None:
        """The day before."""
        self.go_to_day(self.day - ONE)

    def action_later(self) -> None:
        """The day after."""
        self.go_to_day(self.day + ONE)

    def action_today(self) -> None:
        """Today."""
        self.go_to_day(None)

    @property
    def _today(self) -> date:
        return local_date(cast(View, self).desk.clock.now())
