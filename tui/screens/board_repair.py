"""Putting a day right from the board: at most three ways, then the calls of the one that was chosen.

The engine works in a process of its own. Nothing counts before a person keeps it; whoever does not answer is left out
of it, and the day is looked at again."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.desk.bus import Done, Outcome
from domain.desk.mending import Call
from domain.when import show_date
from domain.words import counted
from tui.presenters.mending import CALLS, MENDINGS
from tui.presenters.reasons import called
from tui.screens.base import ListView
from tui.screens.single import SingleScreen
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from tui.mending import Mending


class RepairView(ListView["Mending"]):
    """The ways found, fewest calls first; enter lists the calls of one. `unreached` did not answer."""

    place = "repair"
    named = "Repair"
    kinds = frozenset({"visit", "shift", "absence", "worker"})
    detail_lines = 5

    def __init__(self, day: date, unreached: Sequence[str] = ()) -> None:
        super().__init__(MENDINGS)
        self._day, self._unreached = day, tuple(unreached)
        self._rows: Sequence[Mending] | None = None

    def read(self) -> "Sequence[Mending]":
        """Ask the engine, on the roster as it is now."""
        from tui.mending import mendings
        from tui.solving import apart, repaired

        return mendings(self.desk, self._day, self._unreached, lambda now: apart(repaired, now))

    def show(self, value: "Sequence[Mending]") -> None:
        """The ways found."""
        self._rows = value
        super().show(value)

    def heading(self) -> str:
        """Which day, and how far it is."""
        day = show_date(self._day).rpartition(" ")[0]
        without = f", without {len(self._unreached)} who did not answer" if self._unreached else ""
        if self._rows is None:
            return f"Repair {day}: looking for whom to ring{without}"
        return f"Repair {day}: {counted(len(self._rows), 'way')}{without}"

    def hints(self) -> str:
        """The ways on."""
        return "enter the calls it takes   esc back, nothing changes"

    def chosen(self) -> None:
        """Whom to ring for the way under the cursor."""
        row = self.list.current
        if row is not None:
            self.app.push_screen(SingleScreen(CallsView(self._day, row, self._unreached)))


class CallList(RecordList[Call]):
    """Calls to be made, of which there may be none: enter keeps such a repair too."""

    def action_choose(self) -> None:
        """Enter was pressed, whether there is anybody to ring or not."""
        self.post_message(self.Chosen(self))


class CallsView(ListView[Call]):
    """Whom to ring, in order; space ticks a call, enter keeps the repair as a draft."""

    place: ClassVar[str] = "calls"
    named = "Calls"
    detail_lines = 4
    listed_by = CallList

    def __init__(self, day: date, mending: "Mending", unreached: Sequence[str]) -> None:
        super().__init__(CALLS)
        self._day, self._mending, self._unreached = day, mending, tuple(unreached)
        self._keeping = False

    def read(self) -> Sequence[Call]:
        """The calls of the repair."""
        return self._mending.proposal.calls

    def heading(self) -> str:
        """What the repair is, and how many calls it takes."""
        return f"Calls: {called(self._mending.proposal.calls)}, {self._mending.proposal.text}"

    def hints(self) -> str:
        """The ways on."""
        return "space answered  x no answer, look again  enter keep as draft  esc back"

    def action_unanswered(self) -> None:
        """Back to the plan, without whoever did not answer."""
        row = self.list.current
        if row is not None:
            self.app.pop_screen()
            self.app.pop_screen()
            self.app.push_screen(SingleScreen(RepairView(self._day, (*self._unreached, row.subject))))

    def chosen(self) -> None:
        """Keep the repair as a draft."""
        if self._keeping:
            return
        self._keeping = True
        desk, command = self.desk, self._mending.proposal.command
        self.tasks.each("keep", lambda: desk.handle(command), self._kept, self._not_kept)

    def _kept(self, outcome: Outcome) -> None:
        self._keeping = False
        self.app.pop_screen()
        if isinstance(outcome, Done):
            self.app.pop_screen()
            self.host.say(f"{outcome.note}, kept as a draft  (u takes it back, p publishes)")
        else:
            self.host.say(f"Not kept: {outcome.sentence}", bad=True)

    def _not_kept(self, error: Exception) -> None:
        self._keeping = False
        self._failed(error)
