"""Today: what the desk opens its day with. Every row leads to the place where something can be done about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.when import local_date, show_date
from tui.presenters.promises import owed
from tui.presenters.today import DEBTS, FACT_LINES, TODAY, Matter, TodayRead, facts, matters
from tui.reading import Debts, debts, the_day
from tui.screens.lists import DeskList
from tui.widgets.lines import Detail

Read = tuple[Mapping[str, Any], Debts]


class TodayView(DeskList[Matter]):
    """Who is here, and everything that falls due before midnight."""

    place = "today"
    named = "Today"
    kinds = frozenset({
        "referral", "visit", "shift", "absence", "escalation", "oncall", "promise", "action", "meeting", "message",
    })  # fmt: skip

    def __init__(self) -> None:
        super().__init__(TODAY)
        self.facts = Detail(FACT_LINES)

    def compose(self) -> Iterable[Any]:
        """How the day stands is above the list."""
        title, *rest = super().compose()
        yield from (title, self.facts, *rest)

    def read(self) -> Read:
        """The day, and what is owed."""
        return the_day(self.desk), debts(self.desk)

    def show(self, value: Read) -> None:
        """Facts above, what is due below."""
        found, owing = value
        sight = self.host.sight
        day = TodayRead(**found, owed=owed(*owing, sight), parked=self.host.parked_forms())
        self.facts.show(facts(day, sight))
        super().show(matters(day, sight))

    def heading(self) -> str:
        """Which day it is."""
        return f"{self.named}  {show_date(local_date(self.host.sight.now))}"

    def chosen(self) -> None:
        """To where it is worked on: a form goes on, a debt leads to what it is owed for, the rest to its pane."""
        row = self.list.current
        if row is None:
            return
        if row.draft is not None:
            self.host.go_on_with(row.draft)
        elif row.kind in DEBTS:
            self.host.open_subject(row.owed_for)
        else:
            self.host.show_in_pane(row.subject)
