"""A day that nobody has touched for hours is put right as far as it can be: what is offered is also taken."""

import shutil
from pathlib import Path

import pytest

from tests.story.desk import Program


@pytest.mark.parametrize("hour", ["09:56", "13:40", "16:30"])
def test_what_a_repair_offers_the_desk_takes_however_late_the_board_runs(
    demonstration: Path, tmp_path: Path, run: Program, hour: str
) -> None:
    place = ("--db", str(shutil.copy(demonstration, tmp_path / "desk.db")), "--now", f"2026-11-23T{hour}:00")
    found = run("roster", "repair", "--json", *place)
    ways = found.json["repairs"]
    assert ways and all(way["settled"] for way in ways)
    (tmp_path / "ways.json").write_text(found.out)
    taken = run("roster", "repair", "--from", str(tmp_path / "ways.json"), "--take", "1", *place)
    assert taken.code == 0, taken
    again = run("roster", "repair", "--json", *place)
    assert all(len(way["settled"]) < len(ways[0]["settled"]) for way in again.json["repairs"])
