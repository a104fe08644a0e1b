"""What would make a visit possible: a little later, a little overtime, another visit moved; and that it truly would."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.plan import Assignment, Plan, Unassigned
from domain.engine.problem import Problem
from domain.engine.run import greedy, solve
from domain.engine.situation import Ringing, Situation
from domain.engine.verify import verify
from domain.engine.ways import Finder, Way, relaxations, ways
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift
from tests.unit.engine_days import demo_day, small_day


def put(visit: str, workers: str, at: str) -> Assignment:
    return Assignment(visit=visit, workers=tuple(workers.split()), start=hm(at))


def board(problem: Problem, *placed: Assignment, told: bool = False, **changes) -> Situation:
    """The board with these visits on it, told to people or not."""
    known = {each.visit: each for each in placed} if told else {}
    return Situation(problem=problem, placed=placed, told=known, **changes)


def narrow(**changes):
    """Mrs Holt between 08:55 and 09:05 only."""
    return mrs_holt(earliest=hm("08:55"), latest=hm("09:05"), **changes)


def said(now: Situation, visit: str = "holt") -> list[str]:
    return [way.text for way in relaxations(now, visit)]


def breaches(now: Situation, way: Way) -> list:
    """What the verifier says of the day once everything that a way needs has been agreed."""
    after = now.with_moved(way.placed)
    out = {visit.id for visit in now.problem.visits} - {each.visit for each in after}
    plan = Plan(assignments=after, unassigned=tuple(Unassigned(visit=ref, reasons=()) for ref in sorted(out)))
    agreed = Finder(now, way.own.visit, None).agreed(way)
    bent = replace(now.problem, workers=tuple(agreed.workers.values()), visits=tuple(agreed.visits.values()))
    return verify(bent, plan)


def test_who_is_free_comes_first() -> None:
    now = board(day([priya(), sam()], [narrow(), mr_khan()]), put("khan", "priya", "08:05"))
    assert said(now)[0] == "as things stand: Sam Ng at 09:00"


def test_a_little_later_is_offered() -> None:
    now = board(
        day([priya()], [narrow(), mr_khan(earliest=hm("08:00"))]),
        put("khan", "priya", "08:05"),
        fixed=frozenset({"khan"}),
    )
    assert said(now) == ["3 minutes later: Priya Shah at 09:08"]


def test_a_little_overtime_is_offered_at_either_end() -> None:
    evening = day([priya(shifts=(shift("07:00", "09:10"),))], [mrs_holt(earliest=hm("08:50"), latest=hm("09:30"))])
    assert "10 minutes overtime for Priya Shah: Priya Shah at 08:50" in said(board(evening))
    morning = day([priya(shifts=(shift("09:20", "15:00"),))], [narrow()])
    assert "15 minutes overtime for Priya Shah: Priya Shah at 09:05" in said(board(morning))


def test_a_visit_in_the_road_moves_or_goes_to_somebody_else() -> None:
    khan = mr_khan("09:00", earliest=hm("08:30"), latest=hm("12:00"))
    alone = board(day([priya()], [narrow(), khan]), put("khan", "priya", "09:00"))
    (moving,) = [way for way in ways(alone, "holt") if "other visit" in way.kind and not way.bends]
    assert [each.visit for each in moving.placed] == ["holt", "khan"]
    assert moving.text.startswith("Mr Khan's 09:00 at ")
    strict = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"))
    both = board(
        day([priya(), sam(skills=frozenset({"personal-care"}))], [narrow(skills=frozenset({"medicines"})), strict]),
        put("khan", "priya", "09:00"),
    )
    assert "Sam Ng for Priya Shah's 09:00 with Mr Khan: Priya Shah at 09:00" in said(both)


def test_two_workers_swap_their_visits() -> None:
    holt = narrow(skills=frozenset({"medicines"}))
    khan = mr_khan("09:00", earliest=hm("09:00"), latest=hm("09:00"))
    staff = [priya(), ruth()]
    now = board(day(staff, [holt, khan]), put("holt", "ruth", "09:00"), put("khan", "priya", "09:00"))
    texts = [way.text for way in ways(now, "holt", among=("priya",))]
    assert "swap with Priya Shah's 09:00: Priya Shah at 09:00" in texts


def test_two_workers_are_offered_together() -> None:
    late = sam(shifts=(shift("09:20", "15:00"),), earliest_start=hm("09:20"))
    now = board(day([priya(), late], [narrow(workers_needed=2)]))
    assert said(now)[0] == "15 minutes later: Priya Shah and Sam Ng at 09:20"


def test_somebody_off_duty_is_asked_last() -> None:
    now = board(day([priya(shifts=())], [narrow()]))
    assert said(now) == ["ask Priya Shah, who is off duty, for 30 minutes: Priya Shah at 09:00"]
    assert said(board(day([priya(shifts=(), absent=(shift("00:00", "23:59"),))], [narrow()]))) == []


def test_skills_and_rest_are_never_bent() -> None:
    assert said(board(day([priya(skills=frozenset())], [narrow()]))) == []
    rested = priya(earliest_start=hm("09:10"))
    assert said(board(day([rested], [narrow()]))) == ["5 minutes later: Priya Shah at 09:10"]


def test_what_is_fixed_or_has_begun_stays() -> None:
    khan = mr_khan("09:00", earliest=hm("08:00"), latest=hm("12:00"))
    problem = day([priya()], [narrow(), khan])
    for changes in ({"fixed": frozenset({"khan"})}, {"soonest": hm("09:01")}):
        now = board(problem, put("khan", "priya", "09:00"), **changes)
        assert all(len(way.placed) == 1 for way in ways(now, "holt"))


def test_nothing_is_offered_before_it_can_be_told() -> None:
    now = board(day([priya()], [mrs_holt()]), soonest=hm("09:40"))
    assert said(now) == ["as things stand: Priya Shah at 09:40"]
    late = board(day([priya()], [mrs_holt()]), soonest=hm("10:20"))
    assert said(late) == ["20 minutes later: Priya Shah at 10:20"]


def test_calls_are_counted_by_person_and_nobody_is_rung_of_a_draft() -> None:
    problem = day([priya(), sam()], [mrs_holt(), mr_khan()])
    placed = (put("holt", "priya", "09:00"), put("khan", "sam", "09:30"))
    moved = (put("holt", "sam", "08:30"),)
    assert Ringing(board(problem, *placed)).people(moved) == 0
    now = board(problem, *placed, told=True)
    assert {(ring.worker, ring.change) for ring in Ringing(now).rings(moved)} == {
        ("sam", "new"),
        ("priya", "removed"),
        ("", "moved"),
    }
    away = day([priya(absent=(shift("08:00", "12:00"),)), sam()], [mrs_holt(), mr_khan()])
    assert Ringing(board(away, *placed, told=True)).people(moved) == 2


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_every_way_offered_on_a_crowded_day_truly_works(seed: int) -> None:
    problem = small_day(seed)
    plan = greedy(problem)
    now = board(problem, *plan.assignments, told=seed % 2 == 0)
    for visit in problem.visits:
        assert all(not breaches(now, way) for way in ways(now, visit.id))


def test_the_visits_that_a_whole_day_leaves_out_have_ways_that_work() -> None:
    problem = demo_day(5, visits=130, workers=28, on_shift=15)
    plan = solve(problem, 1, mode="steps")
    now = board(problem, *plan.assignments, told=True)
    found = {one.visit: relaxations(now, one.visit) for one in plan.unassigned}
    assert all(one.reasons for one in plan.unassigned) and sum(map(bool, found.values())) > len(found) / 2
    for offered in found.values():
        assert [way.text for way in offered if breaches(now, way)] == []
