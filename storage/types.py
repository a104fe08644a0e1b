"""Column types shared by all tables: UTC moments, JSON and closed lists, alike on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Json(sa.types.TypeDecorator[Any]):
    """JSON: JSONB on PostgreSQL, whose dialect is loaded only for a store that lies there."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(sa.JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


JSON = Json()


class Utc(sa.types.TypeDecorator[datetime]):
    """An aware UTC moment: timestamptz on PostgreSQL, sortable text on SQLite.

    It makes and reads the text itself: a record has many moments, and the usual way takes each of them apart."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], Any]:
        """What makes a value for the database."""
        return _text if dialect.name == "sqlite" else _moment

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What makes a moment of the database's value."""
        return _read if dialect.name == "sqlite" else _moment


def _moment(at: datetime | None) -> datetime | None:
    if at is None or at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return at.astimezone(UTC)


def _text(at: datetime | None) -> str | None:
    moment = _moment(at)
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def closed(values: type[Enum]) -> sa.Enum:
    """A closed list, kept as text with a check constraint."""
    return sa.Enum(
        values, native_enum=False, create_constraint=True, name=values.__name__.lower(),
        values_callable=lambda kind: [str(item.value) for item in kind],
    )  # fmt: skip
