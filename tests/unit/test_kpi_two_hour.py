"""The two-hour figure, both ways, with every row it stands on (U1, U6)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpi.definition import Evidence, figure
from domain.kpi.figures import FIGURES
from domain.kpi.two_hour import percentile
from domain.referral import Referral, State, Urgency
from domain.views import Figure
from tests.unit.referral_cast import NINE, desk

POLICY = desk().policy
MONTH = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}


def response(ref: str, minutes: float | None = None, start: datetime = NINE, **more: Any) -> Referral:
    """A two-hour referral, reached after so many minutes if at all."""
    stop = None if minutes is None else start + timedelta(minutes=minutes)
    given = {
        "id": ref, "urgency": Urgency.TWO_HOUR, "received_at": start, "keyed_at": start, "clock_start": start,
        "clock_stop": stop, "state": State.SEEN if stop else State.ACCEPTED, **more,
    }  # fmt: skip
    return Referral(**given)


def reckon(
    *referrals: Referral, name: str = "ucr-2h", now: datetime = NINE + timedelta(hours=9), **more: Any
) -> Figure:
    evidence = Evidence(**{"referrals": referrals, "now": now, "policy": POLICY, **MONTH, **more})
    return figure(FIGURES[name], evidence, seq=41)


def excluded(found: Figure) -> dict[str, str]:
    return {row["ref"]: row["excluded"] for row in found.rows if row["excluded"]}


def test_open_breaches_count_as_failures_at_the_desk_and_not_nationally() -> None:
    found = reckon(response("R1", 30), response("R2", 120), response("R3", 121), response("R4"))
    assert (found.values["national"], found.values["desk"]) == (66.7, 50.0)
    assert found.value == 66.7
    assert {name: found.parts[name] for name in ("met", "not_met", "breached", "running")} == {
        "met": 2, "not_met": 1, "breached": 1, "running": 0,
    }  # fmt: skip
    assert found.notes[0] == "Open breaches: 1; the desk figure counts them as failures."


def test_a_clock_that_still_runs_counts_neither_way() -> None:
    found = reckon(response("R1", 30), response("R2"), now=NINE + timedelta(minutes=119))
    assert (found.values["national"], found.values["desk"], found.parts["running"]) == (100.0, 100.0, 1)


def test_nothing_measured_is_no_figure_rather_than_zero() -> None:
    assert (reckon().value, reckon().rows) == (None, ())


def test_every_exclusion_is_a_row_with_its_reason() -> None:
    late, early = NINE + timedelta(minutes=150), NINE + timedelta(minutes=30)
    found = reckon(
        response("R1", 30),
        response("R2", state=State.DECLINED, closed_at=early),
        response("R3", state=State.REDIRECTED, closed_at=early),
        response("R4", state=State.DUPLICATE, closed_at=early),
        response("R5", state=State.WITHDRAWN, closed_at=early),
        response("R6", state=State.WITHDRAWN, closed_at=late),
        response("R7", urgency=Urgency.ROUTINE, downgraded_at=early),
        response("R8", urgency=Urgency.ROUTINE, downgraded_at=late),
        response("R9", 20, person="P999"),
        test_people=frozenset({"P999"}),
    )
    assert excluded(found) == {
        "R2": "declined", "R3": "redirected", "R4": "duplicate", "R5": "withdrawn before contact",
        "R6": "withdrawn after breach", "R7": "downgraded before contact", "R8": "downgraded after breach",
        "R9": "test person",
    }  # fmt: skip
    counted = ("excluded", "downgraded", "late_downgrades", "rejected", "withdrawn", "late_withdrawals", "test")
    assert [found.parts[name] for name in counted] == [8, 2, 1, 2, 2, 1, 1]
    assert found.value == 100.0


def test_a_downgrade_after_the_visit_does_not_take_it_out() -> None:
    seen_first = response("R1", 130, urgency=Urgency.ROUTINE, downgraded_at=NINE + timedelta(minutes=140))
    found = reckon(seen_first)
    assert (found.value, found.parts["not_met"], found.parts["late_downgrades"]) == (0.0, 1, 0)


def test_a_late_downgrade_is_told_even_when_an_upgrade_restarted_the_clock() -> None:
    again = NINE + timedelta(minutes=140)
    restarted = response(
        "R1", clock_start=again, clock_stop=again + timedelta(minutes=5), state=State.SEEN,
        downgraded_at=NINE + timedelta(minutes=130), upgraded_at=again,
    )  # fmt: skip
    assert (reckon(restarted).value, reckon(restarted).parts["late_downgrades"]) == (100.0, 1)


def test_a_withdrawal_after_the_visit_keeps_the_visit_counted() -> None:
    assert reckon(response("R1", 30, state=State.WITHDRAWN, closed_at=NINE + timedelta(hours=1))).value == 100.0


def test_death_before_the_visit_counts_as_not_reached_and_is_shown_for_review() -> None:
    found = reckon(response("R1", 30), response("R2", state=State.DIED, closed_at=NINE + timedelta(minutes=20)))
    assert (found.value, found.parts["died_or_admitted_unseen"]) == (50.0, 1)


def test_months_are_those_of_the_start_in_london() -> None:
    last_of_october = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
    summer_evening = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    found = reckon(
        response("R1", 300, last_of_october), response("R2", 10), response("R3", 10, summer_evening),
        first=date(2026, 7, 1),
    )  # fmt: skip
    assert [(row["month"], row["national"], row["not_met"]) for row in found.by_month] == [
        ("2026-07", 100.0, 0), ("2026-10", 0.0, 1), ("2026-11", 100.0, 0),
    ]  # fmt: skip
    assert reckon(response("R1", 300, last_of_october)).rows == ()


def test_rows_carry_start_stop_and_minutes_counted_up() -> None:
    (row,) = reckon(response("R1", 7201 / 60)).rows
    assert (row["ref"], row["start"], row["stop"]) == ("R1", NINE, NINE + timedelta(seconds=7201))
    assert (row["minutes"], row["status"]) == (121, "NOT_MET")
    (unanswered,) = reckon(response("R2")).rows
    assert (unanswered["minutes"], unanswered["status"]) == (None, "BREACHED")


@pytest.mark.parametrize(("mode", "reason"), [("exclude", "received out of hours"), ("run", "")])
def test_out_of_hours_is_left_out_only_when_the_rule_says_so(mode: str, reason: str) -> None:
    night = datetime(2026, 11, 23, 22, tzinfo=UTC)
    found = reckon(response("R1", 30, night), policy=desk(ooh_mode=mode).policy)
    assert found.rows[0]["excluded"] == reason


def test_an_impossible_row_is_shown_and_not_counted() -> None:
    found = reckon(response("R1", -5), response("R2", 10))
    assert excluded(found) == {"R1": "stopped before it started: correct the times"}
    assert found.parts["met"] == 1


def test_the_same_evidence_gives_the_same_fingerprint_and_any_change_another() -> None:
    one, two = response("R1", 30), response("R2", 130)
    print_of = reckon(one, two).fingerprint
    assert reckon(two, one).fingerprint == print_of
    changed = [
        reckon(one, replace(two, clock_stop=NINE)), reckon(one),
        reckon(one, two, policy=desk(minute_floor="yes").policy), reckon(one, two, last=date(2026, 12, 1)),
    ]  # fmt: skip
    assert print_of not in {found.fingerprint for found in changed}
    assert len(print_of) == 64


def test_what_was_never_read_at_its_source_says_so() -> None:
    assert any("not read" in note for note in reckon().notes)


def test_response_times_are_the_median_and_the_ninetieth_percentile_of_those_reached() -> None:
    referrals = [response(f"R{minutes}", minutes) for minutes in (10, 20, 30, 40)]
    found = reckon(*referrals, response("R9"), name="response-times")
    assert (found.value, found.values["p90"], found.parts["reached"]) == (25.0, 37.0, 4)
    assert reckon(name="response-times").value is None


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=30).map(sorted), st.floats(0, 1))
def test_a_percentile_lies_between_the_lowest_and_the_highest(ordered: list[float], share: float) -> None:
    found = percentile(ordered, share)
    assert found is not None
    assert ordered[0] - 0.05 <= found <= ordered[-1] + 0.05


MINUTES = st.one_of(st.none(), st.integers(0, 300))


@given(st.lists(MINUTES, max_size=12))
def test_the_desk_figure_is_never_better_than_the_national_one(minutes: list[int | None]) -> None:
    found = reckon(*(response(f"R{index}", each) for index, each in enumerate(minutes)))
    national, desk_figure = found.values["national"], found.values["desk"]
    assert (national is None) == (all(each is None for each in minutes))
    assert national is None or (desk_figure is not None and desk_figure <= national)
    assert sum(found.parts[name] for name in ("met", "not_met", "breached", "running")) == len(minutes)
