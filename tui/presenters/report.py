"""A figure as text: the number, what it means, and the rows behind it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.views import Figure
from domain.when import show_date, show_moment


def figure_lines(figure: Figure, *, rows: bool) -> list[str]:
    """Everything that has to stand beside a number for it to be believed."""
    value = "no value: nothing to divide by" if figure.value is None else f"{figure.value:g} {figure.unit}"
    told = [
        f"{figure.title}: {value}",
        f"{show_date(figure.first)} to {show_date(figure.last)}",
        *(f"  {name:<28} {count:>7}" for name, count in figure.parts.items()),
        f"Definition {figure.name} version {figure.version}: {figure.definition}",
        *figure.notes,
        f"As at {show_moment(figure.as_at)}, journal entry {figure.seq}, fingerprint {figure.fingerprint[:16]}",
    ]
    return told + (["", *row_lines(figure.rows)] if rows else [])


def row_lines(rows: tuple[Mapping[str, Any], ...]) -> list[str]:
    """The rows as aligned columns."""
    if not rows:
        return ["There are no rows."]
    names = list(rows[0])
    table = [[cell(row.get(name)) for name in names] for row in rows]
    wide = [max(len(name), *(len(line[at]) for line in table)) for at, name in enumerate(names)]
    lines = [names, *table]
    return ["  ".join(text.ljust(wide[at]) for at, text in enumerate(line)).rstrip() for line in lines]


def cell(value: Any) -> str:
    """A value in a table."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    return str(value)
