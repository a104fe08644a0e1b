"""The calls that a repair takes: it is kept by enter, also where nobody need be rung."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from domain.desk.intake import Claim
from domain.referral import Referral
from tests.screens.cast import NOW, Stage
from tests.screens.driving import at_the_desk
from tui.screens.board_repair import CallsView
from tui.screens.drafts import DraftsView
from tui.screens.single import SingleScreen


async def test_a_repair_that_takes_no_call_is_kept_by_enter(stage: Stage, tmp_path: Path) -> None:
    naqvi = stage.refs["NAQVI"]
    way: Any = SimpleNamespace(proposal=SimpleNamespace(calls=(), text="2 found a place", command=Claim(id=naqvi)))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        ada.app.push_screen(SingleScreen(DraftsView(ada.app.kept, ada.app.go_on_with)))
        ada.app.push_screen(SingleScreen(CallsView(NOW.date(), way, ())))
        await ada.sees("Nobody has to be rung", "enter keep as draft")
        await ada.press("enter")
        await ada.sees("kept as a draft", "1 Queue")
    kept = stage.ada.read.record(Referral, naqvi)
    assert kept is not None and kept.owner
