"""A weekly pattern of visits, typed and printed back."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.package import EVERY_DAY, Line
from domain.package_text import PatternProblem, parse_lines, parse_minutes, pattern_problem, print_lines
from tui.terminal import Terminal

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=9)
TASKS = st.lists(st.text("abcxyzé,;=±0[]", min_size=1, max_size=8), max_size=4).map(" ".join)


def clock(minute: int) -> time:
    return time(*divmod(minute, 60))


@st.composite
def patterns(draw: st.DrawFn) -> tuple[Line, ...]:
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    lines = []
    for place, name in enumerate(names):
        earliest, at, latest = sorted(draw(st.tuples(*[st.integers(0, 1439)] * 3)))
        after = draw(st.sampled_from(["", *names[:place]]))
        least = draw(st.integers(0, 600)) if after else 0
        lines.append(
            Line(
                name=name,
                at=clock(at),
                earliest=clock(earliest),
                latest=clock(latest),
                minutes=draw(st.integers(1, 720)),
                workers=draw(st.integers(1, 2)),
                skills=tuple(draw(st.lists(WORDS, max_size=3))),
                lead=draw(st.booleans()),
                time_critical=draw(st.booleans()),
                tasks=draw(TASKS),
                days=tuple(sorted(draw(st.sets(st.sampled_from(EVERY_DAY), min_size=1)))),
                after=after,
                by=draw(st.sampled_from(["", "same", "other"])) if after else "",
                optional=draw(st.booleans()),
                min_gap=least,
                max_gap=draw(st.sampled_from([0, least + 60])) if after else 0,
            )
        )
    return tuple(lines)


@given(patterns())
def test_a_pattern_reads_back_as_it_was_printed(lines: tuple[Line, ...]) -> None:
    assert pattern_problem(lines) == ""
    assert parse_lines(print_lines(lines)) == lines


def test_a_line_is_typed_in_one_breath() -> None:
    (line,) = parse_lines("morning 0730 30m ±45 2w skills=medication,hoist critical days=mon-fri tasks=wash, dress")
    assert line == Line(
        name="morning",
        at=time(7, 30),
        earliest=time(6, 45),
        latest=time(8, 15),
        minutes=30,
        workers=2,
        skills=("medication", "hoist"),
        time_critical=True,
        days=(0, 1, 2, 3, 4),
        tasks="wash, dress",
    )


def test_a_keyboard_without_the_sign_types_plus_minus() -> None:
    assert parse_lines("tea 16:30 30m +-20") == parse_lines("tea 16:30 30m ±20")


def test_what_a_terminal_without_the_sign_shows_in_its_place_may_be_typed() -> None:
    poorest = Terminal("mono", ascii=True, old=True)
    assert parse_lines(poorest.text("tea 16:30 30m ±20")) == parse_lines("tea 16:30 30m ±20")


def test_a_later_line_keeps_its_gap_to_the_one_above() -> None:
    _, second = parse_lines("morning 07:30 45m; lunch 12:30 1h15 after=morning gap=4h-6h")
    assert (second.minutes, second.after, second.min_gap, second.max_gap) == (75, "morning", 240, 360)


def test_tasks_may_have_a_semicolon_that_begins_no_line() -> None:
    first, second = parse_lines("tea 16:30 30m tasks=medicines; meal, drink; bed 20:00 30m")
    assert (first.tasks, second.name) == ("medicines; meal, drink", "bed")


def test_a_weekend_may_wrap_round() -> None:
    (line,) = parse_lines("night 22:00 20m days=fri-mon")
    assert line.days == (0, 4, 5, 6)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "at least one line"),
        ("morning 07:30", "a name, a start and a length"),
        ("morning 27:30 30m", "not a time"),
        ("morning 07:30 soon", "no length of time"),
        ("morning 07:30 30m 3w", "1w or 2w"),
        ("morning 07:30 30m daily", "means nothing here"),
        ("morning 07:30 30m days=mon,xyz", "xyz"),
        ("morning 07:30 30m window=08:00-09:00", "within its window"),
        ("morning 07:30 30m after=tea", "names no line above"),
        ("morning 07:30 30m gap=4h", "needs after="),
        ("morning 07:30 30m\nmorning 08:30 30m", "Line 2 (morning)"),
        ("am 07:30 30m\npm 13:00 30m after=am gap=6h-4h", "from the shorter time to the longer"),
        ("morning 07:30 0m", "from 1 minute"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(PatternProblem, match=said.replace("(", r"\(").replace(")", r"\)")):
        parse_lines(typed)


@pytest.mark.parametrize(("typed", "minutes"), [("30m", 30), ("90", 90), ("1h", 60), ("1h30", 90), ("2h05m", 125)])
def test_lengths_are_typed_as_people_say_them(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes
