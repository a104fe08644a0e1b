"""The gate beside a store that is a file: whoever writes queues there, in the order in which they came.

The system lets go of it when its holder dies. One that is stopped, such as a machine that was put to sleep, keeps it:
so nobody queues for ever, and the process that holds it is named in the file."""

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 30.0
"""For how long a writer queues: many times what the longest queue of a busy desk takes."""


class GateShut(Exception):
    """Somebody has held the gate for longer than anybody waits. The message says who, in the middle of a sentence."""


class Gate:
    """One program's way through the gate. Taken by one thread at a time. Raises OSError where it cannot be opened."""

    def __init__(self, file: Path) -> None:
        self._file, self._handle = file, -1

    def take(self) -> None:
        """Wait until everybody who came before has left. Raises GateShut."""
        if self._handle < 0:
            self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _Queued(self._handle).reached(PATIENCE_SECONDS):
                holder, self._handle = self._holder(), -1
                raise GateShut(f"process {holder} has held the store for {PATIENCE_SECONDS:.0f} seconds") from None
        with suppress(OSError):  # a disk that is full keeps nobody out
            os.pwrite(self._handle, f"{os.getpid():<10}\n".encode(), 0)

    def leave(self) -> None:
        """Let the next one in."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Be gone."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _holder(self) -> str:
        with suppress(OSError):
            return os.pread(self._handle, 10, 0).decode("ascii", "replace").strip()
        return ""


class _Queued:
    """A place in the queue, which the system gives to a thread that waits; who gives up leaves the handle to it."""

    def __init__(self, handle: int) -> None:
        self._handle, self._given_up = handle, False
        self._reached, self._settling = threading.Event(), threading.Lock()
        threading.Thread(target=self._wait, name="caredesk-gate", daemon=True).start()

    def _wait(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._settling:
            self._reached.set()
            if self._given_up:
                os.close(self._handle)

    def reached(self, seconds: float) -> bool:
        """Whether the gate was reached in time."""
        self._reached.wait(seconds)
        with self._settling:
            self._given_up = not self._reached.is_set()
            return not self._given_up
