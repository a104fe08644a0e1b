"""Figures on the screen: the number with its definition, and the rows behind it, one key from the record."""

from datetime import timedelta
from pathlib import Path

from tests.screens.cast import NOW
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import Office


async def test_the_figures_of_this_month_at_80_columns(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("Report  Sun 1 Nov 2026 to Mon 23 Nov 2026", "ucr-2h", "two-day", "Definition ucr-2h")
        await check_frame(ada.app, "report-80x24")


async def test_a_figure_with_the_rows_behind_it_at_80_columns(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("ucr-2h")
        await ada.press("enter")
        await ada.sees("running 3", "As at Mon 23 Nov 2026 09:14", "fingerprint", "ucr-2h version 1", "1/3", "RUNNING")
        await check_frame(ada.app, "figure-80x24")


async def test_a_row_opens_the_referral_behind_it_and_escape_comes_back(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("ucr-2h")
        await ada.press("enter")
        await ada.sees("1/3")
        await ada.press("j", "enter")
        await ada.sees("HOLT, Margaret  DoB 3 Apr 1942", office.stage.refs["HOLT"])
        await ada.press("escape")
        await ada.sees("running 3", "2/3")


async def test_other_months_are_a_key_away(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("ucr-2h")
        await ada.press("left_square_bracket")
        await ada.sees("Report  Thu 1 Oct 2026 to Sat 31 Oct 2026", "0 referrals")
        await ada.press("right_square_bracket")
        await ada.sees("Report  Sun 1 Nov 2026 to Mon 23 Nov 2026", "4 referrals")
        await ada.press("right_square_bracket")
        await ada.sees("Report  Sun 1 Nov 2026 to Mon 23 Nov 2026")


async def test_the_days_are_typed_into_a_form_and_must_make_sense(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("ucr-2h")
        await ada.press("d")
        await ada.sees("The days that the figures count", "First day")
        await ada.press(*["backspace"] * 10)
        await ada.type("25/11")
        await ada.press("enter", "enter")
        await ada.sees("the last day is before the first")
        await ada.press("shift+tab", *["backspace"] * 10)
        await ada.type("23/11")
        await ada.press("enter", "enter")
        await ada.sees("Report  Mon 23 Nov 2026 to Mon 23 Nov 2026", "3 referrals")


async def test_a_figure_is_reckoned_anew_when_the_minute_passes_and_says_as_at_when(
    office: Office, tmp_path: Path
) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.press("9")
        await ada.sees("ucr-2h")
        await ada.press("enter")
        await ada.sees("As at Mon 23 Nov 2026 09:14", "running 3")
        office.stage.clock.at = NOW + timedelta(minutes=30)
        ada.app._minute()
        await ada.sees("As at Mon 23 Nov 2026 09:44", "breached 1", "BREACHED", "running 2")
