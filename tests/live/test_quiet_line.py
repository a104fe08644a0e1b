"""A line of 9,600 baud is enough: a desk at rest sends nothing, and a key sends little more than what it changes."""

import time

from tests.live.desks import Desks, sees
from tests.terminal import Terminal
from tui.pacing import ASK

REDRAW = "\x0c"
"""ctrl+l: the whole screen is under way."""
ANSWER = "\x1b[24;1R"
REST_SECONDS = 4
FIRST_SCREEN, ONE_ROW, ONE_LETTER = 4000, 500, 60
"""Bytes: the whole first picture; a step of the cursor with the detail of another record; a letter in a form."""


def test_a_desk_at_rest_sends_nothing_between_minutes(desks: Desks) -> None:
    desk = desks.opened()
    desk.until_quiet(1)
    assert len(desk.sent) < FIRST_SCREEN
    assert sent_at_rest(desk) == b""
    desk.press("je")
    sees(desk, "In their words")
    desk.until_quiet(1)
    assert sent_at_rest(desk) == b""
    desk.press("\x1b:")
    desk.until_quiet(1)
    assert sent_at_rest(desk) == b""


def test_a_key_sends_what_it_changes(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    assert min(cost(desk, key) for key in "jjjkj") < ONE_ROW
    desk.press("e")
    sees(desk, "In their words")
    desk.press("\t\t\t\t")
    desk.until_quiet()
    assert min(cost(desk, key) for key in "Blaine") < ONE_LETTER


def test_on_a_slow_line_a_picture_waits_until_the_terminal_has_shown_the_last(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    assert desk.sent.count(ASK.encode()) == 1
    desk.press(ANSWER)  # so late that the line must be slow
    desk.press("j")
    desk.until(lambda: desk.sent.endswith(ASK.encode()))
    desk.press(REDRAW)
    desk.until_quiet()
    before = len(desk.sent)
    desk.press("jjj")
    desk.until_quiet()
    assert len(desk.sent) == before
    desk.press(ANSWER * desk.sent.count(ASK.encode()))
    sees(desk, f" > {sqlite_desks.queue[4].ref}")
    desk.press(ANSWER * 2)
    desk.until(lambda: sqlite_desks.queue[4].person in detail(desk))
    desk.until(lambda: f" 5/{len(sqlite_desks.queue)}" in desk.text.splitlines()[1])


def detail(desk: Terminal) -> str:
    """What stands below the list."""
    return "\n".join(desk.text.splitlines()[-5:])


def sent_at_rest(desk: Terminal) -> bytes:
    """What the desk sends in some seconds of one minute; when a minute passes meanwhile, in those that follow."""
    while True:
        minute, before, end = desk.text.splitlines()[0], len(desk.sent), time.monotonic() + REST_SECONDS
        desk.until(lambda end=end: time.monotonic() > end)  # type: ignore[misc]
        if desk.text.splitlines()[0] == minute:
            return bytes(desk.sent[before:])


def cost(desk: Terminal, key: str) -> int:
    """The bytes that a key costs."""
    before = len(desk.sent)
    desk.press(key)
    desk.until(lambda: len(desk.sent) > before)
    desk.until_quiet()
    return len(desk.sent) - before
