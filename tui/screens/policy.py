"""The rules of the desk: those of a day, each with what is planned for it, and the story of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.desk.asking import ask
from domain.desk.bus import Command
from domain.policy import Rulebook
from domain.reading import ANYBODY
from domain.when import show_date
from tui.grammar import text_of
from tui.presenters.policy import POLICY, STORY, Chapter, Standing, called, chapters, standings, subject
from tui.screens.asking import AskScreen
from tui.screens.base import ListView
from tui.screens.daily import Daily
from tui.screens.lists import DeskList

KINDS = frozenset({"code", "setting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Command):
    """The question of the form; nothing is changed by it."""

    day: date = ask("The rules of", "date")


class PolicyView(Daily, DeskList[Standing]):
    """Every setting and code of a day; two keys step to the days on which something changed or will."""

    place = "policy"
    named = "Policy"
    rights = ANYBODY
    detail_lines = 5
    kinds = KINDS

    def __init__(self) -> None:
        super().__init__(POLICY)
        self._turns: tuple[date, ...] = ()

    def read(self) -> tuple[Rulebook, list[Standing]]:
        """The rules of the day."""
        book = self.desk.read.rulebook()
        return book, standings(book, self.day)

    def show(self, value: tuple[Rulebook, list[Standing]]) -> None:
        """The rules, and the days to step to."""
        book, rows = value
        self._turns = book.turns()
        super().show(rows)

    def heading(self) -> str:
        """Whose rules these are."""
        return f"{self.named} of {show_date(self.day)}"

    def action_earlier(self) -> None:
        """The last day before on which a rule changed."""
        self.go_to_day(max((day for day in self._turns if day < self.day), default=self.typed))

    def action_later(self) -> None:
        """The next day on which a rule changed or will."""
        self.go_to_day(min((day for day in self._turns if day > self.day), default=self.typed))

    def action_period(self) -> None:
        """Type a day."""
        texts = {"day": text_of(self.day)}
        said = "The rules that were, are or will be in force"
        self.app.push_screen(AskScreen(Day, texts, said, lambda day: {}, lambda day: self.go_to_day(day.day)))


class RuleRecord(ListView[Chapter]):
    """One rule through time: every entry there was, is and will be."""

    place = "rule"
    named = "Rule"
    rights = ANYBODY
    detail_lines = 4
    kinds = KINDS

    def __init__(self, entry: str) -> None:
        super().__init__(STORY)
        self._entry = entry
        self._heading = self.named

    @property
    def address(self) -> str:
        """The entry by which it was opened."""
        return self._entry

    def read(self) -> Sequence[Chapter]:
        """The entries of the rule, the last to begin first."""
        book = self.desk.read.rulebook()
        rule = next((entry for entry in book.entries if subject(entry) == self._entry), None)
        return chapters(book.story(rule), self.host.sight) if rule else []

    def show(self, value: Sequence[Chapter]) -> None:
        """The story, with the cursor on what holds today."""
        first = not self.list.everything
        super().show(value)
        self._heading = f"{self.named} {called(value[0].rule)}" if value else self.named
        today = next((row for row in value if row.state == "in force"), None)
        if first and today is not None:
            self.list.go_to(subject(today.rule))

    def heading(self) -> str:
        """Which rule it is."""
        return self._heading

    def identity(self) -> str:
        """Which rule it is."""
        return self._heading

    def opens(self) -> str:
        """Nothing lies behind an entry."""
        return ""
