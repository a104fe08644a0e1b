"""Rows as CSV and as a workbook that a spreadsheet opens without harm: no cell of either can become a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from domain.views import Figure
from tui.present import clean
from tui.presenters.report import cell, figure_lines

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


LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""


def workbook(figure: Figure) -> bytes:
    """A figure as an Excel workbook: one sheet says what it is, the other has the rows behind it. The same figure
    gives the same bytes."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": clean(figure.title), "created": figure.as_at.replace(tzinfo=None)})
    strong = book.add_format({"bold": True})
    told = book.add_worksheet("Figure")
    told.set_column(0, 0, 80)
    for number, text in enumerate(figure_lines(figure, rows=False)):
        told.write_string(number, 0, clean(text), strong if number == 0 else None)
    rows = book.add_worksheet("Rows")
    for column, name in enumerate(figure.rows[0] if figure.rows else ["no rows"]):
        rows.write_string(0, column, clean(name), strong)
        rows.set_column(column, column, 18)
    rows.freeze_panes(1, 0)
    for number, row in enumerate(figure.rows, 1):
        for column, value in enumerate(row.values()):
            if isinstance(value, int | float) and not isinstance(value, bool):
                rows.write_number(number, column, value)
            else:
                rows.write_string(number, column, clean(cell(value))[:LONGEST_CELL])
    book.close()
    return file.getvalue()
