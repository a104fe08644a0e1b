"""What a spreadsheet opens: rows of text, of which none becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZipFile

import pytest

from domain.views import Figure
from tui.commands.sheets import csv_text, workbook


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\r-", "\uff1d", "\uff20"])
def test_a_text_that_begins_like_a_formula_is_only_text(sign: str) -> None:
    [[heading], [cell]] = csv.reader(io.StringIO(csv_text([{"name": f"{sign}cmd|' /C calc'!A0"}])))
    assert heading == "name"
    assert cell.startswith("'")


def test_numbers_stay_numbers_and_quotes_stay_within_their_cell() -> None:
    [_, row] = csv.reader(io.StringIO(csv_text([{"minutes": -5, "note": 'she said "no", =1+1'}])))
    assert row == ["-5", 'she said "no", =1+1']


def figure(*rows: dict[str, Any]) -> Figure:
    return Figure(
        name="ucr-2h", title="Two hours", definition="Seen in time", version="1", first=date(2026, 11, 1),
        last=date(2026, 11, 23), value=81.2, unit="%", parts={"met": 1}, counted=len(rows), rows=rows,
        as_at=datetime(2026, 11, 23, 9, 14, tzinfo=UTC), seq=7, fingerprint="0" * 64,
    )  # fmt: skip


def test_a_workbook_has_the_figure_and_its_rows_and_no_formula_or_link() -> None:
    hostile = {"note": '=HYPERLINK("http://x")', "minutes": 63, "link": "http://x", "odd": "\x1b[31m" + "x" * 40_000}
    with ZipFile(io.BytesIO(workbook(figure(hostile)))) as book:
        rows, texts = book.read("xl/worksheets/sheet2.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in rows and "hyperlink" not in rows
    assert "<v>63</v>" in rows
    assert "=HYPERLINK" in texts and "fingerprint 0000" in texts and "\x1b" not in texts


def test_the_same_figure_gives_the_same_bytes() -> None:
    assert workbook(figure({"ref": "R1"})) == workbook(figure({"ref": "R1"}))
    assert workbook(figure()) != workbook(figure({"ref": "R1"}))
