"""Why a visit is with nobody, worker by worker, and what would have to give."""

import pytest

from domain.engine.explain import why
from domain.engine.plan import Assignment, Plan
from domain.engine.relax import relaxations
from domain.engine.rules import check_move
from domain.engine.run import greedy
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift
from tests.unit.engine_days import demo_day


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


def test_a_little_later_is_offered():
    problem = day([priya()], [narrow(), mr_khan()])
    (offer,) = relaxations(problem, plan_of(("khan", ["priya"], "08:05")), "holt")
    assert (offer.bends, offer.minutes, offer.workers, offer.start) == ("window", 3, ("priya",), hm("09:08"))
    assert offer.text == "Priya Shah could do it at 09:08, 3 minutes later than it should be"


def test_a_little_overtime_is_offered():
    problem = day([priya(shifts=(shift("07:00", "09:10"),))], [mrs_holt(earliest=hm("08:50"), latest=hm("09:30"))])
    offers = {offer.bends: offer for offer in relaxations(problem, plan_of(), "holt")}
    assert offers["hours"].minutes == 10
    assert offers["hours"].start == hm("08:50")
    assert offers["window"].start == hm("08:40")


def test_two_workers_are_offered_together():
    problem = day(
        [priya(), sam(shifts=(shift("09:20", "15:00"),))],
        [narrow(workers_needed=2)],
    )
    (offer,) = [each for each in relaxations(problem, plan_of(), "holt") if each.bends == "window"]
    assert (offer.workers, offer.start, offer.minutes) == (("priya", "sam"), hm("09:20"), 15)


def test_skills_and_rest_are_never_bent():
    rested = priya(earliest_start=hm("09:10"))
    assert relaxations(day([priya(skills=frozenset())], [narrow()]), plan_of(), "holt") == ()
    (offer,) = relaxations(day([rested], [narrow()]), plan_of(), "holt")
    assert offer.start == hm("09:10")


def test_an_offer_bends_no_rule_but_the_one_it_names():
    problem = demo_day(5, visits=70, workers=10, on_shift=7)
    plan = greedy(problem)
    offers = [(u.visit, offer) for u in plan.unassigned[:6] for offer in relaxations(problem, plan, u.visit)]
    assert offers
    for visit, offer in offers:
        broken = {each.rule for each in check_move(problem, plan.assignments, visit, offer.workers, offer.start)}
        assert broken <= ({"window"} if offer.bends == "window" else {"shift", "hours"})
        assert broken
