"""Travel by the policy: slower at busy hours of working days, and put right by the ways that check-ins tell of."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.administration import SetSetting
from domain.desk.roads import LearnTravel, corrected, travel_of
from domain.engine import problem as engine
from domain.engine.travel import minutes
from domain.policy import Policy, Setting, in_force
from domain.visit import Attendance, Visit, VisitState
from domain.when import local_date
from storage.seeds import shipped_settings
from tests.memory import MemoryStore, shipped_policy
from tests.unit.roster_cast import FAR, HOME, MONDAY, TUESDAY, at, desk, person, refused, visit, worker

POLICY = shipped_policy(TUESDAY)
WORKING, SUNDAY, CHRISTMAS = TUESDAY, date(2026, 11, 22), date(2026, 12, 25)
BURY, TOWN = engine.Place(HOME.lat, HOME.lon), engine.Place(FAR.lat, FAR.lon)


def policy(store: MemoryStore) -> Policy:
    """The policy once what was set has begun."""
    return in_force((), [*shipped_settings(), *store.all(Setting)], TUESDAY)


def way(day: date, at_hour: int) -> int:
    """Minutes by car across the town on a day."""
    return minutes(travel_of(POLICY, day), "car", BURY, TOWN, 60 * at_hour)


def test_the_morning_is_slower_than_noon_but_not_on_a_sunday_or_at_christmas() -> None:
    assert way(WORKING, 8) > way(WORKING, 12) == way(SUNDAY, 8) == way(CHRISTMAS, 8)


def test_hours_that_cannot_be_read_are_refused_with_what_to_type() -> None:
    store = desk()
    assert "07:30-09:30 x1.25" in refused(store, SetSetting(name="busy-car", value="in the morning"))
    assert "ends before it begins" in refused(store, SetSetting(name="busy-car", value="09:30-07:30 x1.2"))
    store.done(SetSetting(name="busy-car", value="06:00-10:00 x2"))
    assert travel_of(policy(store), TUESDAY).busy == (engine.Busy(mode="car", start=360, end=600, times=2.0),)


def made(day: date, took: int, *, by: str = "nfc_tag", slack: int = 0) -> list[Visit]:
    """Two visits of Priya's at noon, and so many minutes on the way between them."""
    left, came = at("12:00", day), at("12:00", day) + timedelta(minutes=took)
    return [
        _seen(f"VA{day:%d}", "PHOLT", left - timedelta(minutes=30), left, by),
        replace(_seen(f"VB{day:%d}", "PPATEL", came, at("13:50", day), by), start=left + timedelta(minutes=slack)),
    ]


def _seen(ref: str, whose: str, came: datetime, left: datetime, by: str) -> Visit:
    stamp = Attendance(worker="WLEWIS", came=came, came_by=by, left=left, left_by=by)
    day = local_date(came)
    return replace(visit(ref, day=day, person=whose, attended=(stamp,)), start=came, state=VisitState.COMPLETED)


def service(**how: object) -> MemoryStore:
    """Ten days on which Priya took half as long again as reckoned."""
    usual = way(SUNDAY, 12) - POLICY.minutes("stop-minutes-car")
    took = round(1.5 * usual) + POLICY.minutes("stop-minutes-car")
    visits = [each for back in range(1, 11) for each in made(MONDAY - timedelta(days=back), took, **how)]
    return desk(worker(), person("PPATEL", family="Patel", given="Cyril", place=FAR), *visits)


def test_ways_really_made_correct_the_pace_as_far_as_they_are_many() -> None:
    store = service()
    store.done(LearnTravel())
    before, after = travel_of(POLICY, SUNDAY), travel_of(policy(store), SUNDAY)
    assert after.car.kmh == pytest.approx(before.car.kmh / corrected([1.5] * 10), rel=0.02)
    assert after.bike == before.bike
    learnt = policy(store).settings["learned-car"]
    assert learnt.valid_from == MONDAY and learnt.owner == "service manager"
    assert learnt.source.startswith("10 ways made from")


@pytest.mark.parametrize("how", [{"by": "manual"}, {"slack": 60}], ids=["typed in later", "with time to wait"])
def test_only_ways_in_a_hurry_between_electronic_stamps_teach_anything(how: dict[str, object]) -> None:
    assert "electronically" in refused(service(**how), LearnTravel())


@given(st.lists(st.floats(0.5, 2.0), min_size=1, max_size=300))
def test_a_correction_lies_between_what_was_believed_and_what_was_seen(ratios: list[float]) -> None:
    low, high = min(1.0, *ratios), max(1.0, *ratios)
    assert low - 1e-9 <= corrected(ratios) <= high + 1e-9
