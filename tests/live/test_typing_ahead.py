"""Keys typed while the desk still opens are for the desk: nobody sees them, all are acted on, none reaches a shell."""

import re

from tests.live.desks import PROGRAM, Desks, sees
from tests.terminal import ALTERNATE_SCREEN, Terminal
from tui.patience import OPENING

AROUND = 'trap : INT TERM; stty -g; "$@"; echo "ended with $?"; stty -g; read -t 0.3 left; echo "left <$left>"'
"""A shell that tells how its terminal is set before and after a command, and what was typed that nobody has read."""
MODES = re.compile(r"^[0-9a-f]+(?::[0-9a-f]+){8,}", re.MULTILINE)


def opening(desks: Desks, store: str = "") -> Terminal:
    """A desk that has painted its first line and no more, in a shell."""
    run = (*PROGRAM, "run", "--db", store or desks.store)
    shell = desks.terminal("bash", "-c", AROUND, "bash", *run)
    shell.until(lambda: OPENING in shell.text)
    return shell


def told(shell: Terminal) -> str:
    """What was written, once the shell has ended: its terminal is as it was, and no key is left for it."""
    shell.until(shell.ended)
    text = shell.sent.decode()
    before, after = MODES.findall(text)
    assert before == after
    assert "left <>" in text
    return text


def test_keys_typed_ahead_are_not_shown_and_all_acted_on(sqlite_desks: Desks) -> None:
    desk = opening(sqlite_desks)
    desk.press(f"/{sqlite_desks.queue[2].family}\r\r")
    sees(desk, "Risks and needs", sqlite_desks.queue[2].family)
    assert sqlite_desks.queue[2].family not in desk.sent.partition(ALTERNATE_SCREEN)[0].decode()


def test_ctrl_c_alone_ends_a_desk_that_is_opening_and_without_a_word(sqlite_desks: Desks) -> None:
    shell = opening(sqlite_desks)
    shell.press("jj\x1a\x1c\x03")
    text = told(shell)
    assert "ended with 130" in text
    assert "Traceback" not in text


def test_a_desk_that_is_refused_gives_the_terminal_back_and_leaves_no_key_to_the_shell(sqlite_desks: Desks) -> None:
    shell = opening(sqlite_desks, f"{sqlite_desks.store}.none")
    shell.press("7\r")
    assert "There is no store" in told(shell)
