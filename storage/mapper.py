"""Records to rows and to journalled JSON and back, by field name: one mapper for every record.

Nested values (places, flags, lines of a package) are JSON in a column; cattrs builds them again."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time
from enum import Enum
from operator import attrgetter
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
        self._values: Callable[[Record], tuple[Any, ...]] = attrgetter(*self.names)
        self._puts: dict[str, Callable[[Record, Any], None]] = {name: _slot(kind, name).__set__ for name in self.names}
        self._blank = tuple(self.defaults.get(name, MISSING) for name in self.names)
        self._told = {name: _teller(self.hints[name]) for name in self.names}

    def row(self, record: Record, names: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Column values for the database."""
        if names is None:
            values = dict(zip(self.names, self._values(record), strict=True))
        else:
            values = {name: getattr(record, name) for name in names}
        for name in self.nested & values.keys():
            value = values[name]
            values[name] = [] if value == () else CONVERTER.unstructure(value, self.hints[name])
        for name in self.enums.keys() & values.keys():
            values[name] = values[name].value
        return values

    def revised(self, record: R, **changes: Any) -> R:
        """The record with some fields changed: `dataclasses.replace` at half its price, for every version kept."""
        copy: R = object.__new__(type(record))
        for put, value in zip(self._puts.values(), self._values(record), strict=True):
            put(copy, value)
        for name, value in changes.items():
            self._puts[name](copy, value)
        return copy

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
        return {name: self._told[name](getattr(record, name)) for name in names}

    def said(self, name: str, value: Any) -> Any:
        """A journalled JSON value as the field's own type again."""
        return CONVERTER.structure(value, self.hints[name])

    def changed(self, was: Record | None, now: Record) -> tuple[str, ...]:
        """Fields that differ; of a new record, those that differ from their default."""
        before = self._blank if was is None else self._values(was)
        pairs = zip(self.names, before, self._values(now), strict=True)
        return tuple(name for name, old, new in pairs if old is not new and old != new)


_SHAPES: dict[type[Record], Shape] = {}


def shape_of(kind: type[Record]) -> Shape:
    """The layout of one kind of record."""
    if kind not in _SHAPES:
        _SHAPES[kind] = Shape(kind)
    return _SHAPES[kind]


def subject_of(record: Record) -> str:
    """`referral/R7K3`: what the journal and the screens call a record."""
    return f"{type(record).__name__.lower()}/{record.id}"


def _slot(kind: type[Record], name: str) -> Any:
    return next(base.__dict__[name] for base in kind.__mro__ if name in base.__dict__)


def _teller(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type JSON; text, numbers and the like are JSON as they are."""
    if hint in (str, int, float, bool):
        return _itself
    return lambda value: CONVERTER.unstructure(value, hint)


def _itself(value: Any) -> Any:
    return value


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return all(_is_plain(part) for part in get_args(hint) if part is not NoneType)
    return hint in _PLAIN or _is_enum(hint)
