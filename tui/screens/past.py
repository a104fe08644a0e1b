"""The board as the desk knew it at a past moment: who had what, and what nobody had yet. It can only be looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.desk.asking import ask
from domain.desk.bus import Command
from domain.views import Board
from domain.when import local_date, show_date, show_moment, show_time
from tui.grammar import text_of
from tui.screens.asking import AskScreen
from tui.screens.plain_board import PlainBoard

STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Command):
    """The question of the form; nothing is changed by it."""

    at: datetime = ask("As it was at", "moment")


class PastBoard(PlainBoard):
    """A day of the roster as it was known at a moment; quarter hours with two keys, any other typed."""

    place = "past"
    named = "Board as it was"

    def __init__(self, day: date, at: datetime) -> None:
        super().__init__()
        self.day, self.at = day, at

    @property
    def moment(self) -> datetime:
        """When it was known so."""
        return self.at

    def read(self) -> tuple[datetime, Board]:
        """The day as it was known then."""
        at = self.at
        return at, self.desk.read.board_at(self.day, at)

    def show(self, value: tuple[datetime, Board]) -> None:
        """A moment that was left meanwhile is dropped."""
        at, board = value
        if at == self.at:
            self.board = board
            self.draw()

    def heading(self) -> str:
        """Which day, as known when."""
        day = show_date(self.day).rpartition(" ")[0]
        known = show_time(self.at) if local_date(self.at) == self.day else show_moment(self.at)
        return f"Board {day} AS IT WAS KNOWN {known}"

    def hints(self) -> str:
        """It can only be looked at."""
        return "[ ] a quarter of an hour  d type a moment  t now  esc back to the board"

    def _go_to(self, at: datetime) -> None:
        self.at = min(at, self.desk.clock.now())
        self.turn()

    def action_earlier(self) -> None:
        """A quarter of an hour before."""
        self._go_to(self.at - STEP)

    def action_later(self) -> None:
        """A quarter of an hour after, until now."""
        self._go_to(self.at + STEP)

    def action_today(self) -> None:
        """As it is known now."""
        self._go_to(self.desk.clock.now())

    def action_period(self) -> None:
        """Type a moment."""
        asked = AskScreen(
            Moment, {"at": text_of(self.at)}, "The board as the desk knew it then",
            lambda moment: {"at": "this is yet to come"} if moment.at > self.desk.clock.now() else {},
            lambda moment: self._go_to(moment.at),
        )  # fmt: skip
        self.app.push_screen(asked)
