"""Lines of shifts: the cheapest that is found is the cheapest there is, and lines that go together fill a rota."""

from itertools import product
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.budget import Budget
from domain.engine.columns import line_up
from domain.engine.exact import Allowance
from domain.engine.filling import fill
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.lines import OFF, UNREACHED, LineTables, LineWork, cheapest_line, states
from domain.engine.rota import Contract, Rota, ShiftType, broken_rules, cost
from storage.instances.files import FamilyFiles
from storage.instances.shift import SHIFT
from tests.unit.test_engine_rota import rota

DAYS, NAMES = 7, ("E", "L")
EIGHT = Path(__file__).parents[1] / "data" / "shift" / "instances" / "Instance1.txt"


def drawn(rng: Random) -> tuple[Rota, LineTables]:
    """A contract of a week by the rules of rotas, and the same as numbers."""
    most, least, scarce = rng.randint(3, 12), rng.randint(0, 4), rng.randint(1, 3)
    contract = Contract(
        most={"E": DAYS, "L": scarce},
        most_minutes=240 * most,
        least_minutes=240 * least,
        longest_run=rng.randint(2, 5),
        shortest_run=rng.randint(1, 2),
        shortest_break=rng.randint(1, 3),
        most_weekends=rng.randint(0, 1),
        off=frozenset(rng.sample(range(DAYS), rng.randint(0, 2))),
    )
    shifts = {
        "E": ShiftType(minutes=480, never_before=frozenset()),
        "L": ShiftType(minutes=240, never_before=frozenset({"E"})),
    }
    table = LineTables(
        days=DAYS,
        shifts=2,
        most=most,
        least=least,
        longest_run=contract.longest_run,
        shortest_run=contract.shortest_run,
        shortest_break=contract.shortest_break,
        most_weekends=contract.most_weekends,
        scarce=1,
        most_scarce=scarce,
        quanta=[2, 1],
        may=[int(day not in contract.off) for day in range(DAYS) for _ in NAMES],
        follows=[1, 1, 0, 1],
    )
    return Rota(days=DAYS, shifts=shifts, staff={"Ann": contract}, wishes=[], cover=[]), table


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_the_line_found_is_the_cheapest_of_all_that_keep_the_rules(seed: int) -> None:
    rng = Random(seed)
    week, table = drawn(rng)
    price = [rng.randint(-20, 20) for _ in range(2 * DAYS)]
    size = states(table)
    work = LineWork(price=price, line=[0] * DAYS, cost=[0] * (2 * size), came=[0] * (DAYS * size))
    found = cheapest_line(table, work)
    names = {OFF: "", **dict(enumerate(NAMES))}
    every = {
        sum(price[2 * day + shift] for day, shift in enumerate(line) if shift != OFF)
        for line in product((OFF, 0, 1), repeat=DAYS)
        if not broken_rules(week, {"Ann": [names[shift] for shift in line]})
    }
    assert found == min(every, default=UNREACHED)
    if every:
        assert broken_rules(week, {"Ann": [names[shift] for shift in work.line]}) == []
        assert found == sum(price[2 * day + shift] for day, shift in enumerate(work.line) if shift != OFF)


def test_lines_that_go_together_keep_the_rules_and_cost_no_less_than_the_bound() -> None:
    fortnight = rota()
    found = line_up(
        fortnight,
        TWIN,
        Budget("clock", 60.0, 0, None),
        lambda seconds: Allowance(seconds, repeatable=False, stop=lambda: False),
    )
    assert found is not None
    assert broken_rules(fortnight, found.filled) == []
    best = fill(fortnight, seconds=60.0)
    assert best.proved
    assert cost(fortnight, best.filled).total <= cost(fortnight, found.filled).total
    assert found.bound is None or found.bound <= cost(fortnight, best.filled).total


def test_a_published_fortnight_costs_no_less_than_its_lines_say() -> None:
    model = FamilyFiles(SHIFT).read(EIGHT).model
    assert isinstance(model, Rota)
    budget = Budget("clock", 60.0, 0, None)
    found = line_up(model, TWIN, budget, lambda seconds: Allowance(5.0, repeatable=False, stop=budget.over))
    assert found is not None
    assert (found.bound or 0) <= 607 <= cost(model, found.filled).total
