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
from tui.presenters.reasons import REASONS, Row, by_rule
from tui.presenters.visit import called, whose
from tui.presenters.words import GAP
from tui.screens.base import ListView

if TYPE_CHECKING:
    from tui.mending import Answer, Choice


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
    """The cheapest ways to have a visit done, and for every other worker what sending them would take: enter puts one
    through. Then, for each worker who cannot go, the rule in the way."""

    place = "why"
    named = "Why"
    kinds = frozenset({"visit", "shift", "absence", "worker"})
    detail_lines = 4

    def __init__(self, day: date, visit: BoardVisit) -> None:
        super().__init__(REASONS)
        self._day, self._visit = day, visit
        self._reasons: Sequence[Reason] = ()
        self._taking = False

    def read(self) -> "tuple[Answer, Sequence[Choice]]":
        """Ask the rules, as the roster stands."""
        from tui.mending import answer, choices

        found = answer(self.desk, self._day, self._visit.ref)
        return found, choices(self.desk, self._day, self._visit.ref)

    def show(self, value: "tuple[Answer, Sequence[Choice]]") -> None:
        """The ways, then worker by worker."""
        found, every = value
        self._reasons = found.reasons
        ways = {way.text: way for way in (*found.ways, *(one.proposal for one in every if one.proposal))}
        refused = {one.worker for one in every if one.reason is not None}
        super().show([*ways.values(), *(one for one in found.reasons if one.worker in refused)])

    def heading(self) -> str:
        """Which visit, and what keeps people from it."""
        return f"Why {called(self._visit)}: {by_rule(self._reasons, between=GAP) if self._reasons else 'looking'}"

    def identity(self) -> str:
        """Whose visit it is."""
        return whose(self._visit, self.host.sight)

    of_whom = identity

    def hints(self) -> str:
        """The ways on."""
        return "enter do it this way, as a draft   / filter   esc back"

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
