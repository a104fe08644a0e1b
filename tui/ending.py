"""How a session ends when it is told to: drafts to disk first, then the terminal as it was before.

Plain signal handlers, since the loop may be stuck in a terminal that no longer takes anything."""

import asyncio
import os
import select
import signal
from collections.abc import Callable
from types import FrameType

HARD_SECONDS = 3
WATCH_SECONDS = 1.0
SIGNALS = (signal.SIGHUP, signal.SIGTERM)


def terminal_gone(handle: int) -> bool:
    """Whether nobody is at the other end of the terminal any more, told or not."""
    watch = select.poll()
    watch.register(handle, select.POLLHUP | select.POLLERR)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in watch.poll(0))


def end_calmly(loop: asyncio.AbstractEventLoop, keep: Callable[[], None], leave: Callable[[int], None]) -> None:
    """On a hang-up or a request to end: `keep()` at once, `leave(128 + signal)` on the loop, and after three
    seconds the end in any case."""

    def on_end(number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGALRM, lambda *_: os._exit(128 + number))
        signal.setitimer(signal.ITIMER_REAL, HARD_SECONDS)
        keep()
        loop.call_soon_threadsafe(leave, 128 + number)

    for number in SIGNALS:
        signal.signal(number, on_end)
