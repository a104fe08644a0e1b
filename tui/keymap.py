"""Which key does what, where: the keys of the registry's actions, and the desk's own motions between places.

Only keys that a VT220 and the Linux console send are used, and every key is an alias of a `:` word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tui.actions import Action
from tui.profiles import Keys

ANY = "any"
DEFAULT = Keys()


@dataclass(frozen=True, slots=True)
class Motion:
    """Something the desk does that changes no record. `call` names an action of the screen or the app or,
    where it belongs to places (`where`), of the view there; on the `:` line it may take what `takes` names."""

    verb: str
    keys: str
    call: str
    help: str
    where: tuple[str, ...] = ()
    takes: str = ""

    @property
    def id(self) -> str:
        """What its binding is called where keys are chosen: `desk.filter`, `board.why`."""
        return f"{self.where[0] if self.where else 'desk'}.{self.verb}"

    def calling(self, said: str) -> str:
        """Its call with what was typed after its word."""
        return f"{self.call}({said!r})" if self.takes else self.call


MOTIONS: tuple[Motion, ...] = (
    Motion("queue", "1,f5", "screen.pane(1)", "the referral queue"),
    Motion("board", "2,f6", "screen.pane(2)", "the roster board"),
    Motion("diary", "3,f7", "screen.pane(3)", "the diary"),
    Motion("escalations", "4,f8", "screen.pane(4)", "the escalations"),
    Motion("today", "T,f4", "app.open('list/today')", "who is here, and everything that falls due today"),
    Motion("inbox", "5", "app.open('list/inbox')", "messages from other systems that wait for a person"),
    Motion("promises", "6", "app.open('list/promises')", "what is owed to people, first due first"),
    Motion("cases", "7", "app.open('list/cases')", "the cases being worked, next review first"),
    Motion("staff", "8", "app.open('list/staff')", "who works here, their skills, who is away"),
    Motion("report", "9", "app.open('list/report')", "the figures, and the rows behind them"),
    Motion("policy", "0", "app.open('list/policy')", "the thresholds and code lists, as of any day"),
    Motion("next", "tab", "screen.next_pane(1)", "the next pane"),
    Motion("zoom", "z", "screen.zoom", "this pane alone, or all four"),
    Motion("last", "minus", "app.last_view", "the view before this one"),
    Motion("back", "escape,f10", "screen.back", "one level up; a form keeps its draft"),
    Motion("find", "ctrl+f,f3", "app.find", "find a person, a referral or a worker"),
    Motion("filter", "slash", "screen.filter", "show only what has these words"),
    Motion("history", "h", "screen.history", "what was done to this record, and by whom"),
    Motion("repeat", "full_stop", "app.repeat", "do the last thing again, to what is under the cursor"),
    Motion("undo", "u", "app.undo", "take back your own last change, then the one before"),
    Motion("redo", "ctrl+r", "app.redo", "do again what you took back"),
    Motion("park", "ctrl+t", "app.unpark", "in a form: put it aside; elsewhere: go on with what was put aside last"),
    Motion("drafts", "", "app.drafts", "every half-typed form that was kept"),
    Motion("command", "colon,f2", "screen.command", "type a command"),
    Motion("palette", "ctrl+p", "app.palette", "find any command by its word or by what it does"),
    Motion("views", "f9", "app.views", "the lists and filters that you saved; \" and a digit saves one, ' shows it"),
    Motion("view", "", "app.show_view", "show a saved view: ' and its digit", takes="number"),
    Motion("keep", "", "app.keep_view", 'save this list with its filter: " and a digit', takes="number"),
    Motion("users", "", "app.open('list/users')", "who may use the desk, and what each may do there"),
    Motion("sessions", "", "app.open('list/sessions')", "who sits at a desk now, since when and from where"),
    Motion("service", "", "app.change_service", "another service of the store that you are a user of", takes="name"),
    Motion("news", "", "app.open('list/news')", "what is new in this version, and what to press for it"),
    Motion("keys", "", "app.try_keys", "try this terminal's keys; choose a profile of keys", takes="profile"),
    Motion("help", "question_mark,f1", "app.help", "what can be done here, and why the rest cannot"),
    Motion("reviews", "ctrl+e", "app.open('list/reviews')", "emergency access that nobody has reviewed yet"),
    Motion("readings", "", "app.open('list/readings')", "readings of people's records that deserve a question"),
    Motion("lock", "ctrl+n", "app.lock", "hide everything and keep it, until you are known again"),
    Motion("redraw", "ctrl+l", "app.redraw", "draw the screen afresh"),
    Motion("quit", "q", "app.leave", "leave the desk"),
)

_BY_DAY = ("board", "diary", "report", "figure", "cover", "week", "past", "policy", "rooms", "people", "readings")
_COVERED = ("today", "board", "staff", "worker", "visit")
PLACE_MOTIONS: tuple[Motion, ...] = (
    # in its place such a key means this, whatever it means elsewhere
    Motion("earlier", "left_square_bracket", "earlier", "the days, the month or the change before", _BY_DAY),
    Motion("later", "right_square_bracket", "later", "the days, the month or the change after", _BY_DAY),
    Motion("now", "t", "today", "back to today, or to this month", _BY_DAY),
    Motion("span", "v", "span", "by day or by week", ("diary",)),
    Motion("period", "d", "period", "type the days that figures count", ("report", "figure")),
    Motion("moment", "d", "period", "type the moment at which the board is wanted", ("past",)),
    Motion("day", "d", "period", "type the day whose rules are wanted", ("policy",)),
    Motion("rooms", "R", "app.open('list/rooms')", "which room is free when", ("diary",)),
    Motion("ways", "w", "ways", "ways out of a clash: another time, another room, or the other one", ("diary",)),
    Motion("sessions", "S", "app.open('list/sessions')", "who sits at a desk now", ("users",)),
    Motion("reset", "R", "reset", "a new password for somebody, shown once", ("users",)),
    Motion("week", "W", "app.open('list/week')", "everybody's duties and visits of seven days", ("board", "staff")),
    Motion("people", "b", "people", "the same day by person: who comes to whom", ("board",)),
    Motion("past", "at", "past", "the board as the desk knew it at an earlier moment", ("board",)),
    Motion("move", "m", "move", "lift a visit, and put it down elsewhere or at another time", ("board",)),
    Motion("why", "w", "why", "why a visit has nobody, worker by worker", ("board",)),
    Motion("whatif", "w", "whatif", "what accepting it would mean: its first week on a copy of the roster", ("queue",)),
    Motion("repair", "r", "repair", "put right a day that people know; plan one that they do not", ("board",)),
    Motion("plan", "e", "plan", "let the engine plan the day; it is kept as a draft only", ("board",)),
    Motion("unanswered", "x", "unanswered", "nobody answers: look for a way without them", ("calls",)),
    Motion("difference", "p", "difference", "what publishing would tell whom; enter publishes", ("board", "cover")),
    Motion("cover", "C", "app.open('list/cover')", "which visits fell, and who could take them", _COVERED),
    Motion("closer", "plus", "closer", "columns of fewer minutes", ("board",)),
    Motion("wider", "minus", "wider", "columns of more minutes", ("board",)),
    Motion("legend", "L", "legend", "what the letters of the board mean", ("board", "people")),
    Motion("resolved", "R", "resolved", "show or hide what is dealt with", ("escalations", "inbox")),
    Motion("files", "f", "files", "take files of messages or of calendars", ("inbox",)),
    Motion("about", "o", "about", "open what the message is about", ("inbox", "message")),
    Motion("rehearse", "f4,ctrl+r", "rehearse", "only say what taking them would change", ("files",)),
)

LIST_KEYS = (
    ("up down j k", "one row"),
    ("PgUp PgDn ctrl+u ctrl+d", "one screenful"),
    ("Home End g G", "first, last"),
    ("space *", "mark this row, mark all; an action then takes the marked rows"),
    ("=", "take in what has arrived"),
    ("enter", "open"),
    ("#", "a count for the next key: #3j, #3a; in the profiles vim and fkeys digits alone count"),
)
TAKEN_BY_LISTS = frozenset({
    "j", "k", "g", "G", "space", "*", "=", "enter", "up", "down", "home", "end", "pageup", "pagedown",
    "ctrl+u", "ctrl+d",
})  # fmt: skip

LIST_PAGES = {"list.page-down": "pagedown,ctrl+d", "list.page-up": "pageup,ctrl+u"}
"""id → keys of the motions in lists that profiles change."""
PREFIXES = {"number_sign": "#", "apostrophe": "'", "quotation_mark": '"'}
"""Keys that wait for digits: a count, the number of a saved view, the number to save one under."""

_NAMES = {
    "slash": "/", "colon": ":", "question_mark": "?", "minus": "-", "plus": "+", "exclamation_mark": "!",
    "asterisk": "*", "equals_sign": "=", "full_stop": ".", "comma": ",", "space": "space", "escape": "esc",
    "less_than_sign": "<", "greater_than_sign": ">", "left_square_bracket": "[", "right_square_bracket": "]",
    "at": "@", "number_sign": "#", "ampersand": "&", "apostrophe": "'", "quotation_mark": '"',
}  # fmt: skip


def shown(key: str) -> str:
    """A key as people read it: `/` for slash, `F1` for f1."""
    if key in _NAMES:
        return _NAMES[key]
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


def keys_of(one: Action | Motion, keys: Keys) -> list[str]:
    """The keys of an action or a motion as people read them, the one to show first."""
    return [shown(key) for key in keys.of(one.id, one.key if isinstance(one, Action) else one.keys)]


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


@cache
def keyed(place: str) -> Sequence[Action]:
    """The actions that have a key in this place, not counting those of anywhere."""
    return [action for action in registry() if place in action.where and action.key]


@cache
def actions_on(kind: str, place: str) -> Sequence[Action]:
    """What can be done to a record of this kind where it is a row of another place: actions that begin with it."""
    return [
        action for action in registry() if action.fills and action.fills[0][1] == kind and place not in action.where
    ]


@cache
def keys_taken(place: str) -> frozenset[str]:
    """The keys that mean something of the place itself, whatever its rows are."""
    return frozenset(action.key for action in keyed(place)) | {motion.keys for motion in motions_of(place)}


@cache
def motions_of(place: str) -> Sequence[Motion]:
    """What a place does beside the actions: another day, another arrangement."""
    return [motion for motion in PLACE_MOTIONS if place in motion.where]


def action_called(word: str, place: str = "") -> Action | None:
    """The action of an id (`referral.accept`) or a verb (`accept`); of several, that of the place."""
    found = [action for action in registry() if word in (action.id, action.verb)]
    return min(found, key=lambda action: (place not in action.where, ANY not in action.where), default=None)


def motion_called(word: str, place: str = "") -> Motion | None:
    """The motion of a `:` word."""
    return next((motion for motion in (*motions_of(place), *MOTIONS) if motion.verb == word), None)


def verbs_of(place: str) -> frozenset[str]:
    """The words for what can be done in a place itself."""
    return frozenset({action.verb for action in actions_of(place)} | {motion.verb for motion in motions_of(place)})


def words(place: str = "") -> list[str]:
    """Every word that a `:` line may begin with."""
    motions = {motion.verb for motion in (*motions_of(place), *MOTIONS)}
    return sorted({action.verb for action in registry()} | motions)


def conflicts(keys: Keys = DEFAULT) -> list[str]:
    """A sentence for each key that means two things in one place."""
    desk = [(key, motion.verb) for motion in MOTIONS for key in keys_of(motion, keys)]
    lists = {*TAKEN_BY_LISTS, *(key for id, pages in LIST_PAGES.items() for key in keys.of(id, pages))}
    desk += [(key, "a list") for key in map(shown, lists)]
    places = {place for motion in PLACE_MOTIONS for place in motion.where}
    places |= {place for action in registry() for place in action.where}
    found = _clashes("anywhere", desk)
    for place in sorted(places):
        own = [(key, motion.verb) for motion in motions_of(place) for key in keys_of(motion, keys)]
        mine = {key for key, _ in own}
        acts = [
            (key, action.verb)
            for action in actions_of(place)
            for key in keys_of(action, keys)
            if ANY not in action.where or key not in mine
        ]
        found += _clashes(place, [*(pair for pair in desk if pair[0] not in mine), *own, *acts])
    return found


def _clashes(place: str, meanings: Sequence[tuple[str, str]]) -> list[str]:
    taken: dict[str, str] = {}
    return [
        f"{place}: {key} is both {taken[key]} and {verb}"
        for key, verb in meanings
        if taken.setdefault(key, verb) != verb
    ]
