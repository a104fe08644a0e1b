"""What is overdue is heard once; what somebody has taken on stays quiet. What waits is counted on every screen."""

from datetime import timedelta
from pathlib import Path

from domain.desk.escalating import Acknowledge, Raise
from tests.screens.driving import at_the_desk
from tests.screens.office import Office


async def test_an_escalation_that_nobody_answers_rings_once(office: Office, tmp_path: Path) -> None:
    stage, rung = office.stage, []
    async with at_the_desk(stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("4 Escalations 2", "0:04 !")
        ada.app.bell = lambda: rung.append(stage.clock.at)  # type: ignore[method-assign]
        stage.clock.at += timedelta(minutes=5)
        stage.do(Raise(text="The lift is broken", kind="equipment"))
        await ada.sees("4 Escalations 3 !1")
        await ada.until(lambda: len(rung) == 1)
        stage.do(Acknowledge(id=office.escalations["open"], by="Nora Quinn"))
        await ada.sees_no("4 Escalations 3 !1")
        stage.clock.at += timedelta(minutes=5)
        stage.do(Raise(text="The van does not start", kind="equipment"))
        await ada.sees("4 Escalations 4")
        assert len(rung) == 1, "what somebody has taken on stays quiet, however late it is"
        stage.clock.at += timedelta(minutes=11)
        stage.do(Raise(text="No gloves left", kind="equipment"))
        await ada.sees("4 Escalations 5 !1")
        await ada.until(lambda: len(rung) == 2)


async def test_one_that_falls_due_while_another_is_taken_on_is_heard_all_the_same(
    office: Office, tmp_path: Path
) -> None:
    stage, rung = office.stage, []
    stage.do(Raise(text="The lift is broken", kind="equipment"))
    async with at_the_desk(stage.ada, tmp_path, pane="escalations") as ada:
        stage.clock.at += timedelta(minutes=10)
        stage.do(Raise(text="The van does not start", kind="equipment"))
        await ada.sees("4 Escalations 4 !1")
        ada.app.bell = lambda: rung.append(stage.clock.at)  # type: ignore[method-assign]
        stage.clock.at += timedelta(minutes=6)
        stage.do(Acknowledge(id=office.escalations["open"], by="Nora Quinn"))
        await ada.sees("4 Escalations 4 !1", "taken")
        await ada.until(lambda: len(rung) == 1)
