"""Writers that are killed while they write, and a look at what is left of what they were promised."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

REPOSITORY = Path(__file__).parents[2]
LATEST = 0.6  # seconds after the first acknowledgement
PROGRAM = (sys.executable, "-m", "tui")


@dataclass
class Told:
    """What writers said: the ids that they tried, and those that they were told are saved."""

    tries: list[str] = field(default_factory=list)
    acks: list[str] = field(default_factory=list)

    def hear(self, line: str) -> str:
        """Note one line; returns its first word."""
        word, _, command_id = line.strip().partition(" ")
        {"TRY": self.tries, "ACK": self.acks}.get(word, []).append(command_id)
        return word

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


def killed_within(seconds: float, store: str, told: Told, *, writers: int = 2) -> None:
    """Kill writers at a moment after the first acknowledgement, whatever they are doing then."""
    with _writing(store, writers) as writing:
        assert writing.stdout is not None
        end: threading.Timer | None = None
        for line in writing.stdout:
            if told.hear(line) == "ACK" and end is None:
                end = threading.Timer(seconds, os.killpg, (writing.pid, signal.SIGKILL))
                end.start()


def _writing(store: str, writers: int) -> "subprocess.Popen[str]":
    command = [*PROGRAM, "bench", "write", "--acks", "--writers", str(writers), "--db", store]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True)


def holds(store: str, told: Told, folder: Path) -> bool:
    """Whether the store is whole and has what was acknowledged; what it lacks is printed."""
    command = [*PROGRAM, "doctor", "--verify", *told.files(folder), "--db", store]
    looked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if looked.returncode:
        print(looked.stdout, looked.stderr, sep="\n", file=sys.stderr)
    return looked.returncode == 0


def try_kills(store: str, folder: Path, rounds: int, writers: int, seed: int) -> dict[str, int]:
    """Kill writers round after round at random moments; the store is looked over after every round."""
    chance, told, failed = Random(seed), Told(), 0
    for _ in range(rounds):
        killed_within(chance.uniform(0, LATEST), store, told, writers=writers)
        failed += not holds(store, told, folder)
    return {"kills": rounds * writers, "rounds": rounds, "acknowledged": len(told.acks), "failed": failed}
