"""Calendars of others in the diary, and the diary in theirs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.desk.bus import Refused
from domain.desk.calendars import TakeCalendar
from domain.desk.diary import AmendMeeting, CancelMeeting
from domain.exchange.event import Event
from domain.meeting import Meeting, MeetingState
from domain.message import Trouble
from domain.when import LONDON
from storage.formats.calendars import MOST_ENTRIES, is_calendar, read
from storage.formats.limits import Unreadable
from tests.memory import MemoryStore
from tests.unit.presenter_cast import SIGHT
from tests.unit.test_diary import add, at
from tui.presenters.calendar_out import calendar

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
REPEATED = (
    "UID:hub", "SUMMARY:Discharge call", "DTSTART;TZID=Europe/London:20260310T100000", "DURATION:PT30M",
    "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270430T230000Z",
)  # fmt: skip


def file(*entries: tuple[str, ...]) -> bytes:
    body = [line for entry in entries for line in ("BEGIN:VEVENT", "DTSTAMP:20261101T080000Z", *entry, "END:VEVENT")]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//X//EN", *body, "END:VCALENDAR", "")).encode()


def one(uid: str, start: str, *more: str) -> tuple[str, ...]:
    return (f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{uid}", *more)


def events(*entries: tuple[str, ...]) -> tuple[Event, ...]:
    found, troubles = read(file(*entries), NOW)
    assert troubles == ()
    return found


def troubles(*entries: tuple[str, ...]) -> str:
    return "; ".join(trouble.what for trouble in read(file(*entries), NOW)[1])


def meetings(store: MemoryStore) -> list[Meeting]:
    return sorted((one for one in store.records.values() if isinstance(one, Meeting)), key=lambda one: one.start)


def take(store: MemoryStore, *entries: tuple[str, ...]) -> str:
    return store.done(TakeCalendar(events=events(*entries))).note


# What a file says


def test_a_wall_time_is_london_s_where_no_zone_is_said() -> None:
    (found,) = events(one("a", "20270401T100000"))
    assert (found.start, found.end - found.start) == (datetime(2027, 4, 1, 9, tzinfo=UTC), timedelta(hours=1))


def test_what_repeats_keeps_its_hour_when_the_clocks_change_and_ends_when_it_says() -> None:
    found = events(REPEATED)
    assert {f"{each.start.astimezone(LONDON):%H:%M}" for each in found} == {"10:00"}
    assert (found[0].start.date(), found[-1].start.date()) == (date(2026, 11, 24), date(2027, 4, 27))
    assert len({each.uid for each in found}) == len(found)


def test_one_time_of_a_series_may_be_left_out_and_another_moved() -> None:
    left_out = (*REPEATED, "EXDATE;TZID=Europe/London:20261201T100000")
    moved = one("hub", "20261208T150000Z", "RECURRENCE-ID;TZID=Europe/London:20261208T100000")
    days = [f"{each.start:%d %H}" for each in events(left_out, moved)][:3]
    assert days == ["24 10", "08 15", "15 10"]


def test_what_is_for_whole_days_is_told_and_the_rest_taken() -> None:
    leave = ("UID:b", "DTSTART;VALUE=DATE:20261124", "SUMMARY:Leave")
    found, told = read(file(one("a", "20261124T100000Z"), leave), NOW)
    assert [each.uid for each in found] == ["a"]
    why = "'Leave' is for whole days, and the diary has hours"
    assert told == (Trouble(where="entry 2", what=f"cannot be read and was passed over: {why}"),)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (("DTSTART:20261124T100000Z", "SUMMARY:No name"), "has no UID"),
        (one("a", "20261124T100000Z", "DTEND:20261124T090000Z"), "ends before it begins"),
        (("UID:a", "SUMMARY:No time"), "is not whole"),
        (one("a", "20261124T100000Z", "RRULE:FREQ=SECONDLY"), "only its first time"),
        (one("a", "20261124T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "only its first time"),
        (one("a", "19000101T100000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"), "only its first time"),
    ],
)
def test_what_cannot_be_taken_is_told(entry: tuple[str, ...], said: str) -> None:
    assert said in troubles(entry)


def test_a_calendar_that_is_not_whole_or_too_long_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="export it again"):
        read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:NOTHING\r\n", NOW)
    with pytest.raises(Unreadable, match="fewer weeks"):
        read(file(*(one(str(number), "20261124T100000Z") for number in range(MOST_ENTRIES + 1))), NOW)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*REPEATED, "DTEND:x", "RRULE:FREQ=WEEKLY;BYDAY=9XX", "DURATION:-PT1H", "EXDATE:1"])))
def test_whatever_lines_an_entry_has_it_is_read_or_told(lines: list[str]) -> None:
    content = file(tuple(lines))
    assert is_calendar(content)
    try:
        found, _ = read(content, NOW)
    except Unreadable:
        return
    assert all(each.end > each.start for each in found)


# What the diary makes of it


def test_entries_of_another_calendar_are_booked_followed_and_cancelled() -> None:
    store = MemoryStore()
    note = take(store, one("a", "20261124T100000Z", "LOCATION:hub meeting room", "ATTENDEE;CN=Ada Okoye:mailto:a@x"))
    assert note == "Diary: 1 new, 0 changed, 0 cancelled"
    (kept,) = meetings(store)
    assert (kept.title, kept.room, kept.attendees) == ("a", "hub", ("Ada Okoye",))
    take(store, one("a", "20261124T140000Z", "LOCATION:Town hall"))
    (kept,) = meetings(store)
    assert (kept.start.hour, kept.title, kept.room) == (14, "a (Town hall)", "hub")
    take(store, one("a", "20261124T140000Z", "STATUS:CANCELLED"))
    assert [kept.state for kept in meetings(store)] == [MeetingState.CANCELLED]


def test_the_same_calendar_again_is_nothing_new_and_what_is_over_is_left_out() -> None:
    store = MemoryStore()
    both = one("a", "20261124T100000Z"), one("old", "20261120T100000Z")
    take(store, *both)
    again = store.do(TakeCalendar(events=events(*both)))
    assert isinstance(again, Refused) and again.why == "unchanged"
    assert [kept.title for kept in meetings(store)] == ["a"]


def test_a_clash_with_what_the_diary_has_is_said() -> None:
    store = MemoryStore()
    add(store, attendees=("Ada Okoye",), kind="meeting")
    assert "also in" in take(store, one("a", "20261124T103000Z", "ATTENDEE;CN=Ada Okoye:mailto:a@x"))


def test_the_diary_s_own_entries_come_back_as_nothing_new_and_older_copies_move_nothing() -> None:
    store = MemoryStore()
    ref = add(store, attendees=("Ada Okoye", "Tom Shah"), room="hub")
    copy = calendar(meetings(store), SIGHT, "Bury").encode()
    assert isinstance(store.do(TakeCalendar(events=read(copy, NOW)[0])), Refused)
    store.done(AmendMeeting(id=ref, start=at("15:00"), apologies=("Tom Shah",)))
    assert isinstance(store.do(TakeCalendar(events=read(copy, NOW)[0])), Refused)
    (moved,) = read(calendar(meetings(store), SIGHT, "Bury").encode(), NOW)[0]
    store.done(TakeCalendar(events=(replace(moved, start=at("16:00"), end=at("17:00")),)))
    (kept,) = meetings(store)
    assert (kept.start, kept.attendees, kept.apologies) == (at("16:00"), ("Ada Okoye", "Tom Shah"), ("Tom Shah",))


def test_what_was_cancelled_here_stays_cancelled() -> None:
    store = MemoryStore()
    take(store, one("a", "20261124T100000Z"))
    store.done(CancelMeeting(id=meetings(store)[0].id, why="not-needed"))
    assert isinstance(store.do(TakeCalendar(events=events(one("a", "20261124T150000Z")))), Refused)


# The diary as a file


def test_a_calendar_file_names_nobody_in_care_and_nothing_in_it_becomes_a_line_of_its_own() -> None:
    told: dict[str, Any] = {"person": "P1", "title": "Review\r\nATTENDEE:mailto:x\x1b[31m", "attendees": ('A "B"; C',)}
    text = calendar([Meeting(id="D1", start=at("10:00"), end=at("11:00"), **told)], SIGHT, "Bury")
    assert "P1" not in text and "\x1b" not in text
    assert [line for line in text.splitlines() if line.startswith("ATTENDEE:")] == []
    assert text.count("ATTENDEE;") == 1
