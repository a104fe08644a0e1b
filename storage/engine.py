"""Opens a store, SQLite or PostgreSQL, with the settings that keep an acknowledged write.

SQLite: WAL with full synchronisation, writers take their turn at a file lock and begin IMMEDIATE, and the writer
that holds the lock does the checkpoints. PostgreSQL: short time limits, READ COMMITTED with revision checks, over
a Unix socket or a verified certificate. The rest of `storage` does not ask which of the two it is, except where
it takes the order lock and where it listens."""

import json
import logging
import os
import threading
import types
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from domain.views import Unreachable
from storage.gate import Gate, GateShut

_BETWEEN = "somebody may stand between; call whoever looks after it"
FILES = ("", "-wal", "-shm", ".gate", "-journal")
"""What a store's files end with."""
CHECKPOINT_BYTES = 4 * 1024 * 1024
BUSY_MS, FOLDING_MS = 5000, 20
"""For how long a statement waits for whoever holds the file, and the folding of the log for those who read."""
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", "recursive_triggers=ON",
    "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "wal_autocheckpoint=0", "journal_size_limit=16777216",
)  # fmt: skip
_POSTGRES_OPTIONS = (
    "-c statement_timeout=60000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
)
_ABOUT_VALUES = "22"  # the class of errors whose very message quotes the value
_ADDRESSES = {"hostaddr": "PGHOSTADDR", "service": "PGSERVICE"}


class StoreUnreachable(Unreachable):
    """The store cannot be opened or heard; the message is a sentence for the user."""


class StoreRefused(StoreUnreachable):
    """The store can be opened, and is not one for this."""


class OutcomeUnknown(StoreUnreachable):
    """The line broke while something was asked: only asking again with the same command id tells what became of it."""


def store_url(text: str) -> URL:
    """A path or a database URL as a URL. Raises StoreUnreachable when it is neither."""
    try:
        if "://" not in text:
            return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
        url = make_url(text)
        if url.drivername == "sqlite" and url.database:
            return url.set(database=str(Path(url.database).expanduser().absolute()))
    except (sa.exc.ArgumentError, ValueError, RuntimeError) as error:
        raise StoreUnreachable(f"'{text}' is neither a file nor a database URL") from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return _secured(url.set(drivername="postgresql+psycopg"))
    raise StoreUnreachable(f"caredesk keeps its store in SQLite or PostgreSQL, not in {url.drivername}")


def _secured(url: URL) -> URL:
    """The URL, if nobody can stand between; whatever else libpq takes an address from is looked at too."""
    host = str(url.query.get("host") or url.host or os.environ.get("PGHOST", ""))
    elsewhere = [url.query.get(name) or os.environ.get(variable) for name, variable in _ADDRESSES.items()]
    on_socket = not any(elsewhere) and (not host or (host.startswith("/") and "," not in host))
    if on_socket or url.query.get("sslmode") == "verify-full":
        return url
    raise StoreUnreachable(
        f"The connection to {host or next(filter(None, elsewhere))} would not be verified; "
        "add ?sslmode=verify-full&sslrootcert=FILE or use a socket"
    )


def sqlite_module() -> types.ModuleType:
    """The SQLite library: the bundled one without the WAL-reset fault where it has a wheel, else Python's own."""
    try:
        import pysqlite3.dbapi2 as bundled
    except ImportError:
        import sqlite3

        return sqlite3
    return bundled  # type: ignore[no-any-return]


def sqlite_is_sound() -> bool:
    """Whether the SQLite library is one of those without the WAL-reset fault."""
    version = tuple(int(part) for part in sqlite_module().sqlite_version.split("."))
    return version >= SAFE_SQLITE[0] or any(good <= version < (good[0], good[1] + 1) for good in SAFE_SQLITE[1:])


class Database:
    """An open store: connections for reading and turns for writing."""

    def __init__(self, text: str, *, must_exist: bool = True, sealed: bool = False) -> None:
        """`sealed`: nobody writes to the file, and this program does not either, whatever it may."""
        self.url = store_url(text)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = Path(self.url.database or "") if self.is_sqlite else None
        self._gate = Gate(Path(f"{self.path}.gate"))
        self._thread_turn = threading.Lock()
        self._file, self._made, self._sealed = (0, 0), False, False
        if self.path is not None:
            self._made = self._find_file(self.path, must_exist)
            self._file = _identity(self.path)
            self._sealed = sealed or not _is_open(self.path)
            self.engine = _sqlite_engine(self.path, sealed=self._sealed)
        else:
            self.engine = _postgres_engine(self.url)
        self._writer = self.engine.execution_options(transaction="IMMEDIATE")
        self._reader = self.engine
        if not self.is_sqlite:
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @staticmethod
    def _find_file(path: Path, must_exist: bool) -> bool:
        """Find or make the file; whether it was made."""
        try:
            if path.is_dir():
                raise StoreUnreachable(f"{path} is a folder, not a store")
            if path.exists() and not path.is_file():
                raise StoreUnreachable(f"{path} is not a file that can hold a store")
            if must_exist and not path.exists():
                raise StoreUnreachable(f"There is no store at {path}; make one with 'caredesk init' or 'caredesk demo'")
            if path.exists():
                if not os.access(path, os.R_OK):
                    raise StoreUnreachable(f"There is no permission to read {path}")
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            return True
        except OSError as error:
            raise StoreUnreachable(f"The store cannot be opened at {path}: {error.strerror}") from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection in one read snapshot."""
        with self._reachable(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in one write transaction, committed on leaving without an error."""
        with self._reachable(), self._turn(), self._writer.connect() as connection:
            connection.begin()
            yield connection
            connection.commit()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self.path is None:
            yield
            return
        with self._thread_turn:
            self._take_gate()
            try:
                yield
                self._checkpoint()
            finally:
                self._gate.leave()

    def _take_gate(self) -> None:
        try:
            self._gate.take()
        except GateShut as shut:
            raise StoreUnreachable(f"Not saved: {shut}; try again, or call IT, who may have to end it") from shut
        except OSError as error:
            raise StoreUnreachable(f"There is no permission to write beside {self.path}") from error

    def _checkpoint(self) -> None:
        """Fold the log into the file while no other writer can commit beside it.

        Where that fails, or somebody has been reading for long, what is committed is safe in the log: whoever writes
        next tries again. Nobody waits at the gate for a reader, such as a verification of the whole store."""
        log = Path(f"{self.path}-wal")
        if not log.exists() or log.stat().st_size < CHECKPOINT_BYTES:
            return
        with suppress(sa.exc.DBAPIError, sqlite_module().Error), closing(self.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout={FOLDING_MS}")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")

    def still_there(self) -> None:
        """Raises StoreUnreachable when the open file is no longer the one at its path: writes to it would vanish."""
        if self.path is None:
            return
        try:
            same = _identity(self.path) == self._file
        except OSError as error:
            raise StoreUnreachable(f"The store {self.path} has gone; call whoever looks after it") from error
        if not same:
            raise StoreUnreachable(f"Another file has taken the place of {self.path}; leave the desk and open it again")

    def owns(self, path: Path) -> bool:
        """Whether a file is this store's, by whatever name. This process must not open such a one beside SQLite: to
        close it again would let go of every lock that SQLite holds on it."""
        with suppress(OSError, ValueError):
            found = _identity(path)
            for own in (Path(f"{self.path}{ending}") for ending in FILES if self.path):
                with suppress(OSError):
                    if _identity(own) == found:
                        return True
        return False

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        self.still_there()
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except sa.exc.DBAPIError as error:
            kind = OutcomeUnknown if error.connection_invalidated else StoreUnreachable
            raise kind(_sentence(error, self.name)) from error

    @property
    def name(self) -> str:
        """The store's place in words, whoever comes in: without role and password."""
        if self.path:
            return str(self.path)
        url = self.url
        return str(URL.create(url.drivername, None, None, url.host, url.port, url.database, url.query))

    @property
    def address(self) -> str:
        """What opens this store again, also in another process; it may hold a password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=False)

    @property
    def is_sealed(self) -> bool:
        """Whether it is a file that nobody may write to."""
        return self._sealed

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        self._gate.close()

    def discard(self) -> None:
        """Let go, and take away a file that opening it made: what came to nothing leaves nothing behind."""
        self.close()
        if self._made:
            for ending in FILES:
                Path(f"{self.path}{ending}").unlink(missing_ok=True)


@contextmanager
def new_store(text: str) -> Iterator[Database]:
    """A database that is to become a store; a file that was made for it goes again when nothing came of it."""
    database = Database(text, must_exist=False)
    try:
        yield database
    except BaseException:
        database.discard()
        raise
    finally:
        database.close()


def _sentence(error: sa.exc.DBAPIError, name: str) -> str:
    text = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
    known = {
        "disk is full": "Not saved: the disk of the store is full. Call IT; what you typed is kept",
        "disk I/O error": "The disk of the store fails: look whether your last change is there, and call IT",
        "malformed": f"Part of {name} cannot be read: leave the desk and call IT, who may need the last backup",
        "unable to open": f"{name} cannot be opened: its disk is full, or fails. Call IT; what you typed is kept",
        "readonly": f"There is no permission to write to {name} or its folder",
        "not a database": f"{name} is not a caredesk store",
        "no such table": f"{name} is not a caredesk store, or an older one: try 'caredesk doctor'",
        "locked": "Somebody else has been saving for more than five seconds; try again",
        "lock timeout": "Somebody else has been saving for more than five seconds; try again",
        "permission denied": f"The role that came in may not do that in {name}: come in as the owner of its tables, "
        "or have the owner let the role in by 'caredesk upgrade --desks ROLE'",
        "certificate verify failed": f"The server of {name} is not one that sslrootcert vouches for: {_BETWEEN}",
        "does not match host name": f"The server of {name} has the certificate of another one: {_BETWEEN}",
        "does not support SSL": f"The server of {name} offers no encrypted line, and caredesk takes no other",
        "root certificate": f"To know the server of {name}, add &sslrootcert=FILE with its authority's certificate",
        "connection": "The database does not answer; try again, or call whoever looks after it",
    }
    return next((sentence for part, sentence in known.items() if part in text), f"The store {name} failed: {text}")


def _is_open(path: Path) -> bool:
    """Whether the file may be written: one that is sealed, such as in a pack, is read as it lies."""
    return path.stat().st_mode & 0o222 != 0


def _identity(path: Path) -> tuple[int, int]:
    """Which file is at a path. Raises OSError when there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _sqlite_engine(path: Path, *, sealed: bool) -> sa.Engine:
    never_made = {"immutable": "1", "mode": "ro", "uri": "true"} if sealed else {"mode": "rw", "uri": "true"}
    pragmas = _PRAGMAS[1:] if sealed else _PRAGMAS
    url = URL.create("sqlite", database=f"file:{quote(str(path))}", query=never_made)
    engine = sa.create_engine(
        url, module=sqlite_module(), pool_size=5, hide_parameters=True, json_serializer=_dumps,
        json_deserializer=_loads, connect_args={"timeout": 5, "check_same_thread": False},
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must never begin a transaction by itself
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        kind = connection.get_execution_options().get("transaction", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def _postgres_engine(url: URL) -> sa.Engine:
    connect = {
        "options": _POSTGRES_OPTIONS, "connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2,
        "keepalives_count": 2, "tcp_user_timeout": 5000,
    }  # fmt: skip
    engine = sa.create_engine(
        url, pool_size=5, pool_pre_ping=True, hide_parameters=True, json_serializer=_dumps,
        json_deserializer=lambda sent: _loads(sent.decode()), connect_args=connect,
    )  # fmt: skip
    event.listen(engine, "handle_error", _forget_values)
    return engine


def _forget_values(context: sa.engine.ExceptionContext) -> None:
    """Leave in an error what kind it is, and not the rows that the server tells with it."""
    error: Any = context.original_exception
    state = getattr(error, "sqlstate", None)
    if state is None:  # it does not come from the server
        return
    told = "a value is not of its kind" if state.startswith(_ABOUT_VALUES) else error.diag.message_primary
    error.args = (told,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(error).__name__}) {told}",)


class _NoRows(logging.Filter):
    """Keeps the rows of answers out of SQLAlchemy's most talkative log; what was asked stays in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Row ")


logging.getLogger("sqlalchemy.engine.Engine").addFilter(_NoRows())

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


def _loads(text: str) -> Any:
    """What `_dumps` wrote: no blanks about it, and most lists are empty."""
    return [] if text == "[]" else _decode(text)[0]
