"""The compiled search walks the desk's own day by the desk's own model: what it hands back is valid as it stands."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.budget import Budget
from domain.engine.insertion import regret_roster
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.dayarrays import BEST, COST
from domain.engine.kernel.daylayout import Part, day_state, day_tables, roster_at_best, roster_now
from domain.engine.prepare import prepare
from domain.engine.route import lay
from domain.engine.ruin import Ruin
from domain.engine.run import greedy, solve
from domain.engine.verify import verify
from domain.engine.walker import MOVES_PER_WALK, Walker
from tests.unit.engine_days import demo_day, small_day

seeds = st.integers(min_value=0, max_value=10**6)
leisurely = settings(deadline=None, max_examples=60)
HALF_A_DAY = demo_day(3, visits=80, workers=14, on_shift=11)
MOVES, WARM, HEAT = 300, 80, 100.0


def by_twin(wait):
    """The search in plain Python, ready at once."""
    return TWIN


def in_steps(problem, steps=30, **changes):
    """A short, repeatable solve that walks."""
    return solve(problem, **{"budget": steps, "mode": "steps", "swift": by_twin, **changes})


def handed_over(problem, seed):
    """A day planned by regret and handed over whole."""
    roster = regret_roster(prepare(problem))
    part = Part(roster, range(len(roster.routes)))
    table = day_tables(roster.tables, part, Ruin(roster.tables, Random(seed)).near)
    return roster, part, table, day_state(roster, part, table, seed)


def laid_as_routes(part, table, state, tables):
    """Starts and prices of all rounds of a state as `route.py` has them; None where it refuses one."""
    starts, cost = {}, 0
    for number, k in enumerate(part.workers):
        mine = state.stops[number * table.room :][: state.counts[number]]
        windows = [state.low[at] for at in mine], [state.high[at] for at in mine]
        route = lay(tables, k, [part.visits[at] for at in mine], *windows)
        if route is None:
            return None
        starts.update(zip(mine, route.starts, strict=True))
        cost += route.cost
    return starts, cost


@leisurely
@given(seeds)
def test_rounds_are_laid_and_priced_as_the_desk_lays_them_whatever_is_moved(seed):
    roster, part, table, state = handed_over(small_day(seed), seed)
    if len(part.visits) < 2:
        return
    assert TWIN.begin_day(table, state)
    for _ in range(3):
        TWIN.walk_day(table, state, MOVES, WARM)
        laid = laid_as_routes(part, table, state, roster.tables)
        assert laid is not None
        starts, cost = laid
        assert all(state.start[at] == start for at, start in starts.items())
        left_out = sum(table.price[at] for at in range(table.visits) if at not in starts)
        assert state.totals[COST] == cost + left_out
        assert state.totals[BEST] <= state.totals[COST]


@leisurely
@given(seeds)
def test_what_comes_back_leaves_out_no_visit_that_was_on(seed):
    roster, part, table, state = handed_over(small_day(seed), seed)
    if len(part.visits) < 2 or not TWIN.begin_day(table, state):
        return
    TWIN.walk_day(table, state, MOVES, WARM)
    best, now = (told(roster, part, table, state) for told in (roster_at_best, roster_now))
    assert best is not None and now is not None
    price = roster.tables.price
    assert sum(price[v] for v in best.left_out()) <= sum(price[v] for v in roster.left_out())


@leisurely
@given(seeds)
def test_no_plan_that_was_walked_breaks_a_hard_rule_or_is_dearer_than_the_yardstick(seed):
    problem = small_day(seed)
    plan = in_steps(problem)
    assert verify(problem, plan) == []
    assert plan.total <= greedy(problem).total


def test_promised_and_tied_visits_stay_with_whoever_has_them():
    held = 0
    for seed in range(40):
        roster, part, table, state = handed_over(small_day(seed), seed)
        if len(part.visits) < 2 or not TWIN.begin_day(table, state):
            continue
        TWIN.walk_day(table, state, MOVES, WARM)
        now = roster_now(roster, part, table, state)
        stay = [v for at, v in enumerate(part.visits) if table.held[at]]
        assert [roster.who[v] for v in stay] == [now.who[v] for v in stay]
        held += len(stay)
    assert held


def test_the_same_steps_and_seed_give_the_same_plan():
    first, again = in_steps(HALF_A_DAY, seed=7), in_steps(HALF_A_DAY, seed=7)
    assert repr(replace(first, seconds=0)) == repr(replace(again, seconds=0))
    assert first.verified
    assert first.assignments != solve(HALF_A_DAY, 30, seed=7, mode="steps").assignments


def test_until_it_is_ready_the_desk_searches_alone():
    alone = solve(HALF_A_DAY, 30, seed=7, mode="steps")
    assert in_steps(HALF_A_DAY, seed=7, swift=lambda wait: None).assignments == alone.assignments


def test_a_walk_in_a_zone_is_cheaper_and_leaves_all_other_rounds_alone():
    roster = regret_roster(prepare(HALF_A_DAY))
    zone = frozenset(range(0, len(roster.routes), 2))
    rng = Random(1)
    walker = Walker(Ruin(roster.tables, rng), Budget("steps", 0, MOVES_PER_WALK, None), rng, by_twin, HEAT)
    assert walker.ready()
    walked = walker.walk(roster, zone)
    assert walked is not None
    assert walked.best.total() < roster.total()
    for k, route in enumerate(roster.routes):
        if k not in zone:
            assert (walked.now.routes[k].stops, walked.now.routes[k].starts) == (route.stops, route.starts)


def test_a_walk_hears_a_cancel():
    plan = solve(HALF_A_DAY, budget=60, swift=by_twin, cancel=lambda: True)
    assert plan.verified
    assert plan.seconds < 60
