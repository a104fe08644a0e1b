"""The week's readings of people's records that deserve a question, for whoever looks after confidentiality."""

from collections.abc import Sequence
from datetime import timedelta

from domain.reading import READS
from domain.unusual import Unusual
from domain.when import show_date
from tui.presenters.readings import READINGS
from tui.screens.daily import Daily
from tui.screens.lists import DeskList


class ReadingsView(Daily, DeskList[Unusual]):
    """Latest first, seven days up to the one that is shown; enter opens the history of the record that was read."""

    place = "readings"
    named = "Readings to ask about"
    rights = READS["unusual_readings"]
    kinds = frozenset({"person"})
    stride = timedelta(days=7)

    def __init__(self) -> None:
        super().__init__(READINGS)

    def read(self) -> Sequence[Unusual]:
        """Those of the week."""
        return self.desk.read.unusual_readings(self.day - timedelta(days=6), self.day)

    def heading(self) -> str:
        """Which week it is."""
        return f"{self.named}, the week to {show_date(self.day)}"

    def chosen(self) -> None:
        """All that was done to the record, this reading among it."""
        if self.subject():
            self.host.open_history(self.subject(), self.identity())
