"""The users of the desk: who may enter, and how that is changed."""

from pathlib import Path

from domain.access import User
from tests.screens.cast import Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame


async def test_a_user_is_seen_and_let_in_no_more(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"users", "enter")
        await ada.sees("Users", "aokoye", "Ben Nash", "co-ordinator", "may enter")
        check_frame(ada.app, "users-80x24")
        await ada.press("slash")
        await ada.type("bnash")
        await ada.press("enter", "E")
        await ada.sees("Change user  Ben Nash")
        await ada.press("tab", "tab")
        await ada.type("no")
        await ada.press("ctrl+o")
        await ada.sees("Users", "left")
    ben = stage.ada.read.record(User, "bnash")
    assert ben is not None and not ben.active
