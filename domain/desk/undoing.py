"""Undo and redo, step by step, as long as nobody has built on what was done.

What a command changed stands in its journal entry, so undo knows no command: it puts those values back, and redo
undoes the undo. The steps are the person's own entries of the last hours, in whatever session they were made: a line
that drops takes nothing away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.access import Right, User
from domain.desk.asking import ask
from domain.desk.bus import HANDLERS, Command, Entry, Handler, Refusal, Work, handles
from domain.desk.referring import pointing_at, points_at
from domain.desk.subjects import NAMED, look_up, subject_of
from domain.when import show_moment

_UNCOUNTED = frozenset({"revision"})


AT_HAND = timedelta(hours=12)
"""How far back steps reach: a long shift. What is older is undone by its number."""

STEPS = frozenset({"undo", "redo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    """Take back a change."""

    seq: int = ask("Journal number", "number", default=0, help="blank: your own last change")


@handles(Undo, "undo", Right.ENTER)
def undo(do: Undo, work: Work) -> str:
    """Restore what stood before.

    Refuses what cannot be taken back, what the caller has no right to do, and what somebody has built on."""
    entry = work.entry(do.seq) if do.seq else own_steps(_own(work)).last
    if entry is None and do.seq:
        raise Refusal(f"There is no entry {do.seq} in the journal", why="missing")
    if entry is None:
        raise Refusal("You have changed nothing lately that could be taken back", why="missing")
    return _take_back(entry, work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo(Command):
    """Do again what you took back last, unless you have done something else since."""


@handles(Redo, "redo", Right.ENTER)
def redo(do: Redo, work: Work) -> str:
    """Restore what stood before it was taken back."""
    entry = own_steps(_own(work)).undone_by
    if entry is None:
        raise Refusal("You have taken nothing back lately that could be done again", why="missing")
    return _take_back(entry, work)


def _own(work: Work) -> Sequence[Entry]:
    return work.entries_by(work.caller.user.id, work.now - AT_HAND)


def _take_back(entry: Entry, work: Work) -> str:
    _require_undoable(entry, work)
    later = list(work.entries_since(entry.seq, tuple(entry.before)))
    if standing := _built_on(entry, later):
        raise Refusal(_who_built(standing, sorted(set(entry.before) & set(standing.before)), work))
    _refuse_named_since(entry, work)
    for subject in reversed(list(entry.before)):
        work.restore(subject, entry.before[subject])
    _refuse_pointing_at_nothing(entry, work)
    when = show_moment(entry.recorded_at)
    work.say(f"Redone: what was undone on {when}" if entry.kind == "undo" else f"Undone: {entry.kind} of {when}")
    return entry.subject


def _require_undoable(entry: Entry, work: Work) -> None:
    handler = _handler_of(entry.kind)
    if handler is None or not handler.undoable or not entry.before:
        raise Refusal(f"{entry.kind} cannot be undone")
    if entry.kind in STEPS and entry.actor != work.caller.user.id:
        raise Refusal(f"Only {entry.actor} can redo what {entry.actor} has undone")
    if not work.caller.may(handler.right):
        raise Refusal(f"Undoing {entry.kind} needs the right '{handler.right}'", why="right")


def _handler_of(kind: str) -> Handler | None:
    return next((handler for handler in HANDLERS.values() if handler.kind == kind), None)


def _built_on(entry: Entry, later: Iterable[Entry]) -> Entry | None:
    """The last later entry whose effect still stands on what this one changed; None when they cancel out.

    So an undo and what it undid do not count, and several steps can be undone in turn. Of the entries that
    gave a field its present value, the first is the one that did it; later ones put it back."""
    found: dict[tuple[str, str], Any] = {}
    given: dict[tuple[str, str], list[tuple[Any, Entry]]] = {}
    for follower in later:
        for subject in set(entry.before) & set(follower.before):
            before, after = follower.before[subject], follower.after.get(subject)
            for name in _names(before, after):
                found.setdefault((subject, name), _value(before, name))
                given.setdefault((subject, name), []).append((_value(after, name), follower))
    standing = [
        next(follower for value, follower in values if value == values[-1][0])
        for key, values in given.items()
        if values[-1][0] != found[key]
    ]
    return max(standing, key=lambda follower: follower.seq, default=None)


def _names(*states: Mapping[str, Any] | None) -> set[str]:
    """The fields that were touched; '' stands for whether there is a record at all."""
    return ({name for state in states if state for name in state} | {""}) - _UNCOUNTED


def _value(state: Mapping[str, Any] | None, name: str) -> Any:
    if name == "":
        return state is not None
    return None if state is None else state.get(name)


def _refuse_named_since(entry: Entry, work: Work) -> None:
    """A record that another one names by now is not taken away."""
    for subject in (subject for subject, before in entry.before.items() if before is None):
        for other in pointing_at(work, look_up(work, subject)) if subject.partition("/")[0] in NAMED else ():
            if (name := subject_of(other)) not in entry.before:
                standing = next(iter(work.entries_since(entry.seq, (name,))), entry)
                raise Refusal(_who_built(standing, [name], work))


def _refuse_pointing_at_nothing(entry: Entry, work: Work) -> None:
    """A record that is brought back needs those that it names."""
    for subject in (subject for subject, after in entry.after.items() if after is None):
        for other in points_at(look_up(work, subject)) if subject.partition("/")[0] in NAMED else ():
            if not work.find(NAMED[other.partition("/")[0]], id=other.partition("/")[2]):
                raise Refusal(f"{subject} belongs to {other}, which is not there: bring that back first")


def _who_built(standing: Entry, on: Sequence[str], work: Work) -> str:
    user = next(iter(work.find(User, id=standing.actor)), None)
    who, when = (user.name if user else "") or standing.actor, show_moment(standing.recorded_at)
    return f"{who} has built on it at {when}: {standing.kind} of {', '.join(on)}. Undo that first"


@dataclass(frozen=True, slots=True)
class Steps:
    """Where somebody stands in what they did: the `last` change, which undo would take back, and the one that redo
    would do again, with the entry that it was `undone_by`."""

    last: Entry | None = None
    undone: Entry | None = None
    undone_by: Entry | None = None


def own_steps(entries: Iterable[Entry]) -> Steps:
    """The steps of one person, from their entries in order. A new change leaves nothing to redo."""
    done: list[Entry] = []
    undone: list[tuple[Entry, Entry]] = []
    for entry in entries:
        if entry.kind not in STEPS:
            if entry.after and _is_undoable(entry):
                done.append(entry)
                undone.clear()
        elif undone and _mirrors(entry, undone[-1][1]) and (entry.kind == "redo" or not _mirrored(entry, done)):
            done.append(undone.pop()[0])
        elif taken_back := _mirrored(entry, done):
            done.remove(taken_back)
            undone.append((taken_back, entry))
    last = done[-1] if done else None
    return Steps(last, *undone[-1]) if undone else Steps(last)


def _is_undoable(entry: Entry) -> bool:
    handler = _handler_of(entry.kind)
    return handler is not None and handler.undoable


def _mirrored(entry: Entry, done: Sequence[Entry]) -> Entry | None:
    """What an undo took back: the newest whose values it put back."""
    return next((earlier for earlier in reversed(done) if _mirrors(entry, earlier)), None)


def _mirrors(later: Entry, entry: Entry) -> bool:
    """Whether the later entry put back exactly what stood before the other one."""
    return later.subject == entry.subject and _counted(later.after) == _counted(entry.before)


def _counted(states: Mapping[str, Any]) -> dict[str, Any]:
    return {
        subject: None if state is None else {name: value for name, value in state.items() if name not in _UNCOUNTED}
        for subject, state in states.items()
    }
