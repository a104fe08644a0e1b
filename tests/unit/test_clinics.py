"""A clinic has places: one person each, none twice, moved and given back; who would be in two places is said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.desk.bus import Order, Refused
from domain.desk.clinics import BookPlace, GiveBackPlace, NoteAttendance
from domain.desk.diary import AddMeeting, AmendMeeting, CancelMeeting
from domain.desk.referring import pointing_at, points_at
from domain.desk.undoing import Undo
from domain.meeting import Meeting
from domain.people import Person
from domain.when import from_local, london
from tests.memory import MemoryStore, MemoryWork
from tests.unit.roster_cast import refused, visit

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def store() -> MemoryStore:
    """Holt, Brown and Naqvi are known."""
    store = MemoryStore(NINE)
    for name in ("Holt", "Brown", "Naqvi"):
        person = Person(id=f"P{name.upper()}", family=name, given="A", revision=1)
        store.records[f"person/{person.id}"] = person
    return store


def clinic(store: MemoryStore, **more: object) -> str:
    """An hour on Tuesday at two, in places of twenty minutes."""
    asked: dict[str, object] = {
        "title": "Falls clinic", "kind": "clinic", "start": from_local(TUESDAY, time(14)), "slot_minutes": 20, **more,
    }  # fmt: skip
    return store.done(AddMeeting(**asked)).ref  # type: ignore[arg-type]


def placed(store: MemoryStore, ref: str) -> dict[str, str]:
    return {f"{london(slot.start):%H:%M}": slot.person for slot in store.one(Meeting, ref).slots}


def test_a_clinic_is_booked_place_by_place_until_it_is_full(store: MemoryStore) -> None:
    ref = clinic(store, series="weekly x2")
    store.done(BookPlace(id=ref, person="PHOLT", at=time(14, 20)))
    store.done(BookPlace(id=ref, person="PBROWN"))
    store.done(BookPlace(id=ref, person="PNAQVI"))
    assert placed(store, ref) == {"14:00": "PBROWN", "14:20": "PHOLT", "14:40": "PNAQVI"}
    store.records["person/PCOLE"] = Person(id="PCOLE", family="Cole", revision=1)
    full = store.do(BookPlace(id=ref, person="PCOLE"))
    assert isinstance(full, Refused) and "no free place" in full.sentence
    [offer] = full.offers
    assert offer.text == "Book Tue 1 Dec 2026 14:00 instead" and offer.command is not None
    next_week = store.done(offer.command).ref
    assert placed(store, next_week) == {"14:00": "PCOLE"} and next_week != ref


def test_nobody_has_a_place_twice_nor_two_people_one(store: MemoryStore) -> None:
    ref = clinic(store)
    store.done(BookPlace(id=ref, person="PHOLT"))
    moved = store.done(BookPlace(id=ref, person="PHOLT", at=time(14, 40)))
    assert placed(store, ref) == {"14:40": "PHOLT"}
    assert "HOLT, A has the place at 14:40" in refused(store, BookPlace(id=ref, person="PBROWN", at=time(14, 40)))
    assert "free are 14:00, 14:20" in refused(store, BookPlace(id=ref, person="PBROWN", at=time(14, 10)))
    store.done(Undo(seq=moved.seq))
    assert placed(store, ref) == {"14:00": "PHOLT"}
    store.done(GiveBackPlace(id=ref, person="PHOLT"))
    assert placed(store, ref) == {}
    assert "has no place at 'Falls clinic'" in refused(store, GiveBackPlace(id=ref, person="PHOLT"))


def test_who_is_visited_at_home_meanwhile_is_said(store: MemoryStore) -> None:
    at_home = visit("V1", "14:25", person="PHOLT")
    store.records["visit/V1"] = at_home
    ref = clinic(store)
    assert "14:25" not in store.done(BookPlace(id=ref, person="PHOLT", at=time(14))).note
    note = store.done(BookPlace(id=ref, person="PHOLT", at=time(14, 20))).note
    assert "the person is visited at home 14:25-14:55" in note


def test_who_had_places_hears_that_the_clinic_is_off_and_a_place_moves_with_it(store: MemoryStore) -> None:
    ref = clinic(store)
    store.done(BookPlace(id=ref, person="PHOLT", at=time(14, 40)))
    store.done(AmendMeeting(id=ref, start=from_local(TUESDAY, time(10))))
    assert placed(store, ref) == {"10:40": "PHOLT"}
    assert "has the place at 10:40" in refused(store, AmendMeeting(id=ref, minutes=40))
    assert "HOLT, A" in store.done(CancelMeeting(id=ref, why="staffing")).note


def test_who_came_is_known_once_the_clinic_has_begun(store: MemoryStore) -> None:
    ref = clinic(store)
    store.done(BookPlace(id=ref, person="PHOLT"))
    assert "has not begun" in refused(store, NoteAttendance(id=ref, person="PHOLT"))
    store.clock.at += timedelta(days=1, hours=6)
    store.done(NoteAttendance(id=ref, person="PHOLT", came=False))
    assert [slot.came for slot in store.one(Meeting, ref).slots] == ["no"]


def test_a_meeting_without_places_gives_none(store: MemoryStore) -> None:
    ref = clinic(store, slot_minutes=None)
    assert "has no places" in refused(store, BookPlace(id=ref, person="PHOLT"))
    assert "No place of 90 minutes fits into 60" in refused(
        store, AddMeeting(title="x", start=from_local(TUESDAY, time(9)), slot_minutes=90)
    )


def test_a_person_with_a_place_stays_known(store: MemoryStore) -> None:
    ref = clinic(store)
    store.done(BookPlace(id=ref, person="PHOLT"))
    work = MemoryWork(store, Order(GiveBackPlace(id=ref, person=""), store.caller, "read"))
    kept = store.one(Meeting, ref)
    assert list(points_at(kept)) == ["person/PHOLT"]
    assert kept in pointing_at(work, store.one(Person, "PHOLT"))
