"""How a session ends when it is told to: drafts to disk first, then the terminal as it was before.

Plain signal handlers, since the loop may be stuck in a terminal that no longer takes anything."""

import asyncio
import atexit
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from tui.settings import SERVICE_VARIABLE

HARD_SECONDS = 1.5
CALM_SECONDS = 10.0
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def end_calmly(loop: asyncio.AbstractEventLoop, keep: Callable[[], None], leave: Callable[[int], None]) -> None:
    """On a hang-up or a request to end: `keep()` at once, `leave(128 + signal)` on the loop, and after a
    moment the end in any case."""

    def on_end(number: int, _frame: FrameType | None) -> None:
        end_in_any_case(128 + number)
        keep()
        loop.call_soon_threadsafe(leave, 128 + number)

    for number in SIGNALS:
        signal.signal(number, on_end)


def end_in_any_case(code: int, seconds: float = HARD_SECONDS) -> None:
    """The end with `code` some seconds from now: a thread may still wait for a store that no longer answers.

    Once every thread has ended there is nothing left to wait for, and the interpreter may take its time."""
    if not any(signal.getitimer(signal.ITIMER_REAL)):
        signal.signal(signal.SIGALRM, lambda *_: os._exit(code))
        signal.setitimer(signal.ITIMER_REAL, seconds)
        atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)


def begin_again(service: str, store: str) -> None:
    """The same program anew for another service of the store, as it was begun: nothing of this one stays in memory."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    os.environ[SERVICE_VARIABLE] = service
    given = sys.argv[1:]
    program = sys.orig_argv[1 : len(sys.orig_argv) - len(given)]
    words = ["run", "--db", store] if "demo" in given else _without_service(given)
    os.execv(sys.executable, [sys.executable, *program, *words])


def _without_service(given: Sequence[str]) -> Iterator[str]:
    """The words of a command line but for the service that it names."""
    words = iter(given)
    for word in words:
        if word == "--service":
            next(words, "")
        elif not word.startswith("--service="):
            yield word
