"""Filling a store with many commands: every record is held in memory and written a stretch at a time.

Only for a store that nobody else is using yet. Handlers see exactly what they would see in a store of rows; each
command still has its own chained journal entry."""

from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from domain.desk.bus import Between
from domain.ids import Ids
from domain.record import Record
from domain.when import Clock
from storage.engine import Database
from storage.journal import HEAD
from storage.mapper import shape_of
from storage.tables import ROW_OF
from storage.unit_of_work import Batch, Session

R = TypeVar("R", bound=Record)
_ID = attrgetter("id")
_NOWHERE = object()

Index = dict[Any, dict[str, None]]
"""Field value → the subjects that have it, in the order in which they came."""


class BulkSession(Session):
    """A session that has read the whole store once and answers from memory."""

    def __init__(self, database: Database, service: str) -> None:
        self._database = database
        self._kinds: dict[type[Record], dict[str, Record]] = {kind: {} for kind in ROW_OF}
        self._indexes: dict[type[Record], dict[str, Index]] = {kind: {} for kind in ROW_OF}
        with database.reading() as connection:
            super().__init__(connection, service, database.is_sqlite)
            for kind in ROW_OF:
                self._read(kind)
            row = connection.execute(sa.select(HEAD)).mappings().one()
        self._head = (row["seq"], row["hash"])

    def _read(self, kind: type[Record]) -> None:
        shape = shape_of(kind)
        for row in self.connection.execute(sa.select(shape.table)).mappings():
            record = shape.record(row)
            subject = f"{kind.__name__.lower()}/{record.id}"
            self.current[subject] = self._stored[subject] = record
            self._kinds[kind][subject] = record

    def load(self, kind: type[R], ref: str) -> R | None:
        """The record as it stands."""
        return cast("R | None", self.current.get(f"{kind.__name__.lower()}/{ref}"))

    def put(self, subject: str, kind: type[Record], record: Record | None) -> None:
        """Keep a record, or its absence, and keep the indexes true."""
        was = self._kinds[kind].get(subject)
        super().put(subject, kind, record)
        for name, index in self._indexes[kind].items():
            before, after = getattr(was, name, _NOWHERE), getattr(record, name, _NOWHERE)
            if before != after:
                index.get(before, {}).pop(subject, None)
                index.setdefault(after, {})[subject] = None
        if record is None:
            self._kinds[kind].pop(subject, None)
        else:
            self._kinds[kind][subject] = record

    def find(self, kind: type[R], where: Mapping[str, Any]) -> list[R]:
        """Matching records in the order of their references."""
        records = self._kinds[kind]
        narrow = [self._places(kind, name, wanted) for name, wanted in where.items() if _is_narrow(wanted)]
        near = min(narrow, key=lambda places: sum(map(len, places)), default=None)
        found = records.values() if near is None else (records[subject] for place in near for subject in place)
        return cast("list[R]", sorted((one for one in found if _fits(one, where)), key=_ID))

    def _places(self, kind: type[Record], name: str, wanted: Any) -> list[dict[str, None]]:
        """The entries of an index that a question takes in."""
        index = self._index(kind, name)
        if isinstance(wanted, Between):
            return [place for value, place in index.items() if _lies_in(value, wanted)]
        return [index.get(value, {}) for value in _values(wanted)]

    def _index(self, kind: type[Record], name: str) -> Index:
        index = self._indexes[kind].get(name)
        if index is None:
            index = self._indexes[kind][name] = {}
            for subject, record in self._kinds[kind].items():
                index.setdefault(getattr(record, name), {})[subject] = None
        return index

    def write(self) -> None:
        """Commit everything since the last time in one transaction."""
        with self._database.writing() as connection:
            self.connection = connection
            self.finish()


def _values(wanted: Any) -> Iterable[Any]:
    return set(wanted) if isinstance(wanted, tuple | frozenset | list | set) else (wanted,)


def _is_narrow(wanted: Any) -> bool:
    """Whether an index helps: for values, and for days, of which there are few; not for moments."""
    return not isinstance(wanted, Between) or type(wanted.low or wanted.high) is date


def _lies_in(value: Any, wanted: Between) -> bool:
    if value is None or value is _NOWHERE:
        return False
    return (wanted.low is None or value >= wanted.low) and (wanted.high is None or value < wanted.high)


def _fits(record: Record, where: Mapping[str, Any]) -> bool:
    for name, wanted in where.items():
        value = getattr(record, name)
        if isinstance(wanted, Between):
            if not _lies_in(value, wanted):
                return False
        elif isinstance(wanted, tuple | frozenset | list | set):
            if value not in wanted:
                return False
        elif value != wanted:
            return False
    return True


class Bulk(Batch):
    """Carries out orders on a BulkSession; `write` commits what has gathered."""

    def __init__(self, database: Database, service: str, clock: Clock, ids: Ids) -> None:
        self._bulk = BulkSession(database, service)
        super().__init__(self._bulk, clock, ids)

    def write(self) -> None:
        """Commit what has gathered."""
        self._bulk.write()
