"""What others did, in one line: `BN moved HOLT 09:30 to Lewis`. Reads names, so it runs in a thread."""

from collections.abc import Mapping, Sequence

from domain.access import User
from domain.case import Case
from domain.desk.bus import Entry
from domain.escalation import Contact, Escalation, Promise
from domain.package import Package
from domain.people import Person
from domain.record import Record
from domain.referral import Referral
from domain.staff import Worker
from domain.views import Reader
from domain.visit import Visit
from domain.when import show_time
from tui.keymap import registry

_KINDS: Mapping[str, type[Record]] = {
    kind.__name__.lower(): kind
    for kind in (Person, Referral, Case, Package, Visit, Worker, Escalation, Contact, Promise)
}
_PAST = {
    "ring": "took a call about", "assign": "gave", "unassign": "freed", "retime": "moved", "hold": "held",
    "undo": "took back a change of", "redo": "did again a change of", "take": "took in",
    "log": "logged a contact about", "address": "gave another address of", "home": "noted the coming home of",
    "climb-unanswered": "heard nobody answer",
}  # fmt: skip


def news(entries: Sequence[Entry], read: Reader, session: str) -> str:
    """The last thing that somebody else did, and how many more there were; '' when all was this session's."""
    others = [
        entry for entry in entries if entry.session != session and entry.after and not entry.kind.startswith("sitting.")
    ]
    if not others:
        return ""
    last = others[-1]
    users: Mapping[str, User] = {user.id: user for user in read.users()}
    who = users[last.actor].initials if last.actor in users else last.actor
    more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
    return f"{who} {past(verb_of(last.kind))} {about(last, read)}{more}"


def verb_of(kind: str) -> str:
    """The word of a kind of command, as people know it from keys and `:` lines."""
    for action in registry():
        if action.id == kind:
            return action.verb
    return kind.rpartition(".")[2]


def past(verb: str) -> str:
    """`accepted` for accept."""
    if verb in _PAST:
        return _PAST[verb]
    head, _, tail = verb.partition(" ")
    if head.endswith("e"):
        done = head + "d"
    elif head.endswith(("py", "ry", "fy", "ly")):
        done = head[:-1] + "ied"
    elif head.endswith(("ap", "an", "in", "op", "ip")) and not head.endswith(("ain", "ean")):
        done = head + head[-1] + "ed"
    else:
        done = head + "ed"
    return f"{done} {tail}".strip()


def about(entry: Entry, read: Reader) -> str:
    """What an entry is about: the person's family name if there is one, with the visit's time and worker."""
    kind, _, ref = entry.subject.partition("/")
    record = read.record(_KINDS[kind], ref) if kind in _KINDS else None
    if record is None:
        return entry.subject.replace("/", " ")
    if isinstance(record, Worker):
        return record.name
    who = record if isinstance(record, Person) else _person(record, read)
    name = (who.family.upper() or who.name) if who is not None else ref
    if not isinstance(record, Visit):
        return f"{name} {ref}" if kind == "referral" else name
    changed = entry.after.get(entry.subject) or {}
    to = ""
    if "workers" in changed and record.workers:
        workers = (read.record(Worker, worker) for worker in record.workers)
        to = " to " + " and ".join(worker.family for worker in workers if isinstance(worker, Worker))
    return f"{name} {show_time(record.start)}{to}"


def _person(record: Record, read: Reader) -> Person | None:
    ref = getattr(record, "person", "")
    found = read.record(Person, ref) if ref else None
    return found if isinstance(found, Person) else None
