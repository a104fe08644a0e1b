"""The desk's lists, each a key from anywhere: what is owed, the cases, the staff, the policy."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.desk.contacts import MakePromise
from domain.escalation import Promise
from domain.meeting import Action
from tests.screens.cast import NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import Office


@pytest.mark.parametrize(
    ("key", "place", "sight"),
    [("6", "promises", "ring the housing office"), ("7", "cases", "order a commode"), ("8", "staff", "AWAY sick")],
)
async def test_a_list_at_80_columns(office: Office, tmp_path: Path, key: str, place: str, sight: str) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press(key)
        await ada.sees(sight)
        await check_frame(ada.app, f"{place}-80x24")


async def test_a_promise_is_kept_with_one_key_and_taken_back_with_another(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    made = stage.do(MakePromise(
        subject=f"referral/{stage.refs['BROWN']}", what="send the leaflet", due=NOW + timedelta(minutes=20), whom="Ivy",
    ))  # fmt: skip
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("6")
        await ada.sees("0:20 !", "send the leaflet")
        await ada.press("slash")
        await ada.type("leaflet")
        await ada.press("enter")
        await ada.sees("BROWN, Ivy  DoB 30 Jan 1947", "1/1")
        await ada.press("K")
        await ada.sees("kept BROWN, Ivy", "0/0")
        assert stage.ada.read.record(Promise, made.ref).kept_at == NOW  # type: ignore[union-attr]
        await ada.press("u")
        await ada.sees("Took back: kept", "1/1")


async def test_an_overdue_action_of_a_meeting_is_chased_in_the_same_list(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("6")
        await ada.sees("today !", "ring the housing office")
        await ada.press("G", "F")
        await ada.sees("Done  BROWN, Ivy  DoB", "What came of it")
        await ada.type("They are on it")
        await ada.press("ctrl+o")
        await ada.sees("done BROWN, Ivy", "9/9")
    finished = [entry for entry in stage.ada.read.entries_since(0, 500) if entry.kind == "action.finish"]
    assert [stage.ada.read.record(Action, entry.subject[7:]).result for entry in finished] == ["They are on it"]  # type: ignore[union-attr]


async def test_enter_on_a_promise_opens_what_it_is_about(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("6")
        await ada.sees("KOWALSKI")
        await ada.press("slash")
        await ada.type("list from the ward")
        await ada.press("enter", "enter")
        await ada.sees("KOWALSKI, Jan  DoB 7 Jul 1960")


async def test_a_case_is_opened_from_the_list_and_escape_comes_back(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("7")
        await ada.sees(" > " + office.cases["BROWN"], "today !", "in 1 d")
        await ada.press("enter")
        await ada.sees("BROWN, Ivy  DoB 30 Jan 1947", "walk to the shop")
        await ada.press("escape")
        await ada.sees("Cases", "1/2")


async def test_a_worker_rings_in_sick_and_comes_back(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("8")
        await ada.sees(" > Lewis, Priya")
        await ada.press("A")
        await ada.sees("Absent  Priya Lewis", "Why")
        await ada.press("ctrl+o")
        await ada.sees("No visit is affected", "AWAY Sick, until further notice")
        await ada.press("B")
        await ada.sees("Back  Priya Lewis")
        await ada.press("ctrl+o")
        await ada.sees("Priya Lewis  07700 900101  07:00-15:00")
    assert stage.ada.read.absences(NOW)[0].worker == office.workers["Obi"]


async def test_a_worker_who_was_found_is_opened_with_the_shifts_to_come(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("ctrl+f")
        await ada.type("shah")
        await ada.sees("Tom Shah")
        await ada.press("enter", "enter")
        await ada.sees("Skills: LAPSED Medicines", "Mon 07:00-15:00, 8 h")


async def test_a_lapsed_skill_stands_first_and_says_so(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("8")
        await ada.sees("to 10 Dec Moving", "LAPSED Medicines")


async def test_the_policy_tells_what_was_never_read_at_its_source(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("0")
        await ada.sees("amber-minutes", "60 minutes")
        await ada.press("slash")
        await ada.type("ooh-mode")
        await ada.press("enter")
        await ada.sees("ooh-mode: run", "never to be shown as national fact")
        await ada.press("e")
        await ada.sees("Setting  ooh-mode", "Value *")
        await ada.type("next_open")
        await ada.press("ctrl+o")
        await ada.sees("ooh-mode: next_open", "Source: Ada Okoye", "Owner service manager")


async def test_lists_replace_one_another_and_minus_goes_back(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("7")
        await ada.sees("order a commode")
        await ada.press("8")
        await ada.sees("Lewis, Priya")
        await ada.press("minus")
        await ada.sees("order a commode")
        await ada.press("3")
        await ada.sees("3 Diary", "Handover")


async def test_a_list_and_its_keys_are_words_of_the_command_line_too(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("colon")
        await ada.type("staff")
        await ada.press("enter")
        await ada.sees("Lewis, Priya")
        await ada.press("3")
        await ada.sees("Handover")
        await ada.press("colon")
        await ada.type("span")
        await ada.press("enter")
        await ada.sees("Mon 23 Nov 2026", "1/3")
        await ada.press("colon")
        await ada.type("cancel not-needed")
        await ada.press("enter")
        await ada.sees("cancelled: No longer needed")


async def test_a_rule_has_a_story_of_what_was_is_and_will_be(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("0")
        await ada.sees("Policy of Mon 23 Nov 2026", "acknowledge-minutes")
        await ada.press("j", "e")
        await ada.sees("Setting  amber-minutes", "Value *")
        await ada.type("45")
        await ada.press("enter")
        await ada.type("1/12")
        await ada.press("ctrl+o")
        await ada.sees("60 minutes; from 1 Dec~", "From 1 Dec 2026: 45 minutes")
        await ada.press("slash")
        await ada.type("two-hour clock")
        await ada.press("enter")
        await ada.sees("/two-hour clock", "> amber-minutes", "red-minutes", "u takes it back")
        await ada.sees_no("acknowledge-minutes")
        await check_frame(ada.app, "policy-80x24")
        await ada.press("right_square_bracket")
        await ada.sees("Policy of Tue 1 Dec 2026", "amber-minutes                  45 minutes")
        await ada.press("t", "enter")
        await ada.sees("Rule amber-minutes", "in force", "planned", "> 1 Jan 2020  30 Nov 2026")
        await check_frame(ada.app, "rule-80x24")
        await ada.press("x")
        await ada.sees("Cancel needs a planned change under the cursor")
        await ada.press("k", "x")
        await ada.sees_no("planned")
        await ada.press("escape")
        await ada.sees("amber-minutes                  60 minutes  ")
