"""The past of a demonstration is rostered by hand, and keeps every hard rule all the same."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.demo.patterns import EARLY, LATE, LATE_SPLIT, LONG, OFFICE, RESPONSE, SPLIT, Pattern, duties
from domain.desk.gathering import gather
from domain.desk.planning import Board
from domain.engine.plan import Plan
from domain.engine.verify import verify
from domain.staff import Absence
from domain.visit import Visit, VisitState
from tests.demo.world import NOW, TODAY, played

PATTERNS = (EARLY, LATE, LONG, SPLIT, LATE_SPLIT, OFFICE, RESPONSE)


@pytest.mark.parametrize("first", [date(2026, 10, 12), date(2027, 3, 15)], ids=["clocks back", "clocks forward"])
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_shift_patterns_leave_eleven_hours_rest_and_two_days_off(pattern: Pattern, first: date) -> None:
    for place in range(7):
        spans = list(duties(pattern, place, first, first + timedelta(days=27)))
        for before, after in pairwise(spans):
            if before[0] != after[0]:
                assert after[1] - before[2] >= timedelta(hours=11), (place, before, after)
        worked = Counter(day.isocalendar().week for day in {day for day, *_ in spans})
        assert max(worked.values()) <= 5


def test_shifts_follow_the_wall_clock_over_the_night_it_changes() -> None:
    first, second = date(2026, 10, 24), date(2026, 10, 26)
    starts = {day: start for day, start, _ in duties(EARLY, 1, first, second)}
    assert {start.hour for day, start in starts.items() if day == first} <= {6}
    assert {start.hour for day, start in starts.items() if day == second} <= {7}


@pytest.mark.parametrize("back", range(1, 7))
def test_published_days_break_no_hard_rule(back: int) -> None:
    world, day = played("bury"), TODAY - timedelta(days=back)
    gathered = gather(world.find, world.policy, day, NOW - timedelta(days=back + 1))
    told = tuple(
        replace(visit, state=VisitState.NOTIFIED, attended=(), start=visit.told_start, workers=visit.told_workers)
        for visit in gathered.visits
        if visit.told_start is not None
    )
    board = Board.of(replace(gathered, visits=told))
    assert len(told) > 200
    assert verify(board.problem, Plan(assignments=board.placed)) == []


def test_nobody_is_sent_out_while_away() -> None:
    world = played("bury")
    for absence in world.find(Absence):
        for visit in world.find(Visit, day=TODAY):
            if absence.worker in visit.workers and visit.state is VisitState.NOTIFIED:
                assert (absence.end is not None and absence.end <= visit.start) or visit.start < absence.start
