"""The diary: what is on by week and by day, what collides, and a core group held by keys alone."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import sleep

import pytest

from domain.desk.diary import AmendMeeting
from domain.meeting import Action, Meeting
from tests.screens.cast import BEN
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import TUESDAY, Office, at
from tui.presenters.rooms import RoomRow
from tui.screens.rooms import RoomsView


async def test_the_week_at_80_columns(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("j")
        await ada.sees("3 Diary 3 clash 2", " > Mon 23 Nov 14:00", "CLASH: Ada Okoye is also in 'Falls clinic'")
        await check_frame(ada.app, "diary-80x24")


async def test_the_pane_among_the_four_and_zoomed_at_120_columns(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, size=(120, 40), pane="diary") as ada:
        await ada.sees("Diary  Mon 23 Nov to Sun 29 Nov 2026", "Falls clinic", "On call: Shift lead", "Lewis, P")
        await ada.press("z")
        await ada.sees("Core group, 1 case", "Hub meeting room", "1 Queue 6 !1", "3 Diary 3 clash 2")
        await ada.sees_no("On call: Shift lead")
        await check_frame(ada.app, "diary-120x40")


async def test_other_days_and_back_to_today(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Mon 23 Nov to Sun 29 Nov 2026", "Supervision")
        await ada.press("v")
        await ada.sees("Mon 23 Nov 2026", "1/3")
        await ada.sees_no("Supervision")
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov 2026", "10:00-11:00 Supervision", "cancelled")
        await ada.press("v", "right_square_bracket")
        await ada.sees("Tue 1 Dec to Mon 7 Dec 2026", "Core group", "1/1")
        await ada.press("left_square_bracket", "left_square_bracket")
        await ada.sees("Tue 17 Nov to Mon 23 Nov 2026")
        await ada.press("t")
        await ada.sees("Mon 23 Nov to Sun 29 Nov 2026", "Handover")


async def test_days_without_entries_say_so(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("left_square_bracket")
        await ada.sees("Mon 16 Nov to Sun 22 Nov 2026", "Nothing is in the diary for these days.", "0/0")


async def test_a_new_entry_that_collides_is_booked_and_the_clash_is_said(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("a")
        await ada.sees("Add", "What is it *")
        await ada.type("Family meeting")
        await ada.press("enter")
        await ada.type("24/11 10:30")
        await ada.press("enter", "enter", "enter", "enter")
        await ada.type("Priya Lewis")
        await ada.press("ctrl+o")
        await ada.sees("Priya Lewis is also in 'Supervision' 10:00-11:00")
        await ada.sees(" > Tue 24 Nov 10:30-11:30 Family meeting")


async def test_an_entry_is_moved_and_one_is_called_off(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("j", "j", "e")
        await ada.sees("Amend  Falls clinic")
        await ada.press("tab", *["backspace"] * 20)
        await ada.type("16:00")
        await ada.press("ctrl+o")
        await ada.sees("16:00-17:00 Falls clinic")
        await ada.sees_no("CLASH")
        await ada.press("x")
        await ada.sees("Cancel  Falls clinic")
        await ada.type("not-needed")
        await ada.press("ctrl+o")
        await ada.sees("Falls clinic", "cancelled: No longer needed")
        await ada.press("u")
        await ada.sees("Took back: cancel")


async def test_what_another_desk_moves_is_seen_here(office: Office, tmp_path: Path) -> None:
    ben = office.stage.desk(BEN)
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Supervision")
        ben.handle(AmendMeeting(id=office.meetings["Supervision"], start=at("11:15", TUESDAY)))
        await ada.sees("Tue 24 Nov 11:15-12:15 Supervision", "BN amended")


async def test_a_core_group_is_held_by_keys(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    stage.clock.at = at("14:20")
    async with at_the_desk(stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees(" > Mon 23 Nov 14:00-15:30 Core group")
        await ada.press("enter")
        await ada.sees("Core group  Mon 23 Nov 14:00-15:30", "BROWN, Ivy: no next step", "still owed")
        await check_frame(ada.app, "meeting-80x24")
        await ada.press("D")
        await ada.sees("Decide  BROWN, Ivy  DoB 30 Jan 1947")
        await ada.type("Two more weeks")
        await ada.press("ctrl+o")
        await ada.sees("decided    BROWN, Ivy: Two more weeks", "1 of 1 cases decided")
        await ada.press("M")
        await ada.sees("Minutes  Core group  Mon 23 Nov 14:00-15:30")
        await ada.type("Talked about the ward")
        await ada.press("enter")
        await ada.type("!Priya fri ring the ward")
        await ada.press("ctrl+o")
        await ada.sees("Promised: Priya Lewis by Fri 27 Nov 2026", "Talked about the ward")
        await ada.sees("action     by 27 Nov        to do      Priya Lewis: ring the ward")
    meeting = stage.ada.read.record(Meeting, office.meetings["Core group"])
    assert meeting is not None
    assert meeting.state == "held"
    assert [item.decision for item in meeting.agenda] == ["Two more weeks"]


async def test_a_case_is_put_on_the_agenda_by_the_persons_name(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("j", "enter")
        await ada.sees("BROWN, Ivy")
        await ada.press("A")
        await ada.sees("Agenda", "Case")
        await ada.press(*"holt", "enter")
        await ada.sees("2 cases on the agenda", "HOLT, Margaret: next: order a commode")


async def test_an_action_owed_from_before_is_finished_at_the_meeting(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Handover")
        await ada.press("j", "enter")
        await ada.sees("still owed by 23 Nov")
        await ada.press("j", "F")
        await ada.sees("Done  BROWN, Ivy", "What came of it")
        await ada.type("They will call on Friday")
        await ada.press("ctrl+o")
        await ada.sees("done")
        await ada.sees_no("still owed")
    assert [one.result for one in _actions(office)] == ["They will call on Friday"]


async def test_minutes_with_an_unclear_promise_stay_on_the_form_with_the_line_named(
    office: Office, tmp_path: Path
) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees(" > Mon 23 Nov 09:00-09:30 Handover")
        await ada.press("M")
        await ada.sees("Minutes *")
        await ada.type("!Ben someday tidy up")
        await ada.press("ctrl+o")
        await ada.sees("Line 1 '!Ben someday tidy up'", "!Ben someday tidy up", "Not done")


async def test_marking_a_row_names_that_row_on_the_form(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees(" > Mon 23 Nov 09:00-09:30 Handover")
        await ada.press("space", "e")
        await ada.sees("Amend  Handover  Mon 23 Nov 09:00-09:30", "Small meeting room"[:5].lower())


def _actions(office: Office) -> list[Action]:
    read = office.stage.ada.read
    entries = read.entries_since(0, 500)
    refs = {name.partition("/")[2] for entry in entries for name in entry.after if name.startswith("action/")}
    return [one for one in (read.record(Action, ref) for ref in refs) if one is not None]


async def test_a_clinic_is_booked_by_places(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Falls clinic")
        await ada.press("j", "j")
        await ada.sees("> Mon 23 Nov 15:00")
        await ada.press("e")
        await ada.sees("Amend  Falls clinic", "Places of")
        for _ in range(7):
            await ada.press("enter")
        await ada.type("20")
        await ada.press("ctrl+o")
        await ada.sees("Clinic, 3 of 3 places free", "b book")
        await ada.press("enter")
        await ada.sees("15:00-15:20", "15:40-16:00", "3 of 3 places free")
        await ada.press("j", "b")
        await ada.sees("Book  Falls clinic", "Who *")
        await ada.type("kow")
        await ada.sees("KOWALSKI, Jan")
        await ada.press("down", "enter", "ctrl+o")
        await ada.sees("15:20-15:40      booked     KOWALSKI, Jan", "2 of 3 places free")
        await check_frame(ada.app, "clinic-80x24")
        await ada.press("enter")
        await ada.sees("KOWALSKI, Jan  DoB 7 Jul 1960", "diary     23 Nov 15:20", "Falls clinic, Clinic room 1")
        await ada.press("escape")
        await ada.sees("2 of 3 places free")
        await ada.press("U", "ctrl+o")
        await ada.sees("3 of 3 places free")


async def test_the_rooms_of_a_day_show_which_is_free_when(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Falls clinic")
        await ada.press("R")
        await ada.sees("Rooms  Mon 23 Nov 2026", "Hub meeting room     ............###.........", "taken to 09:30")
        await check_frame(ada.app, "rooms-80x24")
        await ada.press("right_square_bracket")
        await ada.sees("Rooms  Tue 24 Nov 2026", "free all day")
        await ada.press("t", "a")
        await ada.sees("Add", "What is it *")
        await ada.press("escape", "j")
        await ada.press("enter")
        await ada.sees("Handover  Mon 23 Nov 09:00-09:30")


async def test_what_is_typed_after_a_step_to_another_day_is_for_that_day(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(view: RoomsView) -> tuple[date, Sequence[RoomRow]]:
        sleep(0.4)
        return read(view)

    read = RoomsView.read
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("Falls clinic")
        await ada.press("R")
        await ada.sees("taken to 09:30")
        monkeypatch.setattr(RoomsView, "read", slowly)
        await ada.press(*["right_square_bracket"] * 5)
        await ada.sees("Rooms  Sat 28 Nov 2026", "free all day")
        await ada.press("t", "j", "enter")
        await ada.sees("Handover  Mon 23 Nov 09:00-09:30")


async def test_a_clash_is_ended_by_what_fewest_have_to_hear_of(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.sees("CLASH")
        await ada.press("j", "w")
        await ada.sees("Ways out of the clash: Core group", "> Falls clinic", "to 15:30", "to 13:30")
        await check_frame(ada.app, "ways-80x24")
        await ada.press("enter")
        await ada.sees("15:30-16:30", "3 Diary 3  ")
        await ada.sees_no("CLASH")
