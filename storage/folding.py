"""The journal folded from nothing: every record as its entries left it, to be shown, or compared with the tables."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.erasure import VOUCHERS
from domain.record import Record
from storage.mapper import KIND_OF, shape_of, subject_of
from storage.queries.common import records
from storage.tables.records import TABLE_OF

Fields = dict[str, Any]
"""Field name → value as JSON; fields that were never set are missing."""
Place = tuple[str, str]
"""Service and subject: two services may have a `user/aokoye` each."""
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
    """Records as the entries so far left them; `misfits` names each entry that changed something other than it says."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.fields: dict[Place, Fields] = {}
        self.misfits: list[str] = []
        for entry in entries:
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """The next entry in their order."""
        for subject, after in entry.after.items():
            if subject == VOUCHERS:
                continue
            place = entry.service, subject
            now = self.fields.get(place)
            if not _fits(subject, entry.before[subject], now):
                self.misfits.append(f"entry {entry.seq} ({entry.kind}) found another {subject} than it says")
            if after is None:
                self.fields.pop(place, None)
            else:
                self.fields[place] = {**(now or {}), **after}

    def differences(self, connection: sa.Connection) -> Iterator[str]:
        """Subjects that the tables hold otherwise than the journal says: changed, unknown to it, or missing."""
        missing = set(self.fields)
        for kind in TABLE_OF:
            for place, record in _all_of(connection, kind):
                missing.discard(place)
                journalled = shape_of(kind).journalled
                folded = self.fields.get(place)
                if folded is None or record is None or journalled(record_of(place[1], folded)) != journalled(record):
                    yield place[1]
        yield from sorted(subject for _, subject in missing)


def _all_of(connection: sa.Connection, kind: type[Record]) -> Iterator[tuple[Place, Record | None]]:
    """The records of a table, None for one that cannot be read."""
    try:
        yield from [((record.service, subject_of(record)), record) for record in records(connection, kind)]
    except UNREADABLE:
        table = shape_of(kind).table
        for service, ref in connection.execute(sa.select(table.c.service, table.c.id).order_by(table.c.id)).all():
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
