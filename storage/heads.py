"""Heads of journals, noted outside the stores that they belong to: whoever remakes a chain or cuts its tail cannot
remake these.

A log of one line each, only ever added to: when, what for, which entry with which hash, of which store. A journal is
known by where it lies and by the mark of its store, so that also a copy in another place is held to what was noted.
The log is worth as much as it is out of reach of those who can alter a store: send it elsewhere too."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

import sqlalchemy as sa

from domain.when import SystemClock
from storage.engine import Database
from storage.tables.core import HEAD, STORE

BEGUN, RESTORED, NOTED, VERIFIED = "begun", "restored", "noted", "verified"
_BIRTHS = (BEGUN, RESTORED)
BACKUP = re.compile(r"caredesk-([0-9]{1,18})-([0-9a-f]{12})\.db")
"""What a backup is called: after the number and the hash of its last entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """Entry `seq` had this hash, or one that begins with it; `mark` is the store's, wherever it lies."""

    at: datetime
    how: str
    seq: int
    hash: str
    mark: str
    store: str


class Heads:
    """The log of one person on one machine."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def ready(self) -> None:
        """Raise OSError where nothing could be noted: asked before what takes long, or cannot be taken back."""
        os.close(self._opened())

    def note(self, database: Database, how: str = NOTED) -> None:
        """Add the head of a store as it is now."""
        with database.reading() as connection:
            self.add(Head(SystemClock().now(), how, *head_of(connection), mark_of(connection), database.name))

    def of(self, store: str, mark: str) -> list[Head]:
        """What binds a journal: all that was noted of the store since it was begun or restored.

        A store of which nothing was ever noted is held to what was noted of the same one where it was begun; copies
        of it elsewhere have gone their own ways, and bind it only when nobody knows where that was."""
        lines = list(self._lines())
        own = [head for head in lines if head.store == store]
        births = [place for place, head in enumerate(own) if head.how in _BIRTHS]
        if own:
            return own[births[-1] :] if births else own
        same = [head for head in lines if head.mark == mark]
        homes = {head.store for head in same if head.how in _BIRTHS}
        return [head for head in same if head.store in homes or not homes]

    def add(self, head: Head) -> None:
        """Add a line. Raises OSError when the log cannot be written."""
        words = (
            head.at.isoformat(timespec="seconds"), head.how, str(head.seq), head.hash, quote(head.mark, safe=""),
            quote(head.store, safe="/:@?=&+,"),
        )  # fmt: skip
        log = self._opened()
        try:
            size = os.fstat(log).st_size
            torn = size > 0 and os.pread(log, 1, size - 1) != b"\n"
            os.write(log, ("\n" * torn + " ".join(words) + "\n").encode())
            os.fsync(log)
        finally:
            os.close(log)

    def _opened(self) -> int:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _lines(self) -> Iterator[Head]:
        """What the log says; a line that was torn while it was written says nothing."""
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                at, how, seq, chained, mark, store = line.split(" ")
                yield Head(datetime.fromisoformat(at), how, int(seq), chained, unquote(mark), unquote(store))
            except ValueError:
                continue


def mark_of(connection: sa.Connection) -> str:
    """The mark of a store; '' while it has not been begun."""
    return connection.execute(sa.select(STORE.c.mark).limit(1)).scalar() or ""


def head_of(connection: sa.Connection) -> tuple[int, str]:
    """The number and the hash of the last entry."""
    row = connection.execute(sa.select(HEAD).order_by(HEAD.c.id).limit(1)).mappings().one()
    return row["seq"], row["hash"]


def named_after(folder: Path) -> Iterator[Head]:
    """The heads that the backups in a folder are named after."""
    for file in sorted(backups_in(folder)):
        seq, chained = file.stem.split("-")[1:]
        with suppress(FileNotFoundError):  # whoever makes backups may take an old one away meanwhile
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            yield Head(at, NOTED, int(seq), chained, "", str(file))


def backups_in(folder: Path) -> Iterator[Path]:
    """The backups that lie in a folder, by their names."""
    return (file for file in folder.iterdir() if BACKUP.fullmatch(file.name))
