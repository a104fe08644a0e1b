"""The rooms of a day: which is free when, and what is on in each."""

from collections.abc import Sequence
from datetime import date

from domain.when import show_date
from tui.presenters.rooms import ROOMS, RoomRow, half_hours, rooms, ruled
from tui.screens.daily import Daily
from tui.screens.lists import DeskList


class RoomsView(Daily, DeskList[RoomRow]):
    """Every room that only one meeting can have at a time."""

    place = "rooms"
    named = "Rooms"
    kinds = frozenset({"meeting", "code", "setting"})
    detail_lines = 5

    def __init__(self) -> None:
        super().__init__(ROOMS)

    def read(self) -> tuple[date, Sequence[RoomRow]]:
        """The day's bookings by room."""
        day = self.day
        found = [row.meeting for row in self.desk.read.diary(day, day)]
        return day, rooms(found, day, self.desk.read.policy())

    def show(self, value: tuple[date, Sequence[RoomRow]]) -> None:
        """The rooms, under the hours of the day."""
        day, rows = value
        self.listing = self.list.listing = ruled(half_hours(day, self.host.sight.policy))
        super().show(rows)

    def heading(self) -> str:
        """Which day."""
        return f"{self.named}  {show_date(self.day)}"

    def opens(self) -> str:
        """What is on in the room now, or comes next."""
        row = self.list.current
        on = row.next(self.host.sight.now) if row is not None else None
        return f"meeting/{on.id}" if on is not None else ""
