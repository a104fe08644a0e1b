"""Every check of the gate finds what it is there to find, in a small tree made for it."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.gate import banned, ceilings
from tests.gate.__main__ import run
from tests.gate.steps import LINT_IMPORTS, Step
from tests.installed import ROOT

PACKAGES = (
    "domain", "domain/engine", "storage", "tui", "tui/commands", "tui/presenters", "tui/screens", "tui/widgets",
)  # fmt: skip
MODULES = ("tui/bootstrap.py", "tui/cli.py", "domain/when.py", "domain/ids.py", "domain/engine/solve.py")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree in the shape of this one that breaks no rule."""
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for module in MODULES:
        (tmp_path / module).touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def write(tree: Path, name: str, source: str) -> None:
    """Puts a module into the tree."""
    (tree / name).write_text(source, encoding="utf-8")


def ends_with(tree: Path, words: Sequence[str]) -> tuple[int, str]:
    """The exit status and the output of this Python called with `words` in the tree."""
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode()


def test_a_module_over_its_ceiling_is_found_in_tests_too(tree: Path) -> None:
    (tree / "tests").mkdir()
    write(tree, "tests/test_much.py", "x = 1\n" * 501)
    write(tree, "domain/much.py", "x = 1\n" * 500)
    assert list(ceilings.findings(tree)) == ["tests/test_much.py: 501 lines, at most 500; split it by idea"]


def test_a_function_over_its_ceiling_is_found(tree: Path) -> None:
    write(tree, "storage/fits.py", "def fits():\n" + "    x = 1\n" * 39)
    write(tree, "storage/long.py", "class A:\n  async def long(self):\n" + "    x = 1\n" * 40)
    assert list(ceilings.findings(tree)) == ["storage/long.py:2: long has 41 lines, at most 40"]


@pytest.mark.parametrize(
    ("name", "source", "used"),
    [
        ("domain/a.py", "from datetime import datetime, UTC\nx = datetime.now(UTC)", "datetime.datetime.now"),
        ("domain/a.py", "import datetime as dt\nx = dt.date.today", "datetime.date.today"),
        ("storage/a.py", "from time import time as now\ndef f(): return now()", "time.time"),
        ("tui/a.py", "import uuid\nx = uuid.uuid4().hex", "uuid.uuid4"),
        ("tui/a.py", "def f():\n    from secrets import token_hex\n    token_hex(8)", "secrets.token_hex"),
        ("storage/a.py", "import os\nx = os.urandom(8)", "os.urandom"),
        ("domain/a.py", "import arrow\nx = arrow.get('now')", "arrow.get"),
        ("domain/a.py", "import random\nx = random.Random(7)", "random.Random"),
        ("domain/engine/a.py", "import random\nx = random.choice([1])", "random.choice"),
        ("domain/engine/a.py", "from random import Random\nx = Random()", "random.Random()"),
        ("tui/a.py", "print('hello')", "print"),
    ],
)
def test_a_banned_name_is_found_outside_its_home(tree: Path, name: str, source: str, used: str) -> None:
    write(tree, name, source)
    assert [found.split()[1] for found in banned.findings(tree)] == [used]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("domain/when.py", "import arrow\nimport time\nx = arrow.get(time.time())"),
        ("domain/ids.py", "import uuid\nx = uuid.uuid4()"),
        ("domain/engine/a.py", "from random import Random\ndef f(by: Random): return Random(7), by.random()"),
        ("domain/a.py", "import time\nx = time.monotonic()"),
        ("domain/a.py", "def f(random, uuid): return random.choice(uuid.uuid4())"),
        ("tui/commands/a.py", "print('hello')"),
    ],
)
def test_a_name_at_home_or_harmless_is_let_be(tree: Path, name: str, source: str) -> None:
    write(tree, name, source)
    assert list(banned.findings(tree)) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("domain/a.py", "import storage"),
        ("storage/a.py", "def f():\n    import tui"),
        ("domain/a.py", "from sqlalchemy import select"),
        ("domain/a.py", "def f():\n    import ortools.sat"),
        ("storage/a.py", "import textual"),
        ("tui/screens/a.py", "import storage"),
        ("tui/widgets/a.py", "from tui import bootstrap"),
        ("tui/commands/a.py", "import storage"),
        ("tui/cli.py", "import storage"),
    ],
)
def test_an_import_against_the_grain_breaks_a_contract(tree: Path, name: str, source: str) -> None:
    write(tree, name, source)
    status, said = ends_with(tree, ["-c", LINT_IMPORTS])
    assert status == 1
    assert "BROKEN" in said


def test_imports_along_the_grain_break_none(tree: Path) -> None:
    write(tree, "tui/bootstrap.py", "import storage, domain")
    write(tree, "tui/commands/a.py", "from tui import bootstrap")
    write(tree, "domain/engine/solve.py", "def f():\n    from ortools.sat.python import cp_model")
    status, said = ends_with(tree, ["-c", LINT_IMPORTS])
    assert status == 0, said


def test_a_dependency_that_is_not_declared_is_found(tree: Path) -> None:
    write(tree, "tui/a.py", "import pygments")
    assert "DEP003 'pygments'" in ends_with(tree, ["-m", "deptry", "--no-ansi", "tui"])[1]


def test_a_failing_step_fails_the_gate_and_is_shown_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    bad = Step("bad", "", ("-c", "print('why'); print('last'); raise SystemExit(3)"))
    good = Step("good", "", ("-c", "print('all quiet')"))
    assert run([[bad, good]]) == 1
    shown = capsys.readouterr().out
    assert "why\nlast" in shown
    assert "gate: failed at bad" in shown
    assert run([[good]]) == 0
