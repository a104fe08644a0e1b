"""The board drawn as text: every state has a letter, every visit is seen, and time falls into the right cells."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.when import from_local
from tests.memory import shipped_policy
from tests.unit.board_cast import DAY, board, on, visit, worker
from tui.present import Sight, Tone
from tui.presenters.board import (
    Lane,
    board_lines,
    day_words,
    grid_for,
    lanes,
    letter_of,
    matching,
    ruler,
)
from tui.presenters.board_people import matching as people_matching
from tui.presenters.board_people import people_lanes
from tui.presenters.visit import lateness, visit_detail, worker_detail

SIGHT = Sight(now=on("09:14"), policy=shipped_policy(DAY), workers={"WLEWIS": "Priya Lewis", "WNG": "Sam Ng"})


def drawn(*visits: object, step: int = 30, now: str = "23:00", **more: object) -> tuple[Lane, ...]:
    shown = board(*visits, **more)  # type: ignore[arg-type]
    return lanes(shown, grid_for(shown, 100, step), on(now))


def lewis(*visits: object, **more: object) -> str:
    return drawn(*visits, **more)[1].cells  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        ({}, "HH"),
        ({"draft": True}, "hh"),
        ({"state": "in-progress"}, "H*"),
        ({"state": "completed"}, "H="),
        ({"state": "verified"}, "H#"),
        ({"state": "missed"}, "Hx"),
        ({"late": 20}, "H!"),
        ({"workers_needed": 2}, "H2"),
        ({"state": "cancelled"}, ".."),
    ],
)
def test_every_state_of_a_visit_has_its_own_letter(change: dict[str, object], cells: str) -> None:
    assert lewis(visit("V1", "09:00", 60, workers=("WLEWIS",), **change)) == f"....{cells}.........."


def test_a_row_tells_duty_absence_and_now_apart() -> None:
    away = worker(duty="08:00-12:00", absent=((on("10:00"), on("11:00"), "sick"),))
    [_, row] = drawn(visit("V1", "06:00"), visit("V2", "12:30"), workers=(away,), now="09:14")
    assert row.cells == "    ..|.XX..  "
    assert row.tail == "sick"


def test_a_bar_covers_the_minutes_of_its_visit_at_every_width_of_column() -> None:
    one = visit("V1", "09:00", 45, workers=("WLEWIS",))
    assert lewis(one, step=60) == "..H....."
    assert lewis(one, step=30) == "....HH.........."
    assert lewis(one, step=15) == "........HHH....................."


def test_visits_that_share_a_cell_are_both_seen_and_both_found() -> None:
    first, second = (
        visit("V1", "09:00", 15, workers=("WLEWIS",)),
        visit("V2", "09:15", 15, "CLARK, Tom", workers=("WLEWIS",)),
    )
    [_, row] = drawn(first, second)
    assert row.cells[4] == "&"
    assert row.spans["V1"] == row.spans["V2"] == range(4, 5)


def test_a_visit_that_only_reaches_into_a_cell_leaves_it_to_the_next_one() -> None:
    first, second = (
        visit("V1", "09:00", 35, workers=("WLEWIS",)),
        visit("V2", "09:40", 20, "CLARK, Tom", workers=("WLEWIS",)),
    )
    assert lewis(first, second)[4:6] == "HC"


@given(
    st.lists(st.tuples(st.integers(0, 95), st.integers(1, 90)), min_size=1, max_size=12),
    st.sampled_from([15, 30, 60]),
)
def test_no_visit_is_ever_hidden(starts: list[tuple[int, int]], step: int) -> None:
    visits = [
        visit(f"V{at}", f"{7 + quarter // 12}:{quarter % 12 * 5:02d}".zfill(5), minutes, workers=("WLEWIS",))
        for at, (quarter, minutes) in enumerate(starts)
    ]
    shown = board(*visits)
    grid = grid_for(shown, 200, step)
    [_, row] = lanes(shown, grid, on("06:00"))
    assert {one.ref for one in visits} == set(row.spans)
    assert all(row.spans[one.ref] and row.cells[row.spans[one.ref][0]] not in ". |" for one in visits)
    assert len(row.cells) == len(row.tones) == grid.cells


def test_uncovered_visits_come_in_order_of_harm_and_are_counted_where_they_meet() -> None:
    visits = [
        visit("V1", "09:00"),
        visit("V2", "09:15", time_critical=True),
        visit("V3", "11:00", person="CLARK, Tom"),
        visit("V4", "10:00", workers=("WLEWIS",), workers_needed=2),
    ]
    shown = replace(board(*visits), uncovered=("V2", "V4", "V3", "V1"))
    lane = lanes(shown, grid_for(shown, 100), on("23:00"))[0]
    assert [one.ref for one in lane.visits] == ["V2", "V4", "V3", "V1"]
    assert lane.cells == "....2.H.C......."
    assert lane.tones[4] is Tone.ALERT
    assert lane.tail == "4"


@pytest.mark.parametrize(
    ("person", "letter"),
    [("HOLT, M", "H"), ("Ó BRIAIN, A", "O"), ("ĐINH, T", "D"), ("XU, Li", "U"), ("王, 芳", "?"), ("\x1b[2J", "J")],
)
def test_a_letter_is_shown_by_every_terminal_and_is_never_the_one_of_absence(person: str, letter: str) -> None:
    assert letter_of(visit("V1", "09:00", person=person)) == letter
    assert letter_of(visit("V1", "09:00", person=person, draft=True)) == letter.lower()


HOURS = "07  08  09  10  11  12  13  14  "


def test_the_ruler_names_hours_and_shows_now() -> None:
    shown = board(visit("V1", "09:00"))
    assert ruler(grid_for(shown, 100, 15), on("09:14")).split(maxsplit=2) == ["15", "min", HOURS]
    assert ruler(grid_for(shown, 100, 30), on("08:40")).endswith(" 07 |09  11  13  ")
    assert ruler(grid_for(shown, 100, 60), on("23:00")).endswith(" 07 10 13")


def test_the_ruler_says_wall_time_on_the_day_that_the_clocks_go_back() -> None:
    sunday = date(2026, 10, 25)
    start = from_local(sunday, time(0))
    shown = board(workers=(worker(duty="", shifts=((start, datetime(2026, 10, 25, 4, tzinfo=UTC)),)),), day=sunday)
    assert ruler(grid_for(shown, 100, 15), on("23:00")).endswith(" 00  01  01  02  03  ")


def test_a_day_wider_than_the_pane_shows_the_part_that_is_looked_at() -> None:
    shown = board(visit("V1", "07:00"), visit("V2", "21:00"), workers=(worker(duty="07:00-22:00"),))
    grid = grid_for(shown, 60, 15, on("09:14"))
    assert (grid.first, grid.last) == (8 * 60, 18 * 60)
    assert grid_for(shown, 60, 15, on("16:30"), grid) == grid
    later = grid_for(shown, 60, 15, on("21:00"), grid)
    assert (later.first, later.last) == (12 * 60, 22 * 60)


def test_a_filter_keeps_workers_by_name_and_by_whom_they_visit_and_the_uncovered_lane() -> None:
    rows = drawn(
        visit("V1", "09:00", workers=("WLEWIS",)),
        visit("V2", "10:00", person="CLARK, Tom"),
        workers=(worker(), worker("WNG"), worker("WALI")),
    )
    assert [row.key for row in matching(rows, "holt")] == ["", "WLEWIS"]
    assert [row.key for row in matching(rows, "NG,")] == ["", "WNG"]
    assert [row.key for row in matching(rows, "")] == ["", "WLEWIS", "WNG", "WALI"]


def test_lanes_that_look_the_same_need_no_repainting() -> None:
    before = drawn(visit("V1", "09:00", workers=("WLEWIS",)), workers=(worker(), worker("WNG")))
    after = drawn(visit("V1", "09:30", workers=("WLEWIS",), revision=2), workers=(worker(), worker("WNG")))
    assert [a.picture == b.picture for a, b in zip(before, after, strict=True)] == [True, False, True]


def test_free_time_is_duty_less_absence_and_visits() -> None:
    away = worker("WNG", absent=((on("13:00"), on("15:00"), "training"),))
    rows = drawn(visit("V1", "09:00", 45, workers=("WLEWIS",)), workers=(worker(), away))
    assert [row.tail for row in rows[1:]] == ["7:15", "training"]


def test_the_day_in_words_counts_drafts_and_what_is_uncovered() -> None:
    shown = board(visit("V1", "09:00", 120, workers=("WLEWIS",), draft=True), visit("V2", "10:00"))
    assert day_words(shown) == "Mon 23 Nov  uncovered 1  draft 1 change  utilisation 25 %"
    assert day_words(board(visit("V1", "09:00", workers=("WLEWIS",)))).startswith("Mon 23 Nov  uncovered 0  published")


def test_the_detail_says_whose_visit_it_is_what_it_needs_and_how_it_stands() -> None:
    one = visit(
        "V1", "09:00", workers=("WLEWIS",), workers_needed=2, skills=("hoist",), gender="female", time_critical=True,
        draft=True, told_start=on("08:30"), pinned=True, risks=("dog",), key_safe=True, late=20,
    )  # fmt: skip
    told = "\n".join(line if isinstance(line, str) else line[0] for line in visit_detail(one, SIGHT))
    for words in (
        "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6171", "key safe", "09:00-09:30 morning",
        "may start 08:30 to 09:30", "2 workers, Hoist, female workers only, TIME-CRITICAL", "DRAFT (told 08:30)",
        "PINNED", "LATE 20 min", "Priya Lewis, 1 more needed",
    ):  # fmt: skip
        assert words in told


def test_a_late_visit_says_what_to_do_about_it() -> None:
    late = [visit("V1", "09:00", late=40, doubt=doubt) for doubt in ("", "not-started", "possibly-missed")]
    assert [lateness(each) for each in late] == [
        "LATE 40 min", "LATE 40 min: ask where they are", "LATE 40 min: possibly missed",
    ]  # fmt: skip


def test_a_worker_without_visits_is_told_with_telephone_duty_and_lapsed_skills() -> None:
    one = worker(lapsed=("hoist",), absent=((on("10:00"), on("12:00"), "sick"),))
    told = "\n".join(line if isinstance(line, str) else line[0] for line in worker_detail(one, SIGHT))
    for words in ("Priya Lewis  07700 900121", "duty 07:00-15:00", "ABSENT: Sick 10:00-12:00", "LAPSED: Hoist"):
        assert words in told


def test_the_board_as_plain_text_lists_what_is_uncovered() -> None:
    told = board_lines(board(visit("V1", "09:00", time_critical=True)), SIGHT, 80)
    assert told[-2:] == [
        "Uncovered, most harmful first: 1",
        "  09:00 V1 HOLT, Margaret 30 min, 1 of 1 workers missing, TIME-CRITICAL",
    ]
    assert board_lines(board(visit("V1", "09:00", workers=("WLEWIS",))), SIGHT, 80)[-1] == "Every visit is covered."


def test_nothing_hostile_in_a_name_reaches_a_row() -> None:
    hostile = worker(name="\x1b[31mEvil, E")
    told = "\n".join(board_lines(board(visit("V1", "09:00", person="\x1b[2J"), workers=(hostile,)), SIGHT, 80))
    assert "\x1b" not in told


def test_by_person_a_visit_is_the_initial_of_who_comes() -> None:
    lewis, ng = worker("WLEWIS"), worker("WNG")
    day = board(
        visit("V1", "09:00", workers=("WLEWIS",)), visit("V2", "12:00", workers=("WNG",), draft=True),
        visit("V3", "13:00"), visit("V4", "09:00", person="ADAMS, Edith", person_ref="PADAMS", workers=("WNG",)),
        workers=(lewis, ng),
    )  # fmt: skip
    grid = grid_for(day, 80)
    uncovered, adams, holt = people_lanes(day, grid, on("07:00"))
    assert (uncovered.key, adams.name, holt.name) == ("", "ADAMS, Edith", "HOLT, Margaret")
    assert "L" in holt.cells and "n" in holt.cells and "?" in holt.cells and "N" in adams.cells
    assert holt.tail.split() == ["3", "2"], "three visits by two faces"
    left = people_matching((uncovered, adams, holt), "priya", {"WLEWIS": "Priya Lewis"})
    assert [row.key for row in left] == ["", "PHOLT"]


def test_why_somebody_is_away_is_a_word_that_fits() -> None:
    def tail(reason: str) -> str:
        return drawn(workers=(worker(absent=((on("07:00"), on("15:00"), reason),)),))[1].tail

    assert [tail(reason) for reason in ("sick", "annual-leave", "unauthorised")] == ["sick", "leave", "away"]
