"""A terminal that says it is vast is drawn as far as one can be, whichever way it says so."""

import os
import shutil
from typing import Any

import pytest
from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui.driver import MOST_COLUMNS, MOST_LINES, LineDriver

SIZES = [((65535, 65535), (MOST_COLUMNS, MOST_LINES)), ((80, 65535), (80, MOST_LINES)), ((80, 24), (80, 24))]


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> LineDriver:
    """A driver on a line, which hands nothing on."""
    monkeypatch.setattr(LinuxDriver, "__init__", lambda self: setattr(self, "_size", None))
    return LineDriver()


@pytest.mark.parametrize(("said", "drawn"), SIZES)
def test_the_size_that_the_line_has(
    driver: LineDriver, said: tuple[int, int], drawn: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: os.terminal_size(said))
    assert driver._get_terminal_size() == drawn
    assert LineDriver()._size == drawn


@pytest.mark.parametrize(("said", "drawn"), SIZES)
def test_the_size_that_the_terminal_tells(
    driver: LineDriver, said: tuple[int, int], drawn: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(LinuxDriver, "process_message", lambda _, message: heard.append(message))
    driver.process_message(events.Resize(Size(*said), Size(*said)))
    driver.process_message(other := Message())
    assert (heard[0].size, heard[1]) == (Size(*drawn), other)
