"""What views of one day share: which day it is, and the ways to another."""

from datetime import date, timedelta
from typing import cast

from domain.when import local_date
from tui.screens.base import View


class Daily:
    """A view of a day; `typed` None follows the clock."""

    typed: date | None = None
    stride = timedelta(days=1)

    @property
    def day(self) -> date:
        """Which day is shown."""
        return self.typed or self.today

    def go_to_day(self, day: date | None) -> None:
        """Show another day; None is today."""
        self.typed = None if day == self.today else day
        cast(View, self).turn()

    def action_earlier(self) -> None:
        """As far back as a step goes: a day, unless a view says otherwise."""
        self.go_to_day(self.day - self.stride)

    def action_later(self) -> None:
        """The same step on."""
        self.go_to_day(self.day + self.stride)

    def action_today(self) -> None:
        """Today."""
        self.go_to_day(None)

    @property
    def today(self) -> date:
        """The London day of the desk's clock."""
        return local_date(cast(View, self).desk.clock.now())
