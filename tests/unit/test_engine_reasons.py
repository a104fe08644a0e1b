"""Why a visit is with nobody, worker by worker."""

import pytest

from domain.engine.explain import why
from domain.engine.plan import Assignment, Plan
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam


def plan_of(*given):
    """A plan of visits with workers at times."""
    return Plan(assignments=tuple(Assignment(visit=v, workers=tuple(w), start=hm(at)) for v, w, at in given))


def said(problem, plan, visit="holt", worker=None):
    """Worker, rule and sentence of each reason."""
    return [(each.worker, each.rule, each.text) for each in why(problem, plan, visit, worker)]


def narrow(**changes):
    """Mrs Holt between 08:55 and 09:05 only."""
    return mrs_holt(earliest=hm("08:55"), latest=hm("09:05"), **changes)


def test_each_worker_has_a_reason_of_their_own():
    staff = [
        priya(),
        sam(skills=frozenset()),
        ruth(shifts=()),
    ]
    problem = day(staff, [narrow(), mr_khan()])
    assert said(problem, plan_of(("khan", ["priya"], "08:00"))) == [
        ("priya", "", "Priya Shah could do it at 09:03"),
        ("sam", "skill", "Sam Ng does not hold personal-care on this day"),
        ("ruth", "shift", "Ruth Cole is not on duty this day"),
    ]


def test_a_busy_worker_is_named_with_the_time_and_the_way():
    problem = day([priya()], [narrow(), mr_khan()])
    assert said(problem, plan_of(("khan", ["priya"], "08:05"))) == [
        ("priya", "travel", "Priya Shah is with Mr Khan until 08:50 and needs 18 minutes to get there")
    ]


def test_a_second_worker_may_be_what_is_missing():
    problem = day([priya(), sam(skills=frozenset())], [narrow(workers_needed=2)])
    assert said(problem, plan_of())[0] == (
        "priya",
        "partner",
        "Priya Shah could come at 09:00, but nobody else could come with them",
    )


def test_one_worker_can_be_asked_about_also_when_the_visit_is_covered():
    problem = day([priya(), sam()], [mrs_holt()])
    plan = plan_of(("holt", ["priya"], "09:00"))
    assert said(problem, plan, worker="priya") == [("priya", "", "Priya Shah does it at 09:00")]
    assert said(problem, plan, worker="sam") == [("sam", "", "Sam Ng could do it at 09:00")]


def test_somebody_unknown_is_an_error():
    with pytest.raises(KeyError):
        why(day([priya()], [mrs_holt()]), plan_of(), "nobody's")
