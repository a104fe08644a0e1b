"""A new screen costs a presenter, a table of columns and a place to stand: the frame gives it all the rest."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from domain.views import Found
from tests.screens.cast import Stage
from tests.screens.driving import at_the_desk
from tui.commands.day_panes import listed
from tui.commands.panes import sight_of
from tui.present import Column, Line, Listing
from tui.screens import places
from tui.screens.lists import DeskList

BORN: Listing[Found] = Listing(
    columns=(Column("Who", 30), Column("What is known")),
    key=lambda row: row.subject,
    line=lambda row, sight: Line((row.title, row.detail)),
    parts=lambda row: {"subject": row.subject, "name": row.title},
    subject=lambda row: row.subject,
    detail=lambda row, sight: (f"{row.title}  {row.detail}",),
)


class BirthdaysView(DeskList[Found]):
    """Everybody of one year."""

    place = "birthdays"
    named = "Birthdays"
    kinds = frozenset({"person"})

    def __init__(self) -> None:
        super().__init__(BORN)

    def read(self) -> Sequence[Found]:
        """Whoever has a name with an o."""
        people = [self.desk.read.known_people(name) for name in ("holt", "brown", "kowalski")]
        return [found for each in people for found in each]


async def test_a_list_of_a_dozen_lines_has_all_that_the_others_have(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "LISTS", {**places.LISTS, "birthdays": BirthdaysView})
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        ada.app.action_open("list/birthdays")
        await ada.sees("Birthdays", "1/3", "> HOLT, Margaret", "BROWN, Ivy")
        await ada.press("#", *"2j")
        await ada.sees("> KOWALSKI, Jan", "3/3")
        await ada.press("slash", *"brown", "enter")
        await ada.sees("/brown  1/1", "> BROWN, Ivy")
        await ada.press("c")
        await ada.sees("Log  BROWN, Ivy")
        await ada.press("escape", "enter")
        await ada.sees("BROWN, Ivy  DoB 30 Jan 1947")
        await ada.press("escape", "h")
        await ada.sees("History", "identify")
        await ada.press("escape", "minus")
        await ada.sees("BROWN, Ivy  DoB 30 Jan 1947")
        await ada.press("minus")
        await ada.sees("Birthdays", "1/3")
        await ada.press("question_mark")
        await ada.sees("Help: birthdays", "escalate")


def test_its_table_is_all_that_printing_needs(stage: Stage) -> None:
    rows = stage.ada.read.known_people("holt")
    document, lines = listed(BORN, rows, sight_of(stage.ada))
    assert document[0]["who"] == "HOLT, Margaret" and lines[0].startswith("Who")
    assert str(date(1942, 4, 3).year) in lines[1]
