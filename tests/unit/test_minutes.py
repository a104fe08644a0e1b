"""Minutes are typed as text, and a line that begins with `!` becomes an action."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.minutes import MinutesProblem, Promised, promised

MONDAY = date(2026, 11, 23)
PRESENT = ("Ada Okoye", "Priya Lewis", "Mary Ann Shah")


@pytest.mark.parametrize(
    ("line", "owner", "due", "text"),
    [
        ("!Priya fri ring the ward", "Priya Lewis", date(2026, 11, 27), "ring the ward"),
        ("!Okoye 30/11 order the frame", "Ada Okoye", date(2026, 11, 30), "order the frame"),
        ("  !a Priya tomorrow ring back", "Priya Lewis", date(2026, 11, 24), "ring back"),
        ("! Mary Ann Shah 1 Dec 2026 write to the GP", "Mary Ann Shah", date(2026, 12, 1), "write to the GP"),
        ("!Dr Jones 5/12/2026 visit", "Dr Jones", date(2026, 12, 5), "visit"),
        ("!Nurse +3 check 23/11/2026 bloods", "Nurse", date(2026, 11, 26), "check 23/11/2026 bloods"),
    ],
)
def test_a_marked_line_says_who_by_when_and_what(line: str, owner: str, due: date, text: str) -> None:
    assert promised(f"Talked about falls.\n{line}\nClosed.", MONDAY, PRESENT) == (Promised(owner, due, text),)


WORKING = ("Sam Shah", "Samir Obi", "Priya Shah", "Gwen Lumb")


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("!a sam fri ring", "Sam Shah"),
        ("!gwen lumb fri ring", "Gwen Lumb"),
        ("!Lumb fri ring", "Gwen Lumb"),
        ("!Gwen L fri ring", "Gwen Lumb"),
        ("!priya fri ring", "Priya Lewis"),
        ("!Priya S fri ring", "Priya Shah"),
        ("!Dr Shah fri ring", "Dr Shah"),
        ("!pharmacy fri ring", "pharmacy"),
    ],
)
def test_part_of_a_name_is_enough_for_whoever_was_present_and_then_for_whoever_works_here(
    line: str, owner: str
) -> None:
    (action,) = promised(line, MONDAY, PRESENT, WORKING)
    assert (action.owner, action.text) == (owner, "ring")


def test_a_name_that_could_be_several_is_asked_about() -> None:
    with pytest.raises(MinutesProblem, match="Shah could be Priya Shah or Sam Shah; type more of the name"):
        promised("!Shah fri ring", MONDAY, ("Ada Okoye",), WORKING)
    with pytest.raises(MinutesProblem, match="Priya could be Priya Lewis or Priya Shah"):
        promised("!Priya fri ring", MONDAY, ("Priya Lewis", "Priya Shah"))


def test_a_date_without_a_year_is_the_one_near_the_meeting() -> None:
    (action,) = promised("!Ada 4 jan review", date(2026, 12, 28), PRESENT)
    assert action.due == date(2027, 1, 4)


def test_every_wrong_line_is_named_with_its_number() -> None:
    text = "Present: all\n!Priya soon ring the ward\n!Ada fri order the frame\n!Ada 29/02/2027 hoist\n!Ada fri"
    with pytest.raises(MinutesProblem) as problem:
        promised(text, MONDAY, PRESENT)
    said = str(problem.value)
    assert "Line 2 '!Priya soon ring the ward'" in said
    assert "Line 4 '!Ada 29/02/2027 hoist'" in said
    assert "Line 5 '!Ada fri': say what is to be done" in said
    assert "Line 3" not in said


def test_nobody_can_promise_for_a_day_before_the_meeting() -> None:
    with pytest.raises(MinutesProblem, match="before the meeting"):
        promised("!Ada yesterday ring", MONDAY, PRESENT)


@given(st.text())
def test_any_text_is_minutes_or_names_a_line_that_is_wrong(text: str) -> None:
    marked = [line for line in text.splitlines() if line.lstrip().startswith("!")]
    try:
        assert len(promised(text, MONDAY, PRESENT)) == len(marked)
    except MinutesProblem as problem:
        assert "Line " in str(problem)
        assert marked
