"""Tells of every change, in order, once: journal entries after the last sequence number that was heard.

Hints (a counter that SQLite keeps, LISTEN on PostgreSQL) only shorten the wait; the journal is the truth. When the
store cannot be heard the listener is told since when; when its sequence has gone back, it is told to reload."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.when import SystemClock
from storage.engine import Database, StoreUnreachable
from storage.journal import HEAD, JOURNAL, entry_of

POLL_SECONDS = 0.05
SILENT_SECONDS = 1.0
BATCH = 500

Heard = Callable[[Sequence[Entry]], None]
Silent = Callable[[datetime | None], None]


class Feed:
    """A thread that listens to one store. `changed([])` means: the sequence went back, read everything again."""

    def __init__(self, database: Database, changed: Heard, silent: Silent) -> None:
        self._database, self._changed, self._silent = database, changed, silent
        self._stop = threading.Event()
        self._last = -1
        self._quiet_since: datetime | None = None
        self._thread = threading.Thread(target=self._run, name="caredesk-feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        self._thread.join(timeout=3)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._database.is_sqlite:
                    self._watch_sqlite()
                else:
                    self._watch_postgres()
            except (sa.exc.SQLAlchemyError, StoreUnreachable, OSError):
                if self._quiet_since is None:
                    self._quiet_since = SystemClock().now()
                    self._silent(self._quiet_since)
                self._stop.wait(SILENT_SECONDS)

    def _heard(self) -> None:
        if self._quiet_since is not None:
            self._quiet_since = None
            self._silent(None)

    def _watch_sqlite(self) -> None:
        with self._database.engine.connect() as connection:
            raw: Any = connection.connection.cursor()
            seen = None
            while not self._stop.is_set():
                if self._database.path is not None and not self._database.path.exists():
                    raise OSError("the store has gone")
                version = raw.execute("PRAGMA data_version").fetchone()[0]
                if version != seen:
                    seen = version
                    self._read()
                self._heard()
                self._stop.wait(POLL_SECONDS)

    def _watch_postgres(self) -> None:
        import psycopg

        dsn = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            with psycopg.connect(dsn, autocommit=True, connect_timeout=3) as connection:
                connection.execute("LISTEN caredesk")
                while not self._stop.is_set():
                    self._read()
                    self._heard()
                    for _ in connection.notifies(timeout=SILENT_SECONDS, stop_after=1):
                        break
        except psycopg.Error as error:
            raise OSError(str(error)) from error

    def _read(self) -> None:
        while True:
            with self._database.reading() as connection:
                head = int(connection.execute(sa.select(HEAD.c.seq)).scalar_one())
                if self._last < 0:
                    self._last = head
                if head < self._last:
                    self._last = head
                    self._changed([])
                    return
                query = sa.select(JOURNAL).where(JOURNAL.c.seq > self._last).order_by(JOURNAL.c.seq).limit(BATCH)
                entries = [entry_of(row) for row in connection.execute(query).mappings()]
            if not entries:
                return
            self._last = entries[-1].seq
            self._changed(entries)
