"""How fast the line is, told by how soon the terminal answers; on a slow one a picture waits until the last is shown.

Whatever lies between, a modem or sshd, keeps what it cannot pass on: pictures that wait there are old when they are
seen. Those that wait here become one. A terminal that never answers is treated as a fast one."""

from collections.abc import Callable
from time import monotonic

ASK = "\x1b[6n"
"""Where is your cursor? Any terminal since the VT100 answers, in the order in which it was sent things."""
SLOW_SECONDS = 0.15
PATIENCE_SECONDS = 5.0
"""How long an answer is waited for: it may have been lost on a bad line."""


class Pacing:
    """When the next picture may be sent. The first one asks; all others do while the line is `slow`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.slow = False
        self._measuring = True
        self._asked_at: float | None = None

    def measure(self) -> None:
        """Ask with the next picture, whatever was known of the line."""
        self._measuring = True

    @property
    def must_wait(self) -> float:
        """For how many seconds a picture has to wait unless the terminal answers before; 0: not at all."""
        if not self.slow or self._asked_at is None:
            return 0.0
        return max(0.0, self._asked_at + PATIENCE_SECONDS - self._clock())

    def question(self) -> str:
        """What goes with a picture that is sent now."""
        if not (self.slow or self._measuring):
            return ""
        self._measuring = False
        self._asked_at = self._clock()
        return ASK

    def answered(self) -> None:
        """The terminal has shown all that it was sent. Once slow, a line is slow until it is measured again."""
        if self._asked_at is not None:
            self.slow = self.slow or self._clock() - self._asked_at > SLOW_SECONDS
            self._asked_at = None
