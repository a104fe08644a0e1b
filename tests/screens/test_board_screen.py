"""The board by keys: the cursor, moving visits with the rules in sight, publishing, and what others change."""

import re
from pathlib import Path

import pytest

from domain.access import Role, User
from domain.desk.administration import AddUser
from domain.desk.bus import Done
from domain.desk.roster import Assign, Unassign
from domain.desk.visits import AddVisit, CancelVisit
from domain.visit import Visit
from tests.screens.board_cast import MONDAY, TUESDAY, Roster, on
from tests.screens.cast import BEN
from tests.screens.driving import Hands, at_the_desk
from tests.screens.frames import check_frame


def row(shown: str, name: str) -> str:
    """The line of a worker, or of the uncovered lane."""
    return next(line for line in shown.splitlines() if re.match(rf"(.*\|)? [> ] {name}", line))


async def board(ada: Hands) -> None:
    """Wait until everything of the board has come."""
    await ada.sees("UNCOVERED", "EVANS, Gwen", "2 Board 1 late 1")


def stored(rota: Roster, name: str) -> Visit:
    visit = rota.stage.ada.read.record(Visit, rota.visits[name])
    assert isinstance(visit, Visit)
    return visit


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_board(rota: Roster, tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, size, pane="board") as ada:
        await board(ada)
        await ada.press("j", "j", "right", *("z" for _ in range(size[0] // 120)))
        await ada.sees("CLARK, Tom", "2/4", "m move")
        await check_frame(ada.app, f"board-{size[0]}x{size[1]}")


async def test_the_board_as_one_of_four_panes(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, (120, 40), pane="board") as ada:
        await board(ada)
        await ada.press("j", "j", "right")
        shown = await ada.sees("CLARK, Tom", "2/4")
        right = [line.partition(" | ")[2] or line.partition("|")[2] for line in shown.splitlines()]
        assert row(shown, "Lewis").endswith("| > Lewis, P        .=..C*......A... 6:15")
        assert any(line.startswith("Board  Mon 23 Nov  uncovered 1") for line in right)
        assert any(line.startswith("09:00-09:45 care") for line in right)


async def test_the_board_at_other_widths_of_column(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("plus")
        assert ".=..C*" not in await ada.sees("15 min", "07  08  09")
        await ada.press("minus", "minus")
        shown = await ada.sees("60 min", "07|10 13")
        assert row(shown, "Lewis") == "   Lewis, P        =.*...A. 6:15"


async def test_another_day_and_back_again(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov", "uncovered 6")
        await ada.press("left_square_bracket", "left_square_bracket")
        await ada.sees("Sun 22 Nov")
        await ada.press("t")
        await ada.sees("Mon 23 Nov  uncovered 1")


async def test_the_cursor_goes_by_harm_in_the_lane_and_by_time_in_a_row(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("uncovered 6", "EVANS, Gwen")
        await ada.press("right")
        await ada.sees("CLARK, Tom", "2 workers")
        await ada.press("t")
        await board(ada)
        await ada.press("G", "k", "home")
        await ada.sees("DUNNE, Rose", "LATE 29 min")
        await ada.press("right")
        await ada.sees("FARAH, Amina", "DRAFT (nobody told yet)")


async def test_the_second_of_two_workers_is_looked_for_among_the_others(rota: Roster, tmp_path: Path) -> None:
    rota.stage.do(Assign(id=rota.visits["CLARK 09:00 tue"], worker=rota.workers["Lewis"]))
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov", "EVANS, Gwen")
        await ada.press("right")
        await ada.sees("CLARK, Tom", "1 more needed")
        await ada.press("a", "n")
        shown = await ada.sees("CLARK 09:00 also -> Okafor", "no rule broken")
        assert "has it" in row(shown, "Lewis")


async def test_where_nobody_can_take_a_visit_in_hand_the_desk_says_so(rota: Roster, tmp_path: Path) -> None:
    referral = stored(rota, "EVANS 11:00").referral
    rota.stage.do(AddVisit(id=referral, start=on(MONDAY, "10:30"), kind="first", skills=("catheter",)))
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await ada.sees("UNCOVERED", "2 Board 2 late 1")
        await ada.press("right")
        await ada.sees("10:30-11:15", "Catheter care")
        await ada.press("a", "n")
        await ada.sees("Nobody else can at 10:30: try another time, or w for the ways")


async def test_a_visit_is_carried_with_the_rules_in_sight_and_put_down(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("a")
        shown = await ada.sees("EVANS 11:00 in hand", "ok")
        assert "!skill" in row(shown, "Ali")
        assert re.search(r"\+\d+m ok", row(shown, "Lewis"))
        await ada.press("down")
        await ada.sees("EVANS 11:00 Uncovered -> Ali: NOT POSSIBLE (skill): Rana Ali does not hold")
        await ada.press("enter")
        await ada.sees("Not possible: Rana Ali does not hold")
        await check_frame(ada.app, "board-carrying-80x24")
        await ada.press("n", "right", "right")
        shown = await ada.sees("EVANS 11:00 Uncovered -> Lewis at 11:10: travel +", "no rule broken")
        assert "e" in row(shown, "Lewis")
        assert stored(rota, "EVANS 11:00").workers == ()
        await ada.press("enter")
        await ada.sees("assign EVANS, Gwen", "uncovered 0", "DRAFT (nobody told yet): Priya Lewis")
    visit = stored(rota, "EVANS 11:00")
    assert (visit.workers, visit.start) == ((rota.workers["Lewis"],), on(MONDAY, "11:10"))


async def test_escape_puts_a_carried_visit_back_unchanged(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        before = row(ada.text(), "UNCOVERED")
        await ada.press("a", "down", "down", "right")
        await ada.sees("Lewis at 11:05")
        await ada.press("escape")
        shown = await ada.sees("Needs 1 worker, Medicines")
        assert row(shown, "UNCOVERED") == before
    assert stored(rota, "EVANS 11:00").revision == 1


async def test_a_second_worker_joins_a_double_up(rota: Roster, tmp_path: Path) -> None:
    lewis, okafor = rota.workers["Lewis"], rota.workers["Okafor"]
    rota.stage.do(Assign(id=rota.visits["CLARK 09:00 tue"], worker=lewis))
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov")
        await ada.press("j", "j")
        await ada.sees("CLARK, Tom", "Priya Lewis, 1 more needed")
        await ada.press("a", "down", "down")
        await ada.sees("CLARK 09:00 also -> Okafor: travel", "no rule broken")
        await ada.press("enter")
        await ada.sees("assign CLARK, Tom", "Priya Lewis and Jude Okafor")
    assert stored(rota, "CLARK 09:00 tue").workers == (lewis, okafor)


async def test_moving_a_double_up_changes_one_of_its_workers(rota: Roster, tmp_path: Path) -> None:
    lewis, okafor = rota.workers["Lewis"], rota.workers["Okafor"]
    for worker in (lewis, okafor):
        rota.stage.do(Assign(id=rota.visits["CLARK 09:00 tue"], worker=worker))
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov")
        await ada.press("j", "j", "m", "down")
        await ada.sees("CLARK 09:00 Lewis -> Ng: NOT POSSIBLE (skill)")
        await ada.press("g")
        await ada.sees("CLARK 09:00 Lewis -> Uncovered: left uncovered")
        await ada.press("enter")
        await ada.sees("unassign CLARK, Tom", "Jude Okafor, 1 more needed")
    assert stored(rota, "CLARK 09:00 tue").workers == (okafor,)


async def test_a_time_outside_the_window_is_offered_where_the_person_agreed(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("a", "down", "down", *("right",) * 7)
        await ada.sees("NOT POSSIBLE (window)", "visit must start between 10:30 and 11:30")
        await ada.press("enter")
        await ada.sees("must start between 10:30 and 11:30, unless the person", "The person agreed")
        await ada.press("enter")
        await ada.sees("11:35-12:05", "Priya Lewis")
        await ada.until(lambda: stored(rota, "EVANS 11:00").start == on(MONDAY, "11:35"))


async def test_what_has_begun_cannot_be_lifted(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("j", "j", "home", "m")
        await ada.sees("ADAMS 07:30 is completed: it can no longer be moved")


async def test_two_visits_exchange_their_workers(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("G", "k", "end", "s")
        await ada.sees("Swap FARAH 12:15 (Ng): choose the other visit")
        await ada.press("k")
        await ada.sees("Swap FARAH 12:15 (Ng) with ADAMS 13:00 (Lewis): no rule broken")
        await ada.press("enter")
        await ada.sees("swap FARAH, Amina")
    assert stored(rota, "FARAH 12:15").workers == (rota.workers["Lewis"],)
    assert stored(rota, "ADAMS 13:00").workers == (rota.workers["Ng"],)


async def test_taking_off_one_of_two_leaves_the_other(rota: Roster, tmp_path: Path) -> None:
    lewis, okafor = rota.workers["Lewis"], rota.workers["Okafor"]
    for worker in (lewis, okafor):
        rota.stage.do(Assign(id=rota.visits["CLARK 09:00 tue"], worker=worker))
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov")
        await ada.press("G", "x")
        await ada.sees("unassign CLARK, Tom", "uncovered 6")
        await ada.press("u")
        await ada.sees("Took back: unassign CLARK", "uncovered 5")
        await ada.press("x")
        await ada.sees("unassign CLARK, Tom", "uncovered 6")
    assert stored(rota, "CLARK 09:00 tue").workers == (lewis,)


async def test_publishing_that_is_typed_is_shown_first_as_well(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("1", "colon", *"publish", "enter")
        await ada.sees("Publish Mon 23 Nov: 1 change for 1 worker", "Sam Ng", "12:15")
        assert stored(rota, "FARAH 12:15").told_workers == ()
        await ada.press("enter")
        await ada.sees("publish Mon 23 Nov. 1 change for 1 worker; 1 visit has too few workers")
        assert stored(rota, "FARAH 12:15").told_workers != ()


async def test_publishing_is_shown_worker_by_worker_before_it_is_done(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("p")
        await ada.sees("Publish Mon 23 Nov: 1 change for 1 worker", "Sam Ng", "07700 900122", "added", "12:15")
        await ada.press("escape")
        await board(ada)
        assert stored(rota, "FARAH 12:15").told_workers == ()
        await ada.press("p")
        await ada.sees("Publish Mon 23 Nov: 1 change")
        await ada.press("enter")
        await ada.sees("publish Mon 23 Nov. 1 change for 1 worker; 1 visit has too few workers")
        await ada.sees("Mon 23 Nov  uncovered 1  published", "UNCOVERED")
    assert stored(rota, "FARAH 12:15").told_workers == (rota.workers["Ng"],)


async def test_why_a_visit_has_nobody_is_told_worker_by_worker(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("w")
        await ada.sees("Why EVANS 11:00: 3 possible  1 skill", "Rana Ali does not hold medication")
        await ada.press("escape")
        await board(ada)


async def test_what_would_make_a_visit_possible_is_done_by_one_key(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("w")
        await ada.sees("Why EVANS 11:00", "as things stand")
        await ada.press("enter")
        await ada.sees("1 visit placed, nobody is told yet", "uncovered 0")
        assert stored(rota, "EVANS 11:00").is_covered
        await ada.press("u")
        await ada.sees("Took back", "uncovered 1")


async def test_a_day_is_put_right_by_calls_and_whoever_does_not_answer_is_left_out(
    rota: Roster, tmp_path: Path
) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, size=(120, 40), pane="board") as ada:
        await board(ada)
        await ada.press("r")
        await ada.sees("Repair Mon 23 Nov:", "1 found a place", "fewest people to ring")
        await ada.press("enter")
        shown = await ada.sees("Calls:", "please go to")
        first = next(line for line in shown.splitlines() if "please go to" in line)
        await ada.press("x")
        await ada.sees("without 1 who did not answer", "1 found a place")
        await ada.press("enter")
        shown = await ada.sees("Calls:", "please go to")
        assert first.split("please")[0] not in shown
        await ada.press("enter")
        await ada.sees("placed, kept as a draft", "uncovered 0")
    assert stored(rota, "EVANS 11:00").is_covered


async def test_an_absence_sends_the_visits_to_the_uncovered_lane(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("j", "j", "A")
        await ada.sees("Absent  Priya Lewis")
        await ada.press("ctrl+o")
        shown = await ada.sees("uncovered 2")
        assert "XXXX" in row(shown, "Lewis")
        await ada.press("g", "right")
        await ada.sees("ADAMS, Edith")


async def test_the_filter_keeps_rows_by_worker_or_person_and_the_lane(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("slash")
        await ada.type("clark")
        shown = await ada.sees_no("Ali, R", "Ng, S")
        assert all(name in shown for name in ("UNCOVERED", "Lewis, P", "Okafor, J"))
        await ada.press("enter")
        await ada.sees("/clark")
        await ada.press("escape")
        await ada.sees("Ali, R")


async def test_what_another_desk_does_moves_no_cursor_and_is_named(rota: Roster, tmp_path: Path) -> None:
    ben = rota.stage.desk(BEN)
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("G", "k", "end")
        await ada.sees("FARAH, Amina", "3/4")
        assert isinstance(ben.handle(Assign(id=rota.visits["EVANS 11:00"], worker=rota.workers["Okafor"])), Done)
        shown = await ada.sees("BN ", "uncovered 0", "FARAH, Amina")
        assert "e" in row(shown, "Okafor")
        assert row(shown, "Ng").startswith(" > ")


async def test_only_the_rows_that_changed_are_painted_anew(rota: Roster, tmp_path: Path) -> None:
    ben = rota.stage.desk(BEN)
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("G")
        await ada.sees("CLARK, Tom", "4/4")
        grid = ada.app.desk_screen.panes[1].grid  # type: ignore[attr-defined]
        painted: list[int] = []
        render = grid.render_line
        grid.render_line = lambda y: painted.append(y) or render(y)
        ben.handle(Unassign(id=rota.visits["FARAH 12:15"]))
        await ada.sees("uncovered 2")
        assert set(painted) == {1, 4}


async def test_a_visit_changed_by_another_desk_while_in_hand_is_not_overwritten(rota: Roster, tmp_path: Path) -> None:
    ben = rota.stage.desk(BEN)
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("a", "down", "down")
        await ada.sees("-> Lewis: travel")
        ben.handle(Assign(id=rota.visits["EVANS 11:00"], worker=rota.workers["Ng"]))
        await ada.sees("BN ")
        await ada.press("enter")
        await ada.sees("changed it first")
    assert stored(rota, "EVANS 11:00").workers == (rota.workers["Ng"],)


async def test_a_visit_that_is_cancelled_while_in_hand_is_let_go(rota: Roster, tmp_path: Path) -> None:
    ben = rota.stage.desk(BEN)
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("a", "down", "down")
        await ada.sees("-> Lewis: travel")
        ben.handle(CancelVisit(id=rota.visits["EVANS 11:00"], why="hospital"))
        await ada.sees_no("-> Lewis", "EVANS")


async def test_the_visit_opens_with_its_stamps_and_can_be_verified(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("j", "j", "home", "enter")
        await ada.sees(
            "ADAMS, Edith  DoB 2 May 1938 (88)", "07:30-08:00", "came      07:32",
            "On time (by rule, to be confirmed)",
        )  # fmt: skip
        await ada.press("j", "j")
        await ada.sees("Priya Lewis came 07:32 by the app's position, left 08:01")
        await check_frame(ada.app, "board-visit-80x24")
        await ada.press("v", "ctrl+o")
        await ada.sees("confirmed by Ada Okoye", "verified")
        await ada.press("h")
        await ada.sees("History", "check out", "verify")


async def test_a_plan_is_shown_kept_as_a_draft_and_taken_back(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("Tue 24 Nov", "uncovered 6")
        await ada.press("r")
        await ada.sees("Plan Tue 24 Nov 2026 for how many seconds? 10")
        await ada.press("backspace", "backspace", "5", "enter")
        await ada.sees("planning")
        await ada.press("j", "k")
        await ada.sees("6 of 6 covered, no rule broken, 6 changes", "give", "CLARK, Tom")
        assert all(stored(rota, name).workers == () for name in rota.visits if name.endswith("tue"))
        await ada.press("enter")
        await ada.sees("Draft kept, nobody is told yet", "uncovered 0", "draft 6 changes", "UNCOVERED")
        assert all(stored(rota, name).workers for name in rota.visits if name.endswith("tue"))
        assert rota.stage.ada.read.differences(TUESDAY)
        await ada.press("u")
        await ada.sees("Took back", "uncovered 6")


async def test_planning_is_stopped_by_escape_and_its_best_plan_waits(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("right_square_bracket")
        await ada.sees("uncovered 6")
        await ada.press("r")
        await ada.sees("for how many seconds?")
        await ada.press("backspace", "backspace", "9", "9", "enter")
        await ada.sees("6 of 6 covered, plan")
        await ada.press("escape")
        await ada.sees("6 of 6 covered, no rule broken")
        await ada.press("escape")
        await ada.sees("uncovered 6", "plan ready: r")
        await ada.press("r")
        await ada.sees("6 of 6 covered, no rule broken")


async def test_the_letters_are_explained_on_a_key(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("L")
        await ada.sees("CAPITAL published, small a draft", "= done", "X absent")
        await ada.press("j")
        await ada.sees_no("CAPITAL")


async def test_every_key_of_the_board_has_a_word(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path, pane="board") as ada:
        await board(ada)
        await ada.press("colon")
        await ada.type("later")
        await ada.press("enter")
        await ada.sees("Tue 24 Nov")
        await ada.press("colon")
        await ada.type("why")
        await ada.press("enter")
        await ada.sees("Why EVANS 11:00")


async def test_a_reader_may_look_and_not_move(rota: Roster, tmp_path: Path) -> None:
    rota.stage.do(AddUser(user="wall", name="Wall Board", roles=(Role.READ_ONLY,)))
    reader = rota.stage.desk(User(id="wall", name="Wall Board", roles=(Role.READ_ONLY,)))
    async with at_the_desk(reader, tmp_path, pane="board") as wall:
        await board(wall)
        await wall.press("a")
        await wall.sees("Moving visits needs the right 'roster'")
        await wall.press("e")
        await wall.sees("Planning needs the right 'roster'")
