"""What the board says of a hand move and what the verifier says of the plan after it are the same."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.objective import terms
from domain.engine.plan import Assignment, Plan
from domain.engine.rules import check_move, delta
from domain.engine.run import greedy
from domain.engine.verify import verify
from tests.unit.engine_days import small_day

seeds = st.integers(min_value=0, max_value=10**6)


def random_move(seed):
    """A day greedily planned, a visit of it, workers and a start at random, and the plan after the move.

    Not a visit to which somebody goes along to learn: they would follow, and the move be of two visits."""
    problem, rng = small_day(seed), Random(seed)
    plan = greedy(problem)
    followed = {visit.beside for visit in problem.visits}
    visit = rng.choice([visit for visit in problem.visits if visit.id not in followed])
    workers = tuple(rng.choice(problem.workers).id for _ in range(visit.workers_needed))
    start = rng.randint(visit.earliest - 5, visit.latest + 5)
    moved = Plan(
        assignments=(
            *(each for each in plan.assignments if each.visit != visit.id),
            Assignment(visit=visit.id, workers=workers, start=start),
        ),
        unassigned=tuple(each for each in plan.unassigned if each.visit != visit.id),
    )
    return problem, plan, (visit.id, workers, start), moved


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_the_rules_and_the_verifier_agree_on_every_move(seed):
    problem, plan, move, moved = random_move(seed)
    found = {each.rule for each in check_move(problem, plan.assignments, *move)}
    assert found == {each.rule for each in verify(problem, moved)}


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_the_delta_of_a_move_is_what_the_objective_makes_of_it(seed):
    problem, plan, move, moved = random_move(seed)
    if len(set(move[1])) < len(move[1]):
        return
    change = delta(problem, plan.assignments, *move)
    before, after = terms(problem, plan.assignments), terms(problem, moved.assignments)
    assert change.travel * problem.weights.travel == after["travel"] - before["travel"]
    assert change.overtime * problem.weights.overtime == after["overtime"] - before["overtime"]
