"""A solve keeps to its budget, tells how it goes, stops when asked and can be repeated to the letter."""

import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import count
from random import Random

from domain.engine.insertion import greedy_roster
from domain.engine.leftovers import settled
from domain.engine.plan import Assignment, Plan
from domain.engine.prepare import prepare
from domain.engine.problem import Busy, Travel
from domain.engine.run import greedy, solve
from domain.engine.verify import verify
from domain.engine.zones import MOST_WORKERS, ONE_SEARCH, cut
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, sam
from tests.unit.engine_days import demo_day

LONG = 60
HALF_A_DAY = demo_day(3, visits=80, workers=14, on_shift=11)


def in_steps(problem, **changes):
    """A repeatable solve with some of everything in it."""
    return solve(problem, **{"budget": 130, "mode": "steps", **changes})


def test_the_same_steps_and_seed_give_the_same_plan():
    first, again = in_steps(HALF_A_DAY, seed=7), in_steps(HALF_A_DAY, seed=7)
    assert repr(replace(first, seconds=0)) == repr(replace(again, seconds=0))


def test_the_seed_decides_what_is_tried():
    plans = {in_steps(HALF_A_DAY, seed=seed).fingerprint for seed in range(3)}
    assert len(plans) > 1


def test_a_large_day_is_searched_zone_by_zone_and_alike_every_time():
    large = demo_day(4, visits=ONE_SEARCH + 20, workers=70, on_shift=48)
    first, again = (solve(large, 90, mode="steps") for _ in range(2))
    assert first.verified and first.assignments == again.assignments
    assert first.total < greedy(large).total


def test_zones_have_every_worker_once_and_other_borders_every_turn():
    large = greedy_roster(prepare(demo_day(4, visits=ONE_SEARCH + 20, workers=70, on_shift=48)))
    one, other = (cut(large, Random(seed)) for seed in (1, 2))
    for zones in (one, other):
        everybody = [worker for zone in zones for worker in zone]
        assert len(everybody) == len(set(everybody)) and all(len(zone) <= MOST_WORKERS for zone in zones)
    assert set().union(*one) == set().union(*other) and set(one) != set(other)


def test_what_still_fits_by_the_rules_is_put_on_in_the_end():
    busy = (Busy(mode="car", start=hm("09:00"), end=hm("10:00"), times=3.0),)
    holt = mrs_holt("08:00", earliest=hm("08:00"), latest=hm("08:45"))
    khan = mr_khan("08:48", earliest=hm("08:48"), latest=hm("08:48"))
    problem = day([priya()], [holt, khan], travel=Travel(busy=busy))
    held = settled(problem, [Assignment(visit="khan", workers=("priya",), start=hm("08:48"))], ["holt"])
    assert {each.visit: each.start for each in held.assignments} == {"holt": hm("08:00"), "khan": hm("08:48")}
    early = replace(problem, visits=(replace(holt, earliest=hm("08:05")), khan))
    (out,) = settled(early, held.assignments[:1], ["holt"]).unassigned
    assert out.reasons[0].rule == "travel"


def test_the_fingerprint_names_problem_and_plan():
    problem = day([priya()], [mrs_holt(), mr_khan("12:00")])
    plan = greedy(problem)
    assert plan.fingerprint == greedy(problem).fingerprint
    assert plan.fingerprint != greedy(replace(problem, date_label="another day")).fingerprint
    assert plan.fingerprint != greedy(day([priya()], [mrs_holt("09:05"), mr_khan("12:00")])).fingerprint
    assert len(plan.fingerprint) == 64


def test_cancelled_at_once_it_still_gives_a_whole_plan():
    plan = solve(HALF_A_DAY, budget=LONG, cancel=lambda: True)
    assert plan.verified
    assert len(plan.assignments) >= len(greedy(HALF_A_DAY).assignments)
    assert plan.seconds < LONG


def test_cancelled_on_the_way_it_gives_the_best_so_far():
    asked = count()
    plan = solve(HALF_A_DAY, budget=LONG, cancel=lambda: next(asked) > 400)
    assert plan.verified
    assert verify(HALF_A_DAY, plan) == []
    assert plan.seconds < LONG
    assert all(left_out.reasons for left_out in plan.unassigned)


def test_every_plan_shown_is_verified_and_none_is_worse_than_the_one_before():
    shown: list[Plan] = []
    last = solve(HALF_A_DAY, budget=2, on_plan=shown.append)
    assert shown
    assert all(plan.verified for plan in [*shown, last])
    totals = [plan.total for plan in [*shown, last]]
    assert totals == sorted(totals, reverse=True)


def test_progress_counts_the_visits():
    told = []
    solve(HALF_A_DAY, budget=1, on_progress=told.append)
    assert told
    assert all(each.assigned + each.unassigned == len(HALF_A_DAY.visits) for each in told)
    assert [each.seconds for each in told] == sorted(each.seconds for each in told)


def test_nothing_to_choose_ends_at_once():
    told = mrs_holt(pinned_workers=("sam",), pinned_start=540)
    plan = solve(day([priya(), sam()], [told]), budget=LONG)
    assert plan.verified
    assert plan.seconds < LONG


def test_problems_and_plans_can_cross_to_another_process():
    plan = greedy(HALF_A_DAY)
    assert pickle.loads(pickle.dumps(HALF_A_DAY)) == HALF_A_DAY
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_the_solver_is_not_imported_before_it_is_needed():
    code = "import sys, domain.engine.run, domain.engine.rules; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
