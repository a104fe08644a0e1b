"""What the board opens in front of itself: the difference that publishing would tell, and why a visit has nobody."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.desk.bus import Done, Outcome
from domain.desk.mending import Proposal
from domain.engine.plan import Reason
from domain.views import BoardVisit
from domain.when import show_date
from tui.presenters.publishing import TELLING, Telling, summary, tellings
from tui.presenters.reasons import REASONS, Row, by_rule, possible_first
from tui.presenters.visit import called, whose
from tui.screens.base import ListView

if TYPE_CHECKING:
    from tui.mending import Answer


class DifferenceView(ListView[Telling]):
    """Worker by worker, what publishing the day would tell them; enter publishes."""

    place = "difference"
    named = "Publish"
    kinds = frozenset({"visit"})
    detail_lines = 2

    def __init__(self, day: date, publish: Callable[[], None]) -> None:
        super().__init__(TELLING)
        self._day, self._publish = day, publish
        self._rows: Sequence[Telling] = ()

    def read(self) -> Sequence[Telling]:
        """The difference as it stands."""
        return tellings(self.desk.read.differences(self._day))

    def show(self, value: Sequence[Telling]) -> None:
        """Its lines, and what they come to."""
        self._rows = value
        super().show(value)

    def heading(self) -> str:
        """Which day, and how much there is to tell."""
        day = show_date(self._day).rpartition(" ")[0]
        return f"Publish {day}: {summary([row.told for row in self._rows])}"

    def hints(self) -> str:
        """The two ways on."""
        return "enter publish: cannot be undone  esc back, nobody is told" if self._rows else "esc back"

    def chosen(self) -> None:
        """Publish."""
        self.app.pop_screen()
        self._publish()


class WhyView(ListView[Row]):
    """The cheapest ways to have a visit done, each put through by enter; then for each worker the rule in the way."""

    place = "why"
    named = "Why"
    kinds = frozenset({"visit", "shift", "absence", "worker"})
    detail_lines = 4

    def __init__(self, day: date, visit: BoardVisit) -> None:
        super().__init__(REASONS)
        self._day, self._visit = day, visit
        self._reasons: Sequence[Reason] = ()
        self._taking = False

    def read(self) -> "Answer":
        """Ask the rules, as the roster stands."""
        from tui.mending import answer

        return answer(self.desk, self._day, self._visit.ref)

    def show(self, value: "Answer") -> None:
        """The ways, then worker by worker."""
        self._reasons = value.reasons
        super().show([*value.ways, *possible_first(value.reasons)])

    def heading(self) -> str:
        """Which visit, and what keeps people from it."""
        return f"Why {called(self._visit)}: {by_rule(self._reasons)}"

    def identity(self) -> str:
        """Whose visit it is."""
        return whose(self._visit, self.host.sight)

    def hints(self) -> str:
        """The ways on."""
        return "enter do it this way, as a draft   / filter   esc back to the board"

    def chosen(self) -> None:
        """Put the way under the cursor through; there is nothing behind a reason."""
        row = self.list.current
        if not isinstance(row, Proposal) or self._taking:
            return
        self._taking = True
        desk = self.desk
        self.tasks.each("take", lambda: desk.handle(row.command), self._taken, self._not_taken)

    def _taken(self, outcome: Outcome) -> None:
        self._taking = False
        if isinstance(outcome, Done):
            self.app.pop_screen()
            self.host.say(f"{outcome.note}, nobody is told yet  (u takes it back, p publishes)")
        else:
            self.host.say(outcome.sentence, bad=True)
            self.load()

    def _not_taken(self, error: Exception) -> None:
        self._taking = False
        self._failed(error)
