"""The exact parts: re-timing a whole day at once, and making room for a visit left out."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.exact import Allowance
from domain.engine.insertion import greedy_roster, regret_roster
from domain.engine.plan import Plan
from domain.engine.prepare import prepare
from domain.engine.problem import Link
from domain.engine.regroup import Part, regrouped
from domain.engine.retime import retimed
from domain.engine.roster import Roster
from domain.engine.verify import verify
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, sam, shift
from tests.unit.engine_days import small_day

WORK = Allowance(seconds=2.0, repeatable=True, stop=lambda: False)
seeds = st.integers(min_value=0, max_value=10**6)


def loaded(problem, *lanes):
    """A roster with each worker's visits in order, and their starts."""
    ids = [visit.id for visit in problem.visits]
    orders = [[ids.index(visit) for visit, _ in lane] for lane in lanes]
    starts = {ids.index(visit): hm(at) for lane in lanes for visit, at in lane}
    roster = Roster.loaded(prepare(problem), orders, starts)
    assert roster is not None
    return roster


def sound(problem, roster):
    """Whether what is on breaks no rule but that something is left out."""
    return {each.rule for each in verify(problem, Plan(assignments=roster.assignments()))} <= {"count"}


def by_visit(roster):
    """Workers and start of each visit on the roster."""
    return {each.visit: (each.workers, each.start) for each in roster.assignments()}


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_re_timing_keeps_every_rule_and_never_costs_more_time(seed):
    problem = small_day(seed)
    roster = regret_roster(prepare(problem))
    if len(roster.left_out()) == len(problem.visits):
        return
    better = retimed(roster, WORK)
    assert better is not None
    assert sound(problem, better)
    assert {v: w for v, (w, _) in by_visit(better).items()} == {v: w for v, (w, _) in by_visit(roster).items()}
    wanted = {visit.id: (visit.preferred_start, visit.workers_needed) for visit in problem.visits}
    away = [sum(abs(at - wanted[v][0]) * wanted[v][1] for v, (_, at) in by_visit(r).items()) for r in (better, roster)]
    assert away[0] <= away[1]


def test_a_double_up_is_re_timed_with_all_that_hangs_on_it():
    together = mrs_holt("09:00", id="pair", workers_needed=2, earliest=hm("08:00"), latest=hm("10:00"))
    after = mrs_holt("09:40", id="after", earliest=hm("09:00"), latest=hm("11:00"))
    problem = day([priya(), sam()], [together, after], Link(before="pair", after="after", min_gap=5, max_gap=10))
    late = loaded(problem, [("pair", "09:50")], [("pair", "09:50"), ("after", "10:28")])
    starts = by_visit(retimed(late, WORK))
    assert starts["pair"][1] == hm("09:00")
    assert starts["after"][1] == hm("09:40")


def test_room_is_made_by_moving_another_visit():
    """Only Priya may give medicines; she is with Mr Khan, whom Sam could take."""
    medicines = mrs_holt("09:00", skills=frozenset({"medicines"}), earliest=hm("08:55"), latest=hm("09:05"))
    other = mr_khan("09:00", earliest=hm("08:55"), latest=hm("09:05"))
    problem = day([priya(), sam()], [medicines, other])
    roster = loaded(problem, [("khan", "09:00")], [])
    better = regrouped(roster, Part({0: (0, 1), 1: (0, 0)}, frozenset({0})), WORK)
    assert better is not None
    assert {v: w for v, (w, _) in by_visit(better).items()} == {"holt": ("priya",), "khan": ("sam",)}
    assert sound(problem, better)


def test_a_double_up_finds_room_with_both_its_workers():
    pair = mrs_holt("09:00", workers_needed=2, earliest=hm("08:50"), latest=hm("09:10"))
    other = mr_khan("09:10", earliest=hm("08:00"), latest=hm("12:00"))
    problem = day([priya(), sam()], [pair, other])
    roster = loaded(problem, [], [("khan", "09:10")])
    better = regrouped(roster, Part({0: (0, 0), 1: (0, 1)}, frozenset({0})), WORK)
    assert better is not None
    assert not better.left_out()
    assert sound(problem, better)


def test_room_is_not_made_by_overworking_somebody():
    """Priya may do one of the two visits only, and Sam may not do the longer."""
    short = mrs_holt("08:00", id="short", earliest=hm("07:00"), latest=hm("10:00"))
    long = mr_khan("11:00", skills=frozenset({"medicines"}))
    problem = day([priya(max_minutes=60), sam(max_minutes=60)], [short, long])
    roster = loaded(problem, [("short", "08:00")], [])
    better = regrouped(roster, Part({0: (0, 1), 1: (0, 0)}, frozenset({1})), WORK)
    assert better is not None
    assert {v: w for v, (w, _) in by_visit(better).items()} == {"short": ("sam",), "khan": ("priya",)}


def test_re_timing_leaves_the_break_of_two_who_go_together():
    """Everything is wanted close together, and nobody would get a break if the wish were granted."""
    wanted = ["07:00", "09:10", "11:20", "13:30"]
    visits = [
        mrs_holt(at, id=f"v{i}", minutes=125, workers_needed=2, earliest=hm(at), latest=hm(at) + 40)
        for i, at in enumerate(wanted)
    ]
    problem = day(
        [priya(max_minutes=900, shifts=(shift("07:00", "17:00"),)), sam(shifts=(shift("07:00", "17:00"),))], visits
    )
    lane = [("v0", "07:00"), ("v1", "09:30"), ("v2", "12:00"), ("v3", "14:10")]
    better = retimed(loaded(problem, lane, lane), WORK)
    assert better is not None
    assert sound(problem, better)
    assert by_visit(better)["v3"][1] < hm("14:10")


def test_where_there_is_no_room_nobody_is_moved():
    rivals = [mrs_holt("09:00", id=name, earliest=hm("09:00"), latest=hm("09:00")) for name in ("a", "b")]
    problem = day([priya()], rivals)
    roster = loaded(problem, [("a", "09:00")])
    same = regrouped(roster, Part({0: (0, 1)}, frozenset({1})), WORK)
    assert same is not None
    assert by_visit(same) == by_visit(roster)


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_sharing_out_anew_never_breaks_a_rule_nor_leaves_out_more(seed):
    problem = small_day(seed)
    roster = greedy_roster(prepare(problem))
    waiting = [v for v in roster.left_out() if roster.tables.movable[v] and not roster.tables.told[v]]
    if not waiting:
        return
    whole = Part({k: (0, len(route.stops)) for k, route in enumerate(roster.routes)}, frozenset(waiting[:1]))
    better = regrouped(roster, whole, replace(WORK, seconds=0.5))
    if better is not None:
        assert sound(problem, better)
