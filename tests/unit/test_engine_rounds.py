"""Where a round begins and ends, whose faces a person sees, and how a day's work is shared out."""

from dataclasses import replace

import pytest

from domain.engine.objective import terms
from domain.engine.plan import Assignment, Plan
from domain.engine.problem import Busy, Weights, along
from domain.engine.rules import check_move
from domain.engine.run import solve
from domain.engine.situation import Situation
from domain.engine.travel import minutes
from domain.engine.verify import verify
from domain.engine.ways import ways
from tests.unit.engine_cast import ACROSS_TOWN, NEARBY, TOWN, day, hm, mr_khan, mrs_holt, priya, sam, shift
from tests.unit.test_engine_ways import put

WAY = 18
"""Minutes by car from across town to Mrs Holt."""


def planned(problem, steps=30):
    return solve(problem, steps, mode="steps")


def broken(problem, planned, visit, workers, start):
    return [(each.rule, each.text) for each in check_move(problem, planned, visit, workers, hm(start))]


def test_the_way_from_home_is_no_duty_and_the_way_from_the_base_is() -> None:
    visit = mrs_holt("07:00", earliest=hm("07:00"), latest=hm("08:00"))
    assert minutes(day([], []).travel, "car", ACROSS_TOWN, NEARBY) == WAY
    for staff, start in ((priya(home=ACROSS_TOWN), "07:00"), (priya(sets_out=ACROSS_TOWN), "07:18")):
        plan = planned(day([staff], [visit]))
        assert [each.start for each in plan.assignments] == [hm(start)]
        assert plan.verified
    assert broken(day([priya(sets_out=ACROSS_TOWN)], [visit]), (), "holt", ("priya",), "07:17") == [
        ("shift", "Priya Shah sets out from the base at 07:00 and needs 18 minutes to get there")
    ]


def test_a_round_that_ends_at_the_base_ends_in_time_to_be_there() -> None:
    problem = day([priya(returns=ACROSS_TOWN)], [mrs_holt("14:30", latest=hm("14:45"))])
    assert broken(problem, (), "holt", ("priya",), "14:20") == [
        ("shift", "Priya Shah is due at the base at 15:00 and needs 18 minutes to get back there")
    ]
    assert [each.start for each in planned(problem).assignments] == [hm("14:12")]


def test_the_way_from_the_base_is_work_and_counts_towards_the_break() -> None:
    visit = mrs_holt(minutes=300, earliest=hm("08:00"))
    busy = priya(max_minutes=300 + WAY - 1, break_after=300 + WAY - 1)
    assert broken(day([busy], [visit]), (), "holt", ("priya",), "09:00") == []
    from_base = replace(busy, sets_out=ACROSS_TOWN)
    rules = [rule for rule, _ in broken(day([from_base], [visit]), (), "holt", ("priya",), "09:00")]
    assert rules == ["hours", "break"]
    found = verify(day([from_base], [visit]), Plan(assignments=(put("holt", "priya", "09:00"),)))
    assert [each.rule for each in found] == rules


def test_the_rest_after_the_duty_before_lasts_until_the_base() -> None:
    problem = day([priya(sets_out=ACROSS_TOWN, earliest_start=hm("09:00"))], [mrs_holt()])
    assert [rule for rule, _ in broken(problem, (), "holt", ("priya",), "09:10")] == ["rest"]
    assert broken(problem, (), "holt", ("priya",), "09:18") == []


def test_the_base_is_as_far_as_the_roads_are_slow_at_the_worst() -> None:
    slow = (Busy(mode="car", start=hm("16:00"), end=hm("18:00"), times=2.0),)
    problem = day([priya(sets_out=ACROSS_TOWN)], [mrs_holt("07:18")])
    busy = replace(problem, travel=replace(problem.travel, busy=slow))
    assert [each.start for each in planned(problem).assignments] == [hm("07:18")]
    assert [each.start for each in planned(busy).assignments] > [hm("07:18")]


def test_overtime_from_the_base_takes_in_the_way() -> None:
    late = mrs_holt("06:50", earliest=hm("06:50"), latest=hm("06:50"))
    now = Situation(problem=day([priya(sets_out=ACROSS_TOWN)], [late]), placed=())
    assert "28 minutes overtime for Priya Shah: Priya Shah at 06:50" in [way.text for way in ways(now, "holt")]


def test_one_new_face_a_day_costs_less_than_two() -> None:
    calls = [mrs_holt("08:00"), mrs_holt("11:00", id="lunch")]
    problem = day([priya(), sam()], calls)
    price = Weights().faces
    same = terms(problem, (put("holt", "priya", "08:00"), put("lunch", "priya", "11:00")))
    other = terms(problem, (put("holt", "priya", "08:00"), put("lunch", "sam", "11:00")))
    assert (same["faces"], other["faces"]) == (price, 2 * price)
    known = [replace(each, familiar=(("sam", 3),)) for each in calls]
    assert terms(replace(problem, visits=tuple(known)), (put("lunch", "sam", "11:00"),))["faces"] == 0


def test_a_person_sees_few_faces_where_that_costs_little() -> None:
    calls = [mrs_holt("08:00", place=TOWN), mrs_holt("11:00", id="lunch", place=TOWN)]
    far = [mr_khan("08:00", place=ACROSS_TOWN), mr_khan("11:00", id="khan2", place=ACROSS_TOWN)]
    plan = planned(day([priya(), sam(mode="car")], [*calls, *far]))
    who = {each.visit: each.workers for each in plan.assignments}
    assert who["holt"] == who["lunch"] and who["khan"] == who["khan2"]


def test_work_is_shared_out_fairly_where_that_costs_little() -> None:
    calls = [mrs_holt(f"{hour:02d}:00", id=f"v{hour}", place=TOWN, minutes=50) for hour in range(8, 12)]
    problem = day([priya(fair=100), sam(fair=100, mode="car")], calls, weights=Weights(faces=0, overload=40, unused=40))
    shares = [worker for each in planned(problem, 60).assignments for worker in each.workers]
    assert shares.count("priya") == shares.count("sam") == 2
    points = terms(problem, (Assignment(visit="v8", workers=("priya",), start=hm("08:00")),))
    assert (points["overload"], points["unused"]) == (0, 40 * (100 - 50) + 40 * 100)


def test_somebody_learns_beside_a_visit_or_not_at_all() -> None:
    main = mrs_holt()
    learner = mrs_holt(id="with", beside="holt", optional=True, pinned_workers=("sam",), skills=frozenset())
    problem = replace(day([priya(), sam()], [main, learner]), links=(along(main, learner),))
    plan = planned(problem)
    assert {each.visit: (each.workers, each.start) for each in plan.assignments} == {
        "holt": (("priya",), hm("09:00")), "with": (("sam",), hm("09:00"))
    }  # fmt: skip
    assert [rule for rule, _ in broken(problem, (), "with", ("sam",), "09:00")] == ["beside"]
    alone = Plan(assignments=(put("with", "sam", "09:00"),))
    assert "beside" in {each.rule for each in verify(problem, alone)}
    away = replace(problem, workers=(priya(absent=(shift("07:00", "15:00"),)), sam(absent=(shift("07:00", "15:00"),))))
    assert planned(away).assignments == ()
    without = replace(problem, workers=(priya(), sam(shifts=())))
    assert [each.visit for each in planned(without).assignments] == ["holt"]


@pytest.mark.parametrize(("busy", "said"), [(False, "Sam Ng along at 09:20"), (True, "Sam Ng not along to learn")])
def test_who_learns_comes_along_to_another_time_or_stays_away(busy: bool, said: str) -> None:
    main = mrs_holt(earliest=hm("09:00"), latest=hm("09:05"))
    learner = replace(main, id="with", beside="holt", optional=True, pinned_workers=("sam",), latest=hm("10:00"))
    khan = mr_khan("09:40", earliest=hm("09:40"), latest=hm("09:40"))
    visits = [main, learner, *([khan] if busy else [])]
    problem = replace(day([priya(), sam()], visits), links=(along(main, learner),))
    placed = [put("holt", "priya", "09:00"), put("with", "sam", "09:00")] + [put("khan", "sam", "09:40")] * busy
    now = Situation(problem=problem, placed=tuple(placed), soonest=hm("09:20"))
    assert next(way.text for way in ways(now, "holt")).startswith(f"15 minutes later and {said}: ")
