"""The command line as a person uses it, on a store that has been begun for them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import domain.desk.everything  # noqa: F401
from domain.access import Role
from storage import founding
from storage.engine import Database
from tests.postgres import as_owner
from tui.bootstrap import system_user

REPOSITORY = Path(__file__).parents[2]
MORNING = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
EVERY_ROLE = tuple(Role)


@dataclass(frozen=True)
class Said:
    """What a command line left: its exit code, and what it wrote to its two outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it has to be."""
        return json.loads(self.out)


class Program(Protocol):
    """Something that runs a command line to its end."""

    def __call__(self, *words: str) -> Said: ...


@contextmanager
def program() -> Iterator[Program]:
    """The program, loaded once; each call is a process of its own."""
    command = [sys.executable, "-m", "tests.story.waiting"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as waiting:
        assert waiting.stdin is not None and waiting.stdout is not None

        def run(*words: str) -> Said:
            waiting.stdin.write(json.dumps(words) + "\n")
            waiting.stdin.flush()
            return Said(**json.loads(waiting.stdout.readline()))

        yield run
        waiting.stdin.close()


def shell(*words: str, **environment: str) -> Said:
    """The program as a shell starts it, with these variables set beside those of the test."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words], cwd=REPOSITORY, env=os.environ | environment,
        capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=60, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def begin(url: str, roles: tuple[Role, ...] = EVERY_ROLE, at: datetime = MORNING) -> None:
    """Begin the store at `url` for whoever runs the test, with a clock that tests may set."""
    database = Database(as_owner(url), must_exist=False)
    card = founding.Card(service="bury", title="Bury Reablement", training=True, clock_begins=at, clock_opened=None)
    founding.found(database, card, system_user(), roles)
    database.close()


@dataclass(frozen=True)
class Line:
    """A store and the command line on it."""

    run: Program
    url: str

    def say(self, *words: str, at: str = "") -> Said:
        """Run a command as it is typed; `at` sets the store's clock (London time) first."""
        return self.run(*words, "--db", self.url, *(("--now", at) if at else ()))

    def show(self, *words: str, at: str = "") -> Any:
        """The document that a command prints with --json; it has to succeed."""
        said = self.say(*words, "--json", at=at)
        assert said.code == 0, said
        return said.json

    def do(self, action: str, *, at: str = "", **answers: Any) -> Any:
        """Do an action that has to succeed; what it printed."""
        return self.show("do", action, *(f"{name}={value}" for name, value in answers.items()), at=at)

    def refused(self, action: str, *, at: str = "", **answers: Any) -> str:
        """Do an action that a rule has to refuse; the sentence that says why."""
        said = self.say("do", action, *(f"{name}={value}" for name, value in answers.items()), at=at)
        assert said.code == 1, said
        return said.err.strip()
