"""A process that has the program loaded and forks once for every command line that it is told to run.

Each line of a test is so a process of its own, as a person's would be, without paying for the imports every time."""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NoReturn

import tui.commands
import tui.presenters
from tui.cli import main

LOADED = (
    "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg", "domain.desk.everything", "tui.bootstrap",
    "tui.grammar", "tui.describe",
    *(f"tui.commands.{module.name}" for module in iter_modules(tui.commands.__path__)),
    *(f"tui.presenters.{module.name}" for module in iter_modules(tui.presenters.__path__)),
)  # fmt: skip
FELL_OVER = 70


def answer(words: list[str]) -> dict[str, Any]:
    """Run one command line to its end: its exit code and what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        child = os.fork()
        if child == 0:
            _become(words, out, err)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return {"code": code, "out": out.read_text("utf-8"), "err": err.read_text("utf-8")}


def _become(words: list[str], out: Path, err: Path) -> NoReturn:
    code = FELL_OVER
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream, file in ((1, out), (2, err)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
        sys.argv = ["caredesk", *words]
        main()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait() -> None:
    """Answer the lines of standard input until it ends."""
    for name in LOADED:
        import_module(name)
    replies = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        replies.write(json.dumps(answer(json.loads(line))) + "\n")
        replies.flush()


if __name__ == "__main__":
    wait()
