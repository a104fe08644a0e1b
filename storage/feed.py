"""Tells of every change, in order, once: journal entries after the last sequence number that was heard.

Hints (of the system that the file is being written, a counter that SQLite keeps, LISTEN on PostgreSQL) only shorten
the wait; the journal is the truth. A second thread keeps watch over the first, which may hang in a store that neither
answers nor fails: when nothing has been heard for a moment the listener is told since when, whatever the cause. When
the sequence has gone back, it is told to read everything again."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.when import SystemClock
from storage.engine import Database
from storage.journal import entry_of
from storage.tables.core import HEAD, JOURNAL
from storage.writing import Writing

POLL_SECONDS = 0.05
"""How often a file is asked while it is being written, and for a while after: a commit is there some time after its
first byte."""
LIVELY_SECONDS = 2.0
LOOK_SECONDS = 1.0
"""How often it is asked while it seems to be left alone."""
LISTEN_SECONDS = 1.0
AGAIN_SECONDS = 0.5
SILENT_SECONDS = 2.0
WATCH_SECONDS = 0.5
BATCH = 500
_NEWS = sa.select(JOURNAL).where(JOURNAL.c.seq > sa.bindparam("last")).order_by(JOURNAL.c.seq).limit(BATCH)
_HEAD = sa.select(HEAD.c.seq)
_COLUMNS = JOURNAL.c.keys()
_NEWS_AS_TEXT = f"SELECT {', '.join(_COLUMNS)} FROM journal WHERE seq > %s ORDER BY seq LIMIT {BATCH}"
_HEAD_AS_TEXT = "SELECT seq FROM head"

Heard = Callable[[Sequence[Entry]], None]
Silent = Callable[[datetime | None], None]


class Feed:
    """Listens to one store, to what comes `after` a sequence number (from now on where it is negative).

    `changed([])` means: the sequence went back, read everything again. `silent(since)` and `silent(None)` say that
    the store cannot be heard and is heard again."""

    def __init__(self, database: Database, changed: Heard, silent: Silent, after: int) -> None:
        self._database, self._changed, self._silent = database, changed, silent
        self._last = after
        self._stop = threading.Event()
        self._writing = Writing(database.path.parent) if database.path else None
        self._heard_at = monotonic()
        self._threads = [
            threading.Thread(target=run, name=f"caredesk-{name}", daemon=True)
            for name, run in (("feed", self._listen), ("watch", self._watch))
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop listening; a thread that hangs in the store is left to end with the program."""
        if self._writing is not None and not self._stop.is_set():
            self._writing.wake()
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=2 * POLL_SECONDS)

    def _watch(self) -> None:
        """Tell of silence, and of its end."""
        silent = False
        while not self._stop.wait(WATCH_SECONDS):
            if silent is not (monotonic() - self._heard_at > SILENT_SECONDS):
                silent = not silent
                self._silent(SystemClock().now() if silent else None)

    def _listen(self) -> None:
        """Follow the store; whatever goes wrong, try again: until then the store counts as silent."""
        while not self._stop.is_set():
            try:
                self._database.still_there()
                if self._writing is None:
                    self._follow_postgres()
                else:
                    self._follow_sqlite(self._writing)
            except Exception:
                self._stop.wait(AGAIN_SECONDS)
        if self._writing is not None:
            self._writing.close()

    def _follow_sqlite(self, writing: Writing) -> None:
        with self._database.engine.connect() as connection:
            raw: Any = connection.connection.cursor()
            seen, lively_until = None, monotonic() + LIVELY_SECONDS
            while not self._stop.is_set():
                self._database.still_there()
                version = raw.execute("PRAGMA data_version").fetchone()[0]
                if version != seen:
                    seen = version
                    with connection.begin():
                        self._read(partial(_news, connection), lambda: connection.execute(_HEAD).scalar_one())
                self._heard_at = monotonic()
                lively = self._heard_at < lively_until and not self._stop.wait(POLL_SECONDS)
                if writing.within(0 if lively else LOOK_SECONDS):
                    lively_until = monotonic() + LIVELY_SECONDS

    def _follow_postgres(self) -> None:
        """Asks the driver itself, by statements that the server has prepared: hundreds of desks ask at once."""
        with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw: Any = connection.connection.dbapi_connection
            cursor = raw.cursor(binary=True)
            try:
                raw.execute("LISTEN caredesk")
                while not self._stop.is_set():
                    self._read(
                        partial(_told, cursor), lambda: cursor.execute(_HEAD_AS_TEXT, prepare=True).fetchone()[0]
                    )
                    self._heard_at = monotonic()
                    for _ in raw.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        pass
            finally:
                connection.invalidate()  # nobody else may have a connection that listens

    def _read(self, news: Callable[[int], Sequence[Entry]], head: Callable[[], int]) -> None:
        """Pass on what has been added, a batch at a time; where nothing was, whether the sequence went back."""
        count = BATCH
        while count == BATCH:
            if self._last < 0:
                self._last = head()
            entries = news(self._last)
            last = entries[-1].seq if entries else head()
            if entries or last < self._last:
                self._last = last
                self._changed(entries)
            count = len(entries)


def _news(connection: sa.Connection, last: int) -> Sequence[Entry]:
    return [entry_of(row) for row in connection.execute(_NEWS, {"last": last}).mappings()]


def _told(cursor: Any, last: int) -> Sequence[Entry]:
    rows = cursor.execute(_NEWS_AS_TEXT, (last,), prepare=True)
    return [entry_of(dict(zip(_COLUMNS, row, strict=True))) for row in rows]
