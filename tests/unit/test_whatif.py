"""What if a referral were accepted: its first week is tried on a copy, and nothing changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.desk.roster import Publish
from domain.desk.whatif import first_days, what_if
from domain.package_text import PatternProblem
from domain.referral import Urgency
from domain.when import london
from tests.memory import MemoryStore
from tests.unit.roster_cast import (
    FAR,
    HOME,
    MONDAY,
    NOW,
    TUESDAY,
    at,
    desk,
    person,
    put,
    referral,
    shift,
    visit,
    worker,
)
from tests.unit.test_planning import LEWIS, NG, day


def week(*records) -> MemoryStore:
    """Priya Lewis and Sam Ng, on duty from Monday at nine until the rest of the week is due, on Sunday at nine."""
    staff = [worker(LEWIS), worker(NG, given="Sam", place=HOME)]
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    duty = [shift(each, "09:00" if on == MONDAY else "07:00", "17:00", on) for each in (LEWIS, NG) for on in days]
    return desk(*staff, *duty, person("PPATEL", family="Patel", given="Cyril", place=FAR), *records)


def tried(store: MemoryStore, pattern: str = "", **more):
    """What accepting Margaret Holt's referral would mean."""
    asked = referral("R9", **{"urgency": Urgency.TWO_HOUR, **more})
    days = [replace(day(store, on=on), now=NOW) for on in first_days(NOW)]
    return what_if(asked, person(), days, NOW, pattern)


def test_the_first_visit_comes_within_the_clock_and_the_pattern_from_tomorrow() -> None:
    found = tried(week(), "morning 08:30 30m ±30")
    first, *rest = found.visits
    assert first.line == "first" and NOW < first.start <= NOW + timedelta(hours=1)
    assert found.earliest == first.start and first.is_safe
    assert [each.day for each in rest] == first_days(NOW)[1:]
    assert {f"{london(each.start):%H:%M}" for each in rest} == {"08:30"}
    assert found.broken == () and found.disturbed == ()


def test_the_same_faces_come_again_where_they_can() -> None:
    assert len(tried(week(), "morning 08:30 30m ±30").faces) == 1


def test_what_breaks_is_said_visit_by_visit() -> None:
    found = tried(week(), "bed 20:00 30m ±15")
    assert len(found.broken) == 6
    assert found.broken[0] == "bed Tue 24 Nov 20:00: nobody can come"
    assert found.earliest == found.visits[0].start


def test_who_would_have_to_make_room_is_named() -> None:
    busy = [visit(f"V{ref}", "08:30", person="PPATEL", workers=(ref,), minutes=60, give=120) for ref in (LEWIS, NG)]
    store = week(*busy)
    store.done(Publish(day=TUESDAY))
    tuesday = tried(store, "morning 08:30 30m ±5").visits[1]
    assert tuesday.disturbed == ("Cyril Patel",) and tuesday.uncovered == () and tuesday.calls


def test_nothing_changes_and_nobody_needs_to_be_known_yet() -> None:
    store = week()
    before = dict(store.records)
    unknown = referral("R9", person="", urgency=Urgency.ROUTINE)
    found = what_if(unknown, None, [day(store, on=MONDAY)], NOW)
    assert found.visits[0].workers and store.records == before


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(PatternProblem):
        tried(week(), "whenever it suits")


def test_a_day_that_nobody_has_planned_is_planned_before_it_is_tried() -> None:
    full = [visit(f"V{number}", "08:30", person="PPATEL", minutes=60, give=0) for number in range(2)]
    put(store := week(), *full)
    tuesday = tried(store, "morning 08:30 30m ±0").visits[1]
    assert not tuesday.is_safe and tuesday.late and tuesday.start > at("09:30")
