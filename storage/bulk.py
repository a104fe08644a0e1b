"""Filling a store with many commands: every record is held in memory, and a scribe writes what they did.

Only for a store that nobody else is using yet, and not for commands that read the journal. Handlers see exactly the
records that they would see in a store of rows; each command still has its own chained journal entry."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from domain.desk.bus import Between, Done, Having, Order
from domain.ids import Ids
from domain.record import Record
from domain.when import Clock
from storage.engine import Database
from storage.mapper import Change, shape_of, subject_of
from storage.scribe import Deed, Scribe
from storage.tables.core import HEAD
from storage.tables.records import TABLE_OF
from storage.unit_of_work import Batch, Session

R = TypeVar("R", bound=Record)
STRETCH = 2000  # deeds handed over at once: what becomes of a visit in a day is then mostly one change
_NOWHERE = object()

Index = dict[Any, dict[str, None]]
"""Field value → the subjects that have it, in the order in which they came."""


class BulkSession(Session):
    """A session that has read the whole service once and answers from memory."""

    def __init__(self, database: Database, service: str) -> None:
        self.deeds: list[Deed] = []
        self._kinds: dict[type[Record], dict[str, Record]] = {kind: {} for kind in TABLE_OF}
        self._indexes: dict[type[Record], dict[tuple[str, bool], Index]] = {kind: {} for kind in TABLE_OF}
        with database.reading() as connection:
            super().__init__(connection, service, database.is_sqlite)
            for kind in TABLE_OF:
                self._read(kind)
            self._seq: int = connection.execute(sa.select(HEAD.c.seq)).scalar_one()

    def _read(self, kind: type[Record]) -> None:
        shape = shape_of(kind)
        ours = shape.table.c.service == self.service
        for row in self.connection.execute(sa.select(shape.table).where(ours)).mappings():
            record = shape.record(row)
            subject = subject_of(record)
            self.current[subject] = self._kinds[kind][subject] = record

    def load(self, kind: type[R], ref: str) -> R | None:
        """The record as it stands."""
        return cast("R | None", self.current.get(f"{kind.__name__.lower()}/{ref}"))

    def is_free(self, kind: type[Record], ref: str) -> bool:
        """Whether the reference is free: the store was begun with this service and has no other yet."""
        return self.load(kind, ref) is None

    def put(self, subject: str, kind: type[Record], record: Record | None) -> None:
        """Keep a record, or its absence, and keep the indexes true."""
        was = self._kinds[kind].get(subject)
        self.current[subject] = record
        for (name, by_member), index in self._indexes[kind].items():
            before, after = getattr(was, name, _NOWHERE), getattr(record, name, _NOWHERE)
            if before != after:
                for key in _keys(before, by_member):
                    index.get(key, {}).pop(subject, None)
                for key in _keys(after, by_member):
                    index.setdefault(key, {})[subject] = None
        if record is None:
            self._kinds[kind].pop(subject, None)
        else:
            self._kinds[kind][subject] = record

    def find(self, kind: type[R], where: Mapping[str, Any]) -> list[R]:
        """Matching records in the order of their references."""
        records, rest = self._kinds[kind], dict(where)
        subjects: Iterable[str] = records
        narrow = {name: self._places(kind, name, wanted) for name, wanted in where.items() if _is_narrow(wanted)}
        if narrow:
            least = min(narrow, key=lambda name: sum(map(len, narrow[name])))
            sure = {least, *(name for name, places in narrow.items() if len(places) == 1)}
            subjects = {subject for place in narrow.pop(least) for subject in place}
            for name in sure - {least}:
                subjects = narrow[name][0].keys() & subjects
            rest = {name: wanted for name, wanted in where.items() if name not in sure}
        found = (records[subject] for subject in sorted(subjects))
        return cast("list[R]", [one for one in found if _fits(one, rest)] if rest else list(found))

    def _places(self, kind: type[Record], name: str, wanted: Any) -> list[dict[str, None]]:
        """The entries of an index that a question takes in."""
        if isinstance(wanted, Having):
            return [self._index(kind, name, by_member=True).get(wanted.ref, {})]
        index = self._index(kind, name)
        if isinstance(wanted, Between):
            return [place for value, place in index.items() if _lies_in(value, wanted)]
        return [index.get(value, {}) for value in _values(wanted)]

    def _index(self, kind: type[Record], name: str, *, by_member: bool = False) -> Index:
        index = self._indexes[kind].get((name, by_member))
        if index is None:
            index = self._indexes[kind][name, by_member] = {}
            for subject, record in self._kinds[kind].items():
                for key in _keys(getattr(record, name), by_member):
                    index.setdefault(key, {})[subject] = None
        return index

    def append(self, entry: dict[str, Any], changes: Sequence[Change] = (), erased: Collection[str] = ()) -> int:
        """Keep a deed for the scribe; returns the sequence number that it will have."""
        self._seq += 1
        self.deeds.append((entry, changes))
        return self._seq


def _keys(value: Any, by_member: bool) -> Iterable[Any]:
    """Where a field's value stands in an index: as a whole, or each of its members."""
    if by_member:
        return () if value is _NOWHERE else value
    return (value,)


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
    """Carries out orders on a BulkSession and hands what they did to a scribe, a stretch at a time."""

    def __init__(self, session: BulkSession, scribe: Scribe, clock: Clock, ids: Ids) -> None:
        super().__init__(session, clock, ids)
        self._bulk, self._scribe = session, scribe

    def handle(self, order: Order) -> Done:
        """Carry out one order."""
        done = super().handle(order)
        if len(self._bulk.deeds) >= STRETCH:
            self.hand_over()
        return done

    def hand_over(self) -> None:
        """Let the scribe write what has gathered."""
        self._scribe.write(self._bulk.deeds)
        self._bulk.deeds = []
