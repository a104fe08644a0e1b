"""The journal folded from nothing: every record as its entries left it, to be shown, or compared with the tables."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from sys import intern
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.erasure import VOUCHERS
from domain.record import Record
from storage.journal import canonical
from storage.mapper import KIND_OF, shape_of, subject_of
from storage.queries.common import records
from storage.tables.records import TABLE_OF

Fields = dict[str, Any]
"""Field name → value as JSON; fields that were never set are missing."""
Place = tuple[str, str]
"""Service and subject: two services may have a `user/aokoye` each."""
STRETCH = 2000
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    ExceptionGroup,
    LookupError,
    TypeError,
    ValueError,
    sa.exc.SQLAlchemyError,
)
"""What reading runs into where somebody wrote what the program never writes."""


class Folded:
    """Records as the entries so far left them; `misfits` names each entry that changed something other than it says.

    Of a store of many years there are millions: each is kept as its text."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._kept: dict[Place, bytes] = {}
        self.misfits: list[str] = []
        for entry in entries:
            self.take(entry)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._kept)

    def _fields(self, place: Place) -> Fields | None:
        kept = self._kept.get(place)
        return None if kept is None else json.loads(kept)

    def take(self, entry: Entry) -> None:
        """The next entry in their order."""
        for subject, after in entry.after.items():
            if subject == VOUCHERS:
                continue
            place = intern(entry.service), subject
            now = self._fields(place)
            if not _fits(subject, entry.before[subject], now):
                self.misfits.append(f"entry {entry.seq} ({entry.kind}) found another {subject} than it says")
            if after is None:
                self._kept.pop(place, None)
            else:
                self._kept[place] = canonical({**(now or {}), **after}).encode("utf-8", "surrogatepass")

    def differences(self, connection: sa.Connection) -> Iterator[str]:
        """Subjects that the tables hold otherwise than the journal says: changed, unknown to it, or missing."""
        missing = set(self._kept)
        for kind in TABLE_OF:
            for place, record in _all_of(connection, kind):
                missing.discard(place)
                journalled = shape_of(kind).journalled
                folded = self._fields(place)
                if folded is None or record is None or journalled(record_of(place[1], folded)) != journalled(record):
                    yield place[1]
        yield from sorted(subject for _, subject in missing)


def _all_of(connection: sa.Connection, kind: type[Record]) -> Iterator[tuple[Place, Record | None]]:
    """The records of a table, a stretch at a time, None for one that cannot be read."""
    table = shape_of(kind).table
    order = sa.tuple_(table.c.id, table.c.service)
    query = sa.select(table.c.id, table.c.service).order_by(table.c.id, table.c.service).limit(STRETCH)
    keys = connection.execute(query).all()
    while keys:
        first, last = (sa.tuple_(*map(sa.literal, keys[at])) for at in (0, -1))
        yield from _read(connection, kind, keys, sa.and_(order >= first, order <= last))
        keys = connection.execute(query.where(order > last)).all()


def _read(
    connection: sa.Connection, kind: type[Record], keys: Sequence[Any], between: sa.ColumnElement[bool]
) -> Iterator[tuple[Place, Record | None]]:
    try:
        yield from [((record.service, subject_of(record)), record) for record in records(connection, kind, between)]
    except UNREADABLE:
        table = shape_of(kind).table
        for ref, service in keys:
            record = None
            with suppress(*UNREADABLE):
                (record,) = records(connection, kind, table.c.service == service, table.c.id == ref)
            yield (service, f"{kind.__name__.lower()}/{ref}"), record


def record_of(subject: str, fields: Mapping[str, Any]) -> Any:
    """The record that journalled field values make."""
    shape = shape_of(_kind_of(subject))
    return shape.kind(**{name: shape.said(name, value) for name, value in fields.items()})


def _fits(subject: str, before: Fields | None, now: Fields | None) -> bool:
    if before is None or now is None:
        return before is None and now is None
    return all(_standing(subject, now, name) == value for name, value in before.items())


def _standing(subject: str, now: Fields, name: str) -> Any:
    """A field's value as journalled; what was never journalled has the default."""
    return now[name] if name in now else shape_of(_kind_of(subject)).told(record_of(subject, now), (name,))[name]


def _kind_of(subject: str) -> type[Record]:
    return KIND_OF[subject.partition("/")[0]]
