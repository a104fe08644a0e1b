"""Where Python may write nothing beside the program, its modules are compiled once all the same."""

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from tui import modules
modules.keep()
import domain.when
print(domain.when.__cached__)
"""


def test_compiled_modules_are_kept_in_the_users_own_folder_and_found_there_again(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", CODE], env=environment, check=True)
    kept = [file for file in tmp_path.rglob("*.pyc") if file.name.startswith("when.")]
    assert len(kept) == 1
    written = kept[0].stat().st_mtime_ns
    subprocess.run([sys.executable, "-c", CODE], env=environment, check=True)
    assert kept[0].stat().st_mtime_ns == written


def test_what_lies_beside_the_program_is_loaded_by_python_alone() -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    code = """
import sys
from pathlib import Path
import tui
from tui import modules
hooks = len(sys.path_hooks)
modules.keep()
assert len(sys.path_hooks) == hooks + 1
ours = sys.path_hooks[0]
ours(tui.__path__[0])
try:
    ours(str(Path(tui.__path__[0]).parent / ".venv" / "lib"))
except ImportError:
    print("left to Python")
"""
    said = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout == "left to Python\n"


def test_where_python_may_write_nothing_is_kept_apart(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "elsewhere"), "XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", CODE], env=environment, check=True)
    assert not (tmp_path / "caredesk" / "modules").exists()
