"""Whether a store's tables are the ones that its migrations make: columns, keys, indexes and closed lists.

The database does as its tables say: a column of another type keeps other values under the same names, a list that was
opened takes any word, and a desk reads a large table without its index for minutes. The classes in `tables` say how
each table is made; what reflecting a store finds is told in the same words and compared."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from storage.guards import meant

_REVISION = "alembic_version"
_UNIQUE = "unique "
_WORD = re.compile(r"'([^']+)'")


def otherwise(connection: sa.Connection) -> Iterator[str]:
    """What is not as it was made, each in words."""
    from storage.tables.declared import METADATA

    there = _reflected(connection)
    for table in METADATA.sorted_tables:
        if table.name not in there.tables:
            yield f"the table {table.name} is missing"
            continue
        made, found = _parts(table, connection.dialect), _parts(there.tables[table.name], connection.dialect)
        for part in sorted(made.keys() | found.keys()):
            if made.get(part) != found.get(part) and not _is_harmless(part, made, found):
                yield f"the {part} of the table {table.name} is {_told(made.get(part), found.get(part))}"
    strange = there.tables.keys() - METADATA.tables.keys() - {_REVISION}
    yield from (f"there is a table {name} that caredesk did not make" for name in sorted(strange))


def _is_harmless(part: str, made: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Whether somebody only added an index, which refuses nothing, to read faster."""
    return part.startswith("index ") and part not in made and not found[part].startswith(_UNIQUE)


def _reflected(connection: sa.Connection) -> sa.MetaData:
    there = sa.MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sa.exc.SAWarning)  # of a type that nobody knows: it is told as it is
        there.reflect(connection)
    return there


def _told(made: str | None, found: str | None) -> str:
    if made is None:
        return "none that it was made with"
    return "missing" if found is None else f"{found}, and was made {made}"


def _parts(table: sa.Table, dialect: sa.Dialect) -> Mapping[str, str]:
    """What a table consists of, `column family` → `TEXT NOT NULL`, but for what the guards look for."""
    parts = {f"column {column.name}": _column(column, dialect) for column in table.columns}
    parts["key"] = _names(table.primary_key.columns)
    guards = meant(dialect.name)
    rules: tuple[sa.Index | sa.Constraint, ...] = (*table.indexes, *table.constraints)
    for part in rules:
        if f"constraint {part.name} on {table.name}" in guards:
            continue
        if isinstance(part, sa.Index):
            parts[f"index {part.name}"] = _index(part)
        if isinstance(part, sa.UniqueConstraint):
            parts[f"constraint {part.name}"] = f"one of each {_names(part.columns)}"
        if isinstance(part, sa.CheckConstraint):
            words = _WORD.findall(str(part.sqltext.compile(dialect=dialect, compile_kwargs={"literal_binds": True})))
            parts[f"closed list {part.name}"] = ", ".join(sorted(words))
    return parts


def _column(column: sa.Column[Any], dialect: sa.Dialect) -> str:
    known = not isinstance(column.type, sa.types.NullType)
    return f"{column.type.compile(dialect) if known else 'of another kind'}{'' if column.nullable else ' NOT NULL'}"


def _index(index: sa.Index) -> str:
    partly = any(value is not None for name, value in index.dialect_kwargs.items() if name.endswith("_where"))
    return f"{_UNIQUE if index.unique else ''}by {_names(index.columns)}{' of some rows' if partly else ''}"


def _names(columns: Iterable[sa.Column[Any]]) -> str:
    return ", ".join(column.name for column in columns)
