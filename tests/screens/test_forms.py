"""Forms: answers by letters, errors in sentences, drafts that survive, and what happens when a rule says no."""

from dataclasses import replace
from pathlib import Path

from domain.desk.packages import StartPackage
from domain.desk.triage import Triage
from domain.package import Package
from domain.package_text import parse_lines
from domain.referral import Referral, State
from tests.screens.cast import BEN, NOW, Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tests.screens.office import Office


def referral(stage: Stage, family: str) -> Referral:
    found = stage.ada.read.record(Referral, stage.refs[family])
    assert found is not None
    return found


async def test_the_phone_rings_and_four_answers_open_a_referral(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("n", *"Shah", "enter", *"01632", "space", *"960555", "enter", *"falls", "enter", *"2h", "enter")
        await ada.sees("Falls, no apparent serious injury", "2h")
        await check_frame(ada.app, "ring-80x24")
        await ada.press("ctrl+o")
        shown = await ada.sees("1 Queue 7", "unknown", "Asked 09:14 by Shah 01632 960555; owed 09:29")
        assert " > " in next(line for line in shown.splitlines() if "unknown" in line)


async def test_what_is_missing_is_said_beside_its_field(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", "ctrl+o")
        await ada.sees("Why, Where instead: an answer is needed", "! an answer is needed")
        await ada.type("nonsense")
        await ada.press("tab")
        await ada.sees("! not in the list below", "Lives outside the area")
        assert referral(stage, "NAQVI").state is State.RECEIVED


async def test_a_choice_is_made_with_the_arrows(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", "down", "down")
        await ada.sees(" > 02               Inappropriate request")
        await ada.press("enter")
        await ada.sees("Why *                  02", "Inappropriate request")


async def test_typing_replaces_what_the_record_said_and_arrows_keep_it(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("e")
        await ada.sees("Amend  NAQVI", "Need  ", "typing replaces it, left and right keep it")
        await ada.press("tab", "tab", "tab", *"Oak", "space", *"House")
        await ada.press("shift+tab", "shift+tab", "shift+tab")
        await ada.press("tab", "tab", "tab", *"2")
        await ada.sees("Oak House2")
        await ada.press("tab", "tab", *"01632960999", "ctrl+o")
        await ada.sees("amend NAQVI")
    assert referral(stage, "NAQVI").referrer == "Oak House2"
    assert referral(stage, "NAQVI").referrer_phone == "01632960999"


async def test_an_amendment_says_that_an_emptied_field_stays_and_how_to_empty_it(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("e")
        await ada.sees("Amend  NAQVI", "gp desk")
        await ada.press("tab", "tab", "tab", "backspace")
        await ada.sees("(stays as it was; - empties it)")
        await ada.type("-")
        await ada.press("ctrl+o")
        await ada.sees("amend NAQVI")
    assert referral(stage, "NAQVI").referrer == ""


async def test_a_half_typed_answer_is_edited_when_it_comes_back_and_never_replaced(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("e")
        await ada.sees("Amend  NAQVI")
        await ada.press("tab", "tab", "tab", *"Oak")
        await ada.sees("Oak")
        await ada.press("escape", "e")
        await ada.sees("This form was kept half-typed")
        await ada.press(*"field")
        await ada.sees("Oakfield")


async def test_escape_keeps_the_form_half_typed_and_the_same_key_brings_it_back(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", *"out", "enter", *"GP")
        await ada.press("escape")
        await ada.sees("parked 1", "ctrl+t brings it back")
    async with at_the_desk(stage.desk(stage.ada.caller.user), tmp_path) as later:
        await later.sees("NAQVI", "1 form waits half-typed")
        await later.press("d")
        await later.sees("out-of-area", "GP", "This form was kept half-typed")
        await later.press("escape", "colon", *"drafts", "enter")
        await later.sees("decline NAQVI", "out-of-area; GP")
        await later.press("escape", "ctrl+t")
        await later.sees("Decline", "NAQVI", "out-of-area")


async def test_half_typed_forms_are_thrown_away_as_fast_as_the_key_is_pressed(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", *"out", "escape", "W", *"rev", "escape", "colon", *"drafts", "enter")
        await ada.sees("decline NAQVI", "withdraw NAQVI")
        await ada.press("X", "X")
        await ada.sees("No form is waiting half-typed")


async def test_a_saved_form_leaves_no_draft(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("W", *"revoked", "ctrl+o")
        await ada.sees("withdraw NAQVI")
    assert referral(stage, "NAQVI").state is State.WITHDRAWN
    assert not list((tmp_path / "drafts").glob("*"))


async def test_a_form_that_was_only_looked_at_leaves_no_draft(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t")
        await ada.sees("Triage  NAQVI", "UCR1")
        await ada.press("escape")
        shown = await ada.sees("1 Queue")
        assert "parked" not in shown
    assert not list((tmp_path / "drafts").glob("*"))


async def test_a_refusal_stays_on_the_form_with_its_sentence(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.desk(BEN), tmp_path) as ben:
        await ben.sees("NAQVI")
        await ben.press("d", *"out-of-area", "enter", *"GP", "ctrl+o")
        shown = await ben.sees("Decline", "clinician")
        assert "out-of-area" in shown
    assert referral(stage, "NAQVI").state is State.RECEIVED


async def test_when_somebody_else_was_first_both_values_are_shown(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t")
        await ada.sees("Triage  NAQVI", "UCR1")
        stage.desk(BEN).handle(Triage(id=stage.refs["NAQVI"], need="UCR6", consent="given"))
        await ada.press("ctrl+u", *"UCR2", "enter")
        await ada.press("ctrl+o")
        shown = await ada.sees("changed it first", "m keep mine", "What is the need", "UCR6", "UCR2")
        assert "Consent" in shown
        await ada.press("m")
        await ada.sees("triage NAQVI")
    assert referral(stage, "NAQVI").need == "UCR2"


async def test_theirs_can_be_left_standing(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t")
        await ada.sees("Triage  NAQVI", "UCR1")
        stage.desk(BEN).handle(Triage(id=stage.refs["NAQVI"], need="UCR6"))
        await ada.press("ctrl+u", *"UCR2", "enter", "ctrl+o")
        await ada.sees("changed it first")
        await ada.press("t")
        await ada.sees("Left as they saved it")
    assert referral(stage, "NAQVI").need == "UCR6"


async def test_dates_are_read_back_and_the_repeated_hour_is_asked_about(stage: Stage, tmp_path: Path) -> None:
    stage.clock.at = NOW.replace(month=10, day=25, hour=9)
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("W", *"revoked", "enter", "enter")
        await ada.type("25/10 01:30")
        await ada.press("tab")
        await ada.sees("01:30 comes twice on Sun 25 Oct 2026")
        await ada.type(" second")
        await ada.sees("Sun 25 Oct 2026 01:30b")


async def test_a_person_is_found_as_their_name_is_typed(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("n", *"Shah", "tab", *"1", "tab", *"UCR1", "tab", *"2h", *("tab",) * 5)
        await ada.type("holt")
        await ada.sees("HOLT, Margaret", "3 Apr 1942")
        await ada.press("tab")
        await ada.sees("Call began", "HOLT, Margaret")
        await ada.press("ctrl+o")
        await ada.sees("1 Queue 7")
    people = [row.person for row in stage.ada.read.queue(NOW)]
    assert people.count("HOLT, Margaret") == 2


async def test_a_command_can_be_typed_over_a_form_which_stays_as_it_is(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("d", *"out", "enter", *"GP", "f2")
        await ada.type(f"claim {stage.refs['BROWN']}")
        await ada.press("enter")
        await ada.until(lambda: referral(stage, "BROWN").owner == "aokoye")
        await ada.sees("Decline", "GP")


async def test_letters_typed_ahead_of_the_screen_land_in_the_right_fields(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        for key in ("n", *"Shah", "enter", *"01632", "enter"):
            ada.app.simulate_key(key)
        await ada.app.all_typed()
        shown = await ada.sees("Ring back on *         01632")
        assert "Who is calling *       Shah" in shown


def test_a_request_for_the_same_thing_finds_the_same_draft() -> None:
    from tui.drafts import Draft

    draft = Draft("referral.decline", "R7K3")
    assert draft.key == replace(draft, title="decline HOLT").key
    assert draft.key != Draft("referral.decline", "R7K9").key


async def test_another_pattern_is_seen_visit_by_visit_before_it_is_saved(office: Office, tmp_path: Path) -> None:
    stage = office.stage
    lines = parse_lines("morning 07:30 30m ±45\ntea 16:30 30m")
    package = stage.do(StartPackage(case=office.cases["BROWN"], lines=lines)).ref
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("7")
        await ada.sees(office.cases["BROWN"])
        await ada.press("enter")
        await ada.sees("package", "walk to the shop")
        await ada.press("M")
        await ada.sees("Change  BROWN, Ivy", "tea 16:30 30m")
        await ada.press("end")
        await ada.type(" 2w")
        await ada.press("ctrl+o")
        await ada.sees("From Mon 23 Nov 2026: 0 come, 0 go, 14 change; 7 h a week as before", "same", "changed")
        await check_frame(ada.app, "pattern-80x24")
        await ada.press("escape")
        await ada.sees("Change  BROWN, Ivy")
        await ada.press("ctrl+o")
        await ada.sees("changed")
        await ada.press("enter")
        await ada.sees("0 visits made, 14 changed, 0 freed")
    saved = stage.ada.read.record(Package, package)
    assert saved is not None and [line.workers for line in saved.lines] == [2, 1]


async def test_a_name_that_nobody_has_is_said_in_the_field_and_not_at_saving(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("i")
        await ada.sees("Identify", "Known person")
        await ada.type("crook")
        await ada.sees("no person fits 'crook'")
        await ada.press("enter")
        await ada.sees("! no person fits; type less", " no person fits; type less of the name, or nothing")
        assert ada.app.screen.form.cursor[0] == "person"  # type: ignore[attr-defined]
        for _ in "crook":
            await ada.press("backspace")
        await ada.type("kow")
        await ada.sees("KOWALSKI, Jan")


async def test_what_an_answer_means_is_read_whole_beside_it_also_on_a_narrow_screen(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("n", *"Jean", "enter", *"0770090", "enter", *"ucr3", "enter")
        shown = await ada.sees("Reduced function, deconditioning", "or mobility")
        rows = shown.splitlines()
        need = next(at for at, row in enumerate(rows) if "What is the need" in row)
        assert rows[need + 1].strip() == "or mobility"
        assert "How soon" in rows[need + 2]
