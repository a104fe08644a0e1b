"""Staff join and change, go on duty, and are away; what they were down for falls to the uncovered lane."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.staffing import AddShift, AddShifts, AddWorker, AmendWorker, Duty, EndAbsence, ReportAbsent
from domain.desk.undoing import Undo
from domain.roster import away_during, by_harm, differences, standing
from domain.staff import Absence, Shift, Skill, Worker
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.roster_cast import MONDAY, NEAR, TUESDAY, at, day_of, desk, person, refused, shift, visit, worker

LEWIS, NG = "WLEWIS", "WNG"


def round_of_lewis() -> MemoryStore:
    """Priya Lewis is down for four visits on Tuesday, one of them begun, one with Sam Ng."""
    told = {"workers": (LEWIS,), "told_workers": (LEWIS,)}
    both = {"workers": (LEWIS, NG), "told_workers": (LEWIS, NG), "workers_needed": 2}
    return desk(
        *(worker(LEWIS), worker(NG, given="Sam"), shift(LEWIS)),
        visit("V1", "08:00", state=VisitState.IN_PROGRESS, **told),
        standing(visit("V2", "10:00", **told, told_start=at("10:00"), pinned=True)),
        standing(visit("V3", "12:00", **told, told_start=at("12:00"), time_critical=True)),
        standing(visit("V4", "13:00", **both, told_start=at("13:00"))),
        standing(visit("V5", "14:00", workers=(NG,))),
    )


def test_a_worker_joins_and_is_amended() -> None:
    store = desk()
    ref = store.done(
        AddWorker(family=" Lewis ", given="Priya", skills=(Skill(code="hoist"),), place=NEAR, postcode="bl9 0dd")
    ).ref
    joined = store.one(Worker, ref)
    assert (joined.family, joined.starts, joined.postcode, joined.place) == ("Lewis", MONDAY, "BL9 0DD", NEAR)
    store.done(AmendWorker(id=ref, phone="07700 900123", ends=TUESDAY))
    assert store.one(Worker, ref) == replace(joined, phone="07700 900123", ends=TUESDAY, revision=2)
    store.done(AmendWorker(id=ref, postcode="BL8 1AA"))
    assert store.one(Worker, ref).place is None, "a new postcode is somewhere else"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (AddWorker(family=" ", given="Priya"), "family name"),
        (AddWorker(family="Lewis", given="Priya", role="boss"), "support, lead"),
        (AddWorker(family="Lewis", given="Priya", skills=(Skill(code="juggling"),)), "list skill"),
        (AddWorker(family="Lewis", given="Priya", postcode="somewhere"), "no postcode"),
        (AmendWorker(id=LEWIS, languages=("klingon",)), "list language"),
        (AddShifts(duties=()), "no duty"),
        (AddShifts(duties=(Duty(worker="WX", start=at("07:00"), end=at("08:00")),)), "no worker WX"),
        (AddShifts(duties=(Duty(worker=LEWIS, start=at("07:00"), end=at("07:00")),)), "up to 24 hours"),
        (AddShifts(duties=(Duty(worker=LEWIS, start=at("14:00"), end=at("16:00")),)), "on duty twice"),
        (AddShift(id=LEWIS, day=TUESDAY, start=time(7), end=time(8), until=MONDAY), "comes after"),
        (ReportAbsent(id=LEWIS, reason="bored"), "list absence"),
        (ReportAbsent(id=LEWIS, start=at("12:00"), end=at("12:00")), "before it starts"),
        (EndAbsence(id=LEWIS), "not away"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(command: Any, said: str) -> None:
    assert said in refused(desk(worker(LEWIS), shift(LEWIS)), command)


def test_a_shift_comes_again_on_its_weekday_at_the_same_wall_time() -> None:
    store = desk(worker(LEWIS))
    weeks = date(2026, 10, 19)
    store.done(AddShift(id=LEWIS, day=weeks, start=time(7), end=time(15), until=weeks + timedelta(days=8), every=7))
    assert [(each.day, each.start) for each in store.all(Shift)] == [
        (weeks, at("07:00", weeks)),
        (weeks + timedelta(days=7), at("07:00", weeks + timedelta(days=7))),
    ]


def test_a_shift_that_ends_before_it_starts_runs_into_the_morning() -> None:
    store = desk(worker(LEWIS))
    store.done(AddShift(id=LEWIS, day=TUESDAY, start=time(22), end=time(7)))
    (night,) = store.all(Shift)
    assert (night.day, night.end) == (TUESDAY, at("07:00", TUESDAY + timedelta(days=1)))


def test_the_same_duties_again_change_nothing() -> None:
    store = desk(worker(LEWIS))
    duties = (Duty(worker=LEWIS, start=at("07:00"), end=at("15:00")),)
    store.done(AddShifts(duties=duties))
    store.done(AddShifts(duties=duties))
    assert len(store.all(Shift)) == 1


def test_short_rest_and_long_runs_are_said_not_refused() -> None:
    store = desk(worker(LEWIS), shift(LEWIS, "14:00", "22:00", MONDAY))
    early = AddShifts(duties=(Duty(worker=LEWIS, start=at("07:00"), end=at("15:00")),))
    assert "less than 11 hours' rest before Tue 24 Nov" in store.done(early).note
    rested = store.done(AddShift(id=LEWIS, day=date(2026, 12, 1), start=time(9), end=time(17)))
    assert rested.note == ""
    run = AddShift(id=LEWIS, day=date(2026, 12, 2), start=time(9), end=time(17), until=date(2026, 12, 7))
    assert "more than 6 days in a row from Tue 1 Dec" in store.done(run).note


def test_the_visits_of_a_worker_who_is_ill_fall_to_the_uncovered_lane() -> None:
    store = round_of_lewis()
    done = store.done(ReportAbsent(id=LEWIS, start=at("08:30")))
    assert {each.id: each.workers for each in day_of(store)} == {
        "V1": (LEWIS,),
        "V2": (),
        "V3": (),
        "V4": (NG,),
        "V5": (NG,),
    }
    assert not store.one(Visit, "V2").pinned
    assert by_harm(day_of(store), {"PHOLT": person()}) == ("V3", "V4", "V2")
    assert done.note == "3 visits need somebody else; time-critical: HOLT, Margaret Tue 24 Nov 2026 12:00"
    assert {(row.visit, row.change) for row in differences(day_of(store), {}, {}) if row.worker == LEWIS} == {
        (ref, "removed") for ref in ("V2", "V3", "V4")
    }


def test_an_absence_is_one_entry_and_undone_whole() -> None:
    store = round_of_lewis()
    before = {each.id: (each.workers, each.pinned, each.state) for each in store.all(Visit)}
    done = store.done(ReportAbsent(id=LEWIS, start=at("08:30")))
    assert done.seq == len(store.entries)
    store.done(Undo(seq=done.seq))
    assert {each.id: (each.workers, each.pinned, each.state) for each in store.all(Visit)} == before
    assert not store.all(Absence)


def test_only_what_the_absence_touches_is_lost() -> None:
    store = round_of_lewis()
    store.done(ReportAbsent(id=LEWIS, start=at("10:30"), end=at("12:15")))
    assert store.one(Visit, "V2").workers == (LEWIS,), "over at half past ten"
    assert store.one(Visit, "V3").workers == ()
    assert LEWIS in store.one(Visit, "V4").workers


def test_a_worker_who_is_back_is_told_what_still_waits() -> None:
    store = round_of_lewis()
    store.done(ReportAbsent(id=LEWIS, start=at("08:30")))
    done = store.done(EndAbsence(id=LEWIS, at=at("11:00")))
    (absence,) = store.all(Absence)
    assert absence.end == at("11:00")
    assert done.note.startswith("2 of the visits Priya Lewis")
    assert store.one(Visit, "V3").workers == ()


def test_leave_that_was_never_taken_is_taken_back() -> None:
    store = desk(worker(LEWIS))
    store.done(ReportAbsent(id=LEWIS, start=at("07:00"), end=at("15:00"), reason="annual-leave"))
    store.done(EndAbsence(id=LEWIS))
    (absence,) = store.all(Absence)
    assert absence.start == absence.end


@given(st.integers(0, 900), st.integers(1, 300) | st.none(), st.lists(st.integers(0, 900), max_size=5))
def test_no_visit_stays_with_somebody_who_is_away(start: int, length: int | None, starts: list[int]) -> None:
    morning = at("07:00")
    visits = [
        standing(replace(visit(f"V{number}", workers=(LEWIS, NG)), start=morning + timedelta(minutes=minute)))
        for number, minute in enumerate(starts)
    ]
    store = desk(worker(LEWIS), worker(NG), *visits)
    begin = morning + timedelta(minutes=start)
    end = begin + timedelta(minutes=length) if length else None
    store.done(ReportAbsent(id=LEWIS, start=begin, end=end))
    absences = store.all(Absence)
    for before in visits:
        after = store.one(Visit, before.id)
        assert after.workers == ((NG,) if away_during(absences, LEWIS, before) else (LEWIS, NG))
