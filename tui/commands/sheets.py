"""Rows as CSV that a spreadsheet opens without harm: no cell of it can become a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from tui.present import clean
from tui.presenters.report import cell

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet_cell(value: Any) -> str:
    """A value as text; what would start a formula gets an apostrophe before it, plain numbers stay as they are."""
    text = clean(cell(value))
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip().startswith(_DANGEROUS) else text


def csv_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a heading, every cell quoted."""
    table = [dict(row) for row in rows]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(list(table[0]) if table else ["no rows"])
    writer.writerows([[sheet_cell(value) for value in row.values()] for row in table])
    return text.getvalue()
