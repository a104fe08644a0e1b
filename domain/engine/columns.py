"""A rota as a choice of whole lines, one for each person: a linear program whose columns are made as it asks for them.

The program says by its dual values what one more on each shift of each day is worth; at these prices `kernel/lines.py`
finds the cheapest line of each person, and the program takes it in (Dantzig and Wolfe 1960). When nothing cheaper turns
up, its value bounds every rota. Then lines are fixed, the least doubtful first, while the others are made anew; CP-SAT
has the last choice among all of them. How a rota is filled day by day is for `filling.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, gcd
from time import perf_counter
from typing import TYPE_CHECKING, Any

from domain.engine.budget import Budget
from domain.engine.exact import Allowance, solve
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.lines import OFF, UNREACHED, LineTables, LineWork, states
from domain.engine.rota import Contract, Filled, Rota, cost

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

MOST_STATES = 4_000_000
PARTS = 1_000_000
DEAR, FIRST_FINE, FINES = 1_000_000, 4 * PARTS, 12
SMOOTHED, NOTICED, BOUND_ERROR = 0.5, 1e-6, 0.02
MAKING_ENDS, FIXING_ENDS, CHOICE_SHARE = 0.45, 0.65, 0.15
CERTAIN, ROUNDS_BETWEEN = 0.95, 8


@dataclass(frozen=True, slots=True)
class Column:
    """A line of shifts by number that the person may work, and the weight of the wishes that it denies."""

    who: int
    line: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class LinedUp:
    """Lines for everybody, and what no rota can cost less than, where that is known."""

    filled: Filled
    bound: int | None


def can_line_up(rota: Rota) -> bool:
    """Whether everybody's lines have so few states that they can be looked for."""
    tables = (_table(rota, contract) for contract in rota.staff.values())
    return all(table.least <= table.most and states(table) * table.days <= MOST_STATES for table in tables)


def line_up(rota: Rota, kernel: Kernel, budget: Budget, allowance: Callable[[float], Allowance]) -> LinedUp | None:
    """Lines that go well together, within a part of the budget; None where time is over before there are any.

    `allowance` makes what CP-SAT may use of so many seconds."""
    making = _Making(rota, kernel)
    bound = making.make(lambda: budget.over() or budget.gone() >= MAKING_ENDS)
    fixed = making.fix(budget)
    if fixed is None:
        return None
    found = _filled(rota, [making.columns[at] for at in fixed])
    if bound is None or cost(rota, found).total > bound:
        better = _chosen(rota, making.columns, fixed, allowance(min(budget.left(), CHOICE_SHARE * budget.seconds)))
        found = min(found, _filled(rota, better), key=lambda filled: cost(rota, filled).total)
    return LinedUp(found, bound)


def _filled(rota: Rota, columns: list[Column]) -> Filled:
    """A column for each person as a filling."""
    names = [*rota.shifts, ""]
    return {who: [names[shift] for shift in each.line] for who, each in zip(rota.staff, columns, strict=True)}


def _table(rota: Rota, contract: Contract) -> LineTables:
    minutes = [shift.minutes for shift in rota.shifts.values()]
    quantum = max(1, gcd(*minutes))
    scarce, most_scarce = _scarce(rota, contract)
    return LineTables(
        days=rota.days,
        shifts=len(minutes),
        most=contract.most_minutes // quantum,
        least=-(-contract.least_minutes // quantum),
        longest_run=contract.longest_run,
        shortest_run=contract.shortest_run,
        shortest_break=max(1, contract.shortest_break),
        most_weekends=contract.most_weekends,
        scarce=scarce,
        most_scarce=most_scarce,
        quanta=[length // quantum for length in minutes],
        may=[
            int(day not in contract.off and contract.most.get(shift, rota.days) > 0)
            for day in range(rota.days)
            for shift in rota.shifts
        ],
        follows=[int(then not in shift.never_before) for shift in rota.shifts.values() for then in rota.shifts],
    )


def _scarce(rota: Rota, contract: Contract) -> tuple[int, int]:
    """The shift that may be worked least often, where that is less than time allows, and how often; else OFF."""
    limits = [
        (most, number)
        for number, (name, shift) in enumerate(rota.shifts.items())
        if 0 < (most := contract.most.get(name, rota.days)) < min(rota.days, contract.most_minutes / shift.minutes)
    ]
    return (min(limits)[1], min(limits)[0]) if limits else (OFF, 0)


class _Person:
    """Somebody's lines: the cheapest at given prices, and what a line costs."""

    def __init__(self, rota: Rota, kernel: Kernel, who: str, work: LineWork) -> None:
        contract, table = rota.staff[who], _table(rota, rota.staff[who])
        self._shifts, self._line = len(rota.shifts), kernel.line
        number = {name: at for at, name in enumerate(rota.shifts)}
        self._limits = [
            (number[name], most)
            for name, most in contract.most.items()
            if 0 < most < rota.days and number[name] != table.scarce
        ]
        self._denied, self._wish = 0, [0] * (rota.days * self._shifts)
        for wish in rota.wishes:
            if wish.who == who:
                self._denied += wish.weight * wish.wanted
                self._wish[wish.day * self._shifts + number[wish.shift]] += -wish.weight if wish.wanted else wish.weight
        self._table, self._work = kernel.pack(table), work

    def best(self, worth: Sequence[float]) -> tuple[int, ...] | None:
        """The cheapest line where each shift of each day is worth so much. A shift worked too often has a fine, which
        is doubled until it is not; None where that does not help, or nothing can be worked."""
        fines = [0] * self._shifts
        for _ in range(FINES):
            for at, wish in enumerate(self._wish):
                self._work.price[at] = int(PARTS * (wish - worth[at])) + fines[at % self._shifts]
            if self._line(self._table, self._work) >= UNREACHED:
                return None
            line = tuple(self._work.line)
            too_often = [shift for shift, most in self._limits if line.count(shift) > most]
            if not too_often:
                return line
            for shift in too_often:
                fines[shift] = max(FIRST_FINE, 2 * fines[shift])
        return None

    @property
    def is_exact(self) -> bool:
        """Whether no limit is kept by fines only."""
        return not self._limits

    def cost(self, line: Sequence[int]) -> int:
        """The weight of the wishes that a line denies."""
        return self._denied + sum(self._wish[at] for at in _worked(line, self._shifts))


def _worked(line: Sequence[int], shifts: int) -> Iterable[int]:
    """The shifts of days that a line has, each by day and shift as one number."""
    return (day * shifts + shift for day, shift in enumerate(line) if shift != OFF)


class _Making:
    """The linear program and its columns."""

    def __init__(self, rota: Rota, kernel: Kernel) -> None:
        from ortools.linear_solver.pywraplp import Solver

        self.columns: list[Column] = []
        self._shifts = len(rota.shifts)
        work = kernel.pack(_room(rota))
        self._people = [_Person(rota, kernel, who, work) for who in rota.staff]
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._program: Any = Solver.CreateSolver("GLOP")
        self._taken: list[Any] = []
        self._cover = _cover_rows(rota, self._program)
        self._one_each = [self._one_line() for _ in self._people]
        self._worth: list[float] = [0.0] * (rota.days * self._shifts)
        self._open = set(range(len(self._people)))

    def _one_line(self) -> Any:
        """That somebody has one line, or pays dearly for none."""
        row, none = self._program.Constraint(1, 1), self._program.NumVar(0, 1, "")
        row.SetCoefficient(none, 1)
        self._program.Objective().SetCoefficient(none, DEAR)
        return row

    def _add(self, who: int, line: tuple[int, ...]) -> None:
        if (who, line) in self._known:
            return
        self._known.add((who, line))
        column, taken = Column(who, line, self._people[who].cost(line)), self._program.NumVar(0, 1, "")
        self._one_each[who].SetCoefficient(taken, 1)
        for at in _worked(line, self._shifts):
            if at in self._cover:
                self._cover[at].SetCoefficient(taken, 1)
        self._program.Objective().SetCoefficient(taken, column.cost)
        self.columns.append(column)
        self._taken.append(taken)

    def make(self, over: Callable[[], bool]) -> int | None:
        """Make columns until none is cheaper; then what no rota can cost less than, where that is exact."""
        smoothed = SMOOTHED
        while not over():
            more, value = self._round(smoothed, over)
            if not more and not smoothed:
                exact = all(person.is_exact for person in self._people)
                return ceil(value - BOUND_ERROR) if exact and not over() else None
            smoothed = SMOOTHED if more else 0.0
        return None

    def _round(self, smoothed: float, over: Callable[[], bool]) -> tuple[bool, float]:
        """One more column for each open person for whom there is a cheaper one; whether there was any, and the value
        of the program before. Prices that follow only in part keep from swinging to and fro."""
        self._program.Solve()
        value = float(self._program.Objective().Value())
        worth = [0.0] * len(self._worth)
        for at, row in self._cover.items():
            worth[at] = row.dual_value()
        due = [row.dual_value() for row in self._one_each]
        self._worth = [smoothed * old + (1 - smoothed) * new for old, new in zip(self._worth, worth, strict=True)]
        before = len(self.columns)
        for who in sorted(self._open):
            line = None if over() else self._people[who].best(self._worth)
            if line is not None:
                gain = due[who] + sum(worth[at] for at in _worked(line, self._shifts)) - self._people[who].cost(line)
                if gain > NOTICED:
                    self._add(who, line)
        return len(self.columns) > before, value

    def fix(self, budget: Budget) -> list[int] | None:
        """Fix a line for each person, by the numbers of the columns; the others' are made anew in between, for as long
        as there is time. None where the budget is over first."""
        fixed: dict[int, int] = {}
        took, began = 0.0, perf_counter()
        while self._open:
            self._program.Solve()
            weights = sorted(
                (
                    (taken.solution_value(), at)
                    for at, taken in enumerate(self._taken)
                    if self.columns[at].who in self._open
                ),
                reverse=True,
            )
            steps = (FIXING_ENDS - budget.gone()) * budget.seconds / took if took else len(self._open)
            least = ceil(len(self._open) / max(1.0, steps))
            if budget.over() or not self._fix_some(weights, least, fixed):
                return None
            for _ in range(ROUNDS_BETWEEN):
                if budget.over() or budget.gone() >= FIXING_ENDS or not self._round(0.0, budget.over)[0]:
                    break
            took, began = perf_counter() - began, perf_counter()
        return [fixed[who] for who in range(len(self._people))]

    def _fix_some(self, weights: list[tuple[float, int]], least: int, fixed: dict[int, int]) -> bool:
        """Fix what is certain, and at least so many; False where there is nothing to fix."""
        count = len(fixed)
        for weight, at in weights:
            who = self.columns[at].who
            if len(fixed) - count >= least and weight < CERTAIN:
                break
            if who in self._open:
                self._taken[at].SetLb(1)
                self._open.discard(who)
                fixed[who] = at
        return len(fixed) > count


def _room(rota: Rota) -> LineWork:
    """Room to work in that is enough for anybody's line; one is made at a time."""
    size = max(states(_table(rota, contract)) for contract in rota.staff.values())
    return LineWork(
        price=[0] * (rota.days * len(rota.shifts)),
        line=[0] * rota.days,
        cost=[0] * (2 * size),
        came=[0] * (rota.days * size),
    )


def _cover_rows(rota: Rota, program: Any) -> dict[int, Any]:
    """What is needed on each shift of each day, which may be missed or exceeded at its price."""
    rows, number = {}, {name: at for at, name in enumerate(rota.shifts)}
    for line in rota.cover:
        row = program.Constraint(line.needed, line.needed)
        missing, surplus = program.NumVar(0, line.needed, ""), program.NumVar(0, len(rota.staff), "")
        row.SetCoefficient(missing, 1)
        row.SetCoefficient(surplus, -1)
        program.Objective().SetCoefficient(missing, line.per_missing)
        program.Objective().SetCoefficient(surplus, line.per_surplus)
        rows[line.day * len(rota.shifts) + number[line.shift]] = row
    return rows


def _chosen(rota: Rota, columns: list[Column], fixed: list[int], allowance: Allowance) -> list[Column]:
    """The best choice of columns that CP-SAT finds, beginning with the fixed ones."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in columns]
    of: list[list[int]] = [[] for _ in rota.staff]
    having: dict[int, list[int]] = {}
    kept = set(fixed)
    for at, column in enumerate(columns):
        of[column.who].append(at)
        model.add_hint(taken[at], at in kept)
        for cell in _worked(column.line, len(rota.shifts)):
            having.setdefault(cell, []).append(at)
    for mine in of:
        model.add_exactly_one(taken[at] for at in mine)
    terms: list[LinearExpr | int] = [column.cost * taken[at] for at, column in enumerate(columns)]
    number = {name: at for at, name in enumerate(rota.shifts)}
    for line in rota.cover:
        missing, surplus = model.new_int_var(0, line.needed, ""), model.new_int_var(0, len(rota.staff), "")
        have = having.get(line.day * len(rota.shifts) + number[line.shift], [])
        model.add(sum(taken[at] for at in have) + missing - surplus == line.needed)
        short = line.needed - len(kept.intersection(have))
        model.add_hint(missing, max(0, short))
        model.add_hint(surplus, max(0, -short))
        terms += [line.per_missing * missing, line.per_surplus * surplus]
    model.minimize(sum(terms))
    solver = solve(model, allowance)
    if solver is None:
        return [columns[at] for at in fixed]
    return [next(columns[at] for at in mine if solver.boolean_value(taken[at])) for mine in of]
