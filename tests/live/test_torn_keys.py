"""Over a slow line keys come in pieces: the cursor still moves, and a form loses nothing."""

import pytest

from tests.live.desks import Desks, sees
from tests.terminal import Terminal


@pytest.mark.parametrize(
    "pieces", [("\x1b", "[B"), ("\x1b[", "B"), ("\x1b", "[", "B")], ids=lambda pieces: "|".join(map(ascii, pieces))
)
def test_an_arrow_key_in_pieces_moves_the_cursor(sqlite_desks: Desks, pieces: tuple[str, ...]) -> None:
    desk = sqlite_desks.opened()
    for step in (1, 2, 3):
        slowly(desk, pieces)
        sees(desk, f" > {sqlite_desks.queue[step].ref}")


def test_escape_and_then_arrows_leave_a_form_with_all_that_was_typed(sqlite_desks: Desks) -> None:
    desk, who = sqlite_desks.opened(), sqlite_desks.queue[1]
    desk.press("jd")
    sees(desk, "Where instead")
    desk.press("\tRochdale, nigt")
    slowly(desk, ("\x1b[", "D"))
    desk.press("h")
    sees(desk, "Rochdale, night")
    slowly(desk, ("\x1b", "[B", "\x1b[", "A"))
    sees(desk, f" > {who.ref}")
    desk.press("d")
    sees(desk, "Rochdale, night", who.family)


def test_keys_typed_right_after_escape_are_not_lost(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    desk.press("\x1bj\x1bj")
    sees(desk, f" > {sqlite_desks.queue[2].ref}")


def test_noise_on_the_line_ends_nothing(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    desk.press(b"\xe9\xff\x80\x1b[\xe9\x00\x1b[99;99;99z\x1b\x1b")
    desk.until_quiet()
    desk.press("j")
    sees(desk, f" > {sqlite_desks.queue[1].ref}")


def slowly(desk: Terminal, pieces: tuple[str, ...]) -> None:
    """Types pieces of keys with a third of a second between them."""
    for piece in pieces:
        desk.press(piece)
        desk.until_quiet(0.3)
