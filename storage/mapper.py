"""Records to rows and to journalled JSON and back, by field name: one mapper for every record.

Nested values (places, flags, lines of a package) are JSON in a column; cattrs builds them again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cached_property
from itertools import compress
from operator import attrgetter, is_not
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

import cattrs

from domain.record import JOURNALLED, Record, filling, revised
from storage.tables.records import TABLE_OF

KIND_OF = {kind.__name__.lower(): kind for kind in TABLE_OF}
_JSON_ALREADY = (str, int, float, bool)
_PLAIN = (*_JSON_ALREADY, date, datetime)


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


class Change(NamedTuple):
    """What became of one record: the fields that differ, as they were and as they are (None: there is no record)."""

    kind: type[Record]
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def id(self) -> str:
        """The record's reference."""
        return self.subject.partition("/")[2]

    def followed_by(self, then: "Change") -> "Change":
        """Both as one change, the later word upon the earlier."""
        if then.before is None or then.after is None or self.after is None:  # the record came or went between them
            anew = None if then.after is None else {**shape_of(self.kind).defaults, **then.after}
            return Change(self.kind, self.subject, self.before, anew)
        before = None if self.before is None else {**then.before, **self.before}
        return Change(self.kind, self.subject, before, {**self.after, **then.after})


class Shape:
    """How one kind of record is laid out: which fields are plain columns, which are JSON, and the defaults."""

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self.table = TABLE_OF[kind]
        self.hints = get_type_hints(kind)
        self.names = tuple(field.name for field in fields(kind))
        self.defaults = {field.name: field.default for field in fields(kind) if field.default is not MISSING}
        self.nested = frozenset(name for name in self.names if not _is_plain(self.hints[name]))
        self.enums = {name: hint for name in self.names if _is_enum(hint := self.hints[name])}
        self._readers = tuple((name, _reader(self.hints[name])) for name in (*self.nested, *self.enums))
        self._filled = filling(kind)
        self._values: Callable[[Record], tuple[Any, ...]] = attrgetter(*self.names)
        self._blank = tuple(self.defaults.get(name, MISSING) for name in self.names)
        kept = (field for field in fields(kind) if JOURNALLED in field.metadata)
        self._proofs = {field.name: field.metadata[JOURNALLED] for field in kept}

    @cached_property
    def _tellers(self) -> Mapping[str, Callable[[Any], Any]]:
        """What makes JSON of the fields that are none, wanted only of kinds that are written."""
        odd = (name for name in self.names if self.hints[name] not in _JSON_ALREADY)
        return {name: CONVERTER.get_unstructure_hook(self.hints[name]) for name in odd} | self._proofs

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Field values as column values for the database."""
        columns = dict(values)
        for name in self.nested & columns.keys():
            columns[name] = self._tellers[name](columns[name])
        for name in self.enums.keys() & columns.keys():
            columns[name] = columns[name].value
        return columns

    def record(self, row: Any, only: Sequence[str] = ()) -> Any:
        """The record of a database row (a mapping), where wanted with `only` some fields and the others' defaults."""
        values = {name: row[name] for name in only or self.names}
        for name, read in self._readers:
            if name in values:
                values[name] = read(values[name])
        return self.kind(**values) if only else self._filled(values)

    def as_json(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Field values as JSON for the journal."""
        tellers = self._tellers
        return {name: tellers[name](value) if name in tellers else value for name, value in values.items()}

    def told(self, record: Record, names: tuple[str, ...]) -> dict[str, Any]:
        """Some fields of a record as JSON for the journal."""
        return self.as_json({name: getattr(record, name) for name in names})

    def journalled(self, record: Any) -> Any:
        """The record as far as the journal keeps it."""
        return revised(record, **{name: proof(getattr(record, name)) for name, proof in self._proofs.items()})

    def said(self, name: str, value: Any) -> Any:
        """A journalled JSON value as the field's own type again."""
        return CONVERTER.structure(value, self.hints[name])

    def distinct(self, record: Record) -> dict[str, Any]:
        """The fields of a record that differ from their default."""
        values = self._values(record)
        odd = compress(zip(self.names, self._blank, values, strict=True), map(is_not, self._blank, values))
        return {name: value for name, usual, value in odd if usual != value}

    def differences(self, was: Record, now: Record) -> tuple[dict[str, Any], dict[str, Any]]:
        """The fields that differ, as they were and as they are."""
        before, after = self._values(was), self._values(now)
        others = compress(zip(self.names, before, after, strict=True), map(is_not, before, after))
        found = [each for each in others if each[1] != each[2]]
        return {name: old for name, old, _ in found}, {name: new for name, _, new in found}


_SHAPES: dict[type[Record], Shape] = {}


def shape_of(kind: type[Record]) -> Shape:
    """The layout of one kind of record."""
    if kind not in _SHAPES:
        _SHAPES[kind] = Shape(kind)
    return _SHAPES[kind]


def subject_of(record: Record) -> str:
    """`referral/R7K3`: what the journal and the screens call a record."""
    return f"{type(record).__name__.lower()}/{record.id}"


def change_of(was: Record | None, now: Record | None) -> Change | None:
    """What became of a record; None when it came and went."""
    kept = now or was
    if kept is None:
        return None
    kind = type(kept)
    shape, subject = shape_of(kind), subject_of(kept)
    if was is None:
        return Change(kind, subject, None, shape.distinct(kept))
    if now is None:
        return Change(kind, subject, shape.distinct(was), None)
    return Change(kind, subject, *shape.differences(was, now))


def told(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes as JSON for the journal."""
    for kind, subject, before, after in changes:
        tell = shape_of(kind).as_json
        yield Change(kind, subject, tell(before) if before else before, tell(after) if after else after)


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a field's value of its column's; most are empty lists or lists of texts."""
    if _is_enum(hint):
        return cast("Callable[[Any], Any]", hint)
    if get_args(hint) == (str, ...):
        return tuple
    structure = CONVERTER.get_structure_hook(hint)
    return lambda value: () if value == [] else structure(value, hint)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return all(_is_plain(part) for part in get_args(hint) if part is not NoneType)
    return hint in _PLAIN or _is_enum(hint)
