"""Takes personal text out of journal entries that have been chained, and leaves the chain whole.

An entry keeps its hash, which the next one is chained to; its texts no longer fit that hash. The entry that erases them
therefore names each of them with the hash that it has from then on, and is chained itself: an entry that was altered
otherwise is still found."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from domain.erasure import ERASED, PERSONAL, without
from storage.journal import canonical, link
from storage.mapper import KIND_OF, shape_of
from storage.tables.core import JOURNAL, TOUCH


def redacted(states: Mapping[str, Any], subjects: Collection[str]) -> dict[str, Any]:
    """The column `before` or `after` of an entry without what is personal of some subjects."""
    return {name: _redacted(name, state) if name in subjects and state else state for name, state in states.items()}


def _redacted(subject: str, state: Mapping[str, Any]) -> dict[str, Any]:
    kind = KIND_OF[subject.partition("/")[0]]
    personal = PERSONAL.get(kind, frozenset())
    return {name: _blank(kind, name, value) if name in personal else value for name, value in state.items()}


def _blank(kind: Any, name: str, value: Any) -> Any:
    return shape_of(kind).as_json({name: without(kind, name, value)})[name]


def altered(connection: sa.Connection, subjects: Collection[str]) -> Iterator[dict[str, Any]]:
    """The entries that tell something personal of these subjects, as they are to be."""
    touched = sa.select(TOUCH.c.seq).where(TOUCH.c.subject.in_(list(subjects)))
    for row in connection.execute(sa.select(JOURNAL).where(JOURNAL.c.seq.in_(touched))).mappings():
        before, after = (canonical(redacted(json.loads(row[side]), subjects)) for side in ("before", "after"))
        reason = ERASED if row["reason"] and row["subject"] in subjects else row["reason"]
        if (before, after, reason) != (row["before"], row["after"], row["reason"]):
            yield {**row, "before": before, "after": after, "reason": reason}


def vouchers(rows: Collection[Mapping[str, Any]]) -> dict[str, str]:
    """What an erasing entry has to say of the entries that it alters."""
    return {str(row["seq"]): link(row, row["prev_hash"]) for row in rows}


def rewrite(connection: sa.Connection, rows: Collection[Mapping[str, Any]]) -> None:
    """Put altered entries in the place of what they were. The erasing entry must be there by then."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        statement = "UPDATE journal SET before = :before, after = :after, reason = :reason WHERE seq = :seq"
    else:  # only the owner of the tables may update them
        statement = "SELECT journal_erase(:seq, :before, :after, :reason)"
    names = ("seq", "before", "after", "reason")
    connection.execute(sa.text(statement), [{name: row[name] for name in names} for row in rows])
