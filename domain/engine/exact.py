"""How the engine calls CP-SAT: a bounded time, and an ear for cancel. No model lives here.

OR-Tools takes half a second to import, so it is imported when first asked for, and warmed up beside the search."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

LISTEN_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one exact solve may use; `repeatable` bounds CP-SAT's own measure of work instead of the clock."""

    seconds: float
    repeatable: bool
    stop: Callable[[], bool]
    seed: int = 0
    workers: int = 1


def solve(model: "CpModel", allowance: Allowance) -> "CpSolver | None":
    """Solve a model; None when no solution was found in the time."""
    from ortools.sat.python import cp_model

    if allowance.stop():
        return None
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = allowance.workers
    solver.parameters.random_seed = allowance.seed
    if allowance.repeatable:
        solver.parameters.max_deterministic_time = allowance.seconds
    else:
        solver.parameters.max_time_in_seconds = allowance.seconds
    done = Event()
    listener = Thread(target=_listen, args=(solver, allowance.stop, done), daemon=True)
    listener.start()
    try:
        status = solver.solve(model)
    finally:
        done.set()
        listener.join()
    return solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def is_proved(solver: "CpSolver") -> bool:
    """Whether what was found is proved to be the best."""
    from ortools.sat.python import cp_model

    return bool(solver.response_proto.status == cp_model.OPTIMAL)


def _listen(solver: "CpSolver", stop: Callable[[], bool], done: Event) -> None:
    while not done.wait(LISTEN_SECONDS):
        if stop():
            solver.stop_search()


class WarmUp:
    """Imports the solver in the background, so that the first plan need not wait for it."""

    def __init__(self) -> None:
        self._thread = Thread(target=_import_solver)
        self._thread.start()

    def ready(self, *, wait: bool, seconds: float | None = None) -> bool:
        """Whether the solver can be used; with `wait`, once it can, or after so many seconds at the latest."""
        if wait:
            self._thread.join(seconds)
        return not self._thread.is_alive()


def _import_solver() -> None:
    """Whatever goes wrong here, as when the process ends meanwhile, whoever needs the solver meets it again."""
    with suppress(Exception):
        from ortools.sat.python import cp_model  # noqa: F401
