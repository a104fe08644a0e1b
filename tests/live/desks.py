"""Desks as people open them: the real program, each in a terminal and with a home of its own, on one store."""

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from domain.access import User
from tests.story.desk import REPOSITORY, Program, Said
from tests.terminal import Terminal
from tui.bootstrap import system_user

PROGRAM = (sys.executable, "-m", "tui")


class Desks:
    """The desks of one store. Leaving the block ends those that are still open."""

    def __init__(self, store: str, folder: Path, run: Program) -> None:
        self.store, self._folder, self._run = store, folder, run
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def terminal(self, *command: str, home: str = "ada", columns: int = 80, lines: int = 24, **env: str) -> Terminal:
        """A terminal in which `command` runs, with these variables set beside those of the test."""
        (self._folder / home).mkdir(exist_ok=True)
        environment = os.environ | {"HOME": str(self._folder / home), "LANG": "C.UTF-8"} | env
        return self._open.enter_context(
            Terminal(command, cwd=REPOSITORY, env=environment, columns=columns, lines=lines)
        )

    def opening(self, *words: str, **named: Any) -> Terminal:
        """A desk that is about to open; `words` follow `caredesk run`."""
        return self.terminal(*PROGRAM, "run", *words, "--db", self.store, **named)

    def opened(self, *words: str, **named: Any) -> Terminal:
        """A desk that shows the queue and has come to rest."""
        return self.ready(self.opening(*words, **named))

    def two(self) -> tuple[Terminal, Terminal]:
        """Ada's desk and Ben's, both ready."""
        ada, ben = self.opening(home="ada"), self.opening(home="ben")
        return self.ready(ada), self.ready(ben)

    def ready(self, desk: Terminal) -> Terminal:
        """A desk once it shows the queue and has come to rest."""
        desk.until(lambda: self.first.person in desk.text)
        desk.until_quiet()
        return desk

    def attempt(self, *words: str) -> Said:
        """A command line on the store."""
        return self._run(*words, "--db", self.store)

    def caredesk(self, *words: str) -> Said:
        """A command line on the store, which must succeed."""
        said = self.attempt(*words)
        assert said.code == 0, said
        return said

    @cached_property
    def queue(self) -> "list[Waiting]":
        """Who waits in the store as it was made, in the order of the queue."""
        rows = self.caredesk("show", "queue", "--json").json
        return [Waiting(row["ref"], row["person"]) for row in rows]

    @cached_property
    def initials(self) -> str:
        """How the desk calls the person who runs the test."""
        users = self.caredesk("user", "list", "--json").json
        name = next(user["name"] for user in users if user["id"] == system_user())
        return User(id=system_user(), name=name).initials

    @property
    def first(self) -> "Waiting":
        """Who stands first."""
        return self.queue[0]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the queue: the referral's reference, and their name as it is shown."""

    ref: str
    person: str

    @property
    def family(self) -> str:
        """The family name."""
        return self.person.partition(",")[0]

    def row(self, desk: Terminal) -> str:
        """Their row of the queue on the screen; '' when it is not there."""
        rows = (line for line in desk.text.splitlines() if line[3:].startswith(self.ref))
        return next(rows, "")


def owner(row: str) -> str:
    """Whose a row of the queue is: the initials in its last column."""
    return row.rpartition(" ")[2]


def sees(desk: Terminal, *texts: str) -> None:
    """Waits until all of these stand on the screen."""
    desk.until(lambda: all(text in desk.text for text in texts))


def says(desk: Terminal, text: str) -> None:
    """Waits until the desk says this at its foot."""
    desk.until(lambda: text in " ".join(line.strip() for line in desk.text.splitlines()[-5:]))
