"""Response clocks: the test vectors of rules CLK-1 to CLK-13, and both nights when the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import is_open, read_clock, two_day_clock, two_day_start, two_hour_start
from domain.desk.bus import Refusal
from domain.desk.triage import CloseReferral, Downgrade, Upgrade, Withdraw
from domain.referral import Referral, State, Urgency
from domain.when import from_local, show_time
from tests.unit.referral_cast import (
    NINE,
    accepted,
    complete,
    desk,
    minutes_on,
    referral,
    refused,
    rung,
    seen,
)

POLICY = desk().policy
MOMENTS = st.integers(0, 2 * 365 * 24 * 3600).map(lambda seconds: NINE + timedelta(seconds=seconds))
FLOOR = desk(minute_floor="yes").policy


def asked(start: datetime = NINE, **more: object) -> Referral:
    given = {
        "urgency": Urgency.TWO_HOUR,
        "received_at": start,
        "keyed_at": start,
        "clock_start": start,
        **more,
    }
    return Referral(id="R1", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stop", "status", "floored", "minutes"),
    [
        (time(11, 0, 0), "MET", "MET", 120),
        (time(11, 0, 1), "NOT_MET", "MET", 121),
        (time(11, 1, 0), "NOT_MET", "NOT_MET", 121),
        (time(9, 0, 0), "MET", "MET", 0),
    ],
)
def test_two_hours_are_7200_seconds_and_part_minutes_count_as_whole_ones(
    stop: time, status: str, floored: str, minutes: int
) -> None:
    response = asked(clock_stop=datetime.combine(NINE.date(), stop, UTC), state=State.SEEN)
    reading = read_clock(response, NINE + timedelta(hours=5), POLICY)
    assert (reading.status, reading.minutes, reading.level) == (status, minutes, "")
    assert read_clock(response, NINE + timedelta(hours=5), FLOOR).status == floored


@pytest.mark.parametrize(
    ("mode", "status", "minutes"),
    [("run", "NOT_MET", 760), ("next_open", "MET", 10), ("exclude", "NONE", 760)],
)
def test_an_evening_referral_seen_next_morning_depends_on_the_rule_for_closed_hours(
    mode: str, status: str, minutes: int
) -> None:
    policy = desk(ooh_mode=mode, closes="18:00").policy
    received = from_local(date(2026, 11, 23), time(19, 30))
    stop = from_local(date(2026, 11, 24), time(8, 10))
    response = asked(received, clock_start=two_hour_start(received, policy), clock_stop=stop, state=State.SEEN)
    reading = read_clock(response, stop, policy)
    assert (reading.status, reading.minutes) == (status, minutes)
    assert response.received_at == received


@pytest.mark.parametrize(
    ("day", "came", "left", "status", "minutes"),
    [
        (date(2026, 10, 25), time(0, 30), time(2, 10), "NOT_MET", 160),
        (date(2027, 3, 28), time(0, 30), time(3, 20), "MET", 110),
    ],
)
def test_the_nights_when_the_clocks_change_are_counted_by_the_time_that_passed(
    day: date, came: time, left: time, status: str, minutes: int
) -> None:
    response = asked(from_local(day, came), clock_stop=from_local(day, left), state=State.SEEN)
    reading = read_clock(response, from_local(day, time(12)), POLICY)
    assert (reading.status, reading.minutes) == (status, minutes)


def test_the_repeated_half_past_one_is_two_moments_an_hour_apart() -> None:
    night = date(2026, 10, 25)
    first, second = from_local(night, time(1, 30)), from_local(night, time(1, 30), fold=1)
    assert read_clock(asked(first, clock_stop=second), second, POLICY).minutes == 60
    assert (show_time(first), show_time(second)) == ("01:30a", "01:30b")


@pytest.mark.parametrize(
    ("minutes", "level", "status"),
    [
        (0, "", "RUNNING"), (59.9, "", "RUNNING"), (60, "amber", "RUNNING"), (89.9, "amber", "RUNNING"),
        (90, "red", "RUNNING"), (119.9, "red", "RUNNING"), (120, "breach", "RUNNING"),
        (120.1, "breach", "BREACHED"), (500, "breach", "BREACHED"),
    ],
)  # fmt: skip
def test_a_running_clock_warns_at_60_90_and_120_minutes(minutes: float, level: str, status: str) -> None:
    reading = read_clock(asked(), NINE + timedelta(minutes=minutes), POLICY)
    assert (reading.level, reading.status) == (level, status)
    assert reading.due == NINE + timedelta(hours=2)


def test_warnings_follow_the_policy() -> None:
    early = desk(amber_minutes="30").policy
    assert read_clock(asked(), NINE + timedelta(minutes=30), early).level == "amber"


def test_next_opening_is_today_before_opening_and_tomorrow_after_closing() -> None:
    policy = desk(ooh_mode="next_open").policy
    day = date(2026, 11, 28)
    opening = [two_hour_start(from_local(day, at), policy) for at in (time(7, 59), time(8), time(19, 59))]
    assert opening == [from_local(day, at) for at in (time(8), time(8), time(19, 59))]
    assert two_hour_start(from_local(day, time(20)), policy) == from_local(date(2026, 11, 29), time(8))


def test_a_service_may_be_open_past_midnight_or_round_the_clock() -> None:
    late, always = desk(opens="08:00", closes="02:00").policy, desk(opens="00:00", closes="00:00").policy
    day = date(2026, 11, 23)
    assert [is_open(from_local(day, time(hour)), late) for hour in (1, 3, 9, 23)] == [True, False, True, True]
    assert all(is_open(from_local(day, time(hour)), always) for hour in range(24))


def test_two_days_end_with_the_second_day_after_by_nights_and_48_hours_on_by_hours() -> None:
    start = from_local(date(2026, 10, 24), time(9))
    late_evening = from_local(date(2026, 10, 26), time(23, 59))
    wanted = asked(start, urgency=Urgency.TWO_DAY, clock_stop=late_evening, state=State.SEEN)
    assert two_day_clock(wanted, POLICY, "calendar").read(late_evening).status == "MET"
    assert two_day_clock(wanted, POLICY, "48h").read(late_evening).status == "NOT_MET"
    after_midnight = replace(wanted, clock_stop=late_evening + timedelta(minutes=1))
    assert two_day_clock(after_midnight, POLICY, "calendar").read(late_evening).status == "NOT_MET"
    assert two_day_clock(asked(start, urgency=Urgency.TWO_DAY), POLICY, "48h").due == start + timedelta(hours=48)


def test_the_two_day_clock_starts_when_the_person_is_ready_unless_they_are_seen_before() -> None:
    ready = NINE + timedelta(days=3)
    waiting = asked(urgency=Urgency.TWO_DAY, ready_at=ready)
    assert two_day_start(waiting) == ready
    assert two_day_start(replace(waiting, ready_at=NINE - timedelta(days=1))) == NINE
    assert two_day_start(replace(waiting, clock_stop=NINE + timedelta(days=1))) == NINE


def test_a_hospital_bed_is_left_out_of_the_two_day_standard_but_not_of_the_two_hour_one() -> None:
    assert read_clock(asked(urgency=Urgency.TWO_DAY, source="ward"), NINE, POLICY).status == "NONE"
    assert read_clock(asked(urgency=Urgency.TWO_DAY, source="gp"), NINE, POLICY).status == "RUNNING"
    assert read_clock(asked(source="ward"), NINE, POLICY).status == "RUNNING"


@pytest.mark.parametrize("state", [State.DECLINED, State.REDIRECTED, State.DUPLICATE, State.WITHDRAWN])
def test_nothing_is_measured_of_a_referral_that_ended_unanswered(state: State) -> None:
    reading = read_clock(asked(state=state, closed_at=NINE), NINE + timedelta(hours=9), POLICY)
    assert (reading.status, reading.due, reading.level) == ("NONE", None, "")


@pytest.mark.parametrize("state", [State.DIED, State.ADMITTED])
def test_who_died_or_was_admitted_before_anybody_came_was_not_reached(state: State) -> None:
    closed = asked(state=state, closed_at=NINE + timedelta(minutes=30))
    reading = read_clock(closed, NINE + timedelta(hours=9), POLICY)
    assert (reading.status, reading.minutes, reading.level) == ("NOT_MET", 30, "")


def test_same_day_is_due_by_midnight_and_routine_is_not_measured() -> None:
    same_day = asked(urgency=Urgency.SAME_DAY)
    midnight = from_local(date(2026, 11, 24), time(0))
    assert read_clock(same_day, midnight - timedelta(seconds=1), POLICY).status == "RUNNING"
    late = read_clock(same_day, midnight, POLICY)
    assert (late.status, late.level) == ("BREACHED", "breach")
    assert read_clock(asked(urgency=Urgency.ROUTINE), midnight, POLICY).status == "NONE"


def test_a_stop_before_the_start_is_refused_and_never_counts() -> None:
    store = desk()
    ref = accepted(store)
    with pytest.raises(Refusal, match="nobody can have come at Mon 23 Nov 2026 08:59"):
        seen(store, ref, NINE - timedelta(minutes=1))
    assert referral(store, ref).clock_stop is None
    assert read_clock(asked(clock_stop=NINE - timedelta(seconds=1)), NINE, POLICY).status == "NONE"


def test_the_first_visit_stops_the_clock_and_a_later_one_does_not_move_it() -> None:
    store = desk()
    ref = accepted(store)
    came = minutes_on(store, 45)
    seen(store, ref, came)
    seen(store, ref, came + timedelta(hours=1))
    assert (referral(store, ref).clock_stop, referral(store, ref).state) == (came, State.SEEN)


def test_an_earlier_arrival_that_is_recorded_later_moves_the_stop_back() -> None:
    store = desk()
    ref = accepted(store)
    seen(store, ref, NINE + timedelta(minutes=50))
    seen(store, ref, NINE + timedelta(minutes=40))
    assert referral(store, ref).clock_stop == NINE + timedelta(minutes=40)


def test_somebody_seen_while_the_desk_was_closed_waited_no_time() -> None:
    store = desk(from_local(date(2026, 11, 23), time(21)), ooh_mode="next_open")
    ref = accepted(store)
    came = minutes_on(store, 60)
    seen(store, ref, came)
    reading = read_clock(referral(store, ref), came, store.policy)
    assert (reading.status, reading.minutes) == ("MET", 0)


def test_an_upgrade_starts_the_clock_at_the_decision_and_keeps_the_time_of_receipt() -> None:
    store = desk()
    ref = complete(store, urgency=Urgency.ROUTINE)
    minutes_on(store, 200)
    decided = store.clock.at - timedelta(minutes=5)
    store.done(Upgrade(id=ref, reason="worse", at=decided))
    upgraded = referral(store, ref)
    assert (upgraded.received_at, upgraded.clock_start, upgraded.urgency) == (NINE, decided, Urgency.TWO_HOUR)
    assert read_clock(upgraded, store.clock.at, store.policy).minutes == 5


def test_a_visit_before_the_upgrade_does_not_stop_the_clock_that_the_upgrade_started() -> None:
    store = desk()
    ref = accepted(store, urgency=Urgency.ROUTINE)
    minutes_on(store, 60)
    store.done(Upgrade(id=ref, reason="worse"))
    seen(store, ref, NINE + timedelta(minutes=30))
    assert (referral(store, ref).clock_stop, referral(store, ref).state) == (None, State.SEEN)
    seen(store, ref, NINE + timedelta(minutes=80))
    assert referral(store, ref).clock_stop == NINE + timedelta(minutes=80)


def test_a_downgrade_needs_a_clinician_and_leaves_its_mark() -> None:
    store = desk()
    ref = complete(store)
    minutes_on(store, 30)
    bare = store.do(Downgrade(id=ref, urgency="same-day", reason="assessed"))
    assert "clinical decision" in refused(bare)
    named = Downgrade(
        id=ref,
        urgency="same-day",
        reason="assessed",
        clinician="Dr Shah",
        clinician_at=NINE + timedelta(minutes=20),
    )
    store.done(named)
    lowered = referral(store, ref)
    assert (lowered.urgency, lowered.downgraded_at, lowered.clinician) == (
        Urgency.SAME_DAY, store.clock.at, "Dr Shah",
    )  # fmt: skip
    assert read_clock(lowered, store.clock.at, store.policy).kind == "same-day"


def test_a_visit_that_comes_to_light_after_an_admission_still_stops_the_clock() -> None:
    store = desk()
    ref = accepted(store)
    minutes_on(store, 60)
    store.done(CloseReferral(id=ref, how="admitted"))
    seen(store, ref, NINE + timedelta(minutes=40))
    admitted = referral(store, ref)
    assert (admitted.state, read_clock(admitted, store.clock.at, store.policy).status) == (
        State.ADMITTED,
        "MET",
    )
    seen(store, ref, NINE + timedelta(minutes=30))
    assert referral(store, ref).clock_stop == NINE + timedelta(minutes=30)


def test_nobody_is_seen_for_a_referral_that_was_not_accepted_or_was_withdrawn_before() -> None:
    store = desk()
    undecided, gone = rung(store), rung(store)
    store.done(Withdraw(id=gone, reason="not-needed"))
    with pytest.raises(Refusal, match="accept it before"):
        seen(store, undecided, NINE)
    minutes_on(store, 30)
    seen(store, gone, store.clock.at)
    assert (referral(store, gone).clock_stop, referral(store, gone).state) == (None, State.WITHDRAWN)


@given(
    elapsed=st.integers(0, 10**6),
    start=MOMENTS,
)
def test_met_exactly_when_at_most_7200_seconds_passed(elapsed: int, start: datetime) -> None:
    response = asked(start, clock_stop=start + timedelta(seconds=elapsed), state=State.SEEN)
    reading = read_clock(response, start, POLICY)
    assert (reading.status == "MET") == (elapsed <= 7200)
    assert (reading.minutes <= 120) == (reading.status == "MET")


@given(received=MOMENTS, opens=st.times(), closes=st.times())
def test_the_clock_never_starts_before_the_receipt_nor_more_than_a_day_and_an_hour_after(
    received: datetime, opens: time, closes: time
) -> None:
    policy = desk(ooh_mode="next_open", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}").policy
    start = two_hour_start(received, policy)
    assert timedelta(0) <= start - received <= timedelta(hours=25)
