"""Published planning problems through the engine: one solved, or a folder of them measured against what is known.

Blocking: for commands, which stop it with the terminal's interrupt and still get the best found so far."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from threading import Event

from domain.engine.exact import Allowance, WarmUp
from domain.engine.filling import NoFilling, fill
from domain.engine.kernel.annealing import GENTLE, NoRounds, solve
from domain.engine.kernel.check import cost
from domain.engine.kernel.compiling import Compiling, Kernel
from domain.engine.kernel.model import Model, Rounds
from domain.engine.kernel.proving import best_rounds, can_be_proved
from domain.engine.kernel.zones import solve_zones, wants_zones
from domain.engine.published import Answer, Instance, InstanceFiles, Row
from domain.engine.rota import Rota
from tui.beside import can_stand_beside, rounds_beside
from tui.settings import kernel_folder

PATIENCE_SECONDS = 5.0
PROVING_SHARE = 0.75


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


def plan(
    instance: Instance,
    kernel: Callable[[], Kernel],
    effort: Effort,
    stopped: Callable[[], bool],
    on_progress: Callable[[int], None] | None = None,
) -> Answer:
    """The best that this effort finds; sooner, and less good, once it is stopped. Raises NoRounds or NoFilling.

    Where rounds are searched for `on_progress` is told what the best cost so far, in the model's own units.

    The time counts from when the search is ready, which `kernel` waits for where it is needed."""
    model = instance.model
    if isinstance(model, Rota):
        filled = fill(
            model,
            seconds=effort.seconds,
            seed=effort.seed,
            threads=effort.threads,
            cancel=stopped,
            kernel=kernel(),
        )
        return Answer(filled.filled, filled.proved)
    if not instance.begin and can_be_proved(model):
        return _proved(model, kernel, effort, stopped)
    return Answer(_searched(model, kernel(), effort, stopped, on_progress, instance.begin))


def _proved(model: Model, kernel: Callable[[], Kernel], effort: Effort, stopped: Callable[[], bool]) -> Answer:
    """The proof where it is found in most of the time; else the better of what it and the search came to."""
    proving = PROVING_SHARE * effort.seconds
    WarmUp().ready(wait=True)
    allowance = Allowance(proving, repeatable=False, stop=stopped, seed=effort.seed, workers=effort.threads)
    exact = best_rounds(model, allowance)
    if exact is not None and exact[1]:
        return Answer(exact[0], proved=True)
    searched = _searched(model, kernel(), replace(effort, seconds=effort.seconds - proving), stopped)
    return Answer(searched if exact is None else min(searched, exact[0], key=lambda rounds: cost(model, rounds).total))


def _searched(
    model: Model,
    kernel: Kernel,
    effort: Effort,
    stopped: Callable[[], bool],
    on_progress: Callable[[int], None] | None = None,
    begin: list[list[int]] | None = None,
) -> Rounds:
    """What the search comes to. A plan in force, `begin`, is never made so hot that all of it would change."""
    search: Callable[..., Rounds] = solve_zones if wants_zones(model, effort.threads) else solve
    if begin:
        search = partial(solve, begin=begin, heats=GENTLE)
    return search(
        model,
        kernel,
        seconds=effort.seconds,
        seed=effort.seed,
        threads=effort.threads,
        cancel=stopped,
        on_progress=on_progress,
    )


def measure(files: InstanceFiles, folder: Path, only: str, effort: Effort, say: Callable[[str], None]) -> Iterator[Row]:
    """Plan the instances of a folder whose names have `only` in them, one after the other, until interrupted.

    One that nothing was found for is said and left out. Raises BadInstance where there is one that cannot be read."""
    best, mean = files.best_known(folder), files.mean_known(folder)
    paths = [path for path in files.paths(folder) if only in path.stem]
    with interruptible() as stopped:
        kernel = cache(partial(ready_kernel, say))
        for path in paths:
            if stopped():
                return
            instance = files.read(path)
            try:
                answer = plan(instance, kernel, effort, stopped)
            except (NoRounds, NoFilling) as error:
                say(f"{instance.name}: {error}")
                continue
            name = instance.name
            yield Row(
                instance=name,
                size=instance.size,
                objective=instance.objective(answer.found)["objective"],
                best=best.get(name),
                mean=mean.get(name),
                beside=beside(instance, effort),
            )


def beside(instance: Instance, effort: Effort) -> float | None:
    """What another solver comes to with the same effort, where one is installed that can plan this."""
    if not isinstance(instance.model, Model) or not can_stand_beside(instance.model):
        return None
    rounds = rounds_beside(instance.model, effort.seconds, effort.seed, effort.threads)
    return None if rounds is None else instance.objective(rounds)["objective"]


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """For the length of a block the terminal's interrupt only says stop; whether it has is what the block is given."""
    event = Event()
    before = signal.signal(signal.SIGINT, lambda *_: event.set())
    try:
        yield event.is_set
    finally:
        signal.signal(signal.SIGINT, before)
