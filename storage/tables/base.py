"""What every table shares: the key, the service, the revision, and names on every constraint."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.types import NAMES

SQLModel.metadata.naming_convention = NAMES


class Row(SQLModel):
    """The columns of `domain.record.Record`. Rows are declared here and read through Core, never as objects."""

    id: str = Field(sa_type=sa.Text, primary_key=True)
    service: str = Field(sa_type=sa.Text)
    revision: int = Field(sa_type=sa.Integer)


class NamedRow(Row):
    """The columns of a record that people or the program name, such as a login: two services may give one name."""

    service: str = Field(sa_type=sa.Text, primary_key=True)


def column(of: Any, *, index: bool = False, nullable: bool = False) -> Any:
    """One column; the table class beside it says its Python type."""
    return Field(sa_column=sa.Column(of, index=index, nullable=nullable))


def waiting(table: str, until: str, *, by: str) -> sa.Index:
    """An index of the rows of a table that nothing has been put into a column of yet, in the order of another."""
    open_rows = sa.column(until).is_(None)
    return sa.Index(f"ix_{table}_waiting", "service", by, sqlite_where=open_rows, postgresql_where=open_rows)


def in_order(table: str, by: str) -> sa.Index:
    """An index by which the latest rows of a service are found without its others."""
    return sa.Index(f"ix_{table}_latest", "service", by)


def known(table: str, name: str) -> sa.Index:
    """An index by a column that few rows have anything in."""
    there = sa.column(name).is_not(None)
    return sa.Index(f"ix_{table}_{name}", name, sqlite_where=there, postgresql_where=there)
