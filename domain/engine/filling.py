"""A rota filled: by CP-SAT as a whole, which proves small ones, then by whole lines (`columns.py`), then part by part.

A part is a window of days for everybody, or a few people for all days; the rest stays as it is. A part that is solved
to the end soon makes the next one larger, one that is not makes it smaller."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from domain.engine.budget import Budget
from domain.engine.columns import can_line_up, line_up
from domain.engine.exact import Allowance, is_proved, solve
from domain.engine.kernel.compiling import TWIN, Kernel
from domain.engine.rota import SATURDAY, WEEK, Contract, Filled, Rota, broken_rules, cost

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

WHOLE_SHARE = 0.1
PART_SECONDS = 4.0
FIRST_DAYS, FIRST_PEOPLE = 7, 6


class NoFilling(Exception):
    """No filling that keeps every rule was found in the budget."""


@dataclass(frozen=True, slots=True)
class Found:
    """A filling, and whether none can be better."""

    filled: Filled
    proved: bool


def fill(
    rota: Rota,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 1,
    cancel: Callable[[], bool] | None = None,
    kernel: Kernel = TWIN,
) -> Found:
    """The best filling found in `seconds`; sooner where it is proved to be the best. Raises NoFilling."""
    budget = Budget("clock", seconds, 0, cancel)
    allowance = partial(_allowance, budget, seed=seed, threads=threads)
    found, bound = _filled(rota, None, frozenset(), allowance(seconds * WHOLE_SHARE)), None
    if not (found and found.proved) and not budget.over() and can_line_up(rota):
        found, bound = _better_by_lines(rota, found, kernel, budget, allowance)
    if found is None:
        found = _filled(rota, None, frozenset(), allowance(budget.left()))
    if found is None:
        raise NoFilling("no rota that keeps every rule was found")
    found = _improved(rota, found, bound, budget, allowance, seed)
    if broken := broken_rules(rota, found.filled):
        raise NoFilling(f"no rota that keeps every rule was found: {broken[0]}")
    return found


def _better_by_lines(
    rota: Rota, found: Found | None, kernel: Kernel, budget: Budget, allowance: Callable[[float], Allowance]
) -> tuple[Found | None, int | None]:
    """The better of what is found and what lines come to, and what none can cost less than where that is known."""
    lined_up = line_up(rota, kernel, budget, allowance)
    if lined_up is None:
        return found, None
    if found is None or cost(rota, lined_up.filled).total < cost(rota, found.filled).total:
        found = Found(lined_up.filled, proved=False)
    return _held_to(rota, found, lined_up.bound), lined_up.bound


def _held_to(rota: Rota, found: Found, bound: int | None) -> Found:
    """What is found, proved where it costs no more than the bound."""
    return Found(found.filled, found.proved or (bound is not None and cost(rota, found.filled).total <= bound))


def _improved(
    rota: Rota,
    found: Found,
    bound: int | None,
    budget: Budget,
    allowance: Callable[[float], Allowance],
    seed: int,
) -> Found:
    """What is found, improved part by part."""
    parts = _Parts(rota, Random(seed))
    while not found.proved and not budget.over():
        free = parts.draw()
        better = _filled(rota, found.filled, free, allowance(min(PART_SECONDS, budget.left())))
        parts.learn(solved=better is not None and better.proved)
        if better is not None and cost(rota, better.filled).total <= cost(rota, found.filled).total:
            proved = better.proved and len(free) == len(rota.staff) * rota.days
            found = _held_to(rota, Found(better.filled, proved), bound)
    return found


def _allowance(budget: Budget, seconds: float, seed: int, threads: int) -> Allowance:
    return Allowance(seconds, repeatable=False, stop=budget.over, seed=seed, workers=threads)


class _Parts:
    """Which part is freed next, and how large."""

    def __init__(self, rota: Rota, rng: Random) -> None:
        self._rota, self._rng = rota, rng
        self._sizes = [min(FIRST_DAYS, rota.days), min(FIRST_PEOPLE, len(rota.staff))]
        self._kind = 0

    def draw(self) -> frozenset[tuple[str, int]]:
        """People and days that are free."""
        self._kind = 1 - self._kind
        size, staff = self._sizes[self._kind], list(self._rota.staff)
        if self._kind == 0:
            first = self._rng.randint(1 - size // 2, self._rota.days - 1 - size // 2)
            days = range(max(0, first), min(self._rota.days, first + size))
            return frozenset(product(staff, days))
        return frozenset(product(self._rng.sample(staff, size), range(self._rota.days)))

    def learn(self, *, solved: bool) -> None:
        """Make the next part of this kind larger, or smaller."""
        most = (self._rota.days, len(self._rota.staff))[self._kind]
        size = self._sizes[self._kind] + (1 if solved else -1)
        self._sizes[self._kind] = max(2, min(most, size))


def _filled(rota: Rota, now: Filled | None, free: frozenset[tuple[str, int]], allowance: Allowance) -> Found | None:
    """The best filling that differs from `now` only in what is free; of everything where there is none yet."""
    from ortools.sat.python import cp_model

    if allowance.stop():
        return None
    model = cp_model.CpModel()
    works = {
        (who, day, shift): model.new_bool_var("")
        for who, contract in rota.staff.items()
        for day in range(rota.days)
        for shift in rota.shifts
        if day not in contract.off and contract.most.get(shift, 1) > 0
    }
    if now is not None:
        _hold(model, works, now, free)
    for who, contract in rota.staff.items():
        _Person(rota, model, works, who, contract).add_rules()
    model.minimize(_price(rota, model, works))
    solver = solve(model, allowance)
    return None if solver is None else Found(_read(rota, works, solver), is_proved(solver))


Works = dict[tuple[str, int, str], "IntVar"]


def _hold(model: "CpModel", works: Works, now: Filled, free: frozenset[tuple[str, int]]) -> None:
    for (who, day, shift), it in works.items():
        has = int(now[who][day] == shift)
        if (who, day) in free:
            model.add_hint(it, has)
        else:
            model.add(it == has)


def _read(rota: Rota, works: Works, solver: "CpSolver") -> Filled:
    filled = {who: [""] * rota.days for who in rota.staff}
    for (who, day, shift), it in works.items():
        if solver.boolean_value(it):
            filled[who][day] = shift
    return filled


def _price(rota: Rota, model: "CpModel", works: Works) -> "LinearExpr | int":
    terms: list[LinearExpr | int] = []
    for wish in rota.wishes:
        has = works.get((wish.who, wish.day, wish.shift), 0)
        terms.append(wish.weight * (1 - has) if wish.wanted else wish.weight * has)
    for line in rota.cover:
        missing = model.new_int_var(0, line.needed, "")
        surplus = model.new_int_var(0, len(rota.staff), "")
        have = sum(works[key] for who in rota.staff if (key := (who, line.day, line.shift)) in works)
        model.add(have + missing - surplus == line.needed)
        terms += [line.per_missing * missing, line.per_surplus * surplus]
    return sum(terms)


class _Person:
    """The rules of one person's rota."""

    def __init__(self, rota: Rota, model: "CpModel", works: Works, who: str, contract: Contract) -> None:
        self._rota, self._model, self._contract = rota, model, contract
        self._works = {(day, shift): it for (whose, day, shift), it in works.items() if whose == who}
        self._on = [self._day(day) for day in range(rota.days)]

    def _day(self, day: int) -> "IntVar":
        on = self._model.new_bool_var("")
        self._model.add(
            sum(self._works[key] for shift in self._rota.shifts if (key := (day, shift)) in self._works) == on
        )
        return on

    def add_rules(self) -> None:
        """All of them."""
        self._add_amounts()
        self._add_successions()
        self._add_weekends()
        self._add_long_runs()
        self._add_short_runs(self._contract.shortest_run, on=True)
        self._add_short_runs(self._contract.shortest_break, on=False)

    def _add_amounts(self) -> None:
        rota, contract = self._rota, self._contract
        minutes = sum(rota.shifts[shift].minutes * it for (_, shift), it in self._works.items())
        self._model.add_linear_constraint(minutes, contract.least_minutes, contract.most_minutes)
        for shift, most in contract.most.items():
            if most < rota.days:
                self._model.add(sum(it for (_, kind), it in self._works.items() if kind == shift) <= most)

    def _add_successions(self) -> None:
        for (day, shift), it in self._works.items():
            after = [(day + 1, other) for other in self._rota.shifts[shift].never_before]
            never = [self._works[key] for key in after if key in self._works]
            if never:
                self._model.add(it + sum(never) <= 1)

    def _add_weekends(self) -> None:
        worked = []
        for saturday in range(SATURDAY, self._rota.days, WEEK):
            weekend = self._model.new_bool_var("")
            for on in self._on[saturday : saturday + 2]:
                self._model.add_implication(on, weekend)
            worked.append(weekend)
        self._model.add(sum(worked) <= self._contract.most_weekends)

    def _add_long_runs(self) -> None:
        longest = self._contract.longest_run
        for day in range(self._rota.days - longest):
            self._model.add(sum(self._on[day : day + longest + 1]) <= longest)

    def _add_short_runs(self, shortest: int, *, on: bool) -> None:
        """Nothing shorter than `shortest` between two days of the other kind."""
        for length in range(1, shortest):
            for day in range(1, self._rota.days - length):
                run, before, after = self._on[day : day + length], self._on[day - 1], self._on[day + length]
                if on:
                    self._model.add_bool_or(before, after, *(it.negated() for it in run))
                else:
                    self._model.add_bool_or(before.negated(), after.negated(), *run)
