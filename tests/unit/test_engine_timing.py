"""One worker's day is timed as near to what is wanted as can be, whatever the windows."""

from itertools import pairwise, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.engine.insertion import Bench, greedy_roster
from domain.engine.prepare import prepare
from domain.engine.roster import Roster
from domain.engine.route import lay
from domain.engine.slots import slots_for
from tests.unit.engine_cast import NEARBY, TOWN, day, mrs_holt, priya
from tests.unit.engine_days import small_day

SPAN = 24
windows = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 8), st.integers(0, 24), st.integers(1, 5)), min_size=1, max_size=4
)


def tiny_day(drawn, **limits):
    """A few short visits to one house, minutes counted from the start of the shift."""
    visits = [
        mrs_holt(id=f"v{i}", minutes=length, preferred_start=wanted, earliest=low, latest=low + width, place=NEARBY)
        for i, (low, width, wanted, length) in enumerate(drawn)
    ]
    worker = priya(home=TOWN, shifts=(priya().shifts[0].__class__(0, 60),), **limits)
    return day([worker], visits)


def all_timings(problem):
    """Every timing of the visits in their order that keeps windows, travel and the break."""
    (worker,), visits = problem.workers, problem.visits
    for starts in product(*(range(v.earliest, v.latest + 1) for v in visits)):
        gaps = [b - a - v.minutes - 1 for (a, b), v in zip(pairwise(starts), visits, strict=False)]
        long = starts[-1] + visits[-1].minutes - starts[0] > worker.break_after
        if all(gap >= 0 for gap in gaps) and (not long or any(gap >= worker.break_minutes for gap in gaps)):
            yield starts


@settings(deadline=None, max_examples=150)
@given(windows)
def test_no_other_timing_is_nearer_to_what_is_wanted(drawn):
    problem = tiny_day(drawn)
    route = lay(prepare(problem), 0, list(range(len(drawn))), [d[0] for d in drawn], [d[0] + d[1] for d in drawn])
    away = [
        sum(abs(s - v.preferred_start) for s, v in zip(t, problem.visits, strict=True)) for t in all_timings(problem)
    ]
    if route is None:
        assert not away
    else:
        assert sum(abs(s - v.preferred_start) for s, v in zip(route.starts, problem.visits, strict=True)) == min(away)


@settings(deadline=None, max_examples=150)
@given(windows)
@example([(0, 8, 0, 5), (8, 0, 8, 5)])
def test_a_day_is_laid_out_exactly_when_it_can_be_with_its_break(drawn):
    problem = tiny_day(drawn, break_after=12, break_minutes=3)
    route = lay(prepare(problem), 0, list(range(len(drawn))), [d[0] for d in drawn], [d[0] + d[1] for d in drawn])
    timings = set(all_timings(problem))
    assert (route is not None) is bool(timings)
    if route is not None:
        assert tuple(route.starts) in timings


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_slot_is_found_wherever_a_visit_fits(seed):
    """Putting a visit before any stop works only where a slot was offered."""
    tables = prepare(small_day(seed))
    roster = Roster(tables)
    singles = [v for v, need in enumerate(tables.need) if need == 1 and tables.windows[v] and not tables.bonds[v]]
    for v in singles:
        for k, spans in tables.windows[v].items():
            route = roster.routes[k]
            offered = {slot.at for slot in slots_for(tables, route, v, k, (-9999, 9999))}
            for at in range(len(route.stops) + 1):
                stops = [*route.stops[:at], v, *route.stops[at:]]
                lows = [roster.windows[u][0] if u != v else spans[0][0] for u in stops]
                highs = [roster.windows[u][1] if u != v else spans[0][1] for u in stops]
                if len(spans) == 1 and lay(tables, k, stops, lows, highs) is not None:
                    assert at in offered
        Bench(roster, [v]).put_all()


@settings(deadline=None, max_examples=100)
@given(st.integers(min_value=0, max_value=10**6))
def test_both_ends_of_a_link_may_move_anywhere_in_their_windows(seed):
    tables = prepare(small_day(seed))
    roster = greedy_roster(tables)
    for bond in tables.links:
        if roster.who[bond.before] and roster.who[bond.after]:
            first, second = roster.windows[bond.before], roster.windows[bond.after]
            assert second[0] - first[1] >= bond.least
            assert second[1] - first[0] <= bond.most
