"""Somebody's own way of working: counts, repeating, saved views, profiles, the palette, lines typed before."""

from pathlib import Path

from tests.screens.cast import NOW, Stage
from tests.screens.driving import at_the_desk
from tui.habits import HabitsFile


async def test_a_count_moves_by_so_many_rows(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("number_sign", "3", "j")
        await ada.sees("4/6")
        await ada.press("number_sign", "2", "k")
        await ada.sees("2/6")


async def test_a_count_before_an_action_takes_so_many_rows(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("number_sign", "3", "m")
        await ada.sees("2 done, 1 not: You have")
        assert [row.owner != "" for row in stage.ada.read.queue(NOW)] == [True, True, True, False, False, False]


async def test_escape_gives_a_count_up_and_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("number_sign", "3", "escape", "j")
        await ada.sees("2/6")


async def test_repeating_does_the_last_thing_with_the_same_answers(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("full_stop")
        await ada.sees("Nothing has been done yet")
        await ada.press("colon")
        await ada.type("log Jean shopping")
        await ada.press("enter")
        await ada.sees("log NAQVI")
        await ada.press("full_stop")
        await ada.sees("Log cannot be repeated unseen")
        await ada.press("m")
        await ada.sees("claim NAQVI")
        await ada.press("j", "j", "full_stop")
        await ada.sees("claim Ó SÚILLEABHÁIN")


async def test_a_saved_view_is_shown_with_its_filter(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("slash")
        await ada.type("holt")
        await ada.press("enter", "quotation_mark", "3")
        await ada.sees("Saved under 3: Queue /holt")
        await ada.press("slash", "escape")
        await ada.sees("NAQVI")
        await ada.press("7")
        await ada.sees("Cases")
        await ada.press("apostrophe", "3")
        await ada.sees("1 Queue", "/holt", "HOLT")
        await ada.sees_no("NAQVI")
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as later:
        await later.press("f9")
        await later.sees("'3  queue", "holt")


async def test_a_profile_changes_the_keys_at_once_and_for_good(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("colon")
        await ada.type("keys vim")
        await ada.press("enter")
        await ada.sees("Keys: vim")
        await ada.press("3", "j")
        await ada.sees("4/6")
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as later:
        await later.sees("NAQVI", "1/6")
        await later.press("2", "j")
        await later.sees("3/6")
        await later.press("f7")
        await later.sees("3 Diary ")


async def test_the_first_sitting_asks_for_one_key_and_any_key_goes_on(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as ada:
        await ada.sees("Press F5 now", "NAQVI", "1/6")
        await ada.press("j")
        await ada.sees("2/6", "t triage")
        await ada.sees_no("Press F5 now")
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as later:
        await later.sees("NAQVI", "t triage")


async def test_the_palette_finds_a_command_by_what_it_does(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+p")
        await ada.type("until you release")
        await ada.sees("claim")
        await ada.press("enter")
        await ada.sees("claim NAQVI")


async def test_a_line_is_completed_and_found_again_at_the_next_sitting(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as ada:
        await ada.sees("NAQVI")
        await ada.press("colon")
        await ada.type("decl")
        await ada.press("tab")
        await ada.type("out")
        await ada.press("tab", "escape")
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as later:
        await later.sees("NAQVI")
        await later.press("colon", "up")
        await later.sees(":decline out-of-area")


async def test_half_a_line_that_the_line_dropped_under_is_gone_on_with(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as ada:
        await ada.sees("NAQVI", "1/6")
        await ada.press("d", "f2")
        await ada.type("claim i")
        await ada.sees(":claim i")
    async with at_the_desk(stage.ada, tmp_path, habits=HabitsFile(place)) as later:
        await later.sees("NAQVI", "half a command waits after the key : 'claim i'")
        await later.press("colon", *"d=", "escape", "colon")
        await later.until(lambda: later.app.screen.foot.typed == "")
        await later.press("up")
        await later.sees(":claim id=")
