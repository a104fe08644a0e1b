"""What every table shares: the key, the service, the revision, and names on every constraint."""

from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.types import NAMES

SQLModel.metadata.naming_convention = NAMES


class Row(SQLModel):
    """The columns of `domain.record.Record`. Rows are declared here and read through Core, never as objects."""

    id: str = Field(sa_type=sa.Text, primary_key=True)
    service: str = Field(sa_type=sa.Text, index=True)
    revision: int = Field(sa_type=sa.Integer)


def column(of: Any, *, index: bool = False, nullable: bool = False) -> Any:
    """One column; the table class beside it says its Python type."""
    return Field(sa_column=sa.Column(of, index=index, nullable=nullable))


def closed(values: type[Enum]) -> sa.Enum:
    """A closed list, kept as text with a check constraint."""
    return sa.Enum(
        values, native_enum=False, create_constraint=True, name=values.__name__.lower(),
        values_callable=lambda kind: [str(item.value) for item in kind],
    )  # fmt: skip
