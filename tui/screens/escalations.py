"""The escalations pane: who must be told what, who has answered, and who is on call."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.escalation import OnCall
from domain.views import EscalationRow
from tui.present import Tone
from tui.presenters.escalations import ESCALATIONS, in_order, on_call_line
from tui.screens.base import ListView
from tui.widgets.lines import Detail

Read = tuple[Sequence[EscalationRow], Sequence[OnCall]]


class EscalationsView(ListView[EscalationRow]):
    """Pane 4."""

    place = "escalations"
    named = "Escalations"
    kinds = frozenset({"escalation", "oncall", "person"})
    detail_lines = 8

    def __init__(self) -> None:
        super().__init__(ESCALATIONS, id="escalations")
        self.resolved = False
        self.rota = Detail(3, id="rota")

    def compose(self) -> Iterable[Any]:
        """Who is on call stands above the list."""
        title, *rest = super().compose()
        yield from (title, self.rota, *rest)

    def read(self) -> Read:
        """What waits for an answer, or everything; and who is on call."""
        now = self.desk.clock.now()
        return self.desk.read.escalations(now, resolved=self.resolved), self.desk.read.on_call(now)

    def show(self, value: Read) -> None:
        """The list, and the line above it."""
        rows, rota = value
        super().show(in_order(rows))
        self.rota.show([(on_call_line(rota, self.host.sight), Tone.PLAIN if rota else Tone.WARN)])

    def counts(self) -> str:
        """Whether what is resolved is shown too, and how many there are."""
        return f"{'with resolved  ' if self.resolved else ''}{super().counts()}"

    def opens(self) -> str:
        """Enter opens what it is about."""
        row = self.list.current
        return row.escalation.subject if row is not None else ""

    def action_resolved(self) -> None:
        """Show or hide what is resolved."""
        self.resolved = not self.resolved
        self.turn()
