"""What is typed means the same in a form, on the `:` line and on the command line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.asking import ask, questions
from domain.desk.bus import Command
from domain.package import Line
from domain.referral import Urgency
from tests.memory import shipped_policy
from tui.grammar import Unclear, all_unclear, build, read_back, text_of, typed_as, value

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
POLICY = shipped_policy(NOW.date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything(Command):
    """A command with every kind of question."""

    id: str = ask("Referral", "referral")
    urgency: Urgency = ask("How soon", "choice", of="2h|same-day|2d|routine", default=Urgency.ROUTINE)
    need: str = ask("Need", "code", of="need", default="")
    risks: tuple[str, ...] = ask("Risks", "codes", of="risk", default=())
    due: date | None = ask("Due", "date", default=None)
    born: date | None = ask("Born", "birth", default=None)
    at: datetime | None = ask("At", "moment", default=None)
    start: time | None = ask("Start", "time", default=None)
    minutes: int = ask("Length", "minutes", default=30)
    number: int = ask("How many", "number", default=1)
    sure: bool | None = ask("Sure", "yesno", default=None)
    goals: tuple[str, ...] = ask("Goals", "lines", default=())
    lines: tuple[Line, ...] = ask("Pattern", "lines", default=())
    note: str = ask("Note", "long", default="")


def meant(name: str, text: str) -> object:
    return value(Everything, name, text, NOW, POLICY)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("id", "referral/r7k3", "R7K3"),
        ("urgency", "same", Urgency.SAME_DAY),
        ("need", "UCR1", "UCR1"),
        ("need", "confusion or", "UCR6"),
        ("risks", "dogs, smoking", ("dogs", "smoking")),
        ("due", "1/12", date(2026, 12, 1)),
        ("due", "tomorrow", date(2026, 11, 24)),
        ("at", "24/11/2026 07:30", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("at", "25/10 01:30 first", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("at", "25/10 01:30 second", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("start", "0930", time(9, 30)),
        ("minutes", "45", 45),
        ("minutes", "1h30", 90),
        ("minutes", "1:15", 75),
        ("start", "09:30:00", time(9, 30)),
        ("born", "3/4/38", date(1938, 4, 3)),
        ("born", "29/2/24", date(2024, 2, 29)),
        ("born", "1/1/2030", date(2030, 1, 1)),
        ("sure", "y", True),
        ("sure", "no", False),
        ("goals", "walk to the shop\nwash alone", ("walk to the shop", "wash alone")),
    ],
)
def test_typed_text_has_one_meaning(name: str, text: str, expected: object) -> None:
    assert meant(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("need", "nonsense", "'nonsense' is not in the list"),
        ("need", "ucr", "'ucr' could be UCR1"),
        ("due", "31/2", "type it day first"),
        ("at", "25/10 01:30", "comes twice"),
        ("minutes", "soon", "no length of time"),
        ("born", "3/4", "'3/4' has no year"),
        ("born", "tomorrow", "type it day first"),
        ("start", "09:30:15", "goes by the minute; type it as 09:30"),
        ("number", "few", "is not a number"),
        ("sure", "maybe", "neither yes nor no"),
        ("id", "Mrs Holt", "choose the referral from the list"),
        ("lines", "morning meds", "morning"),
    ],
)
def test_what_is_unclear_is_said_in_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(Unclear, match=sentence):
        meant(name, text)


def test_a_command_is_built_or_every_problem_is_named_at_once() -> None:
    built = build(Everything, {"id": "R7K3", "minutes": "20"}, NOW, POLICY, seen=4)
    assert built == Everything(id="R7K3", minutes=20, seen=4)
    wrong = build(Everything, {"due": "never", "colour": "red"}, NOW, POLICY)
    assert isinstance(wrong, dict)
    assert set(wrong) == {"id", "due", "colour"}
    assert wrong["id"] == "Referral: an answer is needed"


def test_what_was_understood_is_read_back_in_full() -> None:
    asked = questions(Everything)
    assert read_back(asked["at"], meant("at", "09:30"), POLICY) == "Mon 23 Nov 2026 09:30"
    assert read_back(asked["due"], meant("due", "1/12"), POLICY) == "Tue 1 Dec 2026"
    assert read_back(asked["need"], "UCR6", POLICY) == "Confusion or delirium"
    assert read_back(asked["minutes"], 45, POLICY) == "45 minutes"
    assert read_back(asked["id"], "R7K3", POLICY, {"R7K3": "HOLT, Margaret"}.__getitem__) == "HOLT, Margaret"


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))


@given(MOMENTS)
def test_a_moment_can_be_typed_as_it_is_shown_in_a_form_both_october_hours_included(at: datetime) -> None:
    assert meant("at", text_of(at)) == at


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_can_be_typed_as_it_is_shown_in_a_form(day: date) -> None:
    assert meant("due", text_of(day)) == day


def test_lines_are_put_into_a_form_one_below_the_other() -> None:
    assert typed_as(questions(Everything)["goals"], ("walk", "wash, alone")) == "walk\nwash, alone"


def test_what_is_wrong_with_several_answers_is_said_once() -> None:
    wrong = ("Why: an answer is needed", "When: 'x' is no time", "Where: an answer is needed")
    assert all_unclear(wrong) == "Why, Where: an answer is needed; When: 'x' is no time"
    assert all_unclear(["there is no answer called 'x' here"]) == "there is no answer called 'x' here"
