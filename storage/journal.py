"""The journal: every change and every read of a record, chained so that no entry can be altered unseen.

The hash of an entry covers the hash before it and the entry's own text exactly as it is stored."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Entry
from storage.mapper import Change
from storage.tables import HeadRow, JournalRow, TouchRow

GENESIS = "0" * 64
JOURNAL: sa.Table = JournalRow.__table__  # type: ignore[attr-defined]
HEAD: sa.Table = HeadRow.__table__  # type: ignore[attr-defined]
TOUCH: sa.Table = TouchRow.__table__  # type: ignore[attr-defined]
_CHAINED = (
    "seq", "at", "recorded_at", "actor", "role", "session", "command_id", "kind", "subject", "before", "after",
    "reason",
)  # fmt: skip

_LINKED = json.JSONEncoder(ensure_ascii=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def texts(changes: Iterable[Change]) -> dict[str, str]:
    """The columns `before` and `after` of an entry, from what its command changed, as JSON."""
    before, after = {}, {}
    for _, subject, was, now in changes:
        before[subject], after[subject] = was, now
    return {"before": canonical(before), "after": canonical(after)}


def canonical(value: Mapping[str, Any]) -> str:
    """One text for one value: sorted keys, no spaces."""
    return _CANONICAL.encode(value)


def link(row: Mapping[str, Any] | sa.RowMapping, previous: str) -> str:
    """The hash of an entry given as column values, after the entry with hash `previous`."""
    told = [_text(row[name]) for name in _CHAINED]
    return hashlib.sha256(_LINKED.encode([previous, *told]).encode()).hexdigest()


def _text(value: Any) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)


def entry_of(row: sa.RowMapping) -> Entry:
    """A journal row as handlers and screens see it."""
    return Entry(
        seq=row["seq"], at=row["at"], recorded_at=row["recorded_at"], actor=row["actor"], role=row["role"],
        session=row["session"], command_id=row["command_id"], kind=row["kind"], subject=row["subject"],
        before=json.loads(row["before"]), after=json.loads(row["after"]), reason=row["reason"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading the whole chain found: `broken` is empty when it holds; `entries` were read up to `head`."""

    entries: int
    head: str
    broken: tuple[str, ...]


def entries(connection: sa.Connection) -> Iterator[Entry]:
    """Every entry, from the first."""
    return map(entry_of, _rows(connection))


def verify(connection: sa.Connection) -> Verdict:
    """Read the chain from its beginning and compare it with the head."""
    previous, expected, broken = GENESIS, 1, []
    for row in _rows(connection):
        if row["seq"] != expected:
            broken.append(f"entry {expected} is missing: the next one is {row['seq']}")
        if row["prev_hash"] != previous or link(row, row["prev_hash"]) != row["hash"]:
            broken.append(f"entry {row['seq']} ({row['kind']} by {row['actor']}) does not fit the chain")
        previous, expected = row["hash"], row["seq"] + 1
        if len(broken) >= 20:
            break
    head = connection.execute(sa.select(HEAD)).mappings().first()
    if not broken and head is not None and (head["seq"], head["hash"]) != (expected - 1, previous):
        broken.append(
            f"the head says entry {head['seq']}, the journal ends at {expected - 1}: the tail was cut or added"
        )
    return Verdict(expected - 1, previous, tuple(broken))


def _rows(connection: sa.Connection, size: int = 2000) -> Iterator[sa.RowMapping]:
    last = 0
    while True:
        query = sa.select(JOURNAL).where(JOURNAL.c.seq > last).order_by(JOURNAL.c.seq).limit(size)
        rows = connection.execute(query).mappings().all()
        yield from rows
        if len(rows) < size:
            return
        last = rows[-1]["seq"]
