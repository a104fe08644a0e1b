"""How fast the line is, told by how soon the terminal answers; on a slow one a picture waits until the last is shown.

Whatever lies between, a modem or sshd, keeps what it cannot pass on: pictures that wait there are old when they are
seen. Those that wait here become one; after a small one the next need not wait. A terminal that never answers
is treated as a fast one."""

from collections import deque
from collections.abc import Callable
from time import monotonic

ASK = "\x1b[6n"
"""Where is your cursor? Any terminal since the VT100 answers, in the order in which it was sent things."""
SLOW_SECONDS = 0.15
PATIENCE_SECONDS = 5.0
"""How long an answer is waited for: it may have been lost on a bad line."""


SMALL_BYTES = 256
"""How much may be under way unanswered: what a 9600 baud line carries while an answer comes back to it."""


class Pacing:
    """When the next picture may be sent. The first one asks; all others do while the line is `slow`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.slow = False
        self._measuring = True
        self._asked: deque[tuple[float, int]] = deque()

    def measure(self) -> None:
        """Ask with the next picture, whatever was known of the line."""
        self._measuring = True

    @property
    def must_wait(self) -> float:
        """For how many seconds a picture has to wait unless the terminal answers before; 0: not at all."""
        if not self.slow or sum(size for _, size in self._asked) <= SMALL_BYTES:
            return 0.0
        return max(0.0, self._asked[-1][0] + PATIENCE_SECONDS - self._clock())

    def question(self, size: int = 0) -> str:
        """What goes with a picture of so many bytes that is sent now."""
        if not (self.slow or self._measuring):
            return ""
        self._measuring = False
        while self._asked and self._clock() - self._asked[0][0] >= PATIENCE_SECONDS:
            self._asked.popleft()
        self._asked.append((self._clock(), size))
        return ASK

    def answered(self) -> None:
        """The terminal has shown what it was sent with a question. Once slow, a line is slow until it is measured."""
        if self._asked:
            asked_at, _ = self._asked.popleft()
            self.slow = self.slow or self._clock() - asked_at > SLOW_SECONDS
