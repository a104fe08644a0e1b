"""A store copied into another one, on either database, row by row in one snapshot, and believed only when verified."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage import schema
from storage.chain import verify
from storage.engine import Database, StoreRefused, StoreUnreachable
from storage.founding import new_mark
from storage.heads import head_of
from storage.pouring import pour
from storage.tables.core import STORE
from storage.tables.declared import METADATA

CHUNK = 5000


def copy(source: Database, target: Database) -> Mapping[str, int]:
    """Copy a store into a new or empty one, which gets a mark of its own; returns how many rows each table has.

    Raises StoreRefused when the target is not empty, StoreUnreachable when it is not what the source was."""
    copied = copy_rows(source, target)
    with target.writing() as connection:
        connection.execute(STORE.update().values(mark=new_mark()))
        there = counts(connection)
        found = verify(connection)
    if found.broken or there != copied:
        wrong = found.broken[0] if found.broken else "a table has other rows than it was given"
        raise StoreUnreachable(f"{target.name} is not what {source.name} was: {wrong}")
    return there


def copy_rows(source: Database, target: Database) -> Mapping[str, int]:
    """Copy every row as it is; returns how many each table of the source has. The target is verified by the caller."""
    schema.check(source)
    schema.upgrade(target)
    with source.reading() as reading, target.writing() as writing:
        if head_of(writing)[0]:
            raise StoreRefused(f"{target.name} is not empty: copy into a new store")
        for table in METADATA.sorted_tables:
            if table.name == "head":
                writing.execute(table.delete())
            order = list(table.primary_key.columns)
            rows = reading.execution_options(stream_results=True).execute(sa.select(table).order_by(*order))
            for some in rows.partitions(CHUNK):
                pour(writing, table, some)
        return counts(reading)


def counts(connection: sa.Connection) -> Mapping[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in METADATA.sorted_tables
    }
