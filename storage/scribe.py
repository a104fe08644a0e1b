"""The second pair of hands in filling a store: a process that chains and writes what the first has carried out.

Stretches are written in the order in which they come, each in one transaction. Whatever keeps the scribe from its work
is raised where the stretches come from, at the next one or at the end."""

import gc
import multiprocessing as mp
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from typing import Any

from domain.record import Record
from storage.engine import Database, StoreUnreachable
from storage.mapper import Change, shape_of
from storage.rows import write_rows
from storage.unit_of_work import Session

Deed = tuple[dict[str, Any], Sequence[Change]]
"""A journal entry that is not yet chained, and what its command changed."""

AHEAD = 10  # stretches: what a busy hour brings is written in the quiet one after it


class Scribe:
    """Takes stretches of deeds, and returns at once unless it is far behind."""

    def __init__(self, line: Connection, store: str, courier: ThreadPoolExecutor) -> None:
        self._line, self._store, self._courier = line, store, courier
        self._on_the_way: deque[Future[None]] = deque()

    def write(self, stretch: Sequence[Deed]) -> None:
        """Hand over a stretch. Raises StoreUnreachable when an earlier one could not be written."""
        self._say(stretch)

    def finish(self) -> None:
        """Wait until everything is committed. Raises StoreUnreachable when it could not be."""
        self._say(None)
        self._arrived(0)
        self._hear()

    def _say(self, word: Sequence[Deed] | None) -> None:
        parcel = pickle.dumps(word, pickle.HIGHEST_PROTOCOL)
        self._on_the_way.append(self._courier.submit(self._line.send_bytes, parcel))
        self._arrived(AHEAD)

    def _arrived(self, most: int) -> None:
        """Wait until at most so many stretches are on the way."""
        try:
            while len(self._on_the_way) > most:
                self._on_the_way.popleft().result()
        except OSError:  # it has left, and said why
            self._hear()

    def _hear(self) -> None:
        """The scribe's last word: None when everything is committed. Raises what kept it from that."""
        try:
            failure = self._line.recv()
        except (EOFError, OSError):
            failure = f"Writing to {self._store} was broken off; begin again with a new store"
        if failure is not None:
            raise StoreUnreachable(failure)


@contextmanager
def scribe_at_work(database: Database, service: str) -> Iterator[Scribe]:
    """A scribe for a store that nobody else writes to; when the block ends well, everything is committed."""
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, database.address, service), daemon=True)
    process.start()
    theirs.close()
    with ThreadPoolExecutor(1) as courier:
        try:
            scribe = Scribe(ours, database.name, courier)
            yield scribe
            scribe.finish()
        finally:
            process.terminate()
            process.join()


def _serve(line: Connection, address: str, service: str) -> None:
    """The scribe's life: write until None comes, then answer with None, or with what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever sends the stretches decides
    gc.disable()  # nothing in a stretch is a cycle
    failure = None
    try:
        with closing(Database(address)) as database:
            for stretch in iter(line.recv, None):
                _write(database, service, stretch)
    except EOFError:
        return
    except StoreUnreachable as unreachable:
        failure = str(unreachable)
    except Exception as error:  # the other process must hear of it, whatever it is
        failure = f"Writing to the store failed ({type(error).__name__}): {error}"
    line.send(failure)


def _write(database: Database, service: str, stretch: Sequence[Deed]) -> None:
    with database.writing() as connection:
        session = Session(connection, service, database.is_sqlite)
        for entry, changes in stretch:
            session.append(entry, changes)
        for kind, changed in _by_kind(change for _, changes in stretch for change in changes):
            write_rows(connection, service, shape_of(kind), changed)
        session.finish()


def _by_kind(changes: Iterable[Change]) -> Iterator[tuple[type[Record], Iterable[Change]]]:
    """What all the changes come to: of each record one, so that each is written once."""
    kinds: dict[type[Record], dict[str, Change]] = {}
    for change in changes:
        records = kinds.setdefault(change.kind, {})
        earlier = records.get(change.subject)
        records[change.subject] = change if earlier is None else earlier.followed_by(change)
    for kind, records in kinds.items():
        yield kind, records.values()
