"""What reaches a desk from outside, in bytes: somebody else changes one cell, or the program itself is wrong."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from domain.desk.bus import Done
from domain.desk.intake import Claim, Release
from tests.live.test_endings import AT_WORK, FAULTS
from tests.perf.kills import PROGRAM, REPOSITORY
from tests.terminal import Terminal
from tui.bootstrap import open_desk

CHANGES = 6
CURSOR = b";2H"
"""How a motion ends that leads to the cursor's column."""
ROW = 4
"""Which row is changed, counted from 0: not the one under the cursor."""


def live_cell_bytes(store: str) -> int:
    """The most bytes that a cell took to show what was saved elsewhere: from the motion to its line until the cursor is
    back in its own, since the news on the last line is another picture."""
    costs = []
    with closing(open_desk(store)) as other, _desk(store) as desk:
        ref = other.reader.queue(other.clock.now())[ROW].ref
        for number in range(CHANGES):
            desk.until_quiet(1)
            was, line = _row(desk, ref)
            outcome = other.handle(Release(id=ref) if number % 2 else Claim(id=ref), "bench")
            assert isinstance(outcome, Done), outcome
            desk.until(lambda was=was: _row(desk, ref)[0] != was)  # type: ignore[misc]
            _, begun, picture = bytes(desk.sent).rpartition(f"\x1b[{line + 1};".encode())
            costs.append(len(begun) + len(picture.partition(CURSOR)[0]) + len(CURSOR))
    return max(costs)


def crash_bytes(store: str, folder: Path) -> int:
    """The bytes from the key that meets a fault to the end of the program, the terminal given back."""
    (folder / "sitecustomize.py").write_text(AT_WORK)
    (folder / "spoilt.py").write_text(FAULTS["a key"])
    with _desk(store, PYTHONPATH=f"{folder}:{os.environ.get('PYTHONPATH', '')}") as desk:
        before = len(desk.sent)
        desk.press("j")
        desk.until(desk.ended)
        return len(desk.sent) - before


def _row(desk: Terminal, ref: str) -> tuple[str, int]:
    """What is said of a referral, and on which line."""
    return next((text, line) for line, text in enumerate(desk.text.splitlines()) if f" {ref} " in text)


@contextmanager
def _desk(store: str, **environment: str) -> Iterator[Terminal]:
    known = os.environ | {"LANG": "C.UTF-8", "TERM": "xterm-256color"} | environment
    with Terminal((*PROGRAM, "run", "--db", store), cwd=REPOSITORY, env=known) as desk:
        desk.until(lambda: "DoB" in desk.text, 120)
        desk.until_quiet(1)
        yield desk
