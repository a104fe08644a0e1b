"""The diary: collisions are found and said, a series keeps its hour, the core group decides and promises."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import User
from domain.case import Case, CaseState
from domain.desk.bus import Refused
from domain.desk.diary import (
    AddAction,
    AddMeeting,
    AmendMeeting,
    CancelMeeting,
    Decide,
    FinishAction,
    HoldMeeting,
    PutOnAgenda,
)
from domain.diary import DiaryProblem, conflicts, conflicts_of, free_start, parse_series
from domain.meeting import Action, Meeting, MeetingState
from domain.people import Person
from domain.staff import Worker
from domain.when import from_local, london, parse_time
from tests.memory import MemoryStore, shipped_policy

POLICY = shipped_policy(date(2026, 11, 23))
ROOMS = st.sampled_from(["hub", "small", "online", ""])
NAMES = st.sets(st.sampled_from(["Ada Okoye", "Priya Lewis", "Tom Shah"]), max_size=3).map(tuple)


def at(text: str, day: date = date(2026, 11, 24)) -> datetime:
    return from_local(day, parse_time(text))


def meeting(ref: str, start: str | datetime, minutes: int = 60, **more: Any) -> Meeting:
    begins = at(start) if isinstance(start, str) else start
    return Meeting(id=ref, title=ref, start=begins, end=begins + timedelta(minutes=minutes), **more)


def add(store: MemoryStore, **more: object) -> str:
    asked: dict[str, object] = {"title": "Core group", "start": at("10:00"), "kind": "core-group", **more}
    return store.done(AddMeeting(**asked)).ref  # type: ignore[arg-type]


def with_case(store: MemoryStore, ref: str, review_due: date, state: CaseState = CaseState.OPEN) -> None:
    person = Person(id=f"P{ref}", family="Holt", given="Margaret")
    case = Case(id=ref, person=person.id, referral="R1", opened_at=at("09:00"), review_due=review_due, state=state)
    store.records.update({f"person/{person.id}": person, f"case/{ref}": case})


def refused(store: MemoryStore, command: object) -> str:
    outcome = store.do(command)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence


# What collides


def test_nobody_can_be_in_two_meetings_at_once() -> None:
    found = conflicts(
        [
            meeting("Core group", "10:00", attendees=("Ada Okoye", "Priya Lewis")),
            meeting("Clinic", "10:30", attendees=("ada  okoye",)),
        ],
        POLICY,
    )
    assert found["Core group"] == ("Ada Okoye is also in 'Clinic' 10:30-11:30",)
    assert found["Clinic"] == ("ada  okoye is also in 'Core group' 10:00-11:00",)


def test_a_room_holds_one_meeting_and_online_holds_many() -> None:
    found = conflicts([meeting("A", "10:00", room="hub"), meeting("B", "10:00", room="hub")], POLICY)
    assert found["A"] == ("Hub meeting room is also taken by 'B' 10:00-11:00",)
    assert conflicts([meeting("A", "10:00", room="online"), meeting("B", "10:00", room="online")], POLICY) == {}


def test_a_person_cannot_keep_two_appointments_at_once() -> None:
    found = conflicts([meeting("A", "10:00", person="P1"), meeting("B", "10:59", person="P1")], POLICY)
    assert set(found) == {"A", "B"}


def test_meetings_that_touch_do_not_collide() -> None:
    assert conflicts([meeting("A", "10:00", room="hub"), meeting("B", "11:00", room="hub")], POLICY) == {}


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.HELD])
def test_only_booked_meetings_collide(state: MeetingState) -> None:
    assert conflicts([meeting("A", "10:00", room="hub", state=state), meeting("B", "10:00", room="hub")], POLICY) == {}


def test_who_sent_apologies_is_free() -> None:
    one = meeting("A", "10:00", attendees=("Ada Okoye",), apologies=("Ada Okoye",))
    assert conflicts([one, meeting("B", "10:00", attendees=("Ada Okoye",))], POLICY) == {}


def test_a_meeting_on_a_bank_holiday_says_so() -> None:
    christmas = datetime(2026, 12, 25, 10, tzinfo=UTC)
    assert conflicts([meeting("A", christmas)], POLICY) == {"A": ("falls on Christmas Day",)}


@st.composite
def some_meetings(draw: st.DrawFn) -> list[Meeting]:
    return [
        meeting(
            f"M{number}",
            at("08:00") + timedelta(minutes=15 * draw(st.integers(0, 40))),
            minutes=15 * draw(st.integers(1, 16)),
            room=draw(ROOMS),
            attendees=draw(NAMES),
        )
        for number in range(draw(st.integers(1, 8)))
    ]


@given(some_meetings())
def test_a_collision_is_seen_from_both_sides(meetings: list[Meeting]) -> None:
    found = conflicts(meetings, POLICY)
    for one in meetings:
        assert conflicts_of(one, meetings, POLICY) == found.get(one.id, ())
        for other in meetings:
            named = any(f"'{other.title}'" in sentence for sentence in found.get(one.id, ()))
            assert named == any(f"'{one.title}'" in sentence for sentence in found.get(other.id, ()))


@given(some_meetings())
def test_a_free_start_collides_with_nothing_and_stays_in_opening_hours(meetings: list[Meeting]) -> None:
    wished, *others = meetings
    start = free_start(wished, others, POLICY)
    if start is not None:
        there = replace(wished, start=start, end=start + (wished.end - wished.start))
        assert conflicts_of(there, others, POLICY) == ()
        assert at("08:00") <= there.start
        assert there.end <= at("20:00")


# Booking


def test_a_collision_is_said_with_the_nearest_free_start_and_booked_all_the_same() -> None:
    store = MemoryStore()
    add(store, room="hub")
    done = store.done(AddMeeting(title="Clinic", start=at("10:15"), room="hub"))
    assert "Hub meeting room is also taken by 'Core group' 10:00-11:00" in done.note
    assert "everybody is free at 11:00" in done.note
    assert len(store.all(Meeting)) == 2


def test_staff_are_the_same_person_by_reference_and_by_name() -> None:
    store = MemoryStore()
    store.records["worker/W1"] = Worker(id="W1", family="Lewis", given="Priya")
    add(store, attendees=("W1", "Priya Lewis", " "))
    assert store.all(Meeting)[0].attendees == ("Priya Lewis",)


def test_a_weekly_series_keeps_its_hour_when_the_clocks_change() -> None:
    store = MemoryStore()
    ref = add(store, start=from_local(date(2026, 10, 14), parse_time("10:00")), series="weekly x3")
    booked = sorted(store.all(Meeting), key=lambda entry: entry.start)
    assert [london(entry.start).strftime("%d %H:%M") for entry in booked] == [
        "14 10:00",
        "21 10:00",
        "28 10:00",
    ]
    assert booked[2].start - booked[1].start == timedelta(days=7, hours=1)
    assert {entry.series for entry in booked} == {ref}


@pytest.mark.parametrize("typed", ["sometimes", "weekly", "weekly x0", "weekly x99", "yearly x2"])
def test_a_series_that_cannot_be_read_says_what_to_type(typed: str) -> None:
    with pytest.raises(DiaryProblem, match="weekly x8"):
        parse_series(typed)
    assert "weekly x8" in refused(MemoryStore(), AddMeeting(title="A", start=at("10:00"), series=typed))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "party"}, "not in the list meeting"),
        ({"room": "moon"}, "not in the list room"),
        ({"minutes": 0}, "between 1 and"),
        ({"title": " "}, "Type what"),
        ({"person": "P404"}, "no person P404"),
    ],
)
def test_what_cannot_be_booked_is_refused_in_words(wrong: dict[str, object], sentence: str) -> None:
    asked: dict[str, object] = {"title": "A", "start": at("10:00"), **wrong}
    assert sentence in refused(MemoryStore(), AddMeeting(**asked))  # type: ignore[arg-type]


# Changing


def test_moving_a_meeting_keeps_its_length_and_everything_else() -> None:
    store = MemoryStore()
    ref = add(store, room="hub", minutes=45)
    store.done(AmendMeeting(id=ref, start=at("14:00")))
    moved = store.one(Meeting, ref)
    assert (moved.start, moved.end, moved.room) == (at("14:00"), at("14:45"), "hub")


def test_a_series_moves_from_a_meeting_on_and_not_before_it() -> None:
    store = MemoryStore()
    add(store, series="weekly x3")
    first, second, third = sorted(store.all(Meeting), key=lambda entry: entry.start)
    store.done(AmendMeeting(id=second.id, start=at("15:00", date(2026, 12, 2)), later=True))
    assert store.one(Meeting, first.id).start == first.start
    assert store.one(Meeting, third.id).start == at("15:00", date(2026, 12, 9))


def test_a_blank_keeps_and_a_dash_empties_what_stands() -> None:
    store = MemoryStore()
    ref = add(store, room="hub", attendees=("Ada Okoye",))
    store.done(AmendMeeting(id=ref, title="Core group B", room="-"))
    amended = store.one(Meeting, ref)
    assert (amended.title, amended.room, amended.attendees) == ("Core group B", "", ("Ada Okoye",))
    assert "about" in refused(store, AmendMeeting(id=ref, title="-"))


def test_another_room_for_the_series_moves_nobody() -> None:
    store = MemoryStore()
    ref = add(store, series="weekly x2")
    (other,) = (entry for entry in store.all(Meeting) if entry.id != ref)
    store.done(AmendMeeting(id=other.id, start=at("16:00", date(2026, 12, 1))))
    store.done(AmendMeeting(id=ref, room="small", later=True))
    assert store.one(Meeting, other.id).start == at("16:00", date(2026, 12, 1))
    assert store.one(Meeting, other.id).room == "small"


def test_a_cancelled_meeting_keeps_its_reason_and_frees_its_room() -> None:
    store = MemoryStore()
    ref = add(store, room="hub")
    store.done(CancelMeeting(id=ref, why="staffing"))
    assert store.one(Meeting, ref).cancelled_why == "staffing"
    assert store.done(AddMeeting(title="Clinic", start=at("10:00"), room="hub")).note == ""
    assert "Staff needed elsewhere" in refused(store, AmendMeeting(id=ref, minutes=5))


def test_a_meeting_is_cancelled_for_a_reason_of_the_list() -> None:
    store = MemoryStore()
    ref = add(store)
    assert "not in the list" in refused(store, CancelMeeting(id=ref, why="because"))
    assert store.one(Meeting, ref).state is MeetingState.BOOKED


# The core group


def test_the_agenda_takes_every_open_case_that_is_due_by_then() -> None:
    store = MemoryStore()
    with_case(store, "C1", date(2026, 11, 24))
    with_case(store, "C2", date(2026, 12, 24))
    with_case(store, "C3", date(2026, 11, 1), CaseState.ENDED)
    with_case(store, "C4", date(2026, 12, 24))
    store.done(AddAction(text="ring the ward", owner="Ada Okoye", due=date(2026, 11, 24), case="C4"))
    ref = add(store)
    store.done(PutOnAgenda(id=ref))
    assert {item.case for item in store.one(Meeting, ref).agenda} == {"C1", "C4"}
    assert "No other open case" in refused(store, PutOnAgenda(id=ref))


def test_a_decision_stands_beside_its_case_even_when_the_case_was_brought_on_the_day() -> None:
    store = MemoryStore()
    for case in ("C1", "C2"):
        with_case(store, case, date(2026, 12, 24))
    ref = add(store)
    store.done(PutOnAgenda(id=ref, case="C1"))
    store.done(Decide(id=ref, case="C1", decision="continue two weeks"))
    store.done(Decide(id=ref, case="C2", decision="end on Friday"))
    decided = {item.case: (item.person, item.decision) for item in store.one(Meeting, ref).agenda}
    assert decided == {"C1": ("PC1", "continue two weeks"), "C2": ("PC2", "end on Friday")}


def test_minutes_make_the_actions_that_were_promised_once() -> None:
    store = MemoryStore()
    ref = add(store, attendees=("Priya Lewis",))
    store.clock.at = at("11:00")
    typed = "Falls again.\n!Priya fri ring the ward"
    store.done(HoldMeeting(id=ref, minutes=typed))
    store.done(HoldMeeting(id=ref, minutes=typed + "\n!Priya fri order the frame", apologies=("Tom Shah",)))
    held = store.one(Meeting, ref)
    assert (held.state, held.apologies) == (MeetingState.HELD, ("Tom Shah",))
    assert sorted((made.owner, made.due, made.text) for made in store.all(Action)) == [
        ("Priya Lewis", date(2026, 11, 27), "order the frame"),
        ("Priya Lewis", date(2026, 11, 27), "ring the ward"),
    ]


def test_an_action_is_kept_under_the_full_name_of_somebody_who_works_here_and_made_once() -> None:
    store = MemoryStore()
    store.records["user/sam"] = User(id="sam", name="Sam Shah")
    store.records["worker/WL"] = Worker(id="WL", given="Gwen", family="Lumb")
    ref = add(store, attendees=())
    store.clock.at = at("11:00")
    store.done(HoldMeeting(id=ref, minutes="!a sam fri ring the ward\n!lumb fri order the frame"))
    store.done(HoldMeeting(id=ref, minutes="!Sam Shah fri ring the ward\n!gwen fri order the frame"))
    assert sorted(made.owner for made in store.all(Action)) == ["Gwen Lumb", "Sam Shah"]


def test_a_wrong_line_in_the_minutes_is_named_and_nothing_is_kept_by_half() -> None:
    store = MemoryStore()
    ref = add(store)
    store.clock.at = at("11:00")
    assert "Line 2 '!Priya someday ring'" in refused(
        store, HoldMeeting(id=ref, minutes="!Ada fri write\n!Priya someday ring")
    )
    assert store.one(Meeting, ref).state is MeetingState.BOOKED
    assert store.all(Action) == []


def test_a_meeting_cannot_be_held_before_it_begins() -> None:
    store = MemoryStore()
    assert "has not begun" in refused(store, HoldMeeting(id=add(store), minutes="all well"))


def test_an_action_is_finished_once_with_what_came_of_it() -> None:
    store = MemoryStore()
    ref = store.done(AddAction(text="ring", owner="Ada Okoye", due=date(2026, 11, 27))).ref
    assert "what came of it" in refused(store, FinishAction(id=ref, result=" "))
    store.done(FinishAction(id=ref, result="bed booked"))
    assert store.one(Action, ref).done_at == store.clock.at
    assert "bed booked" in refused(store, FinishAction(id=ref, result="again"))


def test_a_first_name_means_whoever_of_that_name_comes_to_the_meeting() -> None:
    store = MemoryStore()
    meeting = add(store, attendees=("Ada Okoye", "Beth Pilling"))
    ref = store.done(AddAction(text="ring", owner="beth", due=date(2026, 11, 27), meeting=meeting)).ref
    assert store.one(Action, ref).owner == "Beth Pilling"


def test_nobody_promises_something_for_yesterday() -> None:
    late = AddAction(text="ring", owner="Ada Okoye", due=date(2026, 11, 22))
    assert "before today" in refused(MemoryStore(), late)
