"""Many rows put into a table at once, each as it is: whoever pours answers for what a unit of work would have checked.

The database's own triggers and constraints hold here as everywhere."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

Row = Sequence[Any]


def pour(connection: sa.Connection, table: sa.Table, rows: Iterable[Row], names: Sequence[str] = ()) -> None:
    """Add rows, each with a value for every column of the table, or for those that are named, in their order."""
    columns = [table.c[name] for name in names] if names else list(table.c)
    ready = _for_the_database(connection.dialect, columns, rows)
    cursor: Any = connection.connection.cursor()
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(column.name) for column in columns)})"
    if connection.dialect.name == "sqlite":
        cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))})", ready)
        return
    with cursor.copy(f"COPY {into} FROM STDIN") as copied:
        for row in ready:
            copied.write_row(row)


def _for_the_database(dialect: sa.Dialect, columns: Sequence[sa.Column[Any]], rows: Iterable[Row]) -> Iterator[Row]:
    """Rows whose values are what the driver takes."""
    makers = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    odd = [(place, make) for place, make in enumerate(makers) if make is not None]
    for row in rows:
        made = list(row)
        for place, make in odd:
            made[place] = make(made[place])
        yield made
