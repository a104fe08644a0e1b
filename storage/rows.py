"""Writes what became of records into their tables: removals, additions and revisions, each kind of them together."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Changed, Stale
from storage.mapper import Change, Shape


def write_rows(connection: sa.Connection, shape: Shape, changes: Iterable[Change]) -> None:
    """Write changes of different records of one kind. Raises Changed when one is not at the revision that was read."""
    removed, added = [], []
    revised: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if change.after is None:
            removed.append(change.id)
        elif change.before is None:
            added.append(shape.columns({**shape.defaults, **change.after}))
        else:
            revised.setdefault(tuple(sorted(change.after)), []).append(change)
    for ref in removed:
        connection.execute(shape.table.delete().where(shape.table.c.id == ref))
    if added:
        connection.execute(shape.table.insert(), added)
    for alike in revised.values():
        _revise(connection, shape, alike)


def _revise(connection: sa.Connection, shape: Shape, changes: list[Change]) -> None:
    """Write the same fields of many records."""
    rows = [_revision(shape, change) for change in changes if change.after]
    if rows and connection.execute(_where_unchanged(shape.table), rows).rowcount != len(rows):
        raise Changed(Stale(changes[0].subject, "Somebody", None, {}))


def _revision(shape: Shape, change: Change) -> dict[str, Any]:
    was, now = change.before or {}, change.after or {}
    return {**shape.columns(now), "the_id": change.id, "the_revision": was["revision"]}


@cache
def _where_unchanged(table: sa.Table) -> sa.Update:
    unchanged = table.c.id == sa.bindparam("the_id"), table.c.revision == sa.bindparam("the_revision")
    return table.update().where(*unchanged)
