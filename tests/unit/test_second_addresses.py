"""Somebody lives elsewhere for a while: visits, and the ways to them, go to the address of their day."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.desk.bus import Refused
from domain.desk.people import AmendPerson
from domain.desk.planning import problem_for
from domain.desk.roster import Publish
from domain.desk.staying import ComeHome, StayElsewhere
from domain.desk.undoing import Undo
from domain.people import Person, Stay
from domain.roster import differences
from domain.visit import Visit
from tests.memory import MemoryStore
from tests.unit.roster_cast import FAR, HOME, MONDAY, TUESDAY, desk, person, put, refused, shift, visit, worker
from tests.unit.test_planning import day as roster_day

WEDNESDAY = TUESDAY + timedelta(days=1)
NEXT_WEEK = MONDAY + timedelta(days=7)
DAUGHTERS = {"whom": "her daughter Jean", "address": "9 Mill Lane", "postcode": "M26 2QA", "place": FAR}


@pytest.fixture
def store() -> MemoryStore:
    """Margaret Holt lives at home behind a key safe, and is visited on Tuesday and on Wednesday."""
    home = {"address": "3 Fell View", "postcode": "BL9 0SW", "phone": "01706 822111", "key_safe": "1234"}
    told = visit("V2", day=WEDNESDAY, workers=("WLEWIS",), told_workers=("WLEWIS",))
    store = desk(worker("WLEWIS"), shift("WLEWIS"), visit("V1"), told)
    put(store, person(revision=1, **home))
    return store


def holt(store: MemoryStore) -> Person:
    return store.one(Person, "PHOLT")


def away(store: MemoryStore, starts: date = WEDNESDAY, ends: date | None = NEXT_WEEK, **more: Any) -> Any:
    return store.done(StayElsewhere(id="PHOLT", starts=starts, ends=ends, **{**DAUGHTERS, **more}))


def test_each_day_has_its_address_and_its_way_in(store: MemoryStore) -> None:
    away(store, access="ring twice")
    at_home, there = holt(store).living_on(TUESDAY), holt(store).living_on(NEXT_WEEK)
    assert (at_home.address, at_home.key_safe, at_home.phone) == ("3 Fell View", "1234", "01706 822111")
    assert (there.address, there.key_safe, there.access) == ("9 Mill Lane", "", "ring twice")
    assert there.phone == "01706 822111", "nobody said that she cannot be rung on her own number"
    assert holt(store).living_on(NEXT_WEEK + timedelta(days=1)).address == "3 Fell View"


def test_a_plan_travels_to_the_address_of_its_day(store: MemoryStore) -> None:
    away(store)

    def place(day: date) -> tuple[float, float]:
        [task] = problem_for(roster_day(store, on=day)).visits
        return task.place.lat, task.place.lon

    assert place(TUESDAY) == (HOME.lat, HOME.lon)
    assert place(WEDNESDAY) == (FAR.lat, FAR.lon)


def test_who_has_been_told_of_a_visit_must_hear_of_the_other_address(store: MemoryStore) -> None:
    assert away(store).note == "Another address now for 1 visit; ring Priya Lewis, told of them before"


def calls(store: MemoryStore) -> list[tuple[str, str, str]]:
    people = {one.id: one for one in store.all(Person)}
    return [(row.visit, row.change, row.where) for row in differences(store.all(Visit), {}, people)]


def test_whoever_was_told_the_old_address_stands_in_the_calls_until_they_are_told(store: MemoryStore) -> None:
    store.done(Publish(day=WEDNESDAY))
    assert calls(store) == []
    away(store)
    assert calls(store) == [("V2", "address", "9 Mill Lane, M26 2QA")]
    store.done(Publish(day=WEDNESDAY))
    assert calls(store) == []
    store.done(ComeHome(id="PHOLT", home=WEDNESDAY))
    assert calls(store) == [("V2", "address", "3 Fell View, BL9 0SW")]


def test_a_home_that_moves_is_to_be_told_for_the_days_that_are_spent_there(store: MemoryStore) -> None:
    store.done(Publish(day=WEDNESDAY))
    store.done(AmendPerson(id="PHOLT", phone="01706 822112"))
    assert calls(store) == []
    store.done(AmendPerson(id="PHOLT", address="5 Fell View"))
    assert calls(store) == [("V2", "address", "5 Fell View, BL9 0SW")]
    store.done(Publish(day=WEDNESDAY))
    away(store)
    store.done(Publish(day=WEDNESDAY))
    store.done(AmendPerson(id="PHOLT", address="7 Fell View"))
    assert calls(store) == []


def test_nobody_lives_in_two_places_and_the_way_out_ends_the_first(store: MemoryStore) -> None:
    away(store, ends=None)
    second = StayElsewhere(id="PHOLT", starts=NEXT_WEEK, address="Oak House")
    no = store.do(second)
    assert isinstance(no, Refused)
    assert no.sentence.startswith(
        "HOLT, Margaret is elsewhere (her daughter Jean) from Wed 25 Nov 2026 until they say already"
    )
    [offer] = no.offers
    assert offer.command is not None
    store.done(offer.command)
    store.done(second)
    assert [stay.ends for stay in holt(store).stays] == [NEXT_WEEK - timedelta(days=1), None]


def test_somebody_comes_home_sooner_later_or_never_went(store: MemoryStore) -> None:
    away(store)
    store.done(ComeHome(id="PHOLT", home=NEXT_WEEK + timedelta(days=3)))
    assert holt(store).stays[0].ends == NEXT_WEEK + timedelta(days=2)
    store.done(ComeHome(id="PHOLT", stay=WEDNESDAY, home=WEDNESDAY + timedelta(days=1)))
    assert holt(store).stays[0].ends == WEDNESDAY
    done = store.done(ComeHome(id="PHOLT", home=WEDNESDAY))
    assert holt(store).stays == ()
    store.done(Undo(seq=done.seq))
    assert holt(store).stays[0].ends == WEDNESDAY
    store.done(ComeHome(id="PHOLT", home=MONDAY))
    assert "not known to be living anywhere but at home" in refused(store, ComeHome(id="PHOLT"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"address": "", "postcode": ""}, "or at least its postcode"),
        ({"ends": MONDAY}, "is before the first"),
        ({"postcode": "somewhere"}, "no postcode"),
    ],
)
def test_an_address_that_cannot_be_is_refused(store: MemoryStore, given: dict[str, Any], says: str) -> None:
    assert says in refused(store, StayElsewhere(id="PHOLT", **{"starts": WEDNESDAY, **DAUGHTERS, **given}))


def test_days_meet_when_they_share_one() -> None:
    week = Stay(starts=MONDAY, ends=NEXT_WEEK)
    assert week.meets(Stay(starts=NEXT_WEEK)) and Stay(starts=NEXT_WEEK).meets(week)
    assert not week.meets(Stay(starts=NEXT_WEEK + timedelta(days=1)))
    assert Stay(starts=TUESDAY, ends=TUESDAY).meets(week)


def test_a_visit_of_today_goes_where_somebody_is_today(store: MemoryStore) -> None:
    put(store, visit("V3", day=MONDAY, start="15:00"))
    assert "1 visit" in away(store, starts=MONDAY, ends=MONDAY).note
    assert store.one(Visit, "V3").day == MONDAY
