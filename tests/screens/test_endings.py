"""A real terminal: whatever ends the desk, what was typed is kept and the terminal is as it was before."""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.cast import Stage
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(stage: Stage, tmp_path: Path) -> Iterator[Terminal]:
    """Ada's desk in a terminal of its own, a form half-typed."""
    command = [sys.executable, "-m", "tests.screens.run_stage", str(stage.place), str(tmp_path / "state")]
    with Terminal(command, cwd=ROOT, env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}) as terminal:
        terminal.until(lambda: "NAQVI" in terminal.text)
        terminal.press("d")
        terminal.until(lambda: "Where instead" in terminal.text)
        terminal.press("out-of-area\rRochdale")
        terminal.until(lambda: "Rochdale" in terminal.text)
        yield terminal


def kept(folder: Path) -> list[dict[str, str]]:
    """What the drafts on disk hold."""
    return [json.loads(file.read_text())["texts"] for file in folder.rglob("drafts/*/*.json")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_desk_told_to_end_keeps_what_was_typed_and_gives_the_terminal_back(
    desk: Terminal, tmp_path: Path, number: int
) -> None:
    os.kill(desk._process.pid, number)
    desk.until(desk.ended)
    assert desk.status == 128 + number
    assert not desk.full_screen
    assert kept(tmp_path) == [{"reason": "out-of-area", "where_instead": "Rochdale"}]


def test_a_terminal_that_goes_away_takes_the_desk_with_it_and_nothing_typed(desk: Terminal, tmp_path: Path) -> None:
    os.close(desk._master)
    desk._master = os.open(os.devnull, os.O_RDONLY)
    assert desk._process.wait(timeout=20) is not None
    assert kept(tmp_path) == [{"reason": "out-of-area", "where_instead": "Rochdale"}]


def test_leaving_by_q_gives_the_terminal_back_and_leaves_nothing_on_it(desk: Terminal, tmp_path: Path) -> None:
    desk.press("\x1b")
    desk.until(lambda: "Kept half-typed" in desk.text)
    desk.press("q")
    desk.until(desk.ended)
    assert desk.status == 0
    assert not desk.full_screen
    assert "NAQVI" not in desk.sent.decode(errors="replace").rpartition("\x1b[?1049l")[2]


def test_the_screen_drawn_by_differences_is_the_screen_that_is_meant(desk: Terminal) -> None:
    desk.press("\x1b")
    desk.until(lambda: "1 Queue" in desk.text)
    for keys in ("j", "j", "?", "\x1b", "4", "2", "1", "G", "g"):
        desk.press(keys)
        desk.until_quiet(0.3)
    drawn = desk.text
    desk.press("\x0c")
    desk.until_quiet()
    assert desk.text == drawn
    assert "NAQVI" in drawn


def test_an_old_terminal_is_sent_only_what_it_knows(stage: Stage, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screens.run_stage", str(stage.place), str(tmp_path / "state")]
    with Terminal(command, cwd=ROOT, env={**os.environ, "TERM": "vt220", "LANG": "C"}) as terminal:
        terminal.until(lambda: "NAQVI" in terminal.text)
        assert "? S?ILLEABH?IN" in terminal.text
        terminal.press("q")
        terminal.until(terminal.ended)
        sent = terminal.sent
    assert all(byte < 128 for byte in sent)
    private = set(re.findall(rb"\x1b\[\?\d+[a-zA-Z$]", bytes(sent)))
    assert private <= {b"\x1b[?25h", b"\x1b[?25l", b"\x1b[?7h", b"\x1b[?7l"}
    assert not re.search(rb"\x1b\[[\d;]*(?:3[0-7]|4[0-7]|38|48)[;m]", bytes(sent))
