"""Records, searches, histories and help: whose record it is stays on the screen, and reading it is journalled."""

from pathlib import Path

from domain.desk.triage import Withdraw
from tests.screens.cast import BEN, Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_enter_opens_the_person_and_notes_the_reading(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "enter")
        await ada.sees("HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538", "key safe 1234", stage.refs["HOLT"])
        await check_frame(ada.app, "person-80x24")
        await ada.press("escape")
        await ada.sees("1 Queue", "2/6")
    row = stage.ada.read.queue_row(stage.refs["HOLT"], stage.clock.now())
    assert row is not None
    readings = [entry for entry in stage.ada.read.history(f"person/{row.person_ref}") if entry.kind == "record.read"]
    assert len(readings) == 1


async def test_the_history_says_who_changed_what(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "h")
        await ada.sees(
            "History",
            "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538",
            "Ada Okoye",
            "triage",
            "claim",
            "identify",
            "ring",
        )
        await ada.sees("state: new -> in triage")


async def test_people_are_found_as_the_letters_are_typed(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+f")
        await ada.type("kow")
        await ada.sees("person", "KOWALSKI, Jan")
        await ada.press("down", "enter")
        await ada.sees("KOWALSKI, Jan  DoB 7 Jul 1960", "on hold")


async def test_five_keys_find_a_person_and_enter_opens_whoever_stands_alone(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+f", *"kow", "enter")
        await ada.sees("KOWALSKI, Jan  DoB 7 Jul 1960", "on hold")


async def test_a_reference_typed_alone_opens_its_record(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon", *stage.refs["HOLT"])
        await ada.sees(f"open {stage.refs['HOLT']}")
        await ada.press("enter")
        await ada.sees("HOLT, Margaret  DoB 3 Apr 1942 (84)", stage.refs["HOLT"])
        await ada.press("colon", *"RZZZ9", "enter")
        await ada.sees("There is no record RZZZ9")


async def test_help_lists_what_is_possible_here_and_why_the_rest_is_not(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "question_mark")
        await ada.sees("Help: queue", "a            accept", "the service takes the referral on")
        await ada.press("escape", *"W", *"revoked", "ctrl+o")
        await ada.sees("withdraw HOLT")


async def test_what_a_role_may_not_do_is_told_in_the_help(stage: Stage, tmp_path: Path) -> None:
    from dataclasses import replace

    from domain.access import Role

    reader = stage.desk(replace(BEN, roles=(Role.READ_ONLY,)))
    async with at_the_desk(reader, tmp_path) as ben:
        await ben.sees("NAQVI")
        assert "accept" not in ben.text()
        await ben.press("a")
        await ben.sees("Accept needs the right 'intake'")
        await ben.press("question_mark")
        await ben.sees("cannot: needs the right 'intake'")


async def test_help_runs_what_it_lists(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("question_mark", "slash", *"decline", "enter", "enter")
        await ada.sees("Decline  NAQVI")


async def test_a_typed_command_reads_back_what_it_understood(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon")
        await ada.type("dec out-of-area")
        await ada.sees(":dec out-of-area", "decline NAQVI, Samir Lives outside the area (wher")
        await ada.press("enter")
        await ada.sees("Decline  NAQVI", "out-of-area")


async def test_a_complete_typed_command_runs_at_once(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon")
        await ada.type(f"claim {stage.refs['BROWN']}")
        await ada.press("enter")

        def is_hers() -> bool:
            row = stage.ada.read.queue_row(stage.refs["BROWN"], stage.clock.now())
            return row is not None and row.owner == "aokoye"

        await ada.until(is_hers)


async def test_an_unknown_command_is_said_to_be_unknown(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon", *"frobnicate", "enter")
        await ada.sees("There is no command 'frobnicate'")


async def test_a_second_address_is_where_somebody_is_until_its_last_day(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "enter")
        await ada.sees("1 Weaver Street", "a address")
        await ada.press("a")
        await ada.sees("Address  HOLT, Margaret", "With whom or where")
        for answer in ("", "3/12", "her daughter Jean", "9 Mill Lane", "M26 2QA", "07700 900456", "ring twice"):
            await ada.type(answer)
            await ada.press("enter")
        await ada.press("ctrl+o")
        await ada.sees("NOT AT HOME until 3 Dec 2026 (her daughter Jean): 9 Mill Lane", "ring twice")
        await ada.press("g")
        await ada.sees("At home: 1 Weaver Street", "B home")
        await check_frame(ada.app, "person-away-80x24")
        await ada.press("escape")
        await ada.sees("M26 2")
        await ada.press("enter")
        await ada.sees("NOT AT HOME", "B home")
        await ada.press("B")
        await ada.sees("Home  HOLT, Margaret")
        await ada.press("ctrl+o")
        await ada.sees_no("NOT AT HOME")
        await ada.sees("1 Weaver Street", "key safe 1234")


async def test_what_is_typed_ahead_of_a_record_is_for_that_record(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon", *stage.refs["HOLT"], "enter", "enter", "t")
        await ada.sees("Triage  HOLT, Margaret")


async def test_a_referral_on_a_record_leads_to_where_it_is_worked_on(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+f")
        await ada.sees("Type a name, a date of birth")
        await ada.type("hol 03")
        await ada.press("enter")
        await ada.sees("HOLT, Margaret  DoB", "referral")
        await ada.press("G", "enter")
        await ada.sees("1 Queue", "2/6")


async def test_what_hangs_on_a_record_is_worked_on_there_by_the_keys_of_its_own_place(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "enter")
        await ada.sees("HOLT, Margaret  DoB", "key safe 1234")
        await ada.press("g")
        await ada.sees_no("t triage")
        await ada.press("t")
        await ada.sees("t does nothing here")
        await ada.press("G")
        await ada.sees("a address", "t triage")
        await ada.press("t")
        await ada.sees("Triage  HOLT, Margaret")


async def test_the_help_of_a_record_says_why_a_referral_on_it_cannot_be_accepted(stage: Stage, tmp_path: Path) -> None:
    stage.do(Withdraw(id=stage.refs["HOLT"], reason="revoked", at=stage.clock.at))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+f", *"hol", "enter")
        await ada.sees("HOLT, Margaret  DoB", "key safe 1234")
        await ada.press("G", "t")
        await ada.sees("It is withdrawn: triage is for a referral that is still open")
        await ada.press("question_mark", "slash", *"accept")
        await ada.sees("cannot: it is withdrawn")
