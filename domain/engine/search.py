"""The search: take some visits off, put them on another way, keep what is better and sometimes what is a little worse.

Ruin and recreate under simulated annealing, with the exact parts in between: re-grouping round visits left out, and
re-timing of the whole day. The best roster so far is always whole and valid. Only coverage and price decide here; hard
rules are never put in the scales."""

from math import exp
from random import Random

from domain.engine.budget import Budget
from domain.engine.exact import Allowance, WarmUp
from domain.engine.insertion import Bench
from domain.engine.prepare import Tables
from domain.engine.regroup import regrouped
from domain.engine.rescue import part_around
from domain.engine.retime import retimed
from domain.engine.roster import Roster
from domain.engine.ruin import Ruin
from domain.engine.walker import Swift, Walker
from domain.engine.zones import Zones

HOT, COLD = 300.0, 5.0
OVERLOOK = 0.01
MOST_WAITING = 12
EXACT_EVERY = 100
PATIENCE = 1.5
EXACT_SECONDS = 0.25
LAST_SECONDS = 0.4
TRIES_PER_WALK = 20
WALKS_COOLER = 3
TRIES_BETWEEN = 3
ROOM_FIRST = 0.6


class Search:
    """A walk from a first roster. `best` is what it has to show; the cooler it begins, the nearer it stays. A `calm`
    one looks above all at what is no longer where it stood."""

    def __init__(
        self, tables: Tables, first: Roster, budget: Budget, seed: int, *,
        hot: float = HOT, calm: bool = False, swift: Swift | None = None,
    ) -> None:  # fmt: skip
        self.tables, self.budget, self.seed, self.hot, self.calm = tables, budget, seed, hot, calm
        self.rng = Random(seed)
        self.ruin = Ruin(tables, self.rng)
        self.zones = Zones(self.rng, len(tables.minutes))
        self.solver = WarmUp()
        self.best, self.best_total = first, first.total()
        self._at, self._weight = first, first.weighed()
        self._rescued = 0
        self._pause, self._exact_at = EXACT_EVERY, EXACT_EVERY
        self._walker, self._walk_at = Walker(self.ruin, budget, self.rng, swift, hot / WALKS_COOLER), 0

    def step(self) -> None:
        """One try; every so often an exact one, or a walk of the compiled search, which is worth many."""
        self.budget.taken += 1
        if self.budget.taken >= self._exact_at and self._can_be_exact():
            found = self._be_exact()
            self._pause = EXACT_EVERY if found else int(PATIENCE * self._pause)
            self._exact_at = self.budget.taken + self._pause
        elif self.budget.taken < self._walk_at or not self._walk():
            self._ruin_and_recreate()

    def finish(self) -> None:
        """Put on whatever still fits, and re-time the best roster as a whole."""
        last = self.best.copy()
        Bench(last, last.left_out()).put_all(self.budget.cancelled)
        self._show(last)
        if (
            not self.budget.cancelled()
            and len(last.left_out()) < len(last.who)
            and self.solver.ready(wait=self.budget.repeatable)
        ):
            self._show(retimed(self.best, self._allowance(LAST_SECONDS)))

    def _ruin_and_recreate(self) -> None:
        zone = self.zones.next(self._at)
        out = self._at.left_out()
        trial = self._at.copy()
        taken = trial.take_off(self.ruin.choose(trial, out, zone, calm=self.calm and self.rng.random() < 0.5))
        waiting = out if len(out) <= MOST_WAITING else self.rng.sample(out, MOST_WAITING)
        Bench(trial, [*waiting, *taken], self.rng, OVERLOOK, zone).put_all()
        weight = trial.weighed()
        heat = self.hot * (COLD / self.hot) ** self.budget.gone()
        if weight <= self._weight or self.rng.random() < exp((self._weight - weight) / heat):
            self._at, self._weight = trial, weight
            self._show(trial)

    def _walk(self) -> bool:
        """Walk by the compiled search; False where it cannot be, or while a large day still leaves visits out: ruin and
        recreate is better at making room for them."""
        self._walk_at = self.budget.taken + TRIES_BETWEEN + 1
        makes_room = not self.zones.whole and self.budget.gone() < ROOM_FIRST and self.best.left_out()
        if makes_room or not self._walker.ready():
            return False
        walked = self._walker.walk(self._at, self.zones.next(self._at, TRIES_PER_WALK))
        if walked is None:
            return False
        self.budget.taken += TRIES_PER_WALK - 1
        self._walk_at += TRIES_PER_WALK - 1
        self._at, self._weight = walked.now, walked.now.weighed()
        self._show(walked.best)
        return True

    def _be_exact(self) -> bool:
        """Make room for one of the visits that the best roster leaves out, in turn, the most important first; without
        any, re-time it."""
        out = [v for v in self.best.left_out() if not self.tables.problem.visits[v].optional]
        out.sort(key=lambda v: -self.tables.price[v])
        found = self._rescue(out[self._rescued % len(out)]) if out else self._retime()
        self._rescued += 1
        if found:
            self._at, self._weight = self.best, self.best.weighed()
        return found

    def _rescue(self, v: int) -> bool:
        part = part_around(self.best, v, self.ruin, self.rng)
        return part is not None and self._show(regrouped(self.best, part, self._allowance(EXACT_SECONDS)))

    def _retime(self) -> bool:
        return self._show(retimed(self.best, self._allowance(EXACT_SECONDS)))

    def _show(self, roster: Roster | None) -> bool:
        """Take a roster for the best if it is."""
        if roster is None or (total := roster.total()) >= self.best_total:
            return False
        self.best, self.best_total = roster, total
        return True

    def _can_be_exact(self) -> bool:
        if not self.budget.repeatable and self.budget.left() < 2 * EXACT_SECONDS:
            return False
        return self.solver.ready(wait=self.budget.repeatable)

    def _allowance(self, seconds: float) -> Allowance:
        return Allowance(seconds, self.budget.repeatable, self.budget.cancelled, self.seed)
