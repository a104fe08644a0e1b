"""Tells that something is being written in a folder, so that nobody who waits for it need look there all the time.

Linux tells by inotify, for which Python has no words of its own. Where it is missing, or has as many watchers as it
allows, everything counts as written: whoever waits looks as often as they would without."""

import os
import select
from pathlib import Path

_EVENTS = 0x002 | 0x080 | 0x100
"""IN_MODIFY, IN_MOVED_TO, IN_CREATE, of inotify(7)."""
_MOST = 65536


class Writing:
    """Watches one folder, from when it is asked first. Who asks closes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._woken, self._waker = os.pipe()
        self._told: int | None = None

    def within(self, seconds: float) -> bool:
        """Whether something has been written since it was asked last, or is within so many seconds."""
        if self._told is None:
            self._told = _watching(self._folder)
            return True
        if self._told < 0:
            return True
        there = select.poll()
        for end in (self._told, self._woken):
            there.register(end, select.POLLIN)
        ready = [end for end, _ in there.poll(seconds * 1000)]
        if self._told in ready:
            os.read(self._told, _MOST)
        return bool(ready)

    def wake(self) -> None:
        """Let whoever waits wait no longer, now or ever. Not to be called once it is closed."""
        os.write(self._waker, b"!")

    def close(self) -> None:
        """Watch no more."""
        for end in (self._woken, self._waker, self._told):
            if end is not None and end >= 0:
                os.close(end)


def _watching(folder: Path) -> int:
    """What can be read once something is written in the folder; -1 where the system does not tell."""
    import ctypes

    library = ctypes.CDLL(None)
    try:
        told = int(library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
    except AttributeError:
        return -1
    if told >= 0 > library.inotify_add_watch(told, os.fsencode(folder), _EVENTS):
        os.close(told)
        return -1
    return told
