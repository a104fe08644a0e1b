"""Somebody is away: whose visits fell, who could take each, and whom to ring when it is settled."""

from datetime import timedelta
from pathlib import Path

from domain.desk.roster import Assign
from domain.desk.staffing import AmendWorker, ReportAbsent
from domain.staff import Skill
from domain.visit import Visit
from tests.screens.board_cast import MONDAY, TUESDAY, Roster
from tests.screens.cast import NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_the_visits_that_fell_are_covered_one_by_one_and_called_about(rota: Roster, tmp_path: Path) -> None:
    stage, visit = rota.stage, rota.visits["FARAH 12:15"]
    stage.do(ReportAbsent(id=rota.workers["Ng"], end=NOW + timedelta(hours=9)))
    async with at_the_desk(stage.ada, tmp_path, pane="board") as ada:
        await ada.press("C")
        await ada.sees("Cover  Mon 23 Nov 2026", "Sam Ng, sick; 1 visit still to cover !", "FARAH, Amina")
        await check_frame(ada.app, "cover-80x24")
        await ada.press("slash")
        await ada.type("farah")
        await ada.press("enter", "enter")
        await ada.sees("Why FARAH 12:15", "as things stand")
        await ada.press("enter")
        await ada.sees_no("Why FARAH", "FARAH, Amina  DoB")
        await ada.press("p")
        await ada.sees("Publish Mon 23 Nov", "07700 90012")
    row = stage.ada.read.record(Visit, visit)
    assert row is not None and row.workers and rota.workers["Ng"] not in row.workers


async def test_a_worker_s_record_has_their_hours_round_and_absences(rota: Roster, tmp_path: Path) -> None:
    rota.stage.do(ReportAbsent(id=rota.workers["Ng"], start=NOW + timedelta(days=2), reason="annual-leave"))
    async with at_the_desk(rota.stage.ada, tmp_path) as ada:
        await ada.press("8")
        await ada.sees("Ng, Sam")
        await ada.press("slash")
        await ada.type("ng,")
        await ada.press("enter", "enter")
        await ada.sees(
            "Sam Ng",
            "This week 16 h of 37 h; today 1:15 with people, 0:22 on the way, 6:03 free",
            "to come",
            "DUNNE, Rose",
            "shift",
        )
        await check_frame(ada.app, "worker-80x24")
        await ada.press("B")
        await ada.sees("Back  Sam Ng")


async def test_tomorrow_s_gaps_are_looked_at_a_day_ahead(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await ada.press("C")
        await ada.sees("Cover  Mon 23 Nov 2026", "uncovered")
        await ada.press("right_square_bracket")
        await ada.sees("Cover  Tue 24 Nov 2026  6 uncovered", "Nobody who was to work is away")
        await ada.press("t")
        await ada.sees("Cover  Mon 23 Nov 2026")


async def test_leave_that_is_asked_for_shows_the_rota_it_would_break(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path) as ada:
        await ada.press("8")
        await ada.sees("Ng, Sam")
        await ada.press("slash")
        await ada.type("lewis")
        await ada.press("enter", "A")
        await ada.sees("Absent  Priya Lewis")
        await ada.type("annual-leave")
        await ada.press("enter")
        await ada.type("today 12:00")
        await ada.press("enter")
        await ada.type("tomorrow 12:00")
        await ada.press("ctrl+o")
        await ada.sees(
            "Priya Lewis away: 2 duties without them, 1 visit would need somebody else",
            "On duty Mon 23 Nov 07:00-15:00, Tue 24 Nov 07:00-15:00", "13:00", "ADAMS, Edith",
        )  # fmt: skip
        await check_frame(ada.app, "leave-80x24")
        await ada.press("escape")
        await ada.sees("Absent  Priya Lewis", "tomorrow 12:00")
        assert not rota.stage.ada.read.away(MONDAY, TUESDAY)
        await ada.press("ctrl+o")
        await ada.sees("Priya Lewis away")
        await ada.press("enter")
        await ada.sees("1 visit needs somebody else")
    assert rota.stage.ada.read.away(MONDAY, TUESDAY)


async def test_a_worker_s_record_tells_which_visits_lack_them_when_a_skill_lapses(rota: Roster, tmp_path: Path) -> None:
    stage, okafor = rota.stage, rota.workers["Okafor"]
    stage.do(Assign(id=rota.visits["EVANS 11:00 tue"], worker=okafor))
    skills = (Skill(code="medication", expires=MONDAY), Skill(code="hoist", expires=TUESDAY))
    stage.do(AmendWorker(id=okafor, skills=skills))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("8")
        await ada.sees("Okafor, Jude")
        await ada.press("slash")
        await ada.type("okafor")
        await ada.press("enter", "enter")
        await ada.sees(
            "lapses    23 Nov 2026", "Medicines: 1 visit of theirs after it to cover !", "no visit of theirs needs it",
            "EVANS, Gwen Tue 24 Nov 11:00",
        )  # fmt: skip
