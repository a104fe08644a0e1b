"""A line to read while the desk loads: only where a desk is what was asked for."""

import pytest

from tui.patience import opens_desk


@pytest.mark.parametrize("line", ["", "run", "run --screen board", "enter -- aokoye", "--db x.db", "--db x.db run"])
def test_a_desk_that_opens_says_so_at_once(line: str) -> None:
    assert opens_desk(line.split())


@pytest.mark.parametrize(
    "line", ["--help", "run --help", "--version", "run --plain", "show queue", "demo", "--db x do"]
)
def test_what_prints_is_not_announced(line: str) -> None:
    assert not opens_desk(line.split())
