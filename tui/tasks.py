"""Work off the event loop: each purpose has one thread at a time, and results come back as messages.

Reads of one purpose replace one another while they wait; commands never do. Threads touch no widget."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.dom import DOMNode
from textual.message import Message

T = TypeVar("T")
SLOW_SECONDS = 2.0
SLOW = "Not saved yet: somebody else's save takes long"
"""What is said when a save has not been done for that long."""


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """What to do in a thread, and what to do on the loop with its result or its error."""

    work: Callable[[], T]
    then: Callable[[T], None]
    failed: Callable[[Exception], None]


class Answered(Message, bubble=False):
    """A job has ended: with a value, or with an error."""

    def __init__(self, purpose: str, job: Job[Any], value: Any, error: Exception | None) -> None:
        super().__init__()
        self.purpose, self.job, self.value, self.error = purpose, job, value, error


class Tasks:
    """The jobs of one widget. The widget hands every `Answered` back to `answered`."""

    def __init__(self, owner: DOMNode, failed: Callable[[Exception], None]) -> None:
        self._owner, self._failed = owner, failed
        self._running: set[str] = set()
        self._waiting: dict[str, deque[Job[Any]]] = {}
        self._under_way: set[Job[Any]] = set()

    def latest(
        self, purpose: str, work: Callable[[], T], then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Read: while one runs, only the newest of those that wait is kept."""
        self._waiting.pop(purpose, None)
        self._begin(purpose, Job(work, then, failed or self._failed))

    def each(
        self, purpose: str, work: Callable[[], T], then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None, slow: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Change: every one is done, in the order asked. `slow` is called when it has not been done for a while."""
        job = Job(work, then, failed or self._failed)
        if slow is not None:
            self._under_way.add(job)
            self._owner.set_timer(SLOW_SECONDS, lambda: slow() if job in self._under_way else None)
        self._begin(purpose, job)

    def _begin(self, purpose: str, job: Job[Any]) -> None:
        if purpose in self._running:
            self._waiting.setdefault(purpose, deque()).append(job)
            return
        self._running.add(purpose)
        self._owner.run_worker(
            lambda: self._run(purpose, job), name=purpose, group=purpose, thread=True, exit_on_error=False
        )

    def _run(self, purpose: str, job: Job[Any]) -> None:
        try:
            value = job.work()
        except Exception as error:
            self._owner.post_message(Answered(purpose, job, None, error))
        else:
            self._owner.post_message(Answered(purpose, job, value, None))

    def answered(self, message: Answered) -> None:
        """On the loop: start what waits, then tell who asked."""
        self._running.discard(message.purpose)
        self._under_way.discard(message.job)
        waiting = self._waiting.get(message.purpose)
        if waiting:
            self._begin(message.purpose, waiting.popleft())
        if message.error is not None:
            message.job.failed(message.error)
        else:
            message.job.then(message.value)
