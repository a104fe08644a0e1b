"""The desk hides itself at a key, after a rest, and for good when the session was ended; what was typed stays."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.access import Means, Role, User
from domain.desk.administration import AddUser, AmendUser, SetSetting
from domain.desk.emergencies import BreakGlass
from domain.desk.sittings import EndSitting
from tests.screens.cast import BEN, Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame

GOOD = "four walls and a kettle"


async def test_a_key_hides_everything_and_enter_shows_it_again(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+n")
        await ada.sees("caredesk is locked", "Ada Okoye  09:14", "Escalations 0")
        assert "NAQVI" not in ada.text()
        await check_frame(ada.app, "locked-80x24")
        await ada.press("2", "n", "colon", "x")
        assert "caredesk is locked" in ada.text()
        await ada.press("enter")
        await ada.sees("NAQVI", "1 Queue")


async def test_a_form_is_as_it_was_behind_the_lock_and_on_disk(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("n")
        await ada.type("Ivy's son")
        await ada.press("ctrl+n")
        await ada.sees("caredesk is locked")
        assert "Ivy's son" not in ada.text()
        assert "Ivy's son" in "".join(file.read_text() for file in (tmp_path / "drafts").glob("*.json"))
        await ada.press("enter")
        await ada.sees("Ivy's son")


async def test_who_has_a_password_needs_it_and_who_came_by_a_key_comes_again(stage: Stage, tmp_path: Path) -> None:
    ben = stage.desk(BEN)
    ben.means = Means.KEY
    async with at_the_desk(ben, tmp_path) as hands:
        await hands.press("ctrl+n")
        await hands.sees("sign in again as you did before")
        await hands.press("enter")
        assert "caredesk is locked" in hands.text()
    stage.ada.set_password(BEN.id, GOOD)
    async with at_the_desk(stage.desk(BEN), tmp_path) as hands:
        await hands.press("ctrl+n")
        await hands.sees("Type your password")
        await hands.type("something else")
        assert "something" not in hands.text()
        await hands.press("enter")
        await hands.sees("do not belong together")
        await hands.type(GOOD)
        await hands.press("enter")
        await hands.sees("1 Queue")


async def test_nobody_touching_it_for_the_minutes_of_the_policy_locks_it(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(SetSetting(name="idle-lock-minutes", value="5"))
    awake = [1000.0]
    monkeypatch.setattr("tui.locking.awake", lambda: awake[0])
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        awake[0] += 299
        await ada.press("j")
        awake[0] += 299
        ada.app._look()  # type: ignore[attr-defined]
        assert "NAQVI" in ada.text()
        awake[0] += 2
        await ada.sees("caredesk is locked")


async def test_a_session_that_is_ended_sees_nothing_more_and_keeps_its_draft(stage: Stage, tmp_path: Path) -> None:
    ben = stage.desk(BEN)
    ben.sit_down()
    async with at_the_desk(ben, tmp_path) as hands:
        await hands.sees("NAQVI")
        await hands.press("n")
        await hands.type("Ivy's son")
        stage.do(EndSitting(id=ben.caller.session))
        await hands.sees("caredesk is locked", "Your session was ended")
        await hands.press("enter")
        assert "Ivy's son" not in hands.text()
    assert "Ivy's son" in "".join(file.read_text() for file in (tmp_path / "drafts").glob("*.json"))


async def test_a_user_who_is_let_in_no_more_is_locked_out_while_they_look(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.desk(BEN), tmp_path) as hands:
        await hands.sees("NAQVI")
        stage.do(AmendUser(id=BEN.id, active=False))
        await hands.sees("no user of this desk any more")
        assert "NAQVI" not in hands.text()


async def test_they_are_locked_out_too_when_a_read_of_theirs_finds_it_out_before_the_news(
    stage: Stage, tmp_path: Path
) -> None:
    desk = stage.desk(BEN)
    async with at_the_desk(desk, tmp_path) as hands:
        await hands.sees("NAQVI")
        stage.do(AmendUser(id=BEN.id, active=False))
        desk.standing()
        await hands.sees("no user of this desk any more")


async def test_roles_that_are_taken_away_take_away_what_they_showed(stage: Stage, tmp_path: Path) -> None:
    desk = stage.desk(BEN)
    async with at_the_desk(desk, tmp_path) as hands:
        await hands.sees("NAQVI")
        stage.do(AmendUser(id=BEN.id, roles=(Role.ADMIN,)))
        desk.standing()
        await hands.sees("Not for co-ord")
        await hands.sees_no("NAQVI")


async def test_a_broken_glass_stands_in_words_on_the_first_line_until_it_is_whole(stage: Stage, tmp_path: Path) -> None:
    rae = User(id="rae", name="Rae Reader", roles=(Role.READ_ONLY,))
    stage.do(AddUser(user=rae.id, name=rae.name, roles=rae.roles))
    desk = stage.desk(rae)
    desk.caller = type(desk.caller)(rae, desk.caller.session)
    async with at_the_desk(desk, tmp_path) as hands:
        await hands.sees("NAQVI", "R Reader read only")
        assert desk.handle(BreakGlass(reason="nobody else is here and the phone rings"))
        await hands.sees("EMERGENCY ACCESS to 09:44")
        await hands.press("n")
        await hands.sees("Who is calling")
        await hands.press("escape")
        stage.clock.at += timedelta(minutes=31)
        hands.app._minute()  # type: ignore[attr-defined]
        await hands.sees_no("EMERGENCY ACCESS")


async def test_a_review_is_signed_off_after_reading_and_not_before(stage: Stage, tmp_path: Path) -> None:
    cara = User(id="cara", name="Cara Cover", roles=(Role.COVER,))
    stage.do(AddUser(user=cara.id, name=cara.name, roles=cara.roles))
    desk = stage.desk(cara)
    desk.caller = type(desk.caller)(cara, desk.caller.session)
    desk.handle(BreakGlass(reason="the care plan had to change tonight"))
    stage.clock.at += timedelta(minutes=31)
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("ctrl+e")
        await ada.sees("Emergency access to review", "Cara Cover", "the care plan had to change tonight")
        await ada.press("v")
        await ada.type("Right, she had no choice")
        await ada.press("ctrl+o")
        await ada.sees("Read first what was done")
        await ada.press("escape", "enter")
        await ada.sees("History", "emergency")
        await ada.press("escape", "v", "ctrl+o")
        await ada.sees("No emergency access waits for a review")
