"""The part of the app that knows whether somebody may look: it locks at a key or after a rest, and for good when a
session was ended.

Nothing comes in front of the lock but the sentence for a terminal that is too small."""

import time
from typing import Any

from textual import events
from textual.await_complete import AwaitComplete

from domain.access import Caller, Unlock
from domain.views import Counts
from domain.when import show_time
from tui.climbing import ClimbingApp
from tui.listening import Heard
from tui.present import Told
from tui.screens.locked import Locked
from tui.screens.small import TooSmall

RESTING = "idle-lock-minutes"
"""The setting: minutes without a key after which the desk locks itself; 0 never."""
USUAL_REST = 10
LOOK_SECONDS = 1.0


def awake() -> float:
    """Seconds that pass also while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _standing(caller: Caller) -> tuple[Any, ...]:
    """That of a caller by which it is decided what may be on the screen."""
    return caller.user.roles, caller.emergency


class LockingApp(ClimbingApp):
    """Hides everything, keeps everything."""

    _locked: Locked | None = None
    _used_at = 0.0
    _shown_as: tuple[Any, ...] = ()

    def watch_over(self) -> None:
        """Begin to look whether anybody is still there."""
        self._used_at = awake()
        self._shown_as = _standing(self.desk.caller)
        self.set_interval(LOOK_SECONDS, self._look)

    async def on_event(self, event: events.Event) -> None:
        """Every key says that somebody is there."""
        if isinstance(event, events.Key | events.Paste):
            self._used_at = awake()
        await super().on_event(event)

    def _look(self) -> None:
        rest = 60 * self.sight.policy.minutes(RESTING, 0 if self.desk.training else USUAL_REST)
        if rest and awake() - self._used_at >= rest:
            self.action_lock()

    def action_lock(self) -> None:
        """Hide everything until whoever sits here is known again."""
        if self._locked is None:
            desk = self.desk
            self.tasks.latest("lock", desk.unlocked_by, self._lock)

    def _lock(self, by: Unlock, why: str = "") -> None:
        self.kept.write()
        if self._locked is not None:
            self._locked.dismiss()
        self._locked = Locked(by, lambda: self._lock_lines(why), self._try)
        super().push_screen(self._locked)

    def _lock_lines(self, why: str) -> list[Told]:
        counts = self.desk_screen.figures
        waiting = f"Escalations {counts.escalations}, of which overdue {counts.escalations_due}" if counts else ""
        return [f"{self.desk.caller.user.name}  {show_time(self.desk.clock.now())}", why or waiting]

    def _try(self, password: str) -> None:
        desk = self.desk
        self.tasks.latest("unlock", lambda: desk.unlock(password), self._tried)

    def _tried(self, problem: str) -> None:
        if self._locked is None:
            return
        if problem:
            self._locked.say(problem)
            return
        self._locked.dismiss()
        self._locked = None
        self._used_at = awake()
        self._tell_views(())

    def push_screen(self, screen: Any, *given: Any, **named: Any) -> Any:
        """Nothing that was on its way comes in front of the lock."""
        if self._locked is not None and not isinstance(screen, TooSmall):
            return AwaitComplete()
        return super().push_screen(screen, *given, **named)

    # who may still look

    def on_heard(self, message: Heard) -> None:
        """What was done to the user, or to this session since it began, comes first."""
        if self._is_shut_out():
            return
        caller = self.desk.caller
        own = {f"user/{caller.user.id}", f"sitting/{caller.session}"}
        changed = any(entry.before.get(name) for entry in message.entries for name in own)
        if changed or not message.entries:
            self.tasks.each("standing", self.desk.standing, lambda _: self._stands(message))
        else:
            self._stands(message)

    def failed(self, error: Exception) -> None:
        """A read that is refused may be the first to find out that nobody may look any more."""
        self._stands(None)
        if self.desk.caller.user.active:
            super().failed(error)

    def _is_shut_out(self) -> bool:
        """Whether who sits here may look no more; then there is but the lock to see, whichever read found it out."""
        if self.desk.caller.user.active:
            return False
        if self._locked is None or self._locked.by is not Unlock.NEVER:
            self._lock(Unlock.NEVER, "Your session was ended, or you are no user of this desk any more.")
        return True

    def _stands(self, message: Heard | None) -> None:
        """Show what may be seen now, whichever read found out that it is no longer the same."""
        if self._is_shut_out():
            return
        shown, self._shown_as = self._shown_as, _standing(self.desk.caller)
        if shown != self._shown_as:
            self.restate()
            self._tell_views(())
        if message is not None:
            super().on_heard(message)

    def _counted(self, counts: Counts) -> None:
        super()._counted(counts)
        if self._locked is not None:
            self._locked.restate()

    def _minute(self) -> None:
        if self._locked is not None:
            self._locked.restate()
        if self._is_shut_out():
            self._wait_for_minute()
            return
        caller = self.desk.caller
        super()._minute()
        if caller.emergency is not None:
            self.tasks.each("standing", self.desk.standing, lambda _: self._stands(None))
