"""The compiled search, as its Python twin: what it counts is what a second reading counts, and it breaks no rule."""

from collections.abc import Callable
from copy import deepcopy
from itertools import count
from random import Random
from time import perf_counter, sleep

from hypothesis import given
from hypothesis import strategies as st

from domain.engine.kernel.annealing import solve
from domain.engine.kernel.arrays import BEST, LATE, TRAVEL, WORST, State, Tables
from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.layout import first_rounds, routes, state, tables
from domain.engine.kernel.model import Activity, Model, Rounds, Unit

SEEDS = st.integers(0, 10_000)
NOTHING_PLEASES = -(10**6)


def drawn_day(seed: int, units: int = 14, workers: int = 4) -> Model:
    """A day in a town of 30 by 30 minutes: a third of the calls for two, at once or a gap apart."""
    rng = Random(seed)
    spots = [(rng.randrange(30), rng.randrange(30)) for _ in range(units + 1)]
    travel = tuple(tuple(abs(a - c) + abs(b - d) for c, d in spots) for a, b in spots)

    def activity(place: int, opens: int) -> Activity:
        able = tuple(sorted(rng.sample(range(workers), rng.randint(2, workers))))
        return Activity(place=place, length=rng.randint(5, 30), opens=opens, due=opens + rng.randint(0, 60), able=able)

    def unit(place: int) -> Unit:
        opens, least = rng.randrange(240), rng.choice((0, 0, 15, 45))
        if rng.random() < 0.65:
            return Unit(first=activity(place, opens))
        most = least + rng.choice((0, 30)) if least else 0
        return Unit(first=activity(place, opens), second=activity(place, opens), least=least, most=most)

    return Model(units=tuple(unit(place) for place in range(1, units + 1)), homes=(0,) * workers, travel=travel)


def begun(model: Model, seed: int = 0) -> tuple[Tables, State]:
    """The twin's arrays at the first rounds."""
    table = tables(model)
    begin = state(table, first_rounds(table, table, TWIN), seed)
    assert TWIN.settle_all(table, begin)
    return table, begin


def as_they_stand(table: Tables, now: State) -> Rounds:
    """The rounds that the arrays say."""
    return Rounds(routes=tuple(map(tuple, routes(table, now.next))), starts=tuple(now.start[: table.activities]))


@given(SEEDS)
def test_the_first_rounds_serve_everybody_by_the_rules(seed: int) -> None:
    model = drawn_day(seed)
    table, begin = begun(model, seed)
    assert broken_rules(model, as_they_stand(table, begin)) == []


@given(SEEDS, st.sampled_from((0, 3, 30, 300)))
def test_after_any_walk_the_rounds_keep_every_rule_and_cost_what_is_counted(seed: int, heat: int) -> None:
    model = drawn_day(seed)
    table, now = begun(model, seed)
    TWIN.walk(table, now, 300, heat)
    rounds = as_they_stand(table, now)
    counted = cost(model, rounds)
    assert broken_rules(model, rounds) == []
    assert (now.totals[TRAVEL], now.totals[LATE], now.totals[WORST]) == (counted.travel, counted.late, counted.worst)
    assert now.totals[BEST] <= counted.total


@given(SEEDS)
def test_a_move_that_is_refused_leaves_no_trace(seed: int) -> None:
    table, now = begun(drawn_day(seed), seed)
    for _ in range(60):
        before = deepcopy(now)
        TWIN.walk(table, now, 1, NOTHING_PLEASES)
        assert (now.next, now.prev, now.worker, now.start) == (before.next, before.prev, before.worker, before.start)
        assert now.totals[: BEST + 1] == before.totals[: BEST + 1]
        assert not any(now.queued)


def test_more_steps_find_no_worse_rounds_than_the_first() -> None:
    model = drawn_day(3, units=30)
    table, begin = begun(model)
    first = cost(model, as_they_stand(table, begin))
    found = cost(model, solve(model, TWIN, seconds=0, mode="steps", steps=20))
    assert found.total < first.total


def test_the_same_steps_and_seed_give_the_same_rounds() -> None:
    model = drawn_day(5)
    one, again, other = (
        solve(model, TWIN, seconds=0, mode="steps", steps=6, seed=seed, threads=2) for seed in (1, 1, 2)
    )
    assert repr(one) == repr(again)
    assert one != other


def test_cancelled_at_once_everybody_is_still_served() -> None:
    model = drawn_day(8)
    rounds = solve(model, TWIN, seconds=60, cancel=lambda: True)
    assert broken_rules(model, rounds) == []


def pair(place: int, least: int, most: int) -> Unit:
    """Two calls of ten minutes to one place that opens at once, a gap apart."""
    call = Activity(place=place, length=10, opens=0, due=1000, able=(0, 1))
    return Unit(first=call, second=call, least=least, most=most)


def test_two_workers_may_cross_where_both_gaps_are_wide_enough() -> None:
    model = Model(units=(pair(1, 20, 60), pair(2, 20, 60)), homes=(0, 0), travel=((0, 5, 5), (5, 0, 5), (5, 5, 0)))
    table = tables(model)
    crossed = state(table, [[0, 3], [2, 1]], 0)
    assert TWIN.settle_all(table, crossed)
    assert broken_rules(model, as_they_stand(table, crossed)) == []


def test_workers_who_would_wait_for_each_other_without_end_are_refused() -> None:
    model = Model(units=(pair(1, 0, 0), pair(2, 0, 0)), homes=(0, 0), travel=((0, 5, 5), (5, 0, 5), (5, 5, 0)))
    table = tables(model)
    assert not TWIN.settle_all(table, state(table, [[0, 2], [3, 1]], 0))


def test_the_second_reading_finds_every_kind_of_breach() -> None:
    model = Model(units=(pair(1, 20, 60),), homes=(0, 0), travel=((0, 5), (5, 0)))
    good = Rounds(routes=((0,), (1,)), starts=(5, 25))
    assert broken_rules(model, good) == []
    assert broken_rules(model, Rounds(routes=((0,), ()), starts=(5, 25)))
    assert broken_rules(model, Rounds(routes=((0, 1), ()), starts=(5, 25))) == [
        "activities 0 and 1 are done by one worker"
    ]
    assert broken_rules(model, Rounds(routes=((0,), (1,)), starts=(4, 25))) == ["activity 0 starts before worker 0 can"]
    assert broken_rules(model, Rounds(routes=((0,), (1,)), starts=(5, 24))) == [
        "activity 1 starts 19 after the one before, not 20 to 60"
    ]


def test_progress_is_told_ten_times_a_second_at_most_and_never_gets_worse() -> None:
    model, began = drawn_day(3), perf_counter()
    told: list[int] = []
    rounds = solve(model, TWIN, seconds=0, mode="steps", steps=30, cancel=sleeping(0.03), on_progress=told.append)
    assert 1 <= len(told) <= 1 + 10 * (perf_counter() - began)
    assert told == sorted(told, reverse=True)
    assert told[-1] >= cost(model, rounds).total


@given(SEEDS, st.integers(0, 6))
def test_a_search_that_is_cancelled_at_any_moment_gives_rounds_that_keep_every_rule(seed: int, asked: int) -> None:
    model, asks = drawn_day(seed), count()
    rounds = solve(model, TWIN, seconds=0, mode="steps", steps=5, seed=seed, cancel=lambda: next(asks) >= asked)
    assert broken_rules(model, rounds) == []


def sleeping(seconds: float) -> Callable[[], bool]:
    """A wish to stop that never comes, and takes its time to say so."""

    def cancel() -> bool:
        sleep(seconds)
        return False

    return cancel
