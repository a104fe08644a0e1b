"""The `:` line: what was typed, what it means, and how it reads back before anybody presses enter.

A line is a word and answers: `decline out-of-area where="Rochdale UCR"`. An answer without a name goes to the
next question that has none; a reference in capitals goes to what the command is about."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.desk.asking import questions, required
from tui.actions import Action
from tui.grammar import Unclear, read_back, value
from tui.keymap import Motion, action_called, motion_called, verbs_of, words
from tui.present import Sight

_REFERENCE = re.compile(r"[A-Z][0-9A-HJKMNP-TV-Z]{3,}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as understood. `texts` are the answers typed, field → text; `reference` is that of a record to open;
    `problem` is what stops it."""

    action: Action | None = None
    motion: Motion | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    reference: str = ""
    problem: str = ""
    completions: tuple[str, ...] = ()


def read(line: str, parts: Mapping[str, Any], place: str = "") -> Typed:
    """Understand a line; `parts` are those of the row under the cursor. A word that means several things
    means what it does in the place where it is typed; a motion's word with answers means the action."""
    word, rest = _verb(line.strip(), words(place))
    if not word:
        return Typed(completions=tuple(words(place)))
    motion, action = motion_called(word, place), action_called(word, place)
    if action is not None and (motion is None or rest):
        return _with_answers(action, rest, action.answers(parts))
    if motion is not None:
        return Typed(
            motion=motion, rest=rest, problem=f"'{rest}' means nothing here" if rest and not motion.takes else ""
        )
    fits = tuple(verb for verb in words(place) if verb.startswith(word))
    fits = tuple(verb for verb in fits if verb in verbs_of(place)) or fits
    if len(fits) == 1:
        return read(f"{fits[0]} {rest}", parts, place)
    if not fits and not rest and _is_reference(word):
        return Typed(reference=word.upper())
    return Typed(completions=fits, problem="" if fits else f"There is no command '{word}'; ? lists them")


def _is_reference(word: str) -> bool:
    """Whether somebody types the reference of a record: in capitals, or with a digit in it."""
    return bool(_REFERENCE.fullmatch(word.upper())) and (word.isupper() or any(char.isdigit() for char in word))


def _verb(line: str, known: Sequence[str]) -> tuple[str, str]:
    """What a line begins with, `check in` as well as `accept`, and the rest of it."""
    spoken = [verb for verb in known if f"{line} ".startswith(f"{verb} ")]
    word = max(spoken, key=len, default=line.partition(" ")[0])
    return word, line[len(word) :].strip()


def _with_answers(action: Action, rest: str, known: Mapping[str, Any]) -> Typed:
    asked = questions(action.command)
    texts: dict[str, str] = {}
    loose: list[str] = []
    for token in _split(rest):
        name, equals, text = token.partition("=")
        if equals and name in asked:
            texts[name] = text
        else:
            loose.append(token)
    if loose and "id" in asked and "id" not in texts and _REFERENCE.fullmatch(loose[0]):
        texts["id"] = loose.pop(0)
    order = still_asked(action, texts, known)
    if len(loose) > len(order):
        return Typed(action, texts=texts, problem=f"'{loose[len(order)]}' answers no question of {action.verb}")
    if order and len(loose) > 1 and len(order) == 1:
        loose = [" ".join(loose)]
    return Typed(action, texts={**texts, **dict(zip(order, loose, strict=False))})


def still_asked(action: Action, texts: Mapping[str, str], known: Mapping[str, Any]) -> list[str]:
    """The answers that are neither typed nor known, those that are needed first."""
    asked, needed = questions(action.command), required(action.command)
    left = (name for name in asked if name not in texts and name not in known and not asked[name].hidden)
    return sorted(left, key=lambda name: name not in needed)


def _split(rest: str) -> Sequence[str]:
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


def understood(typed: Typed, known: Mapping[str, Any], names: Mapping[str, str], sight: Sight) -> str:
    """The read-back: the verb, each answer as understood, and what is still missing."""
    if typed.problem:
        return typed.problem
    if typed.reference:
        return f"open {typed.reference}"
    if typed.action is None:
        return typed.motion.help if typed.motion else " ".join(typed.completions[:8])
    command, asked = typed.action.command, questions(typed.action.command)
    said = [
        typed.action.verb,
        *(
            names.get(name) or read_back(asked[name], found, sight.policy, sight.who)
            for name, found in known.items()
            if name in asked
        ),
    ]
    for name, text in typed.texts.items():
        try:
            meant = value(command, name, text, sight.now, sight.policy)
        except Unclear as problem:
            return f"{asked[name].label}: {problem}"
        said.append(read_back(asked[name], meant, sight.policy, sight.who) or text)
    missing = [
        asked[name].label.lower()
        for name in asked
        if name in required(command) and name not in known and name not in typed.texts
    ]
    sure = f": {typed.action.confirm}" if typed.action.confirm else ""
    return " ".join(said) + (f" ({', '.join(missing)}?)" if missing else sure)
