"""Through the programs that people put between: in tmux and screen the desk opens, moves, and gives the place back."""

import os
import shutil
from pathlib import Path

import pytest

from tests.live.desks import PROGRAM, Desks, sees

DOORS = {
    "tmux": (("tmux", "-L", "{name}", "-f", os.devnull, "new-session"), (";", "set", "status", "off"), "[exited]"),
    "screen": (("screen", "-c", os.devnull, "-S", "{name}"), (), "[screen is terminating]"),
}
"""What stands before and after a program that is opened in each, on a server of its own, and what each says at the end.

Without `status off` tmux keeps one of 24 lines for itself, and the desk needs them all."""


@pytest.mark.parametrize("door", DOORS)
def test_the_desk_works_within_a_program_that_keeps_it_when_the_line_drops(
    sqlite_desks: Desks, tmp_path: Path, door: str
) -> None:
    if shutil.which(door) is None:
        assert not os.environ.get("CI"), f"{door} is missing here"
        pytest.skip(f"NOT TESTED: there is no {door} here")
    name, sockets = f"caredesk-{os.getpid()}", tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    before, after, goodbye = DOORS[door]
    opening = [word.format(name=name) for word in before]
    desk = sqlite_desks.terminal(
        *opening, *PROGRAM, "run", "--db", sqlite_desks.store, *after, TERM="xterm", SCREENDIR=str(sockets)
    )
    sqlite_desks.ready(desk)
    desk.press("j")
    sees(desk, f" > {sqlite_desks.queue[1].ref}")
    desk.press("\x1b[B")
    sees(desk, f" > {sqlite_desks.queue[2].ref}")
    desk.press("h")
    sees(desk, "History")
    desk.press("\x1b")
    sees(desk, f" > {sqlite_desks.queue[2].ref}")
    desk.press("q")
    sees(desk, goodbye)
