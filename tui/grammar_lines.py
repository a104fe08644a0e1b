"""How the lines of a longer answer are typed: the visits of a package's pattern, a worker's skills, goals, plain words.

The pattern has a grammar of its own, `domain/package_text.py`."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.case import Goal
from domain.desk.casework import print_goals
from domain.package import Line
from domain.package_text import parse_lines, print_lines
from domain.staff import Skill
from domain.when import local_date, parse_date

_UNTIL = " until "


def read_lines(kind: type[Any], text: str, now: datetime) -> tuple[Any, ...]:
    """The values of typed lines. Raises ValueError with what to type instead."""
    if kind is Line:
        return parse_lines(text)
    rows = [row.strip() for row in re.split(r"[\n;]", text) if row.strip()]
    return tuple(_read_skill(row, now) for row in rows) if kind is Skill else tuple(rows)


def lines_text(values: Iterable[Any]) -> str:
    """Values as their lines would be typed."""
    values = tuple(values)
    if values and all(isinstance(value, Line) for value in values):
        return print_lines(values)
    if values and all(isinstance(value, Goal) for value in values):
        return "\n".join(print_goals(values))
    return "\n".join(_skill_text(value) if isinstance(value, Skill) else str(value) for value in values)


def _read_skill(row: str, now: datetime) -> Skill:
    code, until, day = row.partition(_UNTIL)
    return Skill(code=code.strip(), expires=parse_date(day, local_date(now)) if until else None)


def _skill_text(skill: Skill) -> str:
    return f"{skill.code}{_UNTIL}{skill.expires:%d/%m/%Y}" if skill.expires else skill.code
