"""The two-day figure, by nights and by hours (CLK-11, CLK-12)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.kpi.definition import Evidence, figure
from domain.kpi.figures import FIGURES
from domain.referral import Referral, State, Urgency
from domain.views import Figure
from tests.unit.referral_cast import NINE, desk


def reablement(ref: str, hours: float | None = None, **more: Any) -> Referral:
    """A two-day referral, first visited after so many hours if at all."""
    stop = None if hours is None else NINE + timedelta(hours=hours)
    given = {
        "id": ref, "urgency": Urgency.TWO_DAY, "received_at": NINE, "keyed_at": NINE, "clock_start": NINE,
        "clock_stop": stop, "state": State.SEEN if stop else State.ACCEPTED, "source": "gp", **more,
    }  # fmt: skip
    return Referral(**given)


def reckon(*referrals: Referral, mode: str = "calendar", days: int = 9) -> Figure:
    evidence = Evidence(
        referrals=referrals, first=date(2026, 11, 1), last=date(2026, 11, 30), now=NINE + timedelta(days=days),
        policy=desk(two_day_mode=mode).policy,
    )  # fmt: skip
    return figure(FIGURES["two-day"], evidence, seq=7)


@pytest.mark.parametrize(("mode", "value"), [("calendar", 66.7), ("48h", 33.3)])
def test_both_ways_are_always_given_and_the_mode_says_which_is_the_figure(mode: str, value: float) -> None:
    found = reckon(reablement("R1", 47), reablement("R2", 60), reablement("R3", 70), reablement("R4"), mode=mode)
    assert found.value == value
    assert dict(found.values) == {"calendar": 66.7, "48h": 33.3, "calendar desk": 50.0, "48h desk": 25.0}
    assert [(row["calendar"], row["48h"], row["nights"]) for row in found.rows] == [
        ("MET", "MET", 2), ("MET", "NOT_MET", 2), ("NOT_MET", "NOT_MET", 3), ("BREACHED", "BREACHED", None),
    ]  # fmt: skip


def test_a_hospital_bed_is_left_out_and_shown() -> None:
    found = reckon(reablement("R1", 10), reablement("R2", 100, source="ward"))
    assert (found.value, found.parts["from_hospital_bed"]) == (100.0, 1)
    assert found.rows[1]["excluded"] == "comes from a hospital bed"


def test_only_two_day_referrals_that_somebody_has_to_answer_count() -> None:
    found = reckon(
        reablement("R1", 10), reablement("R2", 10, urgency=Urgency.TWO_HOUR),
        reablement("R3", state=State.DECLINED, closed_at=NINE),
    )  # fmt: skip
    assert [(row["ref"], row["status"], row["excluded"]) for row in found.rows] == [
        ("R1", "MET", ""), ("R3", "EXCLUDED", "declined"),
    ]  # fmt: skip


def test_an_impossible_row_is_shown_and_not_counted() -> None:
    found = reckon(reablement("R1", -1), reablement("R2", 10))
    assert (found.value, found.rows[0]["excluded"]) == (100.0, "stopped before it started: correct the times")


def test_the_wait_begins_when_the_person_is_ready() -> None:
    ready = NINE + timedelta(days=5)
    found = reckon(reablement("R1", 24 * 6, ready_at=ready), reablement("R2", 24 * 8, ready_at=NINE))
    assert [(row["ref"], row["nights"], row["status"]) for row in found.rows] == [
        ("R2", 8, "NOT_MET"), ("R1", 1, "MET"),
    ]  # fmt: skip


def test_nights_over_the_clock_change_are_still_two() -> None:
    friday = datetime(2026, 10, 23, 22, 30, tzinfo=UTC)
    late_sunday = datetime(2026, 10, 25, 23, 59, tzinfo=UTC)
    wanted = reablement("R1", received_at=friday, clock_start=friday, clock_stop=late_sunday, state=State.SEEN)
    evidence = Evidence(
        referrals=[wanted], first=date(2026, 10, 1), last=date(2026, 10, 31), now=late_sunday, policy=desk().policy
    )
    (row,) = figure(FIGURES["two-day"], evidence, seq=7).rows
    assert (row["nights"], row["calendar"], row["48h"]) == (2, "MET", "NOT_MET")
