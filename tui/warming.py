"""The compiled search made ready beside an open desk, once for each version of the program.

A process of its own and of the lowest priority does it, some time after the desk has opened or beside the first long
search. It keeps the machine code in the user's private folder and ends with the desk; where it cannot, the search is
made ready when first wanted. Of many desks that one user has open on a host, one does it.
Nothing of the engine is imported before, so that a desk opens as fast as without it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from tui.settings import kernel_folder

AFTER_SECONDS = 20.0
PATIENCE_SECONDS = 300.0
LOWEST_PRIORITY = 19


def warm_up() -> None:
    """Begin, where it is not ready yet; nothing waits for it."""
    Thread(target=_after_a_while, daemon=True).start()


def make_ready() -> None:
    """Begin now, for the sake of a search that goes on meanwhile."""
    Thread(target=_make_where_missing, daemon=True).start()


def _after_a_while() -> None:
    Event().wait(AFTER_SECONDS)
    _make_where_missing()


def _make_where_missing() -> None:
    from domain.engine.kernel.compiling import is_kept
    from tui.solving import apart

    folder = kernel_folder()
    if folder is not None and not is_kept(folder):
        with suppress(RuntimeError, OSError):
            with _turn(folder) as free:
                pass
            if free:
                apart(make, folder, PATIENCE_SECONDS)


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Keep the others of this user from making it meanwhile; False where one of them is about it."""
    with (folder / "making").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def make(folder: Path) -> bool:
    """Make the machine code and keep it in the folder; False where another process of this user is about it."""
    from domain.engine.kernel.compiling import compiled

    os.nice(LOWEST_PRIORITY)
    with _turn(folder) as mine:
        if mine:
            with suppress(ImportError):  # where there is no LLVM for this machine, there is nothing to make
                compiled(folder)
    return mine
