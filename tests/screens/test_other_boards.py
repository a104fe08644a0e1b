"""The roster otherwise: by week, and as the desk knew it at a past moment."""

from datetime import timedelta
from pathlib import Path

from domain.desk.roster import Unassign
from tests.screens.board_cast import Roster
from tests.screens.cast import NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_a_week_has_everybody_s_duties_visits_and_what_nobody_goes_to(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await ada.press("W")
        await ada.sees("Week of Mon 23 Nov 2026", "UNCOVERED      1        6", "Lewis, P       07-15 3  07-15 0")
        await check_frame(ada.app, "week-80x24")
        await ada.press("right_square_bracket")
        await ada.sees("Week of Mon 30 Nov 2026")
        await ada.press("t", "j", "j", "enter")
        await ada.sees("Priya Lewis", "This week 16 h of 37 h")


async def test_the_board_of_a_past_moment_is_looked_at_and_not_touched(rota: Roster, tmp_path: Path) -> None:
    stage = rota.stage
    stage.clock.at = NOW - timedelta(minutes=5)
    stage.do(Unassign(id=rota.visits["ADAMS 13:00"]))
    stage.clock.at = NOW
    async with at_the_desk(stage.ada, tmp_path, pane="board") as ada:
        await ada.sees("uncovered 2")
        await ada.press("@")
        await ada.sees("Board Mon 23 Nov AS IT WAS KNOWN 08:59", "Lewis, P        .=.|C2......A...")
        await check_frame(ada.app, "past-80x24")
        await ada.press("a")
        await ada.sees("AS IT WAS KNOWN 08:59")
        await ada.press("d")
        await ada.sees("As it was at")
        await ada.type("09:12")
        await ada.press("enter")
        await ada.sees("AS IT WAS KNOWN 09:12", "Lewis, P        .=..C*..........")
        await ada.press("escape")
        await ada.sees("2 Board", "uncovered 2")


async def test_the_same_day_by_person_is_worked_by_the_keys_of_the_board(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await ada.sees("uncovered 1")
        await ada.press("b")
        await ada.sees("By person  Mon 23 Nov", "ADAMS, Edith", "with nobody for a visit")
        await ada.press("j")
        await ada.sees("> ADAMS, Edith", "DoB 2 May 1938")
        await check_frame(ada.app, "by-person-80x24")
        await ada.press("slash")
        await ada.type("clark")
        await ada.press("enter")
        await ada.sees_no("ADAMS, Edith ")
        await ada.press("j", "enter")
        await ada.sees("CLARK, Tom  DoB 17 Aug 1944", "What      When")
        await ada.press("escape", "right_square_bracket")
        await ada.sees("By person  Tue 24 Nov")
