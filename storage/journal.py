"""The journal: every change and every read of a record, chained so that no entry can be altered unseen.

The hash of an entry covers the hash before it and the entry's own text exactly as it is stored."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from storage.mapper import Change
from storage.tables.core import JOURNAL, STORE

GENESIS = "0" * 64
IS_A_STEP = "journal.kind IN ('redo', 'undo')"
"""Whether an entry takes back, or gives again, what another did; there is an index of those alone."""
ORDER_LOCK = 0x6361726564
FIRST = sa.select(STORE.c.service).where(STORE.c.since == 0)
"""The service that a store was begun with."""
CHAINED = (
    "seq", "at", "recorded_at", "actor", "role", "session", "command_id", "kind", "subject", "before", "after",
    "reason", "service",
)  # fmt: skip

_LINKED = json.JSONEncoder(ensure_ascii=False, default=repr)  # what is no text at all fits no hash
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def wait_for_order(connection: sa.Connection) -> None:
    """Wait until whoever chains entries has committed; until this transaction ends, nobody else chains any."""
    if connection.dialect.name != "sqlite":  # there, writers take turns anyway
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ORDER_LOCK)))


def states(changes: Iterable[Change]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands before and after an entry, by subject, from what its command changed, as JSON."""
    before, after = {}, {}
    for _, subject, was, now in changes:
        before[subject], after[subject] = was, now
    return before, after


def canonical(value: Mapping[str, Any]) -> str:
    """One text for one value: sorted keys, no spaces."""
    return _CANONICAL.encode(value)


def link(row: Mapping[str, Any] | sa.RowMapping, previous: str) -> str:
    """The hash of an entry given as column values, after the entry with hash `previous`."""
    return linked(previous, [_text(row[name]) for name in CHAINED])


def linked(previous: str, told: Sequence[str]) -> str:
    """The hash of an entry given as the texts of its chained columns; a service is hashed where one is named."""
    return hashlib.sha256(_LINKED.encode([previous, *(told if told[-1] else told[:-1])]).encode()).hexdigest()


def _text(value: Any) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)


def entry_of(row: Mapping[str, Any] | sa.RowMapping) -> Entry:
    """A journal row as handlers and screens see it."""
    return Entry(
        seq=row["seq"], at=row["at"], recorded_at=row["recorded_at"], actor=row["actor"], role=row["role"],
        session=row["session"], command_id=row["command_id"], kind=row["kind"], subject=row["subject"],
        before=json.loads(row["before"]), after=json.loads(row["after"]), reason=row["reason"],
        service=row["service"], hash=row["hash"],
    )  # fmt: skip


def of_service(service: str) -> sa.ColumnElement[bool]:
    """Whether an entry is of a service."""
    unnamed = sa.and_(JOURNAL.c.service == "", FIRST.scalar_subquery() == service)
    return sa.or_(JOURNAL.c.service == service, unnamed)


def seq_at(connection: sa.Connection, at: datetime) -> int:
    """The last entry that had been written by a moment; 0 before the first."""
    query = sa.select(JOURNAL.c.seq).where(JOURNAL.c.recorded_at <= at)
    last = query.order_by(JOURNAL.c.recorded_at.desc(), JOURNAL.c.seq.desc()).limit(1)
    return int(connection.execute(last).scalar_one_or_none() or 0)


def entries_by(connection: sa.Connection, service: str, user: str, since: datetime) -> list[Entry]:
    """What somebody did in a service after a moment, in order."""
    after, theirs = JOURNAL.c.seq > seq_at(connection, since), JOURNAL.c.actor == user
    query = sa.select(JOURNAL).where(after, theirs, of_service(service))
    return [entry_of(row) for row in connection.execute(query.order_by(JOURNAL.c.seq)).mappings()]


def entries(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> Iterator[Entry]:
    """Every entry of every service, from the first, each with its service."""
    first = connection.execute(FIRST).scalar() or ""
    return (entry_of({**row, "service": row["service"] or first}) for row in _rows(connection, where))


def _rows(
    connection: sa.Connection, where: Sequence[sa.ColumnElement[bool]], size: int = 2000
) -> Iterator[sa.RowMapping]:
    last = 0
    while True:
        query = sa.select(JOURNAL).where(JOURNAL.c.seq > last, *where).order_by(JOURNAL.c.seq).limit(size)
        rows = connection.execute(query).mappings().all()
        yield from rows
        if len(rows) < size:
            return
        last = rows[-1]["seq"]
