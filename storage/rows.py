"""Writes what became of records into their tables: removals, additions and revisions, each kind of them together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa

from domain.desk.bus import Changed, Refusal, Stale
from domain.people import Person
from domain.visit import Visit
from storage.engine import OutcomeUnknown
from storage.finding import find_anew
from storage.mapper import Change, Shape
from storage.tables.core import TOLD

_TAKEN = "23505"
"""PostgreSQL's SQLSTATE of a key that is there already."""


def write_rows(connection: sa.Connection, service: str, shape: Shape, changes: Iterable[Change]) -> None:
    """Write changes of different records of one kind, all of a service.

    Raises Changed when one is not at the revision that was read, Refusal when a worker would be told of two visits
    at once, and OutcomeUnknown when somebody else took the same reference in the same moment."""
    changes = list(changes)
    removed: list[str] = []
    added: dict[tuple[str, ...], list[Change]] = {}
    revised: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if change.after is None:
            removed.append(change.id)
        elif change.before is None:
            added.setdefault(tuple(sorted(change.after)), []).append(change)
        else:
            revised.setdefault(tuple(sorted(change.after)), []).append(change)
    with _nobody_told_twice(), _each_reference_once():
        if shape.kind is Visit:
            _clear_told(connection, chain.from_iterable(revised.values()))
        for ref in removed:
            connection.execute(shape.table.delete().where(shape.table.c.id == ref, shape.table.c.service == service))
        for names, alike in added.items():
            rows = [shape.columns(change.after) for change in alike if change.after]
            connection.execute(_insertion(shape, names, connection.dialect), rows)
        for alike in revised.values():
            _revise(connection, service, shape, alike)
    if shape.kind is Person:
        find_anew(connection, changes)


@contextmanager
def _nobody_told_twice() -> Iterator[None]:
    try:
        yield
    except sa.exc.IntegrityError as error:
        if "ex_told_worker" not in str(error.orig):
            raise
        raise Refusal("A worker would be told of two visits at once; take them off one of the two first") from error


@contextmanager
def _each_reference_once() -> Iterator[None]:
    """PostgreSQL's transactions run side by side and cannot see which references the others are about to take."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") != _TAKEN:
            raise
        raise OutcomeUnknown("Somebody else took the same reference at this moment; give it again") from error


def _clear_told(connection: sa.Connection, revised: Iterable[Change]) -> None:
    """Make room for what is told anew, so that visits can exchange their workers: the database makes the new spans."""
    anew = [{"the_visit": change.id} for change in revised if _is_told_anew(change)]
    if anew:
        connection.execute(TOLD.delete().where(TOLD.c.visit == sa.bindparam("the_visit")), anew)


def _is_told_anew(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return any(name in after and after[name] != before[name] for name in ("told_workers", "told_start"))


@cache
def _insertion(shape: Shape, names: tuple[str, ...], dialect: sa.Dialect) -> sa.Insert:
    """Adds records of which only these fields differ from their defaults; the statement itself says the others."""
    said = {name: value for name, value in _defaults(shape, dialect).items() if name not in names}
    return shape.table.insert().values({name: sa.bindparam(name) for name in names} | said)


@cache
def _defaults(shape: Shape, dialect: sa.Dialect) -> Mapping[str, sa.ColumnElement[Any]]:
    """The default of each field that has one, as it is written in a statement."""
    values = {
        name: sa.literal(json.dumps(value) if name in shape.nested else value)
        for name, value in shape.columns(shape.defaults).items()
    }
    texts = {
        name: value.compile(dialect=dialect, compile_kwargs={"literal_binds": True}) for name, value in values.items()
    }
    return {name: sa.literal_column(str(text)) for name, text in texts.items()}


def _revise(connection: sa.Connection, service: str, shape: Shape, changes: list[Change]) -> None:
    """Write the same fields of many records."""
    rows = [{**_revision(shape, change), "the_service": service} for change in changes if change.after]
    if rows and connection.execute(_where_unchanged(shape.table), rows).rowcount != len(rows):
        raise Changed(Stale(changes[0].subject, "Somebody", None, {}))


def _revision(shape: Shape, change: Change) -> dict[str, Any]:
    was, now = change.before or {}, change.after or {}
    return {**shape.columns(now), "the_id": change.id, "the_revision": was["revision"]}


@cache
def _where_unchanged(table: sa.Table) -> sa.Update:
    unchanged = (table.c[name] == sa.bindparam(f"the_{name}") for name in ("id", "service", "revision"))
    return table.update().where(*unchanged)
