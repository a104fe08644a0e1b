"""How long the search may go on: by the clock, or by a count of steps that is the same on every run."""

from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Literal

Mode = Literal["clock", "steps"]
TO_FINISH = 0.25


class Budget:
    """The end of a search and how far it is to it. Cancelled budgets are over at once.

    With `patience` a busy machine may take so many times as long over the same work: seconds are then those that this
    thread had the processor for."""

    def __init__(
        self, mode: Mode, seconds: float, steps: int, cancel: Callable[[], bool] | None, patience: float = 1.0
    ) -> None:
        self.mode, self.seconds, self.steps = mode, seconds, steps
        self.taken = 0
        self._searching = seconds - min(TO_FINISH, seconds / 10)
        self._cancel = cancel
        self._patience = patience
        self._began, self._worked = perf_counter(), thread_time()

    @property
    def repeatable(self) -> bool:
        """Whether the same input must give the same plan."""
        return self.mode == "steps"

    def elapsed(self) -> float:
        """Seconds gone."""
        by_clock = perf_counter() - self._began
        if self._patience == 1.0:
            return by_clock
        return max(thread_time() - self._worked, by_clock / self._patience)

    def gone(self) -> float:
        """The part of the search used up, 0 to 1; a little of the time is kept for the last touches."""
        if self.repeatable:
            return min(1.0, self.taken / self.steps) if self.steps else 1.0
        return min(1.0, self.elapsed() / self._searching) if self.seconds > 0 else 1.0

    def left(self) -> float:
        """Seconds left to search by the clock; without end when steps are counted."""
        return float("inf") if self.repeatable else max(0.0, self._searching - self.elapsed())

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancel is not None and self._cancel()

    def over(self) -> bool:
        """Whether to stop now."""
        return self.cancelled() or self.gone() >= 1.0
