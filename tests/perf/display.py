"""What the desk costs a line and a processor: bytes and milliseconds at start, for a key, a page, a letter, at rest.

Measured on a store that is there already, such as a demonstration at scale 40. Bytes are exact; milliseconds are of the
processor, and only to be compared with those of another program in the same hour on the same machine."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.perf.kills import PROGRAM, REPOSITORY
from tests.terminal import Terminal

TICKS = os.sysconf("SC_CLK_TCK")
REST_SECONDS = 5
SCREENS: Mapping[str, tuple[int, int, Mapping[str, str]]] = {
    "80x24": (80, 24, {"TERM": "xterm-256color"}),
    "80x24 mono": (80, 24, {"TERM": "vt220"}),
    "120x40": (120, 40, {"TERM": "xterm-256color"}),
}
KEYS = {"cursor": ["j"] * 12, "page": ["\x1b[6~"] * 2}
LETTERS = list("abcdef")


def figures(store: str, sessions: int) -> dict[str, dict[str, int]]:
    """screen → name of the figure → bytes, milliseconds of the processor, or KiB."""
    found = {}
    for name, (columns, lines, environment) in SCREENS.items():
        with _desk(store, columns, lines, environment) as desk:
            found[name] = _of_start(desk) | _of_keys(desk)
    with ExitStack() as many:
        desks = [many.enter_context(_desk(store, 80, 24, {})) for _ in range(sessions)]
        found[f"{sessions} sessions"] = {"pss_kib_each": sum(_pss(desk.pid) for desk in desks) // len(desks)}
    return found


@contextmanager
def _desk(store: str, columns: int, lines: int, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """A desk that has come to rest."""
    known = {name: value for name, value in os.environ.items() if name != "COLORTERM"} | {"LANG": "C.UTF-8"}
    command = (*PROGRAM, "run", "--db", store)
    with Terminal(command, cwd=REPOSITORY, env=known | environment, columns=columns, lines=lines) as desk:
        desk.until(lambda: "? help" in desk.text and "DoB" in desk.text, 120)
        desk.until_quiet(1)
        yield desk


def _of_start(desk: Terminal) -> dict[str, int]:
    started = {"start_bytes": len(desk.sent), "start_processor_ms": _processor(desk.pid)}
    before, end = len(desk.sent), time.monotonic() + REST_SECONDS
    desk.until(lambda: time.monotonic() > end)
    return started | {"rest_bytes": len(desk.sent) - before}


def _of_keys(desk: Terminal) -> dict[str, int]:
    found = {}
    for name, keys in KEYS.items():
        before = _processor(desk.pid)
        found[f"{name}_bytes"] = _cost(desk, keys)
        found[f"{name}_processor_ms"] = (_processor(desk.pid) - before) // len(keys)
    desk.press(":")
    desk.until_quiet()
    found["letter_of_a_command_bytes"] = _cost(desk, LETTERS)
    desk.press("\x1b")
    desk.until_quiet()
    desk.press("n")
    desk.until(lambda: "ctrl+o save" in desk.text)
    desk.until_quiet()
    found["letter_of_a_form_bytes"] = _cost(desk, LETTERS)
    return found


def _cost(desk: Terminal, keys: Sequence[str]) -> int:
    """The bytes that a key costs, by half of the keys at most."""
    costs = []
    for key in keys:
        before = len(desk.sent)
        desk.press(key)
        desk.until(lambda before=before: len(desk.sent) > before)  # type: ignore[misc]
        desk.until_quiet(0.3)
        costs.append(len(desk.sent) - before)
    return int(median(costs))


def _processor(pid: int) -> int:
    """What a process has taken of the processor, in milliseconds."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) * 1000 // TICKS


def _pss(pid: int) -> int:
    """The memory of a process in KiB, what it shares with others divided fairly."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines())
    return next(int(row[1]) for row in rows if row[0] == "Pss:")
