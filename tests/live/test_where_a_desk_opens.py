"""Where a desk can be opened it opens, whatever the terminal; where it cannot, one line says what to do instead."""

import re

import pytest

from tests.live.desks import PROGRAM, Desks, sees
from tests.terminal import Terminal

SEVEN_BITS = re.compile(rb"[\x00-\x7f]*")
LATER_THAN_A_VT220 = re.compile(rb"\x1b\[\?(?!(?:25|7)[hl])|\x1b\[[<>]|\x1b\]|\x1b\[[\d;]*(?:38|48);[25]")


@pytest.mark.parametrize("words", [(), ("run",), ("demo",)], ids=lambda words: " ".join(("caredesk", *words)))
def test_without_a_terminal_one_line_says_what_to_do_instead(sqlite_desks: Desks, words: tuple[str, ...]) -> None:
    said = sqlite_desks.attempt(*words)
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "caredesk show board" in said.err


def test_without_a_terminal_the_board_prints(sqlite_desks: Desks) -> None:
    assert "UNCOVERED" in sqlite_desks.caredesk("show", "board").out


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_writes_line_by_line_is_told_so_and_sent_nothing_else(sqlite_desks: Desks, kind: str) -> None:
    desk = sqlite_desks.opening(TERM=kind)
    desk.until(desk.ended)
    assert desk.status == 2
    assert "cannot show the desk" in desk.text
    assert b"\x1b" not in desk.sent


@pytest.mark.parametrize(
    "kind",
    [{"TERM": "vt220"}, {"TERM": "linux", "LANG": "C"}, {"LANG": "C"}, {"LC_ALL": "C"}, {"LANG": "en_GB.ISO-8859-1"}],
    ids=str,
)  # fmt: skip
def test_poor_terminals_show_the_desk_in_seven_bits(sqlite_desks: Desks, kind: dict[str, str]) -> None:
    desk = sqlite_desks.opened(**kind)
    assert sqlite_desks.queue[1].row(desk)
    leave(desk)
    assert SEVEN_BITS.fullmatch(desk.sent)


@pytest.mark.parametrize("kind", ["vt220", "linux"])
def test_an_old_terminal_is_sent_only_what_it_knows_and_left_empty(sqlite_desks: Desks, kind: str) -> None:
    desk = sqlite_desks.opened(TERM=kind)
    leave(desk)
    assert LATER_THAN_A_VT220.findall(desk.sent) == []
    assert desk.text == ""


def test_nothing_is_left_on_the_terminal_when_the_desk_is_left(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    leave(desk)
    after = desk.sent.rpartition(b"\x1b[?1049l")[2]
    assert re.sub(rb"\x1b\[[?<]?[\d;]*[a-zA-Z ]+|\s", b"", after) == b""


def test_what_the_terminal_says_of_its_size_counts_not_what_was_exported_once(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened(COLUMNS="40", LINES="10")
    desk.resize(120, 40)
    sees(desk, "UNCOVERED", "Morning huddle")


def test_errors_sent_elsewhere_do_not_take_the_desk_with_them(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.terminal("sh", "-c", 'exec "$@" 2>/dev/null', "sh", *PROGRAM, "run", "--db", sqlite_desks.store)
    sees(desk, sqlite_desks.first.person)


def test_a_small_terminal_is_told_so_and_a_form_keeps_its_text_through_every_size(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opening(columns=79)
    sees(desk, "caredesk needs 80x20; this terminal is 79x24.")
    desk.resize(80, 24)
    sqlite_desks.ready(desk)
    desk.press("je")
    sees(desk, "In their words")
    desk.press("\t\t\t\tMarcia Blaine School")
    sees(desk, "Marcia Blaine School")
    for columns, lines in ((60, 20), (132, 43), (80, 19), (80, 23), (20, 5), (80, 24)):
        desk.resize(columns, lines)
        small = columns < 80 or lines < 20
        sees(desk, f"{columns}x{lines}." if small else "Marcia Blaine School")


def leave(desk: Terminal) -> None:
    """Leaves by the key and waits for the end."""
    desk.press("q")
    desk.until(desk.ended)
    assert desk.status == 0
