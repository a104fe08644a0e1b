"""Who is killed between the commit and the answer saves the form again from its draft, and it is done once."""

from pathlib import Path

import pytest

from tests.live.desks import PROGRAM, Desks, says
from tests.live.test_endings import AT_WORK
from tests.terminal import Terminal

KILLED = """
import os, signal
from contextlib import contextmanager
from domain.desk.intake import Ring
from storage.unit_of_work import Units

begin = Units.begin

@contextmanager
def begun(self, order):
    with begin(self, order) as work:
        yield work
    if isinstance(order.command, Ring):  # it is committed, and nobody has been told
        os.kill(os.getpid(), signal.SIGKILL)

Units.begin = begun
"""


@pytest.fixture
def killed(desks: Desks, tmp_path: Path) -> Desks:
    """Desks on each database, where somebody's was killed as the call that they had typed was committed."""
    (tmp_path / "sitecustomize.py").write_text(AT_WORK)
    (tmp_path / "spoilt.py").write_text(KILLED)
    desk = desks.ready(desks.terminal(*PROGRAM, "run", "--db", desks.store, PYTHONPATH=str(tmp_path)))
    desk.press("n")
    desk.until(lambda: "Who is calling" in desk.text)
    desk.press("Dr Shah\r01632 960555\rfalls\r2h")
    desk.press("\x0f")
    desk.until(desk.ended)
    assert desk.status == -9
    return desks


def brought_back(desks: Desks) -> Terminal:
    """The next desk of that person, with the form open again."""
    desk = desks.ready(desks.opening())
    says(desk, "1 form waits half-typed: ctrl+t goes on with it")
    desk.press("\x14")
    desk.until(lambda: "Dr Shah" in desk.text and "as you left it" in desk.text)
    return desk


def calls(desks: Desks) -> int:
    return len(desks.caredesk("show", "queue", "--json").json) - len(desks.queue)


def test_a_form_that_is_saved_again_with_the_same_words_is_done_once(killed: Desks) -> None:
    assert calls(killed) == 1
    desk = brought_back(killed)
    desk.press("\x0f")
    says(desk, "ring")
    desk.until(lambda: "Who is calling" not in desk.text)
    assert calls(killed) == 1
    desk.press("\x14")
    desk.until_quiet()
    assert "Dr Shah" not in desk.text.rpartition("Half-typed")[2]


def test_with_other_words_it_is_another_call(killed: Desks) -> None:
    desk = brought_back(killed)
    desk.press("\x1b[Z\x1b[Z\x1b[Z\x1b[ZMrs Crook")
    desk.until(lambda: "Mrs Crook" in desk.text)
    desk.press("\x0f")
    desk.until(lambda: "Who is calling" not in desk.text)
    assert calls(killed) == 2
