"""The diary pane: what is on, by day or by week, and what collides."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from domain.diary_ways import WayOut
from domain.views import DiaryRow
from domain.when import local_date
from tui.grammar import text_of
from tui.keymap import action_called
from tui.present import Tone
from tui.presenters.diary import DAY, DIARY, span_word
from tui.screens.base import ListView
from tui.screens.single import SingleScreen
from tui.screens.ways import WaysView
from tui.widgets.lines import TextLine

WEEK = 7
Span = tuple[date, date]


class DiaryView(ListView[DiaryRow]):
    """Pane 3. It begins today; `first` is None for as long as it follows the clock."""

    place = "diary"
    named = "Diary"
    kinds = frozenset({"meeting", "person", "code"})
    detail_lines = 4
    DEFAULT_CSS = "DiaryView > .span { display: none; } DiaryView.single > .span { display: block; }"

    def __init__(self) -> None:
        super().__init__(DIARY, id="diary")
        self.days = WEEK
        self.first: date | None = None
        self._shown_span: Span | None = None
        self._span_line = TextLine()
        self._span_line.add_class("span")

    def compose(self) -> Iterable[Any]:
        """Where there is no title, a line says which days these are."""
        title, *rest = super().compose()
        yield from (title, self._span_line, *rest)

    @property
    def span(self) -> Span:
        """The first and the last day that are shown."""
        first = self.first or local_date(self.desk.clock.now())
        return first, first + timedelta(days=self.days - 1)

    def read(self) -> tuple[Span, Sequence[DiaryRow]]:
        """The days, and every entry of them."""
        span = self.span
        return span, self.desk.read.diary(*span)

    def show(self, value: tuple[Span, Sequence[DiaryRow]]) -> None:
        """The entries; on other days than before, from what is not over yet."""
        span, rows = value
        self.listing = self.list.listing = DAY if span[0] == span[1] else DIARY
        super().show(rows)
        if span != self._shown_span:
            self._shown_span = span
            self._span_line.say((f" {span_word(*span)}", Tone.STRONG))
            self.list.action_merge()
            coming = (row for row in rows if row.meeting.end > self.host.sight.now)
            self.list.go_to(self.listing.key(next(coming, rows[0])) if rows else "")

    def heading(self) -> str:
        """Which days these are."""
        return f"{self.named}  {span_word(*self.span)}"

    # other days

    def action_span(self) -> None:
        """By day or by week."""
        self.days = WEEK if self.days == 1 else 1
        self._move(self.first)

    def action_earlier(self) -> None:
        """The days before."""
        self._move(self.span[0] - timedelta(days=self.days))

    def action_later(self) -> None:
        """The days after."""
        self._move(self.span[0] + timedelta(days=self.days))

    def action_today(self) -> None:
        """From today on."""
        self._move(None)

    def action_ways(self) -> None:
        """What would end the collision under the cursor."""
        row = self.list.current
        if row is None or not row.conflicts:
            self.host.say("Nothing collides with this", bad=True)
        else:
            self.app.push_screen(SingleScreen(WaysView(row.meeting, self._take)))

    def _take(self, way: WayOut) -> None:
        amend = action_called("meeting.amend")
        if amend is not None:
            away = (*way.meeting.apologies, *way.without) if way.without else ()
            to = {"start": text_of(way.start) if way.start else "", "room": way.room, "apologies": ", ".join(away)}
            self.host.act(amend, self, {"id": way.meeting.id, **{field: value for field, value in to.items() if value}})

    def _move(self, first: date | None) -> None:
        today = local_date(self.desk.clock.now())
        self.first = None if first == today else first
        self.turn()
