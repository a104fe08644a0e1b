"""Completing the `:` line: its word, then the names of answers and the codes that answer them."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.desk.asking import questions
from domain.policy import Policy
from tui import typed
from tui.actions import Action
from tui.grammar import choices
from tui.keymap import words
from tui.profiles import PROFILES

_TAKEN: Mapping[str, Sequence[str]] = {"profile": list(PROFILES)}
"""What a motion takes → the words for it."""


def complete(line: str, parts: Mapping[str, Any], place: str, policy: Policy) -> tuple[str, Sequence[str]]:
    """The line with as much added as is certain, and what it could go on with."""
    verbs = [word for word in words(place) if word.startswith(line)]
    if verbs:
        return _added(line, line, verbs)
    begun, _, last = line.rpartition(" ")
    read = typed.read(begun, parts, place)
    if read.action is not None:
        return _added(line, last, _answers(read.action, read.texts, parts, last, policy))
    if read.motion is not None:
        return _added(line, last, [word for word in _TAKEN.get(read.motion.takes, ()) if word.startswith(last)])
    return line, ()


def _answers(
    action: Action, texts: Mapping[str, str], parts: Mapping[str, Any], last: str, policy: Policy
) -> Sequence[str]:
    asked = questions(action.command)
    name, equals, value = last.partition("=")
    if equals:
        known = choices(asked[name], policy) if name in asked else {}
        return [f"{name}={code}" for code in known if code.startswith(value)]
    left = typed.still_asked(action, texts, action.answers(parts))
    codes = [code for code in choices(asked[left[0]], policy) if code.startswith(last)] if left else []
    return codes + [f"{field}=" for field in left if field.startswith(last)]


def _added(line: str, last: str, fits: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The line with what all that fits have in common; a space after what can be nothing else."""
    if not fits:
        return line, ()
    one, other = min(fits), max(fits)
    shared = one[: next((at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1), len(one))]
    whole = " " if len(fits) == 1 and not shared.endswith("=") else ""
    return line[: len(line) - len(last)] + shared + whole, fits
