"""Who can take an urgent visit: every worker with cost, lateness and who makes room; people are never ranked."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.options import options
from domain.engine.run import greedy
from domain.engine.situation import Situation
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam
from tests.unit.engine_days import demo_day
from tests.unit.test_engine_ways import board, breaches, narrow, put


def told(now: Situation, visit: str = "holt") -> list[tuple[str, str]]:
    return [(one.worker, one.way.text if one.way else one.reason.text) for one in options(now, visit)]


def test_every_worker_is_named_with_what_it_takes_or_why_not() -> None:
    khan = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"))
    staff = [priya(), sam(), ruth(skills=frozenset())]
    now = board(day(staff, [narrow(), khan]), put("khan", "priya", "09:00"))
    assert told(now) == [
        ("sam", "as things stand: Sam Ng at 09:00"),
        ("priya", "Sam Ng for Priya Shah's 09:00 with Mr Khan: Priya Shah at 09:00"),
        ("ruth", "Ruth Cole does not hold personal-care on this day"),
    ]
    assert [one.displaced for one in options(now, "holt")] == [(), ("khan",), ()]


def test_lateness_is_counted_from_the_last_start_there_should_be() -> None:
    khan = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"))
    now = board(day([priya()], [narrow(), khan]), put("khan", "priya", "09:00"), fixed=frozenset({"khan"}))
    (only,) = options(now, "holt")
    assert only.way.late == only.way.own.start - hm("09:05") > 0


def test_a_visit_is_left_with_nobody_only_where_nothing_else_is_possible() -> None:
    khan = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"), minutes=240)
    now = board(day([priya()], [narrow(minutes=30), khan]), put("khan", "priya", "09:00"))
    (only,) = options(now, "holt")
    assert (only.displaced, only.uncovered) == (("khan",), ("khan",))
    assert only.way.text == "Mr Khan's 09:00 uncovered: Priya Shah at 09:00"


def test_two_go_together() -> None:
    now = board(day([priya(), sam()], [mrs_holt(workers_needed=2)]))
    assert [one.way.own.workers for one in options(now, "holt")] == [("priya", "sam")] * 2


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_every_option_keeps_every_rule(seed: int) -> None:
    problem = demo_day(seed % 50, visits=60, workers=14, on_shift=9)
    plan = greedy(problem)
    wanted = problem.visits[seed % len(problem.visits)]
    urgent = replace(
        wanted, id="urgent", earliest=wanted.preferred_start - 5, priority=1, pinned_start=None, pinned_workers=()
    )
    now = board(replace(problem, visits=(*problem.visits, urgent)), *plan.assignments, told=True)
    found = options(now, "urgent")
    assert {one.worker for one in found} == {worker.id for worker in problem.workers}
    assert [one.worker for one in found if one.way and breaches(now, one.way)] == []
