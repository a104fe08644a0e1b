"""The cover wizard: somebody is away; which visits fell, who could take each, and whom to ring once it is settled."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tui.keymap import action_called
from tui.presenters.cover import AWAY_LINES, COVER, CoverRead, Gap, facts, heading
from tui.reading import cover_of
from tui.screens.board_lists import WhyView
from tui.screens.daily import Daily
from tui.screens.lists import DeskList
from tui.screens.single import SingleScreen
from tui.widgets.lines import Detail


class CoverView(Daily, DeskList[Gap]):
    """The gaps of a day, the most harmful first."""

    place = "cover"
    named = "Cover"
    kinds = frozenset({"visit", "shift", "absence", "worker"})
    detail_lines = 5

    def __init__(self) -> None:
        super().__init__(COVER)
        self.away = Detail(AWAY_LINES)
        self._read: CoverRead | None = None

    def compose(self) -> Iterable[Any]:
        """Who is away stands above the list."""
        title, *rest = super().compose()
        yield from (title, self.away, *rest)

    def read(self) -> CoverRead:
        """Ask the rules of each gap who could go, as the roster stands."""
        return cover_of(self.desk, self.day)

    def show(self, value: CoverRead) -> None:
        """A day that was left meanwhile is dropped."""
        if value.board.day != self.day:
            return
        self._read = value
        self.away.show(facts(value, self.host.sight))
        super().show(value.gaps)

    def heading(self) -> str:
        """Which day, and how many gaps."""
        return heading(self.day, self._read)

    def hints(self) -> str:
        """The ways on."""
        return "enter who could, and what it takes  a assign  p call list, publish  [ ] day"

    def key_of(self, subject: str) -> str:
        """Rows are known by the reference of their visit."""
        return subject.partition("/")[2]

    def parts(self) -> Mapping[str, Any]:
        """Those of the gap under the cursor, and the day."""
        return {"day": self.day, **super().parts()}

    def chosen(self) -> None:
        """Why, and the ways that would make it possible: enter on one of them puts it through."""
        gap = self.list.current
        if gap is not None:
            self.app.push_screen(SingleScreen(WhyView(self.day, gap.visit)))

    def action_difference(self) -> None:
        """The call list: whom to tell what, with the number to ring; enter publishes."""
        publish = action_called("roster.publish")
        if publish is not None:
            self.host.act(publish, self, {})

    def go_to_day(self, day: date | None) -> None:
        """Show another day, of which nothing is known before it is read."""
        self._read = None
        super().go_to_day(day)
