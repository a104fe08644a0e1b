"""Every command of the READMEs runs as written, in order, on a fresh checkout in the home of a new user.

The environment borrows this one's packages, so that `pip install` finds all it needs without the network. A
desk that opens is left with its own key. Blocks that run the tests are read but not run: this is one of them.
"""

import os
import re
import shlex
import shutil
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.docs.markdown import FOR_A_SERVER, Block, blocks
from tests.gate.steps import STAGES
from tests.installed import ROOT, checkout, environment, run
from tests.terminal import Terminal
from tui.keymap import MOTIONS

LEAVE = next(motion.keys for motion in MOTIONS if motion.verb == "quit")
BLOCKS = blocks()
MARKS = [block.mark for block in BLOCKS]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user whose home holds nothing but a fresh checkout, `desk`."""
    home = tmp_path_factory.mktemp("user")
    programs = environment(checkout(home / "desk") / ".venv")
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": f"{home / 'bin'}:{programs}:{os.environ['PATH']}",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
        "TERM": "xterm-256color",
    }


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.mark != FOR_A_SERVER and not block.tests_something], ids=str
)
def test_the_commands_of_a_block_run(block: Block, user: dict[str, str]) -> None:
    command = ["sh", "-e", "-c", block.commands]
    with Terminal(command, cwd=Path(user["HOME"], "desk"), env=user, columns=120, lines=40) as terminal:
        while not terminal.ended():
            terminal.until(lambda: terminal.ended() or terminal.full_screen, 180)
            if terminal.full_screen:
                terminal.until_quiet()
                assert terminal.text
                terminal.press(LEAVE)
                terminal.until(lambda: not terminal.full_screen)
        assert terminal.status == 0, terminal.text


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.tests_something], ids=str)
def test_the_tests_that_a_block_names_exist(block: Block) -> None:
    words = shlex.split(block.commands, comments=True)
    steps = {step.name for stage in STAGES for step in stage}
    assert {name for option, name in pairwise(words) if option == "--only"} <= steps
    paths = [word.partition("::")[0] for word in words if re.match(r"tests/", word)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_two_commands_come_first_and_each_once() -> None:
    assert MARKS[:2] == ["first command", "second command"]
    assert sorted(MARKS).count("first command") == sorted(MARKS).count("second command") == 1


def test_the_first_command_opens_a_demo_desk_and_the_second_passes_the_gate() -> None:
    assert "caredesk demo" in BLOCKS[0].commands
    assert "-m tests.gate\n" in BLOCKS[1].commands


def test_the_continuous_build_runs_the_second_command_of_the_readme(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "README.md").write_text(
        "<!-- first command -->\n```sh\nfalse\n```\n<!-- second command -->\n```sh\necho CI is $CI\n```\n"
    )
    for installer in ("apt-get", "sudo"):
        (tmp_path / "bin" / installer).symlink_to("/bin/true")
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    said = run([tmp_path / ".ci" / "run"], cwd=tmp_path, env={"PATH": path})
    assert said.endswith("CI is true\n")
