"""`python -m tests.contract.core_tables` writes `storage/tables/core.py` anew, after a table's class has changed."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import sqlalchemy as sa

from storage.tables import base
from storage.tables.declared import METADATA

FILE = Path(base.__file__).with_name("core.py")
WIDTH = 120
_OPENING = '''"""The tables as an open desk reads and writes them: their columns alone, in SQLAlchemy's Core.

Written by `python -m tests.contract.core_tables` from the SQLModel classes beside it, which say the whole of each
table; SQLModel itself, its validation and its object mapper are loaded only to make and to check a schema."""

'''
_IMPORTS = """
from typing import Any

import sqlalchemy as sa

{enums}
from storage.types import JSON, Utc, closed

TEXT, INTEGER, BOOLEAN, DATE, UTC = sa.Text(), sa.Integer(), sa.Boolean(), sa.Date(), Utc()
METADATA = sa.MetaData()


def _table(name: str, /, **columns: sa.types.TypeEngine[Any]) -> sa.Table:
    return sa.Table(name, METADATA, *(sa.Column(column, kind) for column, kind in columns.items()))


"""
_KINDS = {"Text": "TEXT", "Integer": "INTEGER", "Boolean": "BOOLEAN", "Date": "DATE", "Utc": "UTC", "Json": "JSON"}


def written() -> str:
    """What the file has to say."""
    tables = sorted(METADATA.tables.values(), key=lambda table: table.name)
    kinds = (column.type for table in tables for column in table.columns)
    enums: dict[str, set[str]] = {}
    for enum in (kind.enum_class for kind in kinds if isinstance(kind, sa.Enum)):
        assert enum is not None
        enums.setdefault(enum.__module__, set()).add(enum.__name__)
    imports = (f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(enums.items()))
    shown = "\n".join(_shown(table) for table in tables)
    return f"{_OPENING.rstrip()}\n{_IMPORTS.format(enums=chr(10).join(imports))}# fmt: off\n{shown}\n"


def _shown(table: sa.Table) -> str:
    columns = fill(", ".join(_columns(table)), WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f'{table.name.upper()} = _table(\n    "{table.name}",\n{columns},\n)'


def _columns(table: sa.Table) -> Iterator[str]:
    for column in table.columns:
        kind = column.type
        enum = kind.enum_class if isinstance(kind, sa.Enum) else None
        yield f"{column.name}={f'closed({enum.__name__})' if enum else _KINDS[type(kind).__name__]}"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
