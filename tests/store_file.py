"""A store's file, opened past the program that looks after it: to look into it, to spoil it, to fold its log.

By the library that the program uses, never by Python's own: two of them in one process know nothing of each other's
locks, and the second to come cuts the index of the log short under the first, which the kernel ends with SIGBUS."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def store_file(path: Path | str) -> Iterator[Any]:
    """A connection of the driver, committed on leaving without an error."""
    from storage.engine import sqlite_module

    with closing(sqlite_module().connect(str(path))) as link, link:
        yield link


def fold_log(path: Path) -> None:
    """Put all that is in the log of a store into its file, so that the file can be copied."""
    with store_file(path) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
