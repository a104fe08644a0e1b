"""Records to rows and to journalled JSON and back, by field name: one mapper for every record.

Nested values (places, flags, lines of a package) are JSON in a column; cattrs builds them again."""

from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import cattrs
import sqlalchemy as sa

from domain.record import Record
from storage.tables import ROW_OF

R = TypeVar("R", bound=Record)

KIND_OF = {kind.__name__.lower(): kind for kind in ROW_OF}
_PLAIN = (str, int, float, bool, date, datetime)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(datetime, lambda at: at.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(time, lambda at: at.isoformat("minutes"))
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    return converter


CONVERTER = _converter()


class Shape:
    """How one kind of record is laid out: which fields are plain columns, which are JSON, and the defaults."""

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self.table: sa.Table = ROW_OF[kind].__table__  # type: ignore[attr-defined]
        self.hints = get_type_hints(kind)
        self.names = tuple(field.name for field in fields(kind))
        self.defaults = {field.name: field.default for field in fields(kind) if field.default is not MISSING}
        self.nested = frozenset(name for name in self.names if not _is_plain(self.hints[name]))
        self.enums = {name: hint for name in self.names if _is_enum(hint := self.hints[name])}

    def row(self, record: Record, names: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Column values for the database."""
        return {name: self._column(name, getattr(record, name)) for name in names or self.names}

    def _column(self, name: str, value: Any) -> Any:
        if name in self.nested:
            return [] if value == () else CONVERTER.unstructure(value, self.hints[name])
        return value.value if isinstance(value, Enum) else value

    def record(self, row: Any) -> Any:
        """The record of a database row (a mapping)."""
        values = {}
        for name in self.names:
            value = row[name]
            if name in self.nested:
                value = () if value == [] else CONVERTER.structure(value, self.hints[name])
            elif name in self.enums:
                value = self.enums[name](value)
            values[name] = value
        return self.kind(**values)

    def told(self, record: Record, names: tuple[str, ...]) -> dict[str, Any]:
        """Field values as JSON for the journal."""
        return {name: CONVERTER.unstructure(getattr(record, name), self.hints[name]) for name in names}

    def said(self, name: str, value: Any) -> Any:
        """A journalled JSON value as the field's own type again."""
        return CONVERTER.structure(value, self.hints[name])

    def changed(self, was: Record | None, now: Record) -> tuple[str, ...]:
        """Fields that differ; of a new record, those that differ from their default."""
        if was is None:
            return tuple(
                name for name in self.names if name not in self.defaults or getattr(now, name) != self.defaults[name]
            )
        return tuple(name for name in self.names if getattr(was, name) != getattr(now, name))


_SHAPES: dict[type[Record], Shape] = {}


def shape_of(kind: type[Record]) -> Shape:
    """The layout of one kind of record."""
    if kind not in _SHAPES:
        _SHAPES[kind] = Shape(kind)
    return _SHAPES[kind]


def subject_of(record: Record) -> str:
    """`referral/R7K3`: what the journal and the screens call a record."""
    return f"{type(record).__name__.lower()}/{record.id}"


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return all(_is_plain(part) for part in get_args(hint) if part is not NoneType)
    return hint in _PLAIN or _is_enum(hint)
