"""Which key does what, where: the keys of the registry's actions, and the desk's own motions between places.

Only keys that a VT220 and the Linux console send are used, and every key is an alias of a `:` word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tui.actions import Action

ANY = "any"


@dataclass(frozen=True, slots=True)
class Motion:
    """Something the desk does that changes no record. `call` names the screen's action."""

    verb: str
    keys: str
    call: str
    help: str

    @property
    def key(self) -> str:
        """The first key, as it is shown."""
        return shown(self.keys.partition(",")[0])


MOTIONS: tuple[Motion, ...] = (
    Motion("queue", "1,f5", "screen.pane(1)", "the referral queue"),
    Motion("board", "2,f6", "screen.pane(2)", "the roster board"),
    Motion("diary", "3,f7", "screen.pane(3)", "the diary"),
    Motion("escalations", "4,f8", "screen.pane(4)", "the escalations"),
    Motion("next", "tab", "screen.next_pane(1)", "the next pane"),
    Motion("zoom", "z", "screen.zoom", "this pane alone, or all four"),
    Motion("last", "minus", "app.last_view", "the view before this one"),
    Motion("back", "escape,f10", "screen.back", "one level up; a form keeps its draft"),
    Motion("find", "ctrl+f,f3", "app.find", "find a person, a referral or a worker"),
    Motion("filter", "slash", "screen.filter", "show only what has these words"),
    Motion("history", "h", "screen.history", "what was done to this record, and by whom"),
    Motion("undo", "u", "app.undo", "take back your own last change"),
    Motion("drafts", "ctrl+t", "app.drafts", "half-typed forms that were kept"),
    Motion("command", "colon,f2", "screen.command", "type a command"),
    Motion("help", "question_mark,f1", "app.help", "what can be done here, and why the rest cannot"),
    Motion("redraw", "ctrl+l", "app.redraw", "draw the screen afresh"),
    Motion("quit", "q", "app.leave", "leave the desk"),
)

LIST_KEYS = (
    ("up down j k", "one row"),
    ("PgUp PgDn ctrl+u ctrl+d", "one screenful"),
    ("Home End g G", "first, last"),
    ("space *", "mark this row, mark all; an action then takes the marked rows"),
    ("=", "take in what has arrived"),
    ("enter", "open"),
)
TAKEN_BY_LISTS = frozenset({
    "j", "k", "g", "G", "space", "*", "=", "enter", "up", "down", "home", "end", "pageup", "pagedown",
    "ctrl+u", "ctrl+d",
})  # fmt: skip

_NAMES = {
    "slash": "/", "colon": ":", "question_mark": "?", "minus": "-", "plus": "+", "exclamation_mark": "!",
    "asterisk": "*", "equals_sign": "=", "full_stop": ".", "comma": ",", "space": "space", "escape": "esc",
    "less_than_sign": "<", "greater_than_sign": ">", "left_square_bracket": "[", "right_square_bracket": "]",
    "at": "@", "number_sign": "#", "ampersand": "&",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as people read it: `/` for slash, `F1` for f1."""
    if key in _NAMES:
        return _NAMES[key]
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


@cache
def registry() -> tuple[Action, ...]:
    """Every action of the desk."""
    from tui.action_table import ACTIONS

    return ACTIONS


def actions_of(place: str) -> Iterator[Action]:
    """What can be done in a place: its own actions first, then those of anywhere."""
    yield from (action for action in registry() if place in action.where)
    if place != ANY:
        yield from (action for action in registry() if ANY in action.where)


def keyed(place: str) -> Sequence[Action]:
    """The actions that have a key in this place, not counting those of anywhere."""
    return [action for action in registry() if place in action.where and action.key]


def action_called(word: str) -> Action | None:
    """The action of an id (`referral.accept`) or a verb (`accept`)."""
    found = [action for action in registry() if word in (action.id, action.verb)]
    return found[0] if found else None


def motion_called(word: str) -> Motion | None:
    """The motion of a `:` word."""
    return next((motion for motion in MOTIONS if motion.verb == word), None)


def words() -> list[str]:
    """Every word that a `:` line may begin with."""
    return sorted({action.verb for action in registry()} | {motion.verb for motion in MOTIONS})


def conflicts() -> list[str]:
    """A sentence for each key that means two things in one place."""
    desk = {key: motion.verb for motion in MOTIONS for key in map(shown, motion.keys.split(","))}
    desk |= dict.fromkeys(map(shown, TAKEN_BY_LISTS), "a list")
    places = sorted({place for action in registry() for place in action.where})
    found = []
    for place in places:
        taken = dict(desk)
        for action in actions_of(place):
            for key in map(shown, filter(None, action.key.split(","))):
                if taken.setdefault(key, action.verb) != action.verb:
                    found.append(f"{place}: {key} is both {taken[key]} and {action.verb}")
    return found
