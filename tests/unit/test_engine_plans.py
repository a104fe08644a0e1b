"""Whatever the day, a plan of the engine is valid, accounts for every visit and says why."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.insertion import greedy_roster, regret_roster
from domain.engine.objective import terms
from domain.engine.plan import Assignment, Plan, Unassigned
from domain.engine.prepare import prepare
from domain.engine.problem import Link, Weights
from domain.engine.run import greedy, solve
from domain.engine.verify import verify
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift
from tests.unit.engine_days import demo_day, small_day

seeds = st.integers(min_value=0, max_value=10**6)
leisurely = settings(deadline=None, max_examples=60)


def planned(problem, steps=25):
    """A short, repeatable solve."""
    return solve(problem, budget=steps, mode="steps")


def by_visit(plan):
    """Workers and start of each visit in the plan."""
    return {each.visit: (each.workers, each.start) for each in plan.assignments}


@leisurely
@given(seeds)
def test_no_plan_breaks_a_hard_rule(seed):
    problem = small_day(seed)
    plan = planned(problem)
    assert verify(problem, plan) == []
    assert plan.verified
    assert greedy(problem).verified


@leisurely
@given(seeds)
def test_every_visit_left_out_has_a_reason_for_every_worker(seed):
    problem = small_day(seed)
    for left_out in planned(problem).unassigned:
        assert [reason.worker for reason in left_out.reasons] == [worker.id for worker in problem.workers]
        assert all(reason.text and reason.rule for reason in left_out.reasons)


@leisurely
@given(seeds)
def test_the_search_and_the_objective_count_alike_but_that_it_may_think_the_roads_busier(seed):
    problem = small_day(seed)
    tables = prepare(problem)
    for roster in (greedy_roster(tables), regret_roster(tables)):
        counted = sum(terms(problem, roster.assignments()).values())
        assert counted == roster.total() if not problem.travel.busy else counted <= roster.total()


@leisurely
@given(seeds)
def test_a_plan_is_never_dearer_than_greedy_insertion(seed):
    problem = small_day(seed)
    assert planned(problem).total <= greedy(problem).total


def test_a_whole_day_is_covered_and_beats_greedy_insertion():
    problem = demo_day(6)
    plan, yardstick = planned(problem, steps=60), greedy(problem)
    assert plan.verified
    assert len(plan.assignments) >= 0.97 * len(problem.visits)
    assert len(plan.assignments) > len(yardstick.assignments)
    assert plan.total < yardstick.total


def test_two_workers_arrive_together():
    plan = planned(day([priya(), sam()], [mrs_holt(workers_needed=2), mr_khan("08:00")]))
    assert by_visit(plan)["holt"][0] == ("priya", "sam")
    assert plan.verified


def test_a_lapsed_skill_is_never_assigned():
    problem = day([priya(skills=frozenset({"personal-care"}))], [mrs_holt(skills=frozenset({"medicines"}))])
    (left_out,) = planned(problem).unassigned
    assert left_out.reasons[0].text == "Priya Shah does not hold medicines on this day"


def test_the_more_important_visit_is_kept_when_one_must_go():
    first, second = mrs_holt(priority=1), mr_khan("09:00", priority=3, latest=hm("09:20"), earliest=hm("08:40"))
    first = replace(first, earliest=hm("08:40"), latest=hm("09:20"))
    plan = planned(day([priya()], [second, first]))
    assert set(by_visit(plan)) == {"holt"}


def test_one_important_visit_outweighs_any_number_of_others():
    crowd = [mrs_holt(f"{h:02d}:00", id=f"v{h}", minutes=30, earliest=60 * h, latest=60 * h) for h in range(7, 14)]
    long = mr_khan("07:00", id="long", minutes=450, earliest=hm("07:00"), latest=hm("07:00"), priority=1)
    plan = planned(day([priya(break_after=600)], [*crowd, long]))
    assert set(by_visit(plan)) == {"long"}


def test_a_promise_is_kept_though_it_costs():
    told = mrs_holt(pinned_workers=("sam",), pinned_start=hm("11:30"), preferred=frozenset({"priya"}))
    plan = planned(day([priya(), sam()], [told]))
    assert by_visit(plan) == {"holt": (("sam",), hm("11:30"))}


def test_a_promise_that_cannot_be_kept_is_left_to_a_person():
    told = mrs_holt(pinned_workers=("sam",), pinned_start=hm("09:00"))
    (left_out,) = planned(day([priya(), sam(absent=(shift("07:00", "12:00"),))], [told])).unassigned
    assert [reason.rule for reason in left_out.reasons] == ["promised", "absent"]


def test_where_two_promises_clash_the_earlier_stands():
    early = mrs_holt(pinned_workers=("priya",), pinned_start=hm("09:00"), priority=3)
    late = mr_khan(pinned_workers=("priya",), pinned_start=hm("09:20"), priority=1)
    plan = planned(day([priya()], [late, early]))
    assert set(by_visit(plan)) == {"holt"}


def test_a_visit_that_may_be_left_out_is_when_it_costs_too_much():
    problem = day([priya(contracted_minutes=0)], [mrs_holt(optional=True, minutes=200)])
    (left_out,) = planned(problem).unassigned
    assert left_out.reasons[0].rule == "optional"
    cheap = planned(day([priya()], [mrs_holt(optional=True)]))
    assert len(cheap.assignments) == 1


def test_the_more_important_of_two_that_may_be_left_out_is_kept():
    visits = [mrs_holt(optional=True, priority=1), mr_khan("09:00", optional=True, minutes=30)]
    visits = [replace(each, earliest=hm("09:00"), latest=hm("09:00")) for each in visits]
    plan = solve(day([priya(home=visits[0].place)], visits), budget=40, mode="steps")
    assert [each.visit for each in plan.assignments] == ["holt"]
    assert plan.objective["unassigned"] == 1_500


def test_nobody_is_sent_alone_at_an_hour_when_two_should_be_there():
    visit = mrs_holt("19:30", alone=shift("07:00", "20:00"), latest=hm("21:00"))
    plan = solve(day([priya(shifts=(shift("18:00", "22:00"),))], [visit]), budget=20, mode="steps")
    assert [each.start for each in plan.assignments] == [hm("19:30")]
    late = replace(visit, earliest=hm("19:45"))
    (out,) = solve(day([priya(shifts=(shift("18:00", "22:00"),))], [late]), budget=20, mode="steps").unassigned
    assert out.reasons[0].rule == "alone"


def test_a_wished_for_worker_goes_when_all_else_is_equal():
    twin = ruth(role="support")
    for name in ("priya", "ruth"):
        plan = planned(day([priya(), twin], [mrs_holt(preferred=frozenset({name}))]))
        assert by_visit(plan)["holt"][0] == (name,)


def test_linked_visits_are_both_done_with_their_gap():
    visits = [mrs_holt("08:00"), mrs_holt("11:00", id="lunch")]
    plan = planned(day([priya()], visits, Link(before="holt", after="lunch", min_gap=200)))
    starts = by_visit(plan)
    assert starts["lunch"][1] - starts["holt"][1] - 30 >= 200


def test_the_same_worker_comes_again_when_the_link_says_so():
    visits = [
        mrs_holt("08:00", preferred=frozenset({"sam"})),
        mrs_holt("11:00", id="lunch", preferred=frozenset({"priya"})),
    ]
    for same in (True, False):
        plan = by_visit(planned(day([priya(), sam()], visits, Link(before="holt", after="lunch", same_worker=same))))
        assert (plan["holt"][0] == plan["lunch"][0]) is same


def test_a_day_without_workers_or_without_visits_is_a_plan_too():
    assert planned(day([], [mrs_holt()])).unassigned == (Unassigned(visit="holt", reasons=()),)
    empty = planned(day([priya()], []))
    assert empty.verified
    assert empty == Plan(assignments=(), objective=empty.objective, fingerprint=empty.fingerprint, verified=True)


def test_the_objective_names_what_it_counts():
    problem = day([priya(languages=frozenset())], [mrs_holt(language="gu", familiar=(("sam", 3),))])
    plan = Plan(assignments=(Assignment(visit="holt", workers=("priya",), start=hm("09:10")),))
    points = terms(problem, plan.assignments)
    weights = problem.weights
    assert points["timing"] == 10 * weights.timing
    assert points["language"] == weights.language
    assert points["continuity"] == weights.continuity
    assert points["unassigned"] == points["overtime"] == points["waiting"] == 0


def test_a_draft_is_kept_where_another_plan_is_hardly_better():
    nearer = sam(home=mrs_holt().place, mode="car", skills=priya().skills)
    first = solve(day([priya(), nearer], [mrs_holt()]), budget=20, mode="steps")
    assert by_visit(first)["holt"][0] == ("sam",)
    again = mrs_holt(stands=frozenset({"priya"}))
    kept = solve(day([priya(), nearer], [again], weights=Weights(moved=10_000)), budget=20, mode="steps")
    assert by_visit(kept)["holt"][0] == ("priya",)
    moved = solve(day([priya(), nearer], [again], weights=Weights(moved=1)), budget=20, mode="steps")
    assert by_visit(moved)["holt"][0] == ("sam",) and moved.objective["moved"] == 1
