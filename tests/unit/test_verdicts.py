"""What the rules say of a visit from the times of those who came, and when the desk should begin to worry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.verdicts import (
    Elsewhere,
    Verdict,
    doubt,
    judge,
    late_minutes,
    merged,
    not_started,
    possibly_missed,
    present,
    together,
)
from domain.visit import Attendance, Visit, VisitState
from tests.memory import shipped_policy
from tests.unit.roster_cast import TUESDAY, at, visit

POLICY = shipped_policy(TUESDAY)


def stamp(came: str, left: str = "", worker: str = "WLEWIS", by: str = "app_gps", **more: Any) -> Attendance:
    gone = {"left": at(left), "left_by": by} if left else {}
    return Attendance(**{"worker": worker, "came": at(came), "came_by": by, **gone, **more})


def attended(*stamps: Attendance, **more: Any) -> Visit:
    there = any(each.left is None for each in stamps)
    state = VisitState.IN_PROGRESS if there else VisitState.COMPLETED
    return visit(**{"start": "09:00", "minutes": 30, "attended": stamps, "state": state, **more})


@pytest.mark.parametrize(
    ("came", "left", "verdicts"),
    [
        ("08:45", "09:15", {"on-time"}),
        ("08:44", "09:14", {"early"}),
        ("09:15", "09:45", {"on-time"}),
        ("09:16", "09:46", {"late"}),
        ("09:30", "10:00", {"late"}),
        ("09:31", "10:01", {"severely-late"}),
        ("09:00", "09:24", {"on-time"}),
        ("09:00", "09:23", {"on-time", "short"}),
        ("09:00", "09:45", {"on-time"}),
        ("09:00", "09:46", {"on-time", "long"}),
    ],
)
def test_times_are_judged_to_the_minute(came: str, left: str, verdicts: set[str]) -> None:
    assert set(judge(attended(stamp(came, left)), POLICY)) == verdicts


def test_a_short_visit_is_short_by_minutes_and_by_share() -> None:
    quarter_hour = attended(stamp("09:00", "09:11"), minutes=15)
    assert Verdict.SHORT not in judge(quarter_hour, POLICY), "four minutes less are not many enough"
    assert Verdict.SHORT in judge(attended(stamp("09:00", "09:09"), minutes=15), POLICY)
    assert Verdict.SHORT not in judge(attended(stamp("09:00", "09:52"), minutes=60), POLICY), "86 % is enough"


def test_lateness_counts_from_the_time_that_people_were_told() -> None:
    moved = attended(stamp("09:20", "09:50"), told_start=at("09:20"))
    assert judge(moved, POLICY) == (Verdict.ON_TIME,)


@pytest.mark.parametrize(
    ("now", "late"), [("09:15", 0), ("09:16", 16), ("09:45", 45)], ids=["in time", "late", "severely late"]
)
def test_nobody_there_yet_is_late_when_somebody_coming_now_would_be(now: str, late: int) -> None:
    waited_for = visit(start="09:00", minutes=30, told_start=at("09:00"))
    assert late_minutes(waited_for, at(now), POLICY) == late
    verdict = judge(attended(stamp(now), told_start=at("09:00")), POLICY)
    assert bool({Verdict.LATE, Verdict.SEVERELY_LATE} & set(verdict)) == bool(late)


def test_who_was_told_another_time_is_not_late_before_it() -> None:
    assert late_minutes(visit(start="09:00", minutes=30, told_start=at("09:40")), at("09:50"), POLICY) == 0
    assert late_minutes(visit(start="09:40", minutes=30, told_start=at("09:00")), at("09:50"), POLICY) == 50


def test_who_has_come_or_only_learns_is_not_waited_for() -> None:
    assert late_minutes(attended(stamp("09:40")), at("09:50"), POLICY) == 0
    assert late_minutes(visit(start="09:00", minutes=30, beside="V1"), at("09:50"), POLICY) == 0


def test_a_time_put_in_by_hand_is_marked_and_so_is_an_assumed_one() -> None:
    for source in ("manual", "assumed"):
        assert Verdict.MANUAL in judge(attended(stamp("09:00", "09:30", by=source)), POLICY)
    for half in ({"came_by": "manual"}, {"left_by": "manual"}):
        assert Verdict.MANUAL in judge(attended(replace(stamp("09:00", "09:30"), **half)), POLICY)
    assert Verdict.MANUAL not in judge(attended(stamp("09:00", "09:30")), POLICY)


@pytest.mark.parametrize(
    ("stamps", "fails"),
    [
        ([stamp("09:00", "09:30"), stamp("09:05", "09:30", "WNG")], False),
        ([stamp("09:00", "09:30")], True),
        ([stamp("09:00", "09:35"), stamp("09:11", "09:35", "WNG")], True),
        ([stamp("09:00", "09:35"), stamp("09:11", "09:35", "WNG", exception="E09")], False),
        ([stamp("09:00", "09:23"), stamp("09:00", "09:23", "WNG")], True),
        ([stamp("09:00", "09:30"), stamp("09:10", "09:32", "WNG")], True),
    ],
)
def test_a_double_up_needs_two_together_for_long_enough(stamps: list[Attendance], fails: bool) -> None:
    assert (Verdict.DOUBLE_UP_FAIL in judge(attended(*stamps, workers_needed=2), POLICY)) is fails


def test_nobody_is_in_two_homes_at_once_or_there_before_they_can_be() -> None:
    here = attended(stamp("09:00", "09:30"))

    def beside(came: str, left: str) -> tuple[Verdict, ...]:
        other = Elsewhere(worker="WLEWIS", came=at(came), left=at(left), travel_minutes=12)
        return judge(here, POLICY, [other])

    assert Verdict.OVERLAP in beside("08:40", "09:01")
    assert Verdict.OVERLAP in beside("09:29", "10:00")
    assert Verdict.CRAMMED in beside("08:20", "08:55"), "five minutes for a way of twelve"
    assert beside("08:20", "08:54") == (Verdict.ON_TIME,)
    assert beside("09:30", "10:00") == (Verdict.ON_TIME,), "the next visit is judged there, not here"


def test_while_somebody_is_there_only_the_arrival_is_judged() -> None:
    assert judge(attended(stamp("09:20"), workers_needed=2), POLICY) == (Verdict.LATE,)
    assert judge(visit(), POLICY) == ()
    assert judge(visit(state=VisitState.MISSED), POLICY) == (Verdict.MISSED,)


def test_the_desk_asks_sooner_after_a_time_critical_visit() -> None:
    plain, critical = visit(start="09:00", give=0), visit(start="09:00", give=0, time_critical=True)

    def worried(check: Any, of: Visit) -> datetime:
        return next(
            moment for minute in range(120) if check(of, moment := at("09:00") + timedelta(minutes=minute), POLICY)
        )

    assert [worried(not_started, each) for each in (plain, critical)] == [at("09:31"), at("09:16")]
    assert [worried(possibly_missed, each) for each in (plain, critical)] == [at("10:01"), at("09:16")]
    begun = attended(stamp("09:50"))
    assert not not_started(begun, at("12:00"), POLICY)


def test_what_is_doubted_of_a_visit_grows_with_the_silence() -> None:
    plain = visit(start="09:00", give=0)
    assert [doubt(plain, at(when), POLICY) for when in ("09:20", "09:40", "10:05")] == [
        "", "not-started", "possibly-missed",
    ]  # fmt: skip
    assert doubt(visit(start="09:00", give=0, time_critical=True), at("09:16"), POLICY) == "possibly-missed"
    assert not doubt(attended(stamp("09:50")), at("12:00"), POLICY)


SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), max_size=5)


def stays(spans: Sequence[tuple[int, int]]) -> list[Attendance]:
    begins = at("06:00")
    return [
        Attendance(
            worker=f"W{number}",
            came=begins + timedelta(minutes=start),
            came_by="qr",
            left=begins + timedelta(minutes=start + length),
            left_by="qr",
        )
        for number, (start, length) in enumerate(spans)
    ]


@given(SPANS)
def test_time_present_and_time_together_agree_with_counting_every_minute(spans: list[tuple[int, int]]) -> None:
    counts = [sum(start <= minute < start + length for start, length in spans) for minute in range(400)]
    assert present(stays(spans)) == timedelta(minutes=sum(count > 0 for count in counts))
    assert together(stays(spans)) == timedelta(minutes=sum(count > 1 for count in counts))


@given(SPANS)
def test_merged_stretches_are_in_order_and_apart(spans: list[tuple[int, int]]) -> None:
    whole = merged((each.came, each.left) for each in stays(spans) if each.left)
    assert all(before[1] < after[0] for before, after in pairwise(whole))
