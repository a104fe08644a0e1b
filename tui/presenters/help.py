"""The help of a place: what can be done there now, and why the rest cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.access import Caller
from tui.actions import Action
from tui.keymap import LIST_KEYS, MOTIONS, Motion, actions_of, motions_of, shown
from tui.present import Column, Line, Listing, Tone


@dataclass(frozen=True, slots=True)
class Possible:
    """A line of help: the keys, the word of the `:` line, what it does, and what stands against it now."""

    keys: str
    verb: str
    help: str
    obstacle: str = ""
    action: Action | None = None
    motion: Motion | None = None


def possible(place: str, caller: Caller, parts: Mapping[str, Any]) -> list[Possible]:
    """Everything for a place: first what can be done now, then what cannot, then how to get about."""
    rows = list(_actions(place, caller, parts))
    rows.sort(key=lambda row: (bool(row.obstacle), not row.keys))
    rows += map(_motion, motions_of(place))
    rows += [Possible(keys, "", text) for keys, text in LIST_KEYS]
    rows += map(_motion, MOTIONS)
    return rows


def _motion(motion: Motion) -> Possible:
    return Possible(" ".join(map(shown, motion.keys.split(","))), motion.verb, motion.help, motion=motion)


def _actions(place: str, caller: Caller, parts: Mapping[str, Any]) -> Iterator[Possible]:
    for action in actions_of(place):
        keys = " ".join(shown(key) for key in action.key.split(",") if key)
        yield Possible(keys, action.verb, action.help, action.obstacle(caller, parts), action)


def line(row: Possible, sight: object) -> Line:
    """What cannot be done says why in place of what it does."""
    said = f"cannot: {row.obstacle.removeprefix(f'{row.verb} ')}" if row.obstacle else row.help
    return Line((row.keys, row.verb, said), Tone.QUIET if row.obstacle else Tone.PLAIN)


HELP: Listing[Possible] = Listing(
    columns=(Column("Key", 12), Column("Command", 14), Column("What it does here")),
    key=lambda row: f"{row.keys} {row.verb}",
    line=line,
    parts=lambda row: {},
    subject=lambda row: "",
    detail=lambda row, sight: (
        (f"{row.help}{' (cannot be undone)' if row.action and not row.action.undoable else ''}", Tone.PLAIN),
        row.obstacle and f"Not now: {row.obstacle}",
    ),
)
