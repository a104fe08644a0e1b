"""Today, the screen that a day begins with: who is here, what falls due, and the way to where it is done."""

from datetime import timedelta
from pathlib import Path

from domain.desk.contacts import MakePromise
from tests.screens.cast import NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import Office


async def test_the_day_begins_with_who_is_here_and_what_falls_due(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("T")
        await ada.sees("Today  Mon 23 Nov 2026", "2 on duty, 0 to come, 1 away: Obi, G", "Shift lead Priya Lewis")
        await check_frame(ada.app, "today-80x24")


async def test_the_day_is_shown_wide(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, (120, 40)) as ada:
        await ada.press("T")
        await ada.sees("clock", "escalated", "promise", "diary", "action")
        await check_frame(ada.app, "today-120x40")


async def test_a_clock_leads_to_the_queue_and_back(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="diary") as ada:
        await ada.press("T")
        await ada.sees("clock")
        await ada.press("slash")
        await ada.type("clock holt")
        await ada.press("enter", "enter")
        await ada.sees(f" > {office.stage.refs['HOLT']}")
        await ada.press("minus")
        await ada.sees("Today  Mon 23 Nov 2026")


async def test_a_promise_is_kept_from_the_day_the_queue_and_the_person(office: Office, tmp_path: Path) -> None:
    stage = office.stage

    def owe(what: str) -> str:
        subject, due = f"referral/{stage.refs['HOLT']}", NOW + timedelta(minutes=5)
        return stage.do(MakePromise(subject=subject, what=what, due=due, whom="the crew")).ref

    def owing() -> set[str]:
        return {one.id for one in stage.ada.read.promises(NOW) if one.subject == f"referral/{stage.refs['HOLT']}"}

    made = owe("order the commode")
    before = owing()
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("T", "slash")
        await ada.type("commode")
        await ada.press("enter", "K")
        await ada.sees("kept HOLT, Margaret")
        await ada.press("1", "j")
        await ada.sees("owed 08:14: tell them: accepted")
        await ada.press("K")
        await ada.sees("owed 08:21: call back with what")
        await ada.press("enter")
        await ada.sees("promise", "referral")
        await ada.press("g", "K")
        await ada.until(lambda: not owing())
    assert made in before and len(before) == 3


async def test_a_half_typed_form_stands_first_and_goes_on(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("n")
        await ada.type("Mrs Ali")
        await ada.press("escape", "T")
        await ada.sees(" > parked")
        await ada.press("enter")
        await ada.sees("Mrs Ali", "This form was kept half-typed")
