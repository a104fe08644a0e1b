"""However a desk ends, the terminal is as it was, nobody's name is left on it, and what was half-typed waits."""

import signal
from pathlib import Path

import pytest

from tests.live.desks import PROGRAM, Desks, says, sees
from tests.terminal import Terminal

F2 = "\x1bOQ"
AT_WORK = """
import sys

class Spoiler:
    def find_spec(self, name, path=None, target=None):
        if name == "tui.commands.opening":
            sys.meta_path.remove(self)
            import spoilt

sys.meta_path.insert(0, Spoiler())
"""
"""A `sitecustomize` that loads the module `spoilt` when a desk is about to open."""

FAULTS = {
    "a presenter": (
        "import tui.presenters.queue as queue\n"
        "def line(row, sight): raise ValueError('cannot show ' + row.person)\n"
        "object.__setattr__(queue.QUEUE, 'line', line)\n"
    ),
    "a key": (
        "from tui.widgets.record_list import RecordList\n"
        "def step(self, rows): raise KeyError(self.current.person)\n"
        "RecordList.action_step = step\n"
    ),
    "the reading of keys": (
        "from tui.sequences import Sequences\n"
        "def feed(self, text, now): raise KeyError(text)\n"
        "Sequences.feed = feed\n"
    ),
    "before the first picture": (
        "import tui.app\n"
        "def opened(desk, *given, **named): raise KeyError(desk.read.queue(desk.clock.now())[0].person)\n"
        "tui.app.open_screen = opened\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_ends_the_desk_with_one_calm_line_on_a_terminal_that_works(
    sqlite_desks: Desks, tmp_path: Path, where: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(AT_WORK)
    (tmp_path / "spoilt.py").write_text(FAULTS[where])
    run = (*PROGRAM, "run", "--db", sqlite_desks.store)
    shell = sqlite_desks.terminal(
        "sh", "-c", '"$@"; echo "ended with $?"; stty -a', "sh", *run, PYTHONPATH=str(tmp_path)
    )
    shell.until(lambda: "ended with" in shell.text or sqlite_desks.first.person in shell.text)
    shell.press("jjj")
    shell.until(shell.ended)
    assert_given_back(shell)
    told = shell.sent.rpartition(b"\x1b[?1049l")[2].decode()
    line, _, after = told.partition("caredesk met a fault of its own. Nothing saved was lost.")[2].partition("\r\n")
    assert "Reference" in line
    assert after.strip().startswith("ended with 1\r\n")
    assert {"icanon", "echo", "isig", "icrnl"} <= set(after.replace(";", " ").split())
    assert not any(waiting.family in told for waiting in sqlite_desks.queue if waiting.family != "unknown")
    log = (tmp_path / "ada" / ".local/state/caredesk/faults.log").read_text()
    assert sqlite_desks.first.family not in log


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_desk_that_is_told_to_end_gives_the_terminal_back(sqlite_desks: Desks, number: signal.Signals) -> None:
    desk = sqlite_desks.opened()
    half_typed(desk)
    desk.signal(number)
    desk.until(desk.ended)
    assert desk.status == 128 + number
    assert_given_back(desk)
    is_offered(sqlite_desks)


def test_a_terminal_that_goes_away_ends_the_desk_and_keeps_what_was_half_typed(desks: Desks) -> None:
    desk = desks.opened()
    half_typed(desk)
    assert desk.hang_up() == 128 + signal.SIGHUP
    is_offered(desks)


def test_a_terminal_that_goes_away_without_a_word_ends_the_desk_too(sqlite_desks: Desks, tmp_path: Path) -> None:
    """As for a session that does not own its terminal, which no signal tells of its end."""
    ended = tmp_path / "ended"
    run = ("sh", "-c", '"$@"; echo $? >"$0"', str(ended), *PROGRAM, "run", "--db", sqlite_desks.store)
    elsewhere = 'exec 3<&0; setsid "$@" <&3 & wait'
    desk = sqlite_desks.ready(sqlite_desks.terminal("sh", "-c", elsewhere, "sh", *run))
    desk.hang_up()
    desk.until(lambda: ended.exists() and ended.read_text() == f"{128 + signal.SIGHUP}\n")


def test_a_desk_that_is_killed_leaves_the_form_and_the_line_that_were_being_typed(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    half_typed(desk)
    desk.press(f"{F2}claim i")
    sees(desk, ":claim i")
    desk.until_quiet()
    desk.signal(signal.SIGKILL)
    desk.until(desk.ended)
    says(sqlite_desks.opening(), "half a command waits after the key : 'claim i'")
    is_offered(sqlite_desks)


def half_typed(desk: Terminal) -> None:
    """Begins to decline the second referral."""
    desk.press("jd")
    sees(desk, "Where instead")
    desk.press("\tThe Rochdale desk")
    sees(desk, "The Rochdale desk")


def is_offered(desks: Desks) -> None:
    """The next desk of the same person says so at once, and brings the form back as it was."""
    desk = desks.opening()
    says(desk, "1 form waits half-typed: ctrl+t goes on with it")
    desk.press("\x14")
    sees(desk, "Where instead", "The Rochdale desk", desks.queue[1].family)


def assert_given_back(desk: Terminal) -> None:
    """The alternate screen is left, the cursor shown as it was, and every mode that was set is set no longer."""
    assert not desk.full_screen
    for mode in (b"1000", b"1003", b"1004", b"1006", b"2004", b"2048"):
        assert desk.sent.rfind(b"\x1b[?%bh" % mode) <= desk.sent.rfind(b"\x1b[?%bl" % mode)
    for mode in (b"7", b"25"):
        assert desk.sent.rfind(b"\x1b[?%bl" % mode) <= desk.sent.rfind(b"\x1b[?%bh" % mode)
    assert desk.sent.rfind(b"\x1b[2 q") <= desk.sent.rfind(b"\x1b[0 q")
