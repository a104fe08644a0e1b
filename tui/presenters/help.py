"""The help of a place: what can be done there now, and why the rest cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.access import Caller
from tui.actions import Action
from tui.keymap import DEFAULT, LIST_KEYS, MOTIONS, Motion, actions_of, keys_of, keys_taken, motions_of, registry
from tui.present import Column, Line, Listing, Tone
from tui.profiles import Keys


@dataclass(frozen=True, slots=True)
class Possible:
    """A line of help: the keys, the word of the `:` line, what it does, and what stands against it now."""

    keys: str
    verb: str
    help: str
    obstacle: str = ""
    action: Action | None = None
    motion: Motion | None = None


def possible(
    place: str, caller: Caller, parts: Mapping[str, Any], keys: Keys = DEFAULT, also: Sequence[Action] = ()
) -> list[Possible]:
    """Everything for a place: first what can be done now, then what cannot, then how to get about. What can be done
    `also`, to the row under the cursor, has its key only where the place leaves it free."""
    rows = [_action(action, caller, parts, keys) for action in (*actions_of(place), *also)]
    rows = [replace(row, keys="") if row.action in also and row.keys in keys_taken(place) else row for row in rows]
    rows.sort(key=lambda row: (bool(row.obstacle), not row.keys))
    rows += (_motion(motion, keys) for motion in motions_of(place))
    rows += [Possible(names, "", text) for names, text in LIST_KEYS]
    rows += (_motion(motion, keys) for motion in MOTIONS)
    return rows


def everything(place: str, caller: Caller, parts: Mapping[str, Any], keys: Keys) -> list[Possible]:
    """Every command of the desk: what can be done in a place first, then what belongs to others."""
    here = [row for row in possible(place, caller, parts, keys) if row.verb]
    known = {row.action for row in here}
    others = (action for action in registry() if action not in known)
    return [*here, *(_action(action, caller, parts, keys) for action in others)]


def fitting(rows: Sequence[Possible], text: str) -> list[Possible]:
    """The commands that a few letters may mean: by how their word begins, by words of what they do, by letters."""
    sought = text.casefold().split()
    if not sought:
        return list(rows)
    ranked = [(rank, at, row) for at, row in enumerate(rows) if (rank := _rank(row, sought)) is not None]
    return [row for _, _, row in sorted(ranked, key=lambda found: found[:2])]


def _rank(row: Possible, sought: Sequence[str]) -> int | None:
    verb, everything = row.verb.casefold(), f"{row.verb} {row.help}".casefold()
    if verb.startswith(sought[0]) and all(word in everything for word in sought):
        return 0
    if all(word in everything for word in sought):
        return 1
    letters = iter(verb)
    return 2 if all(letter in letters for letter in "".join(sought)) else None


def _motion(motion: Motion, keys: Keys) -> Possible:
    return Possible(" ".join(keys_of(motion, keys)), motion.verb, motion.help, motion=motion)


def _action(action: Action, caller: Caller, parts: Mapping[str, Any], keys: Keys) -> Possible:
    obstacle = action.obstacle(caller, parts)
    return Possible(" ".join(keys_of(action, keys)), action.verb, action.help, obstacle, action)


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
