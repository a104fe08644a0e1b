"""The compiled search with shifts, rests, second windows, wishes and calls that may be left out, as its Python twin."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.kernel.annealing import solve
from domain.engine.kernel.arrays import BEST, HANDS, LINKS, NOTES, PATIENCE, TIMES, State, Tables
from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.days import at_least, count_days
from domain.engine.kernel.layout import at_best, first_rounds, state, tables
from domain.engine.kernel.links import price, take_back
from domain.engine.kernel.model import NO_LIMIT, Activity, Model, Prices, Rest, Resting, Rounds, Shift, Unit
from domain.engine.kernel.moves import propose
from domain.engine.kernel.telling import told
from domain.engine.kernel.timing import settle, turn_back

SEEDS = st.integers(0, 10_000)
SOFT = Prices(travel=2, late=3, worst=4, waiting=5, over=6, idle=20, leaves_late=True)
STRICT = Prices(travel=10, late=40, worst=0, waiting=1, over=30)


def drawn_day(seed: int, prices: Prices, units: int = 12, workers: int = 4) -> Model:
    """A day of shifts in a town of 30 by 30 minutes; by foot everything is twice as far. With STRICT prices nothing may
    be an hour late or an hour beyond a shift, and everything may be left out."""
    rng, strict = Random(seed), prices is STRICT
    spots = [(rng.randrange(30), rng.randrange(30)) for _ in range(units + workers + 1)]
    travel = tuple(tuple(abs(a - c) + abs(b - d) for c, d in spots) for a, b in spots)

    def activity(place: int, opens: int) -> Activity:
        able = tuple(sorted(rng.sample(range(workers), rng.randint(2, workers))))
        due = opens + rng.randint(0, 60)
        again = due + 90 if rng.random() < 0.2 else NO_LIMIT
        return Activity(
            place=place,
            length=rng.randint(5, 30),
            opens=opens,
            due=due,
            able=able,
            again=again,
            again_due=again + 30,
            latest=due + 60 if strict else NO_LIMIT,
            disliked={able[0]: 7} if rng.random() < 0.4 else {},
        )

    def unit(place: int) -> Unit:
        opens, dear = rng.randrange(60, 400), rng.choice((300, 900)) if strict or rng.random() < 0.4 else None
        one = activity(place, opens)
        if rng.random() < 0.6:
            return Unit(first=one, price=dear)
        least, most, apart = rng.choice(((0, 0, True), (20, 60, True), (20, 75, False), (-NO_LIMIT, NO_LIMIT, False)))
        return Unit(first=one, second=activity(place, opens), least=least, most=most, apart=apart, price=dear)

    def shift() -> Shift:
        opens, rest = (
            rng.choice((0, 60, 200)),
            Rest(length=30, opens=180, latest=330, price=500, home_by=rng.choice((-1, 360))),
        )
        return Shift(
            opens=opens,
            closes=opens + rng.choice((240, 420)),
            ends=rng.randrange(workers),
            mode=rng.randrange(2),
            most_over=60 if strict else NO_LIMIT,
            rest=rest if rng.random() < 0.7 else None,
        )

    return Model(
        units=tuple(unit(place) for place in range(workers, workers + units)),
        homes=tuple(range(workers)),
        travel=travel,
        shifts=tuple(shift() for _ in range(workers)),
        other_travel=(tuple(tuple(2 * leg for leg in row) for row in travel),),
        prices=prices,
    )


def begun(model: Model, seed: int) -> tuple[Tables, State]:
    """The twin's arrays at the first rounds."""
    table = tables(model)
    begin = state(table, first_rounds(table, table, TWIN), seed)
    assert TWIN.settle_all(table, begin)
    return table, begin


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.sampled_from((SOFT, STRICT)))
def test_a_move_never_costs_less_than_is_read_off_the_rounds(seed: int, prices: Prices) -> None:
    model = drawn_day(seed, prices)
    table, now = begun(replace(model, units=tuple(unit for unit in model.units if unit.second is None)), seed)
    for _ in range(100):
        before = list(now.totals)
        now.totals[LINKS] = now.totals[HANDS] = now.totals[TIMES] = now.totals[NOTES] = 0
        if propose(table, now):
            least = at_least(table, now)
            assert settle(table, now, NO_LIMIT, PATIENCE)
            assert count_days(table, now, NO_LIMIT)
            assert price(table, now) >= least
        else:
            take_back(table, now)
            turn_back(table, now)
            now.totals[:] = before


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.sampled_from((SOFT, STRICT)), st.sampled_from((0, 30, 3000)))
def test_after_any_walk_what_is_counted_is_what_a_second_reading_counts(seed: int, prices: Prices, heat: int) -> None:
    model = drawn_day(seed, prices)
    table, now = begun(model, seed)
    TWIN.walk(table, now, 120, heat)
    rounds = told(table, now)
    broken = broken_rules(model, rounds)
    if prices is SOFT:
        assert broken == []
    if not broken:
        assert price(table, now) == cost(model, rounds).total
    else:
        assert price(table, now) > table.breach


@settings(deadline=None, max_examples=25)
@given(SEEDS)
def test_the_best_rounds_are_told_with_the_starts_they_were_found_with(seed: int) -> None:
    model = drawn_day(seed, SOFT)
    table, now = begun(model, seed)
    TWIN.walk(table, now, 120, 300)
    assert cost(model, told(table, at_best(table, now))).total == now.totals[BEST]


@settings(deadline=None, max_examples=25)
@given(SEEDS)
def test_a_rule_is_kept_rather_than_a_call(seed: int) -> None:
    model = drawn_day(seed, STRICT)
    assert broken_rules(model, solve(model, TWIN, seconds=0, mode="steps", steps=4, seed=seed)) == []


def one_worker(*, rest: Rest | None = None, prices: Prices = SOFT, latest: int = NO_LIMIT) -> Model:
    """Somebody on from 0 to 480, ten minutes from two calls of an hour: one from 100 on, one from 300 on."""
    early = Activity(place=1, length=60, opens=100, due=250, able=(0,))
    late = Activity(place=1, length=60, opens=300, due=330, able=(0,), latest=latest)
    return Model(
        units=(Unit(first=early), Unit(first=late, price=900)),
        homes=(0,),
        travel=((0, 10), (10, 0)),
        shifts=(Shift(opens=0, closes=480, ends=0, rest=rest),),
        prices=prices,
    )


def settled(model: Model) -> Rounds:
    table = tables(model)
    now = state(table, [[0, 1], []], 0)
    assert TWIN.settle_all(table, now)
    return told(table, now)


def test_a_worker_leaves_home_later_rather_than_wait_underway() -> None:
    assert settled(one_worker()).starts == (240, 300)
    assert settled(one_worker(prices=STRICT)).starts == (100, 300)


def test_rest_is_taken_where_it_costs_no_time() -> None:
    model = one_worker(rest=Rest(length=30, opens=180, latest=330, price=500))
    rounds = settled(model)
    assert rounds.rests == (Resting(before=1, start=270, there=True),)
    assert broken_rules(model, rounds) == []
    assert cost(model, rounds).missed == 0


@pytest.mark.parametrize(("latest", "left_out"), [(330, 0), (299, 900)])
def test_a_call_that_nobody_can_make_in_time_is_left_out_at_its_price(latest: int, left_out: int) -> None:
    model = one_worker(prices=STRICT, latest=latest)
    assert cost(model, solve(model, TWIN, seconds=0, mode="steps", steps=2)).left_out == left_out
