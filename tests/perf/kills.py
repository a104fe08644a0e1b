"""Writers that are killed while they write, and a look at what is left of what they were promised."""

import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic, sleep

import domain.desk.everything  # noqa: F401 (so that no writer has to read it)
from storage.doctor import Claims, findings
from tests.perf import offspring
from tests.postgres import as_owner
from tui.bootstrap import StoreUnreachable, begin_bench, open_database
from tui.writers import Load, write

REPOSITORY = Path(__file__).parents[2]
LATEST = 0.4  # seconds that a writer writes at most
PATIENCE_SECONDS = 30.0
AT_WRITING = 0.9  # the others are killed while they open the store
KILLS_A_ROUND = 50
PROGRAM = (sys.executable, "-m", "tui")


@dataclass
class Told:
    """What writers said: the ids that they tried, those that they were told are saved, and what else they were told."""

    tries: list[str] = field(default_factory=list)
    acks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hear(self, line: str) -> str:
        """Note one line; returns its first word."""
        word, _, what = line.strip().partition(" ")
        {"TRY": self.tries, "ACK": self.acks, "ERR": self.errors}.get(word, []).append(what)
        return word

    @classmethod
    def of(cls, said: str) -> "Told":
        """All that writers have said; of a last line that was cut off, nothing."""
        told = cls()
        for line in said[: said.rfind("\n") + 1].splitlines():
            told.hear(line)
        return told

    def files(self, folder: Path) -> tuple[str, ...]:
        """The options with which `caredesk doctor` looks for all this."""
        acks, tries = folder / "acks", folder / "tries"
        acks.write_text("\n".join(self.acks))
        tries.write_text("\n".join(self.tries))
        return "--acks", str(acks), "--tries", str(tries)


def killed_after(acks: int, store: str, told: Told, *, writers: int = 2) -> None:
    """Kill writers once they have been told so often that something is saved."""
    with _writing(store, writers) as writing:
        assert writing.stdout is not None
        for line in writing.stdout:
            if told.hear(line) == "ACK" and (acks := acks - 1) == 0:
                os.killpg(writing.pid, signal.SIGKILL)


def _writing(store: str, writers: int) -> "subprocess.Popen[str]":
    command = [*PROGRAM, "bench", "write", "--acks", "--writers", str(writers), "--db", store]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True)


def holds(store: str, told: Told) -> bool:
    """Whether the store is whole and has what was acknowledged; what it lacks is printed."""
    wrong = whole(store, told)
    print(*wrong, sep="\n", end="\n" * bool(wrong), file=sys.stderr)
    return not wrong


def whole(store: str, told: Told) -> list[str]:
    """What is wrong with a store that was to hold what its writers were told."""
    try:
        with closing(open_database(store)) as database:
            found = findings(database, verify=True, claims=Claims(told.acks, told.tries))
    except StoreUnreachable as error:
        return [str(error)]
    return [what for good, what in found if not good]


def try_kills(store: str, folder: Path, kills: int, writers: int, seed: int) -> dict[str, int]:
    """Kill writers at random moments of their lives, each alone while others write on; now and then, look the store
    over."""
    chance, told, failed, rounds = Random(seed), Told(), 0, range(0, kills, KILLS_A_ROUND)
    said = folder / "said"
    said.mkdir()
    offspring.run(lambda: begin_bench(as_owner(store)), said / "begun")
    for done in rounds:
        _kill(store, said, range(done, min(done + KILLS_A_ROUND, kills)), writers, chance)
        told = Told.of("".join(each.read_text() for each in said.iterdir()))
        failed += not holds(store, told)
    return {"kills": kills, "rounds": len(rounds), "acknowledged": len(told.acks), "failed": failed}


def _kill(store: str, said: Path, kills: range, writers: int, chance: Random) -> None:
    """Keep so many writers alive, and kill the oldest of them, until so many have been killed."""
    alive: deque[tuple[int, Path]] = deque()
    for number in kills:
        place = said / str(number)
        alive.append((offspring.begin(lambda: write(store, 1, Load(count=0, seconds=0, aloud=True)), place), place))
        if len(alive) == writers:
            _kill_one(*alive.popleft(), chance)
    for pid, place in alive:
        _kill_one(pid, place, chance)


def _kill_one(pid: int, said: Path, chance: Random) -> None:
    """Kill a writer a moment after it was first told that something is saved, or, now and then, whatever it does."""
    if chance.random() < AT_WRITING:
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until and not (said.exists() and "ACK" in said.read_text()):
            sleep(0.005)
    sleep(chance.uniform(0, LATEST))
    os.kill(pid, signal.SIGKILL)
    offspring.ended(pid)
