"""Annealing within a budget: the walk goes on while its heat sinks from the first second to the last.

Several walks may go on beside each other, each on a core of its own; the best of them is the answer. The heat follows
the budget, so a short search cools fast and a long one slowly. Every other walk is hotter: where much is late, only
great heat finds the way; where the idlest worker counts, greater still. Models so small that the budget is worth more
than one cooling are heated again, and come down in another valley. Large ones begin the cooler the less time there is
for each activity: a town heated for longer than it takes to cool costs more in the end. Punctual ones begin cool: a
move fits there or does not. With mode `steps` nothing is measured by the clock, and the same model, seed and steps give
the same rounds, by machine code or by its twin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from threading import Lock
from time import perf_counter

from domain.engine.budget import Budget, Mode
from domain.engine.kernel.arrays import BEST, State, Tables
from domain.engine.kernel.check import broken_rules
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.lawful import lawful, settled
from domain.engine.kernel.layout import at_best, first_rounds, routes, state, tables
from domain.engine.kernel.model import NO_LIMIT, Model, Rounds
from domain.engine.kernel.telling import told

MOVES_PER_STEP = 250
SECONDS_PER_CALL = 0.01
FEWEST_MOVES = 10
PROGRESS_SECONDS = 0.1
HEATS = ((5.0, 0.15), (16.0, 0.2))
PUNCTUAL_HEATS = ((3.0, 0.1), (1.5, 0.1))
HEATS_WITH_SHIFTS = ((200.0, 1.0), (5000.0, 1.0))
HEAT_OF_A_SECOND, COLD = 40.0, 1.0
GENTLE = ((60.0, COLD), (20.0, COLD))
MOST_CYCLES, CYCLED = 8, 300
MOVES_PER_SECOND, MOVES_PER_CUBE = 2_500_000, 7
NEAREST = 8


class NoRounds(Exception):
    """No rounds that keep every rule were found in the budget; the message names one that is broken."""


def solve(
    model: Model,
    kernel: Kernel,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 1,
    mode: Mode = "clock",
    steps: int = 100,
    cancel: Callable[[], bool] | None = None,
    on_progress: Callable[[int], None] | None = None,
    begin: list[list[int]] | None = None,
    heats: tuple[tuple[float, float], ...] = (),
) -> Rounds:
    """The best rounds found in `seconds`, or in `steps` of a fixed number of moves with mode `steps`.

    `cancel` is asked all the while; then the best rounds so far come back. `on_progress` is told, ten times a second at
    most and by whichever walk is at it, what the best rounds cost so far. Every unit without a price is served, late
    where it has to be unless the model is punctual. The search goes on from the rounds `begin` where there are some,
    what is left out last, and with `heats` of its own where they are given. Raises NoRounds where none were found that
    keep every rule."""
    budgets = [Budget(mode, seconds, steps, cancel) for _ in range(threads)]
    table = tables(model, kernel)
    packed = kernel.pack(table)
    first = settled(table, packed, kernel, begin or first_rounds(table, packed, kernel))
    begin = routes(table, lawful(table, packed, kernel, first).next)
    heats, progress = heats or _heats(table, budgets[0]), _Progress(on_progress)
    walks = [
        _Walk(kernel, table, packed, begin, seed * threads + number, heats[number % len(heats)], budget, progress)
        for number, budget in enumerate(budgets)
    ]
    with ThreadPoolExecutor(threads) as pool:
        best = min(pool.map(_Walk.run, walks), key=_cost)
    rounds = told(table, lawful(table, packed, kernel, at_best(table, best)))
    if broken := broken_rules(model, rounds):
        raise NoRounds(f"no plan that keeps every rule was found: {broken[0]}")
    return rounds


def heat_worth(seconds: float, activities: int) -> float:
    """The heat from which so large a model comes down in so many seconds."""
    return HEAT_OF_A_SECOND * sqrt(sqrt(seconds / activities))


def _heats(table: Tables, budget: Budget) -> tuple[tuple[float, float], ...]:
    """The heats that the walks begin and end with, in turn."""
    if not table.shifts:
        return PUNCTUAL_HEATS if table.per_worst == 0 else HEATS
    if table.activities <= CYCLED:
        return HEATS_WITH_SHIFTS
    hot = heat_worth(_moves(budget) / MOVES_PER_SECOND, table.activities)
    return (hot, COLD), (hot / 2, COLD)


class _Progress:
    """What all walks have come to, told from time to time."""

    def __init__(self, on_progress: Callable[[int], None] | None) -> None:
        self._on_progress, self._best, self._said, self._lock = on_progress, NO_LIMIT, 0.0, Lock()

    def say(self, best: int) -> None:
        """A walk has rounds of this cost."""
        if self._on_progress is None:
            return
        with self._lock:
            self._best = min(self._best, best)
            if perf_counter() - self._said >= PROGRESS_SECONDS:
                self._said = perf_counter()
                self._on_progress(self._best)


class _Walk:
    """One walk from the first rounds to the end of the budget."""

    def __init__(
        self,
        kernel: Kernel,
        table: Tables,
        packed: Tables,
        begin: list[list[int]],
        seed: int,
        heats: tuple[float, float],
        budget: Budget,
        progress: "_Progress",
    ) -> None:
        self._kernel, self._table, self._packed, self._budget = kernel, table, packed, budget
        self._progress = progress
        self._state: State = kernel.pack(state(table, begin, seed))
        near = _near_leg(table)
        self._hot, self._cold = heats[0] * near, heats[1] * near
        self._cycles = _cycles(table, budget)

    def run(self) -> State:
        """Where the walk stands at its end, its best rounds with it."""
        self._kernel.settle_all(self._packed, self._state)
        moves = MOVES_PER_STEP if self._budget.repeatable else FEWEST_MOVES
        while not self._budget.over():
            began = perf_counter()
            self._kernel.walk(self._packed, self._state, moves, self._heat())
            self._budget.taken += 1
            self._progress.say(_cost(self._state))
            if not self._budget.repeatable:
                moves = paced(moves, perf_counter() - began)
        return self._state

    def _heat(self) -> int:
        gone = self._budget.gone() * self._cycles % 1
        return int(self._hot * (self._cold / self._hot) ** gone)


def _cycles(table: Tables, budget: Budget) -> int:
    """How often to cool down: what a cooling takes to be worth it grows with the cube of the size."""
    if table.shifts:
        return max(1, min(MOST_CYCLES, CYCLED // table.activities))
    return max(1, _moves(budget) // (MOVES_PER_CUBE * table.activities**3))


def _moves(budget: Budget) -> int:
    """How many moves the budget is about good for."""
    return MOVES_PER_STEP * budget.steps if budget.repeatable else int(MOVES_PER_SECOND * budget.seconds)


def _cost(state: State) -> int:
    return int(state.totals[BEST])


def _near_leg(table: Tables) -> float:
    """What travel between neighbours takes on average: the measure of heat, whatever the size of the town."""
    near = min(NEAREST, table.neighbours)
    ways = [
        table.leg[table.place[before] * table.places + table.place[node]]
        for node in range(table.activities)
        for before in table.before[node * table.neighbours :][:near]
    ]
    return max(1.0, sum(ways) / len(ways))


def paced(moves: int, took: float) -> int:
    """How many moves to try before the next look at the clock; never many more than before."""
    return max(FEWEST_MOVES, min(4 * moves, int(moves * SECONDS_PER_CALL / max(took, 1e-6))))
