"""The compiled search at work on a roster: when it may be used, how hot it is, and how long it walks at a stretch.

It thinks in the routes of `route.py`, so what comes back is as valid as what went in. It knows no solver, and nothing
of what else the search does."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import perf_counter

from domain.engine.budget import Budget
from domain.engine.kernel.annealing import paced
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.dayarrays import BEST, COST, DayState, DayTables
from domain.engine.kernel.daylayout import Part, day_state, day_tables, roster_at_best, roster_now
from domain.engine.roster import Roster
from domain.engine.ruin import Ruin
from domain.engine.zones import Zone

COLD = 3.0
SECONDS_PER_WALK = 0.06
MOST_SEEDS = 1 << 30
FEWEST_MOVES, MOVES_PER_WALK = 100, 4_000

Swift = Callable[[bool], Kernel | None]
"""The compiled search, given whether to wait for it; None for as long as there is none."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk's best roster, or just any where none was better than the first, and the one it ended at."""

    best: Roster
    now: Roster


class Walker:
    """Walks of one search, which are `hot` at its beginning. Its tables are kept for as long as the part walked stays
    the same."""

    def __init__(self, ruin: Ruin, budget: Budget, rng: Random, swift: Swift | None, hot: float) -> None:
        self._ruin, self._budget, self._swift, self._hot = ruin, budget, swift, hot
        self._rng, self._moves = rng, FEWEST_MOVES
        self._kernel: Kernel | None = None
        self._kept: tuple[Part, DayTables, DayTables] | None = None

    def ready(self) -> bool:
        """Whether there is a compiled search by now; where steps are counted it is waited for."""
        if self._kernel is None and self._swift is not None:
            self._kernel = self._swift(self._budget.repeatable)
        return self._kernel is not None

    def walk(self, roster: Roster, zone: Zone | None) -> Walked | None:
        """From this roster on, within a zone where there is one; None where there is nothing to walk."""
        kernel, part = self._kernel, Part(roster, range(len(roster.routes)) if zone is None else zone)
        if kernel is None or len(part.visits) < 2:
            return None
        table, packed = self._tables(kernel, roster, part)
        state = kernel.pack(day_state(roster, part, table, self._rng.randrange(MOST_SEEDS)))
        if not kernel.begin_day(packed, state):
            return None
        began = state.totals[BEST]
        self._go(kernel, packed, state)
        now = roster_now(roster, part, table, state)
        at_end = state.totals[BEST] in (began, state.totals[COST])
        best = now if at_end else roster_at_best(roster, part, table, state)
        return None if best is None or now is None else Walked(best, now)

    def _tables(self, kernel: Kernel, roster: Roster, part: Part) -> tuple[DayTables, DayTables]:
        """The part's tables, and as the kernel takes them."""
        if self._kept is None or not self._kept[0].fits(part, self._kept[1]):
            table = day_tables(roster.tables, part, self._ruin.near)
            self._kept = part, table, kernel.pack(table)
        return self._kept[1:]

    def _go(self, kernel: Kernel, packed: DayTables, state: DayState) -> None:
        budget = self._budget
        heat = int(self._hot * (COLD / self._hot) ** budget.gone())
        if budget.repeatable:
            kernel.walk_day(packed, state, MOVES_PER_WALK, heat)
            return
        began = perf_counter()
        while (now := perf_counter()) - began < SECONDS_PER_WALK and not budget.over():
            kernel.walk_day(packed, state, self._moves, heat)
            self._moves = paced(self._moves, perf_counter() - now)
