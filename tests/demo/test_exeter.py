"""The demonstration of an urgent community response desk: smaller, quicker, without packages."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clocks import read_clock
from domain.package import Package
from domain.referral import WAITING, Referral, Urgency
from domain.staff import Shift, Worker
from domain.visit import TO_COME, Visit, VisitState
from domain.when import local_date, london
from storage.demo import fill
from storage.engine import Database, StoreUnreachable
from tests.demo.world import NOW, TODAY, play_into, played


def test_fourteen_responders_are_on_duty_from_eight_to_six() -> None:
    world = played("exeter")
    assert len(world.find(Worker)) == 14
    assert {f"{london(shift.start):%H}" for shift in world.find(Shift)} <= {"08", "09"}
    assert max(f"{london(shift.end):%H:%M}" for shift in world.find(Shift)) == "18:00"
    assert world.policy.text("closes") == "18:00"


def test_thirty_five_referrals_come_each_day_and_half_of_them_are_two_hour() -> None:
    referrals = played("exeter").find(Referral)
    a_day = Counter(local_date(referral.received_at) for referral in referrals)
    past = [count for day, count in a_day.items() if TODAY - timedelta(days=13) <= day < TODAY - timedelta(days=1)]
    assert set(past) == {35}
    share = sum(referral.urgency is Urgency.TWO_HOUR for referral in referrals) / len(referrals)
    assert 0.4 <= share <= 0.55


def test_people_are_visited_once_or_twice_and_have_no_package() -> None:
    world = played("exeter")
    assert not world.find(Package)
    assert {visit.kind for visit in world.find(Visit)} == {"first", "assessment"}


def test_most_two_hour_referrals_were_reached_in_time_and_some_still_run() -> None:
    world = played("exeter")
    urgent = world.find(Referral, urgency=Urgency.TWO_HOUR)
    status = Counter(read_clock(referral, NOW, world.policy).status for referral in urgent)
    assert 0.7 <= status["MET"] / (status["MET"] + status["NOT_MET"]) < 1.0
    levels = {read_clock(referral, NOW, world.policy).level for referral in urgent if referral.state in WAITING}
    assert {"amber", "red", "breach"} <= levels


def test_the_days_to_come_have_visits_that_nobody_has_yet() -> None:
    world = played("exeter")
    tomorrow = [visit for visit in world.find(Visit, day=TODAY + timedelta(days=1)) if visit.state in TO_COME]
    assert tomorrow
    assert all(visit.state is VisitState.PLANNED and not visit.workers for visit in tomorrow)


def test_another_seed_makes_another_service_and_a_store_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    assert play_into(path, "exeter", 2).head != played("exeter").head
    database = Database(str(path))
    with pytest.raises(StoreUnreachable, match="not empty"):
        fill(database, "exeter", TODAY, 2, 1, "ada")
    database.close()
