"""Escalations: raised from any row with its context, answered or not; silence climbs, and once only."""

from datetime import timedelta
from pathlib import Path

from domain.access import Role, User
from domain.escalation import Escalation
from tests.screens.cast import ADA, BEN, NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import Office


async def test_escalations_at_80_columns(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("4 Escalations 2", "On call: Shift lead Priya Lewis 07700 900101", "0:04 !", "No hoist")
        await check_frame(ada.app, "escalations-80x24")


async def test_a_row_is_escalated_with_its_context(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "exclamation_mark")
        await ada.sees("Escalate  HOLT, Margaret  DoB 3 Apr 1942")
        await ada.type("Her daughter says she is worse")
        await ada.press("ctrl+o")
        await ada.sees("Ring Priya Lewis, Shift lead, on 07700 900101", "4 Escalations 3")
        await ada.press("4")
        await ada.sees("0:15        open", "Her daughter")
        await ada.press("j")
        await ada.sees(
            "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999",
            " Her daughter says she is worse",
            "As it stood Mon 23 Nov 2026 09:14",
        )
    kept = [row.escalation for row in office.stage.ada.read.escalations(NOW) if row.escalation.kind == "other"]
    assert [one.subject for one in kept] == [f"referral/{office.stage.refs['HOLT']}"]
    assert "clock has run 1:08" in kept[0].context


async def test_enter_opens_what_an_escalation_is_about(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("NAQVI, Samir")
        await ada.press("enter")
        await ada.sees("NAQVI, Samir  DoB 1 Feb 1955 (71)  NHS 999 204 6171")


async def test_an_answer_stops_the_clock_and_an_outcome_ends_it(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("0:04 !")
        await ada.press("a")
        await ada.sees("acknowledge NAQVI, Samir", "Ada Okoye took it on 09:14")
        await ada.sees_no("0:04")
        await ada.press("r")
        await ada.sees("Resolve  NAQVI, Samir")
        await ada.type("Priya goes herself")
        await ada.press("ctrl+o")
        await ada.sees("4 Escalations 1")
        await ada.sees_no("NAQVI")
        await ada.press("R")
        await ada.sees("with resolved", "done", "NAQVI, Samir")
        await ada.press("R")
        await ada.sees_no("with resolved", "NAQVI")


async def test_an_escalation_climbs_by_hand(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("NAQVI, Samir")
        await ada.press("U")
        await ada.sees("Ring Nora Quinn, Service manager, on 07700 900105", "0:15")


async def test_undo_never_takes_back_that_silence_called_somebody(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("NAQVI, Samir")
        await ada.press("1")
        await ada.sees("1/6")
        await ada.press("m")
        await ada.sees("claim NAQVI")
        office.stage.clock.at = NOW + timedelta(minutes=6)
        ada.app.let_silence_climb()
        await ada.sees("Ring Nora Quinn, Service manager")
        await ada.press("u")
        await ada.sees("Took back: claim")


async def test_somebody_is_put_on_call(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("nobody as team lead, on-call manager")
        await ada.press("O")
        await ada.sees("On call", "Rung *")
        for answer in ("team-lead", "Tom Shah", "07700 900102", "09:00", "20:00"):
            await ada.type(answer)
            await ada.press("enter")
        await ada.sees("Team lead Tom Shah 07700 900102", "nobody as on-call manager")


async def test_silence_climbs_the_ladder_and_of_two_desks_only_one_does_it(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    async with (
        at_the_desk(stage.ada, tmp_path / "ada", pane="escalations") as ada,
        at_the_desk(stage.desk(BEN), tmp_path / "ben", pane="queue") as ben,
    ):
        await ada.sees("NAQVI, Samir")
        stage.clock.at = NOW + timedelta(minutes=6)
        for hands in (ada, ben):
            hands.app.let_silence_climb()
        await ada.sees("Nobody has answered", "Nora Quinn")
        await ada.app.workers.wait_for_complete()
        await ben.app.workers.wait_for_complete()
    kept = stage.ada.read.record(Escalation, office.escalations["open"])
    assert kept is not None
    assert [step.to for step in kept.steps] == ["Priya Lewis", "Nora Quinn"]


async def test_who_has_answered_is_not_called_again(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    async with at_the_desk(stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("NAQVI, Samir")
        stage.clock.at = NOW + timedelta(hours=2)
        ada.app.let_silence_climb()
        await ada.sees("Nobody answered", office.escalations["open"])
    taken = stage.ada.read.record(Escalation, office.escalations["taken"])
    assert taken is not None
    assert len(taken.steps) == 1


async def test_at_the_top_of_the_ladder_it_is_said_once_until_the_rota_changes(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    async with at_the_desk(stage.ada, tmp_path, pane="escalations") as ada:
        await ada.sees("NAQVI, Samir")
        for minutes, said in ((6, "Ring Nora Quinn"), (22, "Nobody higher than Nora Quinn is on call")):
            stage.clock.at = NOW + timedelta(minutes=minutes)
            ada.app.let_silence_climb()
            await ada.sees(said)
        ada.app.say("")
        await ada.sees_no("Nobody higher")
        ada.app.let_silence_climb()
        await ada.app.workers.wait_for_complete()
        await ada.press("k")
        assert "Nobody higher" not in ada.text()
        await ada.press("O")
        for answer in ("on-call-manager", "Sue Field", "07700 900109", "09:00", "20:00"):
            await ada.type(answer)
            await ada.press("enter")
        await ada.sees("On-call manager Sue Field")
        ada.app.let_silence_climb()
        await ada.sees("Ring Sue Field, On-call manager")


async def test_a_desk_that_may_only_read_lets_nothing_climb(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    reader = stage.desk(User(id=ADA.id, name=ADA.name, roles=(Role.READ_ONLY,)))
    before = reader.read.head()
    async with at_the_desk(reader, tmp_path, pane="escalations") as looking:
        await looking.sees("NAQVI, Samir")
        stage.clock.at = NOW + timedelta(hours=1)
        looking.app.let_silence_climb()
        await looking.app.workers.wait_for_complete()
        await looking.press("a")
        await looking.sees("Acknowledge needs the right 'escalate'")
    assert reader.read.head() == before
