"""Half-finished work under an interruption: put aside by one key, brought back whole, on another terminal too."""

from datetime import timedelta
from pathlib import Path

from domain.desk.people import AmendPerson
from domain.people import Person
from domain.referral import Referral
from tests.screens.cast import BEN, Stage
from tests.screens.driving import Hands, at_the_desk


def who(stage: Stage, family: str) -> Person:
    referral = stage.ada.read.record(Referral, stage.refs[family])
    assert referral is not None
    person = stage.ada.read.record(Person, referral.person)
    assert person is not None
    return person


async def test_a_call_is_parked_for_another_and_goes_on_at_the_same_field(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("n", *"Jean", "enter", *"0770", "ctrl+t")
        await ada.sees("parked 1", "Parked: ring; ctrl+t goes on with it")
        await ada.press("n")
        await ada.sees_no("Jean", "0770")
        await ada.press(*"Ben", "escape")
        await ada.sees("parked 2")
        await ada.press("ctrl+t")
        await ada.sees("Jean", "0770")
        await ada.press(*"0900")
        await ada.sees("07700900")


async def test_parked_work_waits_on_another_terminal_on_the_record_where_it_was_begun(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("j", "enter")
        await ada.sees("HOLT, Margaret  DoB", "key safe 1234")
        await ada.press("c", *"Jean", "enter", *"Will be in until noon", "left", "left", "ctrl+t")
        await ada.sees("parked 1")
    async with at_the_desk(stage.desk(stage.ada.caller.user), tmp_path) as later:
        await later.sees("NAQVI", "parked 1")
        await later.press("ctrl+t")
        await later.sees("Log", "Jean", "Will be in until noon")
        await later.press(*"XY")
        await later.sees("Will be in until noXYon")
        await later.press("ctrl+o")
        await later.sees("HOLT, Margaret  DoB", "log HOLT")
        await later.sees_no("parked")


async def amending_holt(ada: Hands) -> None:
    """Go from the queue to Mrs Holt's record, and begin to amend it."""
    await ada.sees("NAQVI", "1/6")
    await ada.press("j", "enter")
    await ada.sees("HOLT, Margaret  DoB", "key safe 1234")
    await ada.press("e")
    await ada.sees("Amend  HOLT", "Family name")


async def test_an_amendment_keeps_what_others_saved_in_the_fields_that_were_not_typed(
    stage: Stage, tmp_path: Path
) -> None:
    holt = who(stage, "HOLT")
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await amending_holt(ada)
        await ada.press(*"Holte")
        stage.desk(BEN).handle(AmendPerson(id=holt.id, seen=holt.revision, phone="01632 960888"))
        await ada.press("ctrl+o")
        await ada.sees("changed it first", "01632 960888", "as they saved it")
        await ada.press("m")
        await ada.sees("amend HOLT")
    assert (who(stage, "HOLT").family, who(stage, "HOLT").phone) == ("Holte", "01632 960888")


async def test_a_form_that_waited_too_long_is_compared_with_what_was_saved_meanwhile(
    stage: Stage, tmp_path: Path
) -> None:
    holt = who(stage, "HOLT")
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await amending_holt(ada)
        await ada.press(*"Holte", "ctrl+t")
        await ada.sees("parked 1")
        stage.desk(BEN).handle(AmendPerson(id=holt.id, seen=holt.revision, family="Holtby"))
        await ada.sees("HOLTBY")
        await ada.press("ctrl+t")
        await ada.sees("Amend", "Holte")
        await ada.press("ctrl+o")
        await ada.sees("changed it first", "Holtby", "Holte")


async def test_who_may_be_told_what_is_said_before_anybody_speaks(stage: Stage, tmp_path: Path) -> None:
    holt = who(stage, "HOLT")
    stage.do(AmendPerson(id=holt.id, may_tell=("Jean Cole, niece, 07700 900123: everything",)))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("c")
        await ada.sees("NAQVI, Samir: Nobody is named who may be told anything", "0 min")
        await ada.press("escape", "j", "c")
        await ada.sees("HOLT, Margaret: May be told: Jean Cole, niece, 07700 900123: everything")
        await ada.press(*"Bob", "enter")
        await ada.sees("Bob is not named: tell nothing. Named are Jean Cole", "unsaved 1")
        await ada.press("shift+tab", "backspace", "backspace", "backspace", *"jean", "enter")
        await ada.sees("Jean Cole may be told: everything")
        stage.clock.at += timedelta(minutes=3)
        await ada.press(*"x")
        await ada.sees("3 min", "unsaved 2")


async def test_a_call_begins_when_its_form_is_opened_not_when_it_is_saved(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("n")
        await ada.sees("Ring", "0 min")
        stage.clock.at += timedelta(minutes=4)
        await ada.press(*"Jean", "enter", *"07700900123", "enter", *"falls", "enter", *"2h", "ctrl+o")
        await ada.sees("1 Queue 7", "Asked 09:14 by Jean")
