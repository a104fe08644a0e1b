"""Whatever is typed, the answer is one calm line: no traceback, and nothing is changed by what was refused."""

import json

import pytest

from tests.story.desk import Line
from tests.story.steps import HOLT, rung

RING = {"whom": "Son", "phone": "1", "need": "UCR1", "urgency": "2h"}
HUGE = "x" * 100_000


@pytest.mark.parametrize(
    "answers",
    [
        {"whom": ""},
        {"whom": " "},
        {"whom": HUGE},
        {"note": HUGE},
        {"note": "broken \udcff bytes"},
        {"urgency": "at once"},
        {"need": "[/]"},
        {"source": "\x1b[2J"},
        {"person": "../../etc/passwd"},
        {"person": "' OR 1=1 --"},
        {"received_at": "0001-01-01T00:00+23:59"},
        {"received_at": "31/12/9999 23:59"},
        {"received_at": "31/13/2026 25:99"},
        {"received_at": "tomorrow 09:00"},
        {"born": "3/4/1942"},
    ],
    ids=lambda answers: " ".join(f"{name}={value[:16]!r}" for name, value in answers.items()),
)
def test_a_call_that_cannot_be_is_not_taken(caredesk: Line, answers: dict[str, str]) -> None:
    said = caredesk.say("do", "referral.ring", *(f"{name}={value}" for name, value in {**RING, **answers}.items()))
    assert said.code in (1, 2)
    assert said.out == ""
    assert "fault" not in said.err and "Traceback" not in said.err
    assert not said.err.strip().count("\n") and all(char.isprintable() for char in said.err.strip())
    assert caredesk.show("show", "queue") == []


@pytest.mark.parametrize(
    "words",
    [
        ("do", "undo", "seq=999999999999999999999999"),
        ("do", "undo", "seq=1e400"),
        ("do", "worker.add", "family=A", "given=B", "contract_minutes=99999999999999"),
        ("do", "worker.add", "family=A", "given=B", "skills=hoist until doomsday"),
        ("do", "roster.publish", "day=31/12/9999"),
        ("do", "setting.set", "name=opens", "value=never"),
        ("show", "board", "--date", "31/12/9999"),
        ("show", "search", HUGE),
        ("show", "person", "\x1b[2J"),
        ("journal", "show", HUGE),
        ("journal", "tail", "-n", "9" * 30),
        ("report", "ucr-2h", "--from", "1/1/0001", "--to", "31/12/9999"),
        ("user", "add", "a b", "--role", "cover"),
        ("roster", "why", "\x1b]0;gone\x07"),
        ("backup", "/proc/nowhere"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_nonsense_is_answered_calmly(caredesk: Line, words: tuple[str, ...]) -> None:
    said = caredesk.say(*words)
    assert said.code in range(6)
    assert "fault" not in said.err and "Traceback" not in said.err
    assert "\x1b" not in said.out + said.err


def test_what_was_typed_cannot_steer_a_terminal(caredesk: Line) -> None:
    referral = rung(caredesk, note="\x1b[2J\x9b31m[/red]\u202e", whom="\x1b]0;gone\x07[bold]")
    caredesk.do("referral.identify", id=referral, **{**HOLT, "family": "[/]", "given": "\x1b[1mIvy"})
    for words in (("show", "queue"), ("show", "referral", referral), ("journal", "show", f"referral/{referral}")):
        told = caredesk.say(*words).out
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(told)
        document = caredesk.say(*words, "--json").out
        assert document.isascii() and "\x1b" not in document
        assert json.loads(document)
