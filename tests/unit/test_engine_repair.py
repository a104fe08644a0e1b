"""When a day has gone wrong: everybody finds a place, few people are rung, and what has begun stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.day import Day
from domain.engine.kernel.compiling import TWIN, Kernel
from domain.engine.plan import Assignment, Plan, Unassigned
from domain.engine.problem import Shift
from domain.engine.repair import repairs
from domain.engine.rules import broken_by
from domain.engine.run import greedy
from domain.engine.situation import Situation
from domain.engine.verify import verify
from domain.engine.walker import Swift
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift
from tests.unit.engine_days import demo_day
from tests.unit.test_engine_ways import board, put

STEPS = 30


def by_twin(wait: bool) -> Kernel:
    """The compiled search in plain Python, ready at once."""
    return TWIN


def ill(seed: int) -> Situation:
    """A day like the demo's on which the busiest worker goes home at noon."""
    problem = demo_day(seed, visits=70, workers=16, on_shift=11)
    plan = greedy(problem)
    told = {each.visit: each for each in plan.assignments}
    noon = hm("12:00")
    ahead = [worker for each in plan.assignments if each.start > noon for worker in each.workers]
    gone = max(sorted(set(ahead)), key=ahead.count)
    staff = tuple(replace(w, absent=(Shift(noon, 2880),)) if w.id == gone else w for w in problem.workers)
    placed = [
        replace(each, workers=tuple(w for w in each.workers if w != gone)) if each.start + 60 > noon else each
        for each in plan.assignments
    ]
    return Situation(
        problem=replace(problem, workers=staff), placed=tuple(each for each in placed if each.workers), told=told,
        fixed=frozenset(each.visit for each in plan.assignments if each.start <= noon and gone not in each.workers),
        soonest=noon,
    )  # fmt: skip


def test_nothing_is_proposed_while_nothing_is_wrong() -> None:
    assert repairs(board(day([priya()], [mrs_holt()]), put("holt", "priya", "09:00")), steps=STEPS) == ()


def test_an_orphan_goes_to_whoever_is_free() -> None:
    now = board(
        day([priya(absent=(shift("07:00", "15:00"),)), sam()], [mrs_holt(), mr_khan("11:00")]),
        put("khan", "sam", "11:00"),
        told=True,
    )
    calm, soon = repairs(now, steps=STEPS)
    assert calm.settled == ("holt",) and calm.uncovered == ()
    assert [(each.workers, each.start) for each in calm.moved] == [(("sam",), hm("09:00"))]
    assert (calm.best_in, soon.best_in) == (("fewest people to ring", "best plan"), ("soonest arrival",))
    assert [each.start for each in soon.moved] == [hm("08:00")]


def test_somebody_makes_room_where_nobody_is_free() -> None:
    strict = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"))
    holt = mrs_holt(skills=frozenset({"medicines"}), earliest=hm("09:00"), latest=hm("09:00"))
    able = priya(skills=frozenset({"personal-care", "medicines"}))
    now = board(day([able, sam()], [holt, strict]), put("khan", "priya", "09:00"), told=True)
    repair = repairs(now, steps=STEPS)[0]
    assert {each.visit: each.workers for each in repair.moved} == {"holt": ("priya",), "khan": ("sam",)}


def test_after_an_overrun_the_next_visit_waits_or_goes_to_somebody_else() -> None:
    holt = mrs_holt("09:00", pinned_workers=("priya",), pinned_start=hm("09:00"), minutes=90)
    khan = mr_khan("10:00", earliest=hm("09:50"), latest=hm("10:10"))
    placed = (put("holt", "priya", "09:00"), put("khan", "priya", "10:00"))
    both = Situation(
        problem=day([priya(), sam()], [holt, khan]), placed=placed, told={each.visit: each for each in placed},
        fixed=frozenset({"holt"}), soonest=hm("09:40"),
    )  # fmt: skip
    (repair,) = repairs(both, steps=STEPS)
    assert [(each.visit, each.workers) for each in repair.moved] == [("khan", ("sam",))]
    little = replace(both, problem=day([priya(), sam()], [replace(holt, minutes=50), khan]))
    assert repairs(little, steps=STEPS) == ()


def test_what_takes_the_time_that_somebody_late_leaves_free_comes_with_the_later_time_of_their_visit() -> None:
    holt = mrs_holt("09:00", pinned_workers=("sam",), pinned_start=hm("09:00"), minutes=90)
    khan = mr_khan("10:00", workers_needed=2, latest=hm("11:00"))
    cole = mrs_holt("10:00", id="cole", person="cole", minutes=15, earliest=hm("10:00"), latest=hm("10:00"))
    placed = (put("holt", "sam", "09:00"), Assignment(visit="khan", workers=("priya", "sam"), start=hm("10:00")))
    now = Situation(
        problem=day([priya(), sam()], [holt, khan, cole]), placed=placed, told={each.visit: each for each in placed},
        fixed=frozenset({"holt"}), soonest=hm("09:40"),
    )  # fmt: skip
    found = repairs(now, steps=STEPS)
    assert found
    for repair in found:
        starts = {each.visit: each.start for each in repair.moved}
        assert starts["cole"] == hm("10:00") and starts["khan"] > hm("10:30")
        wide = replace(khan, latest=max(khan.latest, starts["khan"]))
        assert broken_by(Day.of(replace(now.problem, visits=(holt, wide, cole)), placed), repair.moved) == []


def test_one_who_is_down_for_a_visit_and_may_not_do_it_is_replaced() -> None:
    now = board(day([priya(skills=frozenset()), ruth()], [mrs_holt()]), put("holt", "priya", "09:00"), told=True)
    (repair,) = repairs(now, steps=STEPS)
    assert [each.workers for each in repair.moved] == [("ruth",)]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**4), st.booleans())
def test_a_repair_breaks_no_rule_and_moves_nothing_that_has_begun(seed: int, walks: bool) -> None:
    now = ill(seed)
    for repair in repairs(now, steps=STEPS, swift=by_twin if walks else None):
        after = now.with_moved(repair.moved)
        assert now.fixed.isdisjoint(each.visit for each in repair.moved)
        whole = [each for each in after if each.visit not in repair.uncovered]
        plan = Plan(
            assignments=tuple(whole), unassigned=tuple(Unassigned(visit=v, reasons=()) for v in repair.uncovered)
        )
        assert [breach for breach in verify(now.problem, plan) if breach.visit not in now.fixed] == []
        assert set(repair.settled) <= {each.visit for each in repair.moved}


@pytest.mark.parametrize("swift", [None, by_twin])
def test_the_same_day_is_repaired_the_same_way(swift: Swift | None) -> None:
    assert repairs(ill(1), steps=STEPS, swift=swift) == repairs(ill(1), steps=STEPS, swift=swift)


def test_one_visit_waits_long_rather_than_four_a_little() -> None:
    rest_of_the_morning = {"earliest": hm("08:30"), "latest": hm("13:00")}
    round_of_four = [
        mrs_holt(start, id=name, person=name, **rest_of_the_morning)
        for name, start in (("ali", "09:00"), ("byrne", "09:40"), ("cole", "10:20"), ("dean", "11:00"))
    ]
    strict = mrs_holt("09:00", earliest=hm("09:00"), latest=hm("09:05"))
    now = board(
        day([priya(shifts=(shift("09:00", "15:00"),))], [strict, *round_of_four]),
        *(Assignment(visit=each.id, workers=("priya",), start=each.preferred_start) for each in round_of_four),
        told=True,
    )
    fewest = repairs(now, steps=STEPS)[0]
    assert fewest.uncovered == ()
    assert {each.visit: each.start > hm("11:30") for each in fewest.moved} == {"holt": False, "ali": True}
