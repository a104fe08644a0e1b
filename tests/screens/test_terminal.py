"""The terminal itself: too small a one is told so, and whatever happens it ends calmly."""

from pathlib import Path

import pytest

from tests.screens.cast import Stage
from tests.screens.driving import Hands, at_the_desk
from tests.screens.frames import check_frame


async def test_a_small_terminal_is_told_so_until_it_is_larger(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", *"out")
        await _resize(ada, 60, 20)
        shown = await ada.sees("caredesk needs 80x20; this terminal is 60x20.")
        assert "NAQVI" not in shown
        await _resize(ada, 80, 24)
        await ada.sees("Decline  NAQVI", "out")


async def test_the_lines_that_a_status_line_of_tmux_leaves_are_enough_for_list_detail_form_and_board(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path, size=(80, 20)) as ada:
        await ada.sees("NAQVI", "Falls", "? help")
        await ada.press("d")
        await ada.sees("Decline  NAQVI", "ctrl+o save")
        await ada.press("escape", "2")
        await ada.sees("UNCOVERED", "? help")


async def test_wide_terminals_show_four_panes_and_z_zooms_one(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path, size=(120, 40)) as ada:
        await ada.sees("NAQVI", "Board", "Nothing has been escalated", "Nothing is in the diary", "1 Queue 6 !1")
        await check_frame(ada.app, "desk-120x40")
        await ada.press("z")
        await ada.sees_no("Nothing has been escalated")
        await ada.press("z", "4")
        await ada.sees("Nothing has been escalated", "NAQVI")


async def test_an_unforeseen_error_ends_with_one_calm_line_and_no_values(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "HOLT, Margaret is the patient"
    with pytest.raises(RuntimeError):
        async with at_the_desk(stage.ada, tmp_path) as ada:
            await ada.sees("NAQVI")

            def broken() -> None:
                told = secret
                raise RuntimeError(told)

            ada.app.call_later(broken)
            await ada.until(lambda: not ada.app._running)
    said = capsys.readouterr().err
    assert "Reference" in said
    assert secret not in said
    assert len(said) < 400


async def test_no_picture_of_the_screen_and_no_clipboard_leave_the_desk(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        written: list[str] = []
        assert ada.app._driver is not None
        ada.app._driver.write = written.append  # type: ignore[method-assign]
        ada.app.copy_to_clipboard("999 204 6538")
        ada.app.action_screenshot()
        assert written == []


async def _resize(hands: Hands, width: int, height: int) -> None:
    from textual import events
    from textual.geometry import Size

    driver = hands.app._driver
    assert driver is not None
    driver._size = (width, height)  # type: ignore[attr-defined]
    hands.app.post_message(events.Resize(Size(width, height), Size(width, height)))
