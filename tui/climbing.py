"""The part of the app that lets silent escalations climb, whatever is on the screen.

Every minute each desk whose user may escalate looks for them; the first one there calls the next rung."""

from collections.abc import Sequence

from domain.access import Right
from domain.desk.bus import Done, Outcome, Refused
from domain.desk.escalating import ClimbUnanswered
from domain.escalation import Escalation, OnCall
from domain.oncall import is_silent
from tui.listening import ListeningApp

TICK_SECONDS = 60.0
WHY = "nobody answered in time"

Rota = tuple[OnCall, ...]
Tried = tuple[Escalation, Outcome]


class ClimbingApp(ListeningApp):
    """Looks for silence once a minute."""

    _stuck: frozenset[tuple[str, int, Rota]] = frozenset()
    """Reference and revision of what cannot climb any further while these people are on call."""

    def watch_silence(self) -> None:
        """Begin."""
        self.set_interval(TICK_SECONDS, self.let_silence_climb)

    def let_silence_climb(self) -> None:
        """Call the next rung wherever nobody has answered in time."""
        if self.desk.caller.may(Right.ESCALATE):
            self.tasks.latest("climb", self._climb, self._climbed)

    def _climb(self) -> tuple[Rota, list[Tried]]:
        now, read = self.desk.clock.now(), self.desk.read
        rota = tuple(read.on_call(now))
        silent = [row.escalation for row in read.escalations(now) if is_silent(row.escalation, now)]
        fresh = [one for one in silent if (one.id, one.revision, rota) not in self._stuck]
        return rota, [(one, self.desk.handle(ClimbUnanswered(id=one.id, seen=one.revision), WHY)) for one in fresh]

    def _climbed(self, result: tuple[Rota, Sequence[Tried]]) -> None:
        """Said once; another desk that was first has said it already."""
        rota, tried = result
        for one, outcome in tried:
            if isinstance(outcome, Done):
                self.say(f"Nobody answered {one.id} in time. {outcome.note}", bad=True)
            elif isinstance(outcome, Refused):
                self._stuck |= {(one.id, one.revision, rota)}
                self.say(f"Nobody answered {one.id} in time. {outcome.sentence}", bad=True)
