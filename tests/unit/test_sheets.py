"""What a spreadsheet opens: rows of text, of which none becomes a formula."""

import csv
import io

import pytest

from tui.commands.sheets import csv_text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\r-", "\uff1d", "\uff20"])
def test_a_text_that_begins_like_a_formula_is_only_text(sign: str) -> None:
    [[heading], [cell]] = csv.reader(io.StringIO(csv_text([{"name": f"{sign}cmd|' /C calc'!A0"}])))
    assert heading == "name"
    assert cell.startswith("'")


def test_numbers_stay_numbers_and_quotes_stay_within_their_cell() -> None:
    [_, row] = csv.reader(io.StringIO(csv_text([{"minutes": -5, "note": 'she said "no", =1+1'}])))
    assert row == ["-5", 'she said "no", =1+1']
