"""The users of the desk: who may enter, and how that is changed."""

from datetime import timedelta
from pathlib import Path

from domain.access import User
from domain.desk.people import ReadRecord
from domain.desk.triage import Withdraw
from tests.screens.cast import BEN, Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_a_user_is_seen_and_let_in_no_more(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"users", "enter")
        await ada.sees("Users", "aokoye", "Ben Nash", "co-ordinator", "may enter")
        await check_frame(ada.app, "users-80x24")
        await ada.press("slash")
        await ada.type("bnash")
        await ada.press("enter", "E")
        await ada.sees("Change user  Ben Nash")
        await ada.press("tab", "tab")
        await ada.type("no")
        await ada.press("ctrl+o")
        await ada.sees("Users", "left")
    ben = stage.ada.read.record(User, "bnash")
    assert ben is not None and not ben.active


async def test_a_session_is_ended_from_the_list_of_them(stage: Stage, tmp_path: Path) -> None:
    ben = stage.desk(BEN)
    ben.sit_down()
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"users", "enter")
        await ada.sees("Ben Nash", "S sessions")
        await ada.press("S")
        await ada.sees("Sessions", "Ben Nash", "x end session")
        await ada.press("slash", *"nash", "enter", "x")
        await ada.sees(":end session")
        await ada.press("enter")
        await ada.sees("end session")
        await ada.sees_no("Ben Nash ")
    assert [one for one in stage.ada.read.sittings() if one.user == BEN.id] == []


async def test_a_new_password_is_shown_once_and_the_old_one_does_no_longer(stage: Stage, tmp_path: Path) -> None:
    stage.ada.set_password(BEN.id, "correct horse battery")
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"users", "enter")
        await ada.sees("Ben Nash")
        await ada.press("slash", *"bnash", "enter", "R")
        await ada.sees("The password of Ben Nash would no longer do", "Give them a new one")
        await ada.press("y", "enter")
        shown = await ada.sees("Ben Nash signs in with ")
    password = shown.partition("signs in with ")[2].split()[0]
    assert stage.ada.credentials.check(BEN.id, password) == ""
    assert stage.ada.credentials.check(BEN.id, "correct horse battery") != ""


async def test_readings_to_ask_about_say_why_and_lead_to_the_record_s_history(stage: Stage, tmp_path: Path) -> None:
    stage.do(Withdraw(id=stage.refs["NAQVI"], reason="revoked"))
    stage.clock.at += timedelta(days=3)
    stage.do(ReadRecord(subject=f"referral/{stage.refs['NAQVI']}", purpose="a letter came"))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"readings", "enter")
        await ada.sees("the week to Thu 26 Nov 2026", "Ada Okoye", "NAQVI, Samir", "nothing was open", "a letter came")
        await check_frame(ada.app, "readings-80x24")
        await ada.press("enter")
        await ada.sees("History", "a letter came")
        await ada.press("escape", "right_square_bracket")
        await ada.sees("No reading of this week is out of the ordinary")
