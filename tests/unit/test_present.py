"""Stored text reaches a terminal only clean, and every column keeps its width."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.memory import shipped_policy
from tests.perf.fuzz import try_strings
from tests.screens.cast import NOW
from tui.filtering import amount, fits_filter
from tui.present import (
    Column,
    Line,
    Listing,
    Sight,
    clean,
    fit,
    heading,
    plain,
    row_text,
    shorten,
    whole_facts,
    widths,
    wrap,
)

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x9b\x00\x07\u202e\u2066\u200d\u200b\ufeff\u0301\u20dd\ufe0f\U0001f469\U0001f3fd漢ä[]/\n\t"
        ),
    ),
    max_size=60,
)


@given(ANYTHING)
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    shown = clean(text)
    kinds = {unicodedata.category(char) for char in shown if char not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert "\x1b" not in shown and "\n" not in shown


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text("abc XYZ-[]/0189éÓ", max_size=40))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@given(ANYTHING)
def test_marks_do_not_pile_up(text: str) -> None:
    run = 0
    for char in clean("e" + "\u0301" * 9 + text):
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        assert run <= 4


def test_lines_are_kept_apart_only_where_asked() -> None:
    assert clean("one\r\ntwo\u2028three") == "one two three"
    assert clean("one\r\ntwo", newline="\n") == "one\ntwo"


def test_text_without_end_is_cut() -> None:
    assert len(clean("x" * 100_000)) == 4000


@given(ANYTHING, st.integers(0, 30))
def test_a_shortened_text_fits(text: str, cells: int) -> None:
    assert cell_len(shorten(clean(text), cells)) <= cells


@given(st.text("ab漢éß ", max_size=30), st.integers(1, 20), st.sampled_from(["left", "right"]))
def test_a_fitted_text_has_exactly_its_width(text: str, cells: int, align: str) -> None:
    assert cell_len(fit(text, cells, align)) == cells


@given(st.text("ab 漢\n", max_size=80), st.integers(4, 20), st.integers(1, 4))
def test_wrapped_lines_fit_and_are_as_many_as_allowed(text: str, cells: int, lines: int) -> None:
    done = wrap(text, cells, lines)
    assert len(done) <= lines
    assert all(cell_len(line) <= cells for line in done)


def test_an_nhs_number_and_a_telephone_number_are_never_torn_between_lines() -> None:
    told = "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538  ring 0161 496 0626, 07700 900056"
    for cells in range(20, 80):
        lines = wrap(told, cells)
        for number in ("NHS 999 204 6538", "0161 496 0626,", "07700 900056"):
            assert any(number in line for line in lines), (cells, lines)


def test_a_line_ends_between_two_facts_where_that_takes_no_line_more() -> None:
    told = "BROWN, Ivy  BL9 6  Smoking in the home  lives alone"
    assert wrap(told, 32) == ["BROWN, Ivy  BL9 6", "Smoking in the home  lives alone"]
    assert wrap(told, 20) == ["BROWN, Ivy  BL9 6", "Smoking in the home", "lives alone"]
    assert wrap("one two three  four five six  seven", 12) == ["one two", "three  four", "five six", "seven"]


def test_a_number_at_the_end_stays_with_what_it_counts() -> None:
    assert wrap("met 21, duplicates 1, withdrawn 1", 31) == ["met 21, duplicates 1,", "withdrawn 1"]


def test_a_title_that_has_too_little_room_says_fewer_facts_and_none_by_half() -> None:
    said = "Board  Mon 23 Nov  uncovered 17  draft 9 changes"
    assert whole_facts(said, 60) == said
    assert whole_facts(said, 40) == "Board  Mon 23 Nov  uncovered 17"
    assert whole_facts(said, 3) == "Bo~"


COLUMNS = (Column("Ref", 5), Column("Person"), Column("Age", 3, "right", yields=1), Column("Source", 10, yields=2))


def test_where_room_is_short_columns_yield_in_their_order() -> None:
    def shown(room: int) -> list[str]:
        return [COLUMNS[at].title for at in widths(COLUMNS, room)]

    assert shown(80) == ["Ref", "Person", "Age", "Source"]
    assert shown(30) == ["Ref", "Person", "Age"]
    assert shown(20) == ["Ref", "Person"]


@given(st.integers(18, 120))
def test_a_heading_and_its_rows_are_as_wide_as_the_list(room: int) -> None:
    line = Line(("R7K3", "HOLT, Margaret of the very long name", "84", "ambulance crew"))
    assert cell_len(heading(COLUMNS, room)) == room
    assert cell_len(row_text(COLUMNS, line, room)) == room


CLOCKS: Listing[str] = Listing(
    columns=(Column("Clock"),), key=str, line=lambda row, sight: Line((row,)), parts=lambda row: {},
    subject=lambda row: "",
)  # fmt: skip
NAMES: Listing[str] = Listing(
    columns=(Column("Ref", 4), Column("Person")),
    key=lambda row: row,
    line=lambda row, sight: Line((row[:4], row[5:])),
    parts=lambda row: {"ref": row},
    subject=lambda row: row,
    empty="Nobody.",
)
SIGHT = Sight(now=NOW, policy=shipped_policy(NOW.date()))


def test_a_filter_wants_every_word_and_knows_columns_and_absence() -> None:
    def fits(wanted: str) -> bool:
        return fits_filter(NAMES, "R7K3 HOLT, Margaret", SIGHT, wanted)

    assert fits("holt") and fits("HOLT marg") and fits("person:holt") and fits("!naqvi")
    assert not fits("holt naqvi") and not fits("ref:holt") and not fits("!holt")


def test_a_filter_compares_numbers_and_lengths_of_time() -> None:
    def fits(wanted: str, clock: str) -> bool:
        return fits_filter(CLOCKS, clock, SIGHT, wanted)

    assert fits("clock:<1h", "0:51 !") and fits("clo:<0", "-0:27 !!!") and fits("clock:>1d", "1d 14h")
    assert not fits("clock:<1h", "1:08") and not fits("clock:>5", "-") and not fits("!clock:<1h", "0:51 !")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0:51 !", 51),
        ("-0:27 !!!", -27),
        ("1d 14h", 2280),
        ("30m", 30),
        ("1h30", 90),
        ("74", 74),
        ("-", None),
        ("", None),
    ],
)
def test_an_amount_is_a_number_or_a_length_of_time(text: str, minutes: int | None) -> None:
    assert amount(text) == minutes


def test_a_list_in_plain_text_has_its_heading_or_says_that_it_is_empty() -> None:
    assert plain(NAMES, ["R7K3 HOLT"], SIGHT).splitlines() == ["Ref  Person", "R7K3 HOLT"]
    assert plain(NAMES, [], SIGHT) == "Nobody."


def test_random_text_as_bad_as_can_be_is_made_harmless_and_stays_so() -> None:
    assert try_strings(3000, seed=7)["failed"] == 0
