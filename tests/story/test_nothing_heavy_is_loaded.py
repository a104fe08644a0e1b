"""A command loads only what it needs: help next to nothing, a pane or an action no screen, solver or migration."""

import subprocess
import sys

import pytest

from tests.story.desk import REPOSITORY, Line

HEAVY = (
    "alembic",
    "fhir",
    "llvmlite",
    "numpy",
    "ortools",
    "pandas",
    "pydantic",
    "rich",
    "sqlalchemy",
    "sqlmodel",
    "textual",
)
FOR_THE_STORE = {"pydantic", "rich", "sqlalchemy", "sqlmodel"}
LOADS = f"""
import sys
from tui.cli import main
try:
    main()
finally:
    print(*sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    """The heavy packages that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADS, *words], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("show", "--help"), ("do", "--help"), ("roster", "--help")], ids=" ".join
)
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    assert loaded(*words) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("show", "board"),
        ("do", "referral.ring", "whom=Son", "phone=1", "need=UCR1", "urgency=2h"),
        ("report", "ucr-2h"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_on_the_store_loads_the_store_alone(caredesk: Line, words: tuple[str, ...]) -> None:
    assert loaded(*words, "--db", caredesk.url) <= FOR_THE_STORE


def test_the_first_line_needs_two_small_modules_in_c_besides_what_python_has_loaded_anyway() -> None:
    loads = "import sys; had = set(sys.modules); import tui.patience; print(*sorted(set(sys.modules) - had))"
    done = subprocess.run([sys.executable, "-c", loads], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["atexit", "termios", "tui", "tui.patience"]
