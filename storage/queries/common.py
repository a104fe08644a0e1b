"""The few shapes of question that all the others are made of."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.record import Record
from storage.mapper import shape_of

R = TypeVar("R", bound=Record)
T = TypeVar("T")
MANY = 500


def table_of(kind: type[Record]) -> sa.Table:
    """The table of a kind of record."""
    return shape_of(kind).table


def records(
    connection: sa.Connection,
    kind: type[R],
    *where: sa.ColumnElement[bool],
    order: Any = None,
    limit: int | None = None,
) -> list[R]:
    """Whole records, at most `limit`, in the order of one or more columns, by default of their references."""
    shape = shape_of(kind)
    columns = order if isinstance(order, tuple) else (shape.table.c.id if order is None else order,)
    query = sa.select(shape.table).where(*where).order_by(*columns).limit(limit)
    return [shape.record(row) for row in connection.execute(query).mappings().all()]


def parts(connection: sa.Connection, kind: type[R], only: Sequence[str], *where: sa.ColumnElement[bool]) -> list[R]:
    """Records with only some fields, and the defaults of the others: to count by, never to keep. Fields without a
    default must be among them."""
    shape = shape_of(kind)
    query = sa.select(*(shape.table.c[name] for name in only)).where(*where)
    return [shape.record(row, only) for row in connection.execute(query).mappings().all()]


def how_many(connection: sa.Connection, kind: type[Record], *where: sa.ColumnElement[bool]) -> int:
    """How many records there are of which all that is true."""
    query = sa.select(sa.func.count()).select_from(table_of(kind)).where(*where)
    return int(connection.execute(query).scalar_one())


def by_ref(connection: sa.Connection, kind: type[R], service: str, refs: Iterable[str]) -> dict[str, R]:
    """Records of a service by reference, asked for in handfuls."""
    wanted = sorted({ref for ref in refs if ref})
    found: dict[str, R] = {}
    table = table_of(kind)
    for handful in handfuls(wanted):
        some = records(connection, kind, table.c.id.in_(handful), table.c.service == service)
        found.update({record.id: record for record in some})
    return found


def names(column: sa.ColumnElement[Any], ref: str) -> sa.ColumnElement[bool]:
    """Whether a column that holds a list of references holds this one."""
    return sa.cast(column, sa.Text).contains(f'"{ref}"', autoescape=True)


def handfuls(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many values at a time as one question may name."""
    return (values[start : start + MANY] for start in range(0, len(values), MANY))


def columns(connection: sa.Connection, query: sa.Select[Any]) -> Sequence[sa.RowMapping]:
    """Rows of a query as mappings."""
    return connection.execute(query).mappings().all()
