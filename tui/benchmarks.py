"""Published planning problems through the engine: one solved, or a folder of them measured against what is known.

Blocking: for commands, which stop it with the terminal's interrupt and still get the best rounds so far."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from domain.engine.kernel.annealing import NoRounds, solve
from domain.engine.kernel.compiling import Compiling, Kernel
from domain.engine.kernel.model import Rounds
from domain.engine.published import Instance, InstanceFiles, Row
from tui.settings import kernel_folder

PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look for better rounds, on how many cores, and from which seed."""

    seconds: float
    threads: int
    seed: int


def cores() -> int:
    """The cores of this machine."""
    return os.cpu_count() or 1


def ready_kernel(say: Callable[[str], None]) -> Kernel:
    """The search as machine code, waited for: what is compiled once is kept. Says so where that takes a while."""
    compiling = Compiling(kernel_folder())
    if not compiling.ready(PATIENCE_SECONDS):
        say("Making the search ready; its machine code is kept for the next time…")
        compiling.ready(None)
    return compiling.kernel()


def plan(instance: Instance, kernel: Kernel, effort: Effort, stopped: Callable[[], bool]) -> Rounds:
    """The best rounds that this effort finds; sooner, and less good, once it is stopped."""
    return solve(
        instance.model,
        kernel,
        seconds=effort.seconds,
        seed=effort.seed,
        threads=effort.threads,
        cancel=stopped,
    )


def measure(files: InstanceFiles, folder: Path, only: str, effort: Effort, say: Callable[[str], None]) -> Iterator[Row]:
    """Plan the instances of a folder whose names have `only` in them, one after the other, until interrupted.

    One that nothing was found for is said and left out. Raises BadInstance where there is one that cannot be read."""
    best = files.best_known(folder)
    paths = [path for path in files.paths(folder) if only in path.stem]
    with interruptible() as stopped:
        kernel = ready_kernel(say)
        for path in paths:
            if stopped():
                return
            instance = files.read(path)
            try:
                found = instance.objective(plan(instance, kernel, effort, stopped))["objective"]
            except NoRounds as error:
                say(f"{instance.name}: {error}")
                continue
            yield Row(instance=instance.name, size=instance.size, objective=found, best=best.get(instance.name))


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """For the length of a block the terminal's interrupt only says stop; whether it has is what the block is given."""
    event = Event()
    before = signal.signal(signal.SIGINT, lambda *_: event.set())
    try:
        yield event.is_set
    finally:
        signal.signal(signal.SIGINT, before)
