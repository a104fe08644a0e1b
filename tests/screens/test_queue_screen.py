"""The queue: who waits, found, filtered and marked by keys; the list never moves under the cursor."""

from datetime import timedelta
from pathlib import Path

from domain.desk.intake import Ring
from domain.referral import Urgency
from tests.screens.cast import BEN, Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_the_queue_at_80_columns(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1 Queue 6 !1", "1/6", "t triage")
        await check_frame(ada.app, "queue-80x24")


async def test_the_cursor_moves_and_the_detail_follows(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j")
        await ada.sees(" > " + stage.refs["HOLT"], "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538", "2/6")
        await ada.press("G")
        await ada.sees("6/6", "[BOLD]X[/]")


async def test_hostile_names_are_shown_literally_and_steer_nothing(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        shown = await ada.sees("[BOLD]X[/]")
        assert "\x1b" not in shown
        await ada.press("G", "enter")
        await ada.sees("[BOLD]X[/], \ufffd[31mEvil")


async def test_a_filter_keeps_the_rows_that_have_its_words_and_escape_clears_it(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("slash")
        await ada.type("holt")
        await ada.sees_no("NAQVI")
        await ada.press("enter")
        await ada.sees("/holt", "1/1")
        await ada.press("escape")
        await ada.sees("NAQVI", "/6")


async def test_what_arrives_while_somebody_works_is_counted_and_then_merged(stage: Stage, tmp_path: Path) -> None:
    ben = stage.desk(BEN)
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j")
        before = [line for line in ada.text().splitlines() if line.startswith((" > ", "   R"))]
        ring = Ring(whom="Mr Ali", phone="01632 960000", need="UCR1", urgency=Urgency.TWO_HOUR)
        made = ben.handle(ring)
        while "+1" not in (shown := ada.text()):
            await ada.press("j", "k")
        assert before == [line for line in shown.splitlines() if line.startswith((" > ", "   R"))]
        await ada.press("equals_sign")
        shown = await ada.sees(made.ref)  # type: ignore[union-attr]
        assert f" > {stage.refs['HOLT']}" in shown
        assert "+1" not in shown


async def test_marked_rows_are_what_an_action_is_done_to(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("space", "j", "space")
        await ada.sees("2 marked", f"*  {stage.refs['NAQVI']}", f"*  {stage.refs['Ó SÚILLEABHÁIN']}")
        await ada.press("m")
        await ada.sees("claim 2 done")
        await ada.sees_no("marked")


async def test_rows_that_leave_the_queue_are_struck_before_they_go(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("W")
        await ada.sees("Withdraw  NAQVI")
        await ada.type("revoked")
        await ada.press("ctrl+o")
        await ada.sees("withdraw NAQVI")
        await ada.sees("1 Queue 5")


async def test_clocks_are_right_at_once_after_a_form_stood_in_front_of_them(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("0:22 !!")
        await ada.press("W")
        await ada.sees("Withdraw  NAQVI")
        stage.clock.at += timedelta(minutes=3)
        ada.app._minute()
        await ada.press("escape")
        await ada.sees("0:19 !!")


async def test_what_a_referral_repeats_is_found_by_the_persons_name_however_fast_it_is_typed(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon", *"duplicate", "enter", *"zzz")
        await ada.sees("no referral fits 'zzz'")
        await ada.press("ctrl+u", *"holt", "enter")
        await ada.sees(" is about NAQVI, Samir and ", "about HOLT, Margaret")


async def test_what_a_row_does_not_allow_is_said_at_once_also_when_it_is_typed(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("KOWALSKI")
        await ada.press("j", "j", "j", "o")
        await ada.sees("It is on hold: hold is for a referral still being triaged")
        await ada.press("colon", *"hold", "enter")
        await ada.sees("It is on hold: hold is for a referral still being triaged", "1 Queue")


async def test_accepting_is_tried_on_a_copy_before_it_is_done(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("w")
        await ada.sees("What if accepted: ", "NAQVI", "13 of 13 visits NOT SAFE", "nobody")
        await ada.press("escape")
        await ada.sees("1 Queue 6")
