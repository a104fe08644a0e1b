"""The escalations pane: who must be told what, who has answered, and what climbs because nobody has.

Every minute each desk whose user may escalate lets silent escalations climb; the first one there does it."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.access import Right
from domain.desk.bus import Done, Entry, Outcome, Refused
from domain.desk.escalating import Climb
from domain.escalation import Escalation, OnCall
from domain.oncall import is_silent
from domain.views import Counts, EscalationRow
from tui.present import Tone
from tui.presenters.escalations import ESCALATIONS, in_order, on_call_line
from tui.screens.base import ListView
from tui.widgets.lines import Detail

TICK_SECONDS = 60.0
WHY = "nobody answered in time"

Read = tuple[Sequence[EscalationRow], Sequence[OnCall]]
Tried = tuple[Escalation, Outcome]


class EscalationsView(ListView[EscalationRow]):
    """Pane 4."""

    place = "escalations"
    named = "Escalations"
    kinds = frozenset({"escalation", "oncall", "person"})
    detail_lines = 7

    def __init__(self) -> None:
        super().__init__(ESCALATIONS, id="escalations")
        self.resolved = False
        self.rota = Detail(2, id="rota")
        self._stuck: set[tuple[str, int]] = set()

    def compose(self) -> Iterable[Any]:
        """Who is on call stands above the list."""
        title, *rest = super().compose()
        yield from (title, self.rota, *rest)

    def on_mount(self) -> None:
        """Silence is looked for whether or not this pane is in sight."""
        self.set_interval(TICK_SECONDS, self.let_silence_climb)

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

    def figure(self, counts: Counts) -> str:
        """How many are open, and how many of them nobody has answered in time."""
        return f"{counts.escalations}" + (f" !{counts.escalations_due}" if counts.escalations_due else "")

    def opens(self) -> str:
        """Enter opens what it is about."""
        row = self.list.current
        return row.escalation.subject if row is not None else ""

    def action_resolved(self) -> None:
        """Show or hide what is resolved."""
        self.resolved = not self.resolved
        self.load()

    # silence climbs

    def heard(self, entries: Sequence[Entry]) -> None:
        """When the rota changes, what was stuck may climb after all."""
        if not entries or any(name.startswith("oncall/") for entry in entries for name in entry.after):
            self._stuck.clear()
        super().heard(entries)

    def let_silence_climb(self) -> None:
        """Call the next rung wherever nobody has answered in time."""
        if self.desk.caller.may(Right.ESCALATE):
            self.tasks.latest("climb", self._climb, self._climbed)

    def _climb(self) -> list[Tried]:
        now, read = self.desk.clock.now(), self.desk.read
        silent = [row.escalation for row in read.escalations(now) if is_silent(row.escalation, now)]
        fresh = [one for one in silent if (one.id, one.revision) not in self._stuck]
        return [(one, self.desk.handle(Climb(id=one.id, seen=one.revision), WHY)) for one in fresh]

    def _climbed(self, tried: Sequence[Tried]) -> None:
        """Said once; another desk that was first has said it already."""
        for one, outcome in tried:
            if isinstance(outcome, Done):
                self.host.say(f"Nobody answered {one.id} in time. {outcome.note}", bad=True)
            elif isinstance(outcome, Refused):
                self._stuck.add((one.id, one.revision))
                self.host.say(f"Nobody answered {one.id} in time. {outcome.sentence}", bad=True)
