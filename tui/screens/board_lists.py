"""What the board opens in front of itself: the difference that publishing would tell, and why a visit has nobody."""

from collections.abc import Callable, Sequence
from datetime import date

from domain.engine.plan import Reason
from domain.views import BoardVisit
from domain.when import show_date
from tui.presenters.publishing import TELLING, Telling, summary, tellings
from tui.presenters.reasons import REASONS, by_rule, possible_first
from tui.presenters.visit import called, whose
from tui.screens.base import ListView


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


class WhyView(ListView[Reason]):
    """For each worker the rule that keeps them from a visit; those who could go come first."""

    place = "why"
    named = "Why"
    kinds = frozenset({"visit", "shift", "absence", "worker"})
    detail_lines = 2

    def __init__(self, day: date, visit: BoardVisit) -> None:
        super().__init__(REASONS)
        self._day, self._visit = day, visit
        self._rows: Sequence[Reason] = ()

    def read(self) -> Sequence[Reason]:
        """Ask the rules, as the roster stands."""
        from tui.planning import why

        return possible_first(why(self.desk, self._day, self._visit.ref))

    def show(self, value: Sequence[Reason]) -> None:
        """Worker by worker, and how many by which rule."""
        self._rows = value
        super().show(value)

    def heading(self) -> str:
        """Which visit, and what keeps people from it."""
        return f"Why {called(self._visit)}: {by_rule(self._rows)}"

    def identity(self) -> str:
        """Whose visit it is."""
        return whose(self._visit, self.host.sight)

    def hints(self) -> str:
        """The ways on."""
        return "/ filter   esc back to the board"

    def chosen(self) -> None:
        """There is nothing behind a reason."""
