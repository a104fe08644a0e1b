"""Keys over a slow line: what arrives in pieces is still the key that was pressed, and nothing typed is lost."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tui.sequences import Sequences

KEYS = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1b[H": "home", "\x1b[F": "end",
    "\x1b[5~": "pageup", "\x1b[6~": "pagedown", "\x1bOP": "f1", "\x1b[15~": "f5", "\x1b[[A": "f1",
    "\x1b[Z": "shift+tab", "x": "x", "\r": "enter", "\t": "tab", "\x7f": "backspace", "é": "é",
}  # fmt: skip
TICK = 0.02


def told(messages: Iterable[Message]) -> list[str]:
    """Keys by name, pastes in guillemets."""
    return [f"«{one.text}»" if isinstance(one, events.Paste) else one.key for one in messages]  # type: ignore[attr-defined]


def arriving(*pieces: str, gap: float = 0.0) -> list[str]:
    """What is understood of pieces that arrive `gap` seconds apart, and then nothing more."""
    sequences, now, found = Sequences(), 0.0, []
    for piece in pieces:
        found += told(sequences.feed(piece, now))
        end = now + gap
        while (now := now + TICK) < end:
            found += told(sequences.late(now))
    while sequences.waiting:
        now += TICK
        found += told(sequences.late(now))
    return found


@given(st.lists(st.sampled_from(sorted(KEYS)), max_size=12), st.integers(1, 4))
def test_a_line_that_breaks_keys_anywhere_changes_none(keys: list[str], size: int) -> None:
    text = "".join(keys)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert arriving(*pieces, gap=0.06) == [KEYS[key] for key in keys]


@pytest.mark.parametrize("pieces", [("\x1b[", "B"), ("\x1b[1", "5~"), ("\x1bO", "P"), ("\x1b[[", "A")])
def test_a_key_that_has_begun_is_waited_for(pieces: tuple[str, ...]) -> None:
    assert arriving(*pieces, gap=0.7) == arriving("".join(pieces))


def test_a_lone_escape_is_the_escape_key_soon() -> None:
    sequences = Sequences()
    assert told(sequences.feed("\x1b", 0.0)) == []
    assert told(sequences.late(0.05)) == []
    assert told(sequences.late(0.11)) == ["escape"]


def test_enter_that_was_pressed_before_the_desk_had_the_terminal_is_still_enter() -> None:
    assert arriving("7\nj") == ["7", "enter", "j"]


def test_an_arrow_that_is_torn_behind_its_escape_still_is_an_arrow() -> None:
    assert arriving("\x1b", "[B", gap=0.5) == ["escape", "down"]
    assert arriving("\x1b", "[", "B", gap=0.5) == ["escape", "down"]


def test_letters_after_an_escape_are_letters() -> None:
    assert arriving("\x1bj") == ["escape", "j"]
    assert arriving("\x1bOscar") == ["escape", "O", "s", "c", "a", "r"]
    assert arriving("\x1b", "[x", gap=0.5) == ["escape", "left_square_bracket", "x"]
    assert arriving("\x1b", "[B", gap=1.5) == ["escape", "left_square_bracket", "B"]


def test_a_bracket_after_an_escape_is_a_bracket_when_nothing_follows() -> None:
    assert arriving("\x1b", "[", gap=0.5) == ["escape", "left_square_bracket"]


def test_keys_that_nothing_is_known_of_type_nothing() -> None:
    assert arriving("\x1b[99;99z", "x") == ["x"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(1, 5))
def test_a_paste_is_one_thing_whatever_it_holds_and_however_it_is_torn(text: str, size: int) -> None:
    text = text.replace("\x1b[201~", "")
    sent = f"\x1b[200~{text}\x1b[201~q"
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert arriving(*pieces, gap=0.06) == [f"«{text}»", "q"]


def test_a_paste_whose_end_is_lost_ends_by_itself() -> None:
    assert arriving("\x1b[200~half a narrative", "j", gap=2.0) == ["«half a narrative»", "j"]
