"""How the lines of a longer answer are typed: the visits of a package's pattern, a worker's skills, or plain words.

The pattern has a grammar of its own, `domain/package_text.py`. What only programs give, such as the placements of a
plan, is typed as JSON objects."""

import json
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.case import Goal
from domain.desk.casework import print_goals
from domain.package import Line
from domain.package_text import parse_lines, print_lines
from domain.staff import Skill
from domain.when import local_date, parse_date, parse_moment

_UNTIL = " until "


def read_lines(kind: type[Any], text: str, now: datetime) -> tuple[Any, ...]:
    """The values of typed lines. Raises ValueError with what to type instead."""
    if kind is Line:
        return parse_lines(text)
    if kind is Skill:
        return tuple(_read_skill(row, now) for row in _rows(text))
    if is_dataclass(kind):
        return tuple(_read_object(kind, given, now) for given in _json_objects(text))
    return tuple(_rows(text))


def lines_text(values: Iterable[Any]) -> str:
    """Values as their lines would be typed."""
    values = tuple(values)
    if values and all(isinstance(value, Line) for value in values):
        return print_lines(values)
    if values and all(isinstance(value, Goal) for value in values):
        return "\n".join(print_goals(values))
    return "\n".join(_skill_text(value) if isinstance(value, Skill) else str(value) for value in values)


def _rows(text: str) -> list[str]:
    return [row.strip() for row in re.split(r"[\n;]", text) if row.strip()]


def _read_skill(row: str, now: datetime) -> Skill:
    code, until, day = row.partition(_UNTIL)
    return Skill(code=code.strip(), expires=parse_date(day, local_date(now)) if until else None)


def _skill_text(skill: Skill) -> str:
    return f"{skill.code}{_UNTIL}{skill.expires:%d/%m/%Y}" if skill.expires else skill.code


def _json_objects(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("type a JSON list of objects")
    return found


def _read_object(kind: type[Any], given: dict[str, Any], now: datetime) -> Any:
    hints = get_type_hints(kind)
    if unknown := sorted(given.keys() - hints.keys()):
        raise ValueError(f"there is no '{unknown[0]}' in these; they have {', '.join(hints)}")
    try:
        return kind(**{name: _read_part(hints[name], value, now) for name, value in given.items()})
    except TypeError:
        needed = ", ".join(item.name for item in fields(kind))
        raise ValueError(f"each has {needed}; give at least those that are needed") from None


def _read_part(hint: Any, value: Any, now: datetime) -> Any:
    """A JSON value as the type of its field: text, whole numbers, moments, days and lists of text."""
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if hint is datetime and isinstance(value, str):
        return parse_moment(value, now)
    if hint is date and isinstance(value, str):
        return parse_date(value, local_date(now))
    if get_origin(hint) is tuple and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if isinstance(hint, type) and isinstance(value, hint) and not isinstance(value, bool):
        return value
    raise ValueError(f"'{value}' is not what belongs there")
