"""caredesk as a user has it: a fresh checkout, and environments that borrow this one's dependencies.

Borrowing keeps these tests from fetching anything: pip finds every requirement already there.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TREE = ("domain", "storage", "tests", "tui", "pyproject.toml", "README.md")


def checkout(folder: Path) -> Path:
    """Copies the tree as a fresh clone has it into `folder`, and gives that back."""
    folder.mkdir(parents=True)
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source, folder / name)
    return folder


def environment(folder: Path, *options: str) -> Path:
    """Makes a virtual environment that sees this one's packages after its own; gives its programs' folder."""
    run([sys.executable, "-m", "venv", *options, folder], cwd=ROOT)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin"


def pip(*words: str | Path) -> None:
    """Runs this environment's pip, without the network and without an environment of its own for building."""
    run([sys.executable, "-m", "pip", "-q", "--no-input", *map(str, words)], cwd=ROOT)


def run(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What the command printed; AssertionError with all of it where it does not end with 0.

    It sees this process's environment, with `env` added and without what ties a Python to this one.
    """
    seen = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env={**seen, **(env or {})}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout
