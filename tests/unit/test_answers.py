"""An answer that was kept is carried out as it was given, and nothing else is."""

import json
from datetime import UTC, date, datetime

import pytest

from tui.answers import command_of

WAY = {
    "day": "2026-11-24",
    "seq": 7,
    "placements": [{"visit": "V1", "workers": ["WNG"], "start": "2026-11-24T09:00:00+00:00"}],
}


def test_a_way_comes_back_as_its_command() -> None:
    command = command_of(json.dumps({"repairs": [WAY]}), 1)
    assert command is not None
    assert (command.day, command.seq, command.agreed) == (date(2026, 11, 24), 7, True)
    assert command.placements[0].start == datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"repairs": [{}]}', '{"repairs": [1]}', "null"])
def test_anything_else_is_no_answer(text: str) -> None:
    assert command_of(text, 1) is None


def test_there_is_no_way_nought_and_no_start_without_its_zone() -> None:
    naive = {**WAY, "placements": [{**WAY["placements"][0], "start": "2026-11-24T09:00:00"}]}
    assert command_of(json.dumps({"repairs": [WAY]}), 0) is None
    assert command_of(json.dumps({"repairs": [naive]}), 1) is None
