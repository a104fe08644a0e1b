"""Visits lived through: planned for a referral, attended, verified, missed, cancelled."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.desk.stamping import Stamp
from domain.desk.visits import (
    AddVisit,
    CancelVisit,
    CheckIn,
    CheckOut,
    MissVisit,
    RecordAttendances,
    VerifyVisit,
)
from domain.referral import Referral, State, Urgency
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.roster_cast import FAR, MONDAY, NOW, TUESDAY, at, desk, person, put, referral, refused, visit, worker


def today(ref: str = "V1", start: str = "09:00", **more: Any) -> Visit:
    """A visit of this morning that Priya Lewis has been told of."""
    told = {"workers": ("WLEWIS",), "told_workers": ("WLEWIS",), "told_start": at(start, MONDAY)}
    return visit(ref, start, **{"day": MONDAY, "referral": "R1", "state": VisitState.NOTIFIED, **told, **more})


def morning(*visits: Visit) -> MemoryStore:
    store = desk(worker(), worker("WNG", given="Sam"), *(visits or (today(),)))
    store.clock.at = at("09:10", MONDAY)
    return store


def stamp(ref: str = "V1", came: str = "09:01", left: str = "09:30", **more: Any) -> Stamp:
    gone = {"left": at(left, MONDAY), "left_by": "app_gps"} if left else {}
    return Stamp(**{"visit": ref, "worker": "WLEWIS", "came": at(came, MONDAY), "came_by": "app_gps", **gone, **more})


def test_a_first_visit_schedules_the_referral() -> None:
    store = desk()
    done = store.done(AddVisit(id="R1", start=at("10:00", MONDAY), minutes=45))
    first = store.one(Visit, done.ref)
    assert (first.person, first.referral, first.kind, first.state) == ("PHOLT", "R1", "first", VisitState.PLANNED)
    assert store.one(Referral, "R1").state is State.SCHEDULED


def test_a_two_hour_visit_cannot_drift_past_its_clock() -> None:
    store = desk()
    put(store, referral(urgency=Urgency.TWO_HOUR, clock_start=NOW - timedelta(minutes=30)))
    done = store.done(AddVisit(id="R1", start=NOW + timedelta(minutes=75), window=45))
    assert store.one(Visit, done.ref).window_to == NOW + timedelta(minutes=90)
    late = store.done(AddVisit(id="R1", start=NOW + timedelta(minutes=100)))
    assert "after the two-hour clock" in late.note


@pytest.mark.parametrize("state", [State.RECEIVED, State.AWAITING_INFO, State.DECLINED, State.WITHDRAWN])
def test_nobody_visits_for_a_referral_that_is_not_accepted(state: State) -> None:
    store = desk()
    put(store, referral(state=state))
    assert "R1" in refused(store, AddVisit(id="R1", start=at("10:00", MONDAY)))
    assert not store.all(Visit)


def test_the_first_arrival_stops_the_clock_and_the_second_does_not_move_it() -> None:
    store = morning(today(), today("V2", "09:05", workers=("WNG",)))
    store.done(CheckIn(id="V1", at=at("09:02", MONDAY), source="qr"))
    store.done(CheckIn(id="V2", at=at("09:08", MONDAY), source="qr"))
    seen = store.one(Referral, "R1")
    assert (seen.state, seen.clock_stop) == (State.IN_CARE, at("09:02", MONDAY))


def test_a_time_put_in_by_hand_needs_a_code_and_other_needs_words() -> None:
    store = morning()
    assert "why by hand" in refused(store, CheckIn(id="V1"))
    assert "say what" in refused(store, CheckIn(id="V1", exception="E99"))
    store.done(CheckIn(id="V1", exception="E99", note="telephone in the bath"))
    assert store.one(Visit, "V1").verdicts == ("on-time", "manual")


def test_a_visit_runs_from_the_first_arrival_to_the_last_departure() -> None:
    store = morning(today(workers=("WLEWIS", "WNG"), workers_needed=2))
    store.done(CheckIn(id="V1", worker="WLEWIS", at=at("09:00", MONDAY), source="qr"))
    store.done(CheckIn(id="V1", at=at("09:02", MONDAY), source="qr"))
    store.clock.at = at("09:40", MONDAY)
    assert "is Priya Lewis or Sam Ng" in refused(store, CheckOut(id="V1", source="qr"))
    store.done(CheckOut(id="V1", worker="WNG", at=at("09:30", MONDAY), source="qr"))
    assert store.one(Visit, "V1").state is VisitState.IN_PROGRESS
    done = store.done(CheckOut(id="V1", at=at("09:31", MONDAY), source="qr"))
    assert (store.one(Visit, "V1").state, done.note) == (VisitState.COMPLETED, "On time")


def test_somebody_who_was_not_planned_may_come_and_it_is_said() -> None:
    store = morning()
    assert "not planned" in store.done(CheckIn(id="V1", worker="WNG", source="qr")).note
    assert [each.worker for each in store.one(Visit, "V1").attended] == ["WNG"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (CheckIn(id="V1", at=at("09:11", MONDAY), source="qr"), "future"),
        (CheckIn(id="V1", worker="WNOBODY", source="qr"), "no worker"),
        (CheckIn(id="V1", at=at("09:00", MONDAY) - timedelta(days=1), source="qr"), "far from"),
        (CheckIn(id="V2", source="qr"), "was cancelled"),
        (CheckOut(id="V1", source="qr"), "Nobody is at HOLT's visit"),
        (VerifyVisit(id="V1"), "when everybody has left"),
        (MissVisit(id="V3", cause="E03"), "not due before"),
        (CancelVisit(id="V2", why="away"), "no longer to come"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(command: Any, said: str) -> None:
    store = morning(today(), today("V2", state=VisitState.CANCELLED), today("V3", "11:00"))
    assert said in refused(store, command)


def test_an_import_is_taken_once() -> None:
    store = morning(today(), today("V2", "09:40"))
    store.clock.at = at("12:00", MONDAY)
    rows = (stamp(), stamp("V2", "09:45", ""))
    store.done(RecordAttendances(day=MONDAY, stamps=rows))
    before = {each.id: each for each in store.all(Visit)}
    done = store.done(RecordAttendances(day=MONDAY, stamps=rows))
    assert {each.id: each for each in store.all(Visit)} == before
    assert done.note == "0 visits recorded" and len(done.changed) == 1
    assert [before[ref].state for ref in ("V1", "V2")] == [VisitState.COMPLETED, VisitState.IN_PROGRESS]
    assert store.one(Referral, "R1").clock_stop == at("09:01", MONDAY)


def test_a_departure_that_arrives_later_completes_the_visit() -> None:
    store = morning()
    store.clock.at = at("12:00", MONDAY)
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(left=""),)))
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(),)))
    (only,) = store.one(Visit, "V1").attended
    assert (only.left, store.one(Visit, "V1").state) == (at("09:30", MONDAY), VisitState.COMPLETED)


def test_an_electronic_time_outranks_one_put_in_by_hand() -> None:
    store = morning()
    store.done(CheckIn(id="V1", at=at("09:10", MONDAY), exception="E01"))
    store.clock.at = at("12:00", MONDAY)
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(),)))
    assert store.one(Visit, "V1").attended[0].came == at("09:01", MONDAY)
    by_hand = stamp(came="09:20", left="", came_by="manual", exception="E01")
    store.done(RecordAttendances(day=MONDAY, stamps=(by_hand,)))
    assert store.one(Visit, "V1").attended[0].came == at("09:01", MONDAY)


def test_rows_that_cannot_be_are_named_and_the_others_kept() -> None:
    store = morning(today(), today("V2", state=VisitState.CANCELLED), today("V3", "11:00"))
    store.clock.at = at("11:30", MONDAY)
    rows = (stamp("V9"), stamp("V2"), stamp("V3", "08:30"), stamp(worker="WNOBODY"), stamp(came_by="crystal"), stamp())
    note = store.done(RecordAttendances(day=MONDAY, stamps=rows)).note
    assert note.startswith("1 visit recorded") and note.count("; ") == 5
    for said in (
        "no visit V9",
        "visit at 09:00 was cancelled",
        "is not near HOLT's",
        "no worker WNOBODY",
        "'crystal' is no source",
    ):
        assert said in note


def test_one_referral_that_refuses_does_not_stop_an_import() -> None:
    store = morning(today(), today("V2", "09:40", referral="R2"))
    put(store, referral("R2", state=State.RECEIVED))
    store.clock.at = at("12:00", MONDAY)
    note = store.done(RecordAttendances(day=MONDAY, stamps=(stamp(), stamp("V2", "09:45", "10:00")))).note
    assert "R2" in note and store.one(Visit, "V2").state is VisitState.COMPLETED
    assert store.one(Referral, "R1").clock_stop == at("09:01", MONDAY)


def test_a_worker_seen_in_two_homes_at_once_or_too_soon_is_marked() -> None:
    store = morning(today(), today("V2", "09:30", person="PFAR"), today("V3", "10:10"))
    put(store, person("PFAR", place=FAR))
    store.clock.at = at("12:00", MONDAY)
    rows = (stamp(), stamp("V2", "09:25", "09:58"), stamp("V3", "10:02", "10:30"))
    store.done(RecordAttendances(day=MONDAY, stamps=rows))
    verdicts = {each.id: set(each.verdicts) for each in store.all(Visit)}
    assert "overlap" in verdicts["V1"] & verdicts["V2"]
    assert "crammed" in verdicts["V3"]


def test_a_person_confirms_the_verdicts_with_the_cause() -> None:
    store = morning()
    store.clock.at = at("12:00", MONDAY)
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(came="09:20", came_by="manual"),)))
    assert "give the cause" in refused(store, VerifyVisit(id="V1"))
    store.done(VerifyVisit(id="V1", cause="E03", action="rang Priya"))
    after = store.one(Visit, "V1")
    assert (after.state, after.verified_by, after.verified_cause) == (VisitState.VERIFIED, "aokoye", "E03")
    assert (after.verdicts, after.attended[0].exception) == (("late", "short", "manual"), "E03")
    later = store.done(RecordAttendances(day=MONDAY, stamps=(stamp(),)))
    assert "has been verified" in later.note and store.one(Visit, "V1") == after


def test_a_person_may_overrule_the_rule() -> None:
    store = morning()
    store.clock.at = at("12:00", MONDAY)
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(came="09:40", left="10:10"),)))
    assert store.one(Visit, "V1").verdicts == ("severely-late",)
    store.done(VerifyVisit(id="V1", verdicts=("on-time",), action="agreed with the family"))
    assert store.one(Visit, "V1").verdicts == ("on-time",)


def test_only_a_person_says_that_a_visit_was_missed_and_what_was_done() -> None:
    store = morning()
    store.done(MissVisit(id="V1", cause="E09"))
    assert (store.one(Visit, "V1").state, store.one(Visit, "V1").verdicts) == (VisitState.MISSED, ("missed",))
    assert "Say what was done" in refused(store, VerifyVisit(id="V1"))
    store.done(VerifyVisit(id="V1", action="Sam went at 11"))
    assert store.one(Visit, "V1").state is VisitState.MISSED


def test_somebody_who_came_after_all_makes_a_missed_visit_attended() -> None:
    store = morning()
    store.done(MissVisit(id="V1", cause="E09"))
    store.clock.at = at("12:00", MONDAY)
    store.done(RecordAttendances(day=MONDAY, stamps=(stamp(),)))
    assert (store.one(Visit, "V1").state, store.one(Visit, "V1").verdicts) == (VisitState.COMPLETED, ("on-time",))


def test_the_last_visit_cancelled_leaves_the_referral_waiting() -> None:
    store = desk(visit("V1", referral="R1"), visit("V2", "15:00", referral="R1"))
    put(store, replace(store.one(Referral, "R1"), state=State.SCHEDULED))
    store.done(CancelVisit(id="V1", why="refused", note="not today"))
    assert store.one(Referral, "R1").state is State.SCHEDULED
    store.done(CancelVisit(id="V2", why="refused"))
    assert store.one(Referral, "R1").state is State.ACCEPTED
    assert (store.one(Visit, "V1").cancelled_why, store.one(Visit, "V1").note) == ("refused", "not today")
    assert store.one(Visit, "V1").day == TUESDAY
