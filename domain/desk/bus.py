"""One command, one transaction: who may, on what they saw, with what outcome.

A command is a frozen value made when a person presses a key. The bus opens a unit of work, checks the right and the
revision that was seen, lets the handler change records, and commits them with one journal entry. Refusals are
ordinary results, worded to be read out on the telephone. Knows nothing of SQL or screens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from domain.access import Caller, Right
from domain.policy import Policy
from domain.record import Record
from domain.words import worded

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound="Command")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a person asks for. `seen` is the revision of the target that was on their screen (0: not checked)."""

    seen: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A command with who gives it, why, and an id made once, so that a retry finds its own result."""

    command: Command
    caller: Caller
    command_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out of a refusal: words, and the command that would do it."""

    text: str
    command: Command | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The command is committed as journal entry `seq`. `changed` are subjects (`referral/R7K3`), the first one the
    main one; `undo` is the entry to undo, or None when the command cannot be undone; `note` is for the person."""

    seq: int
    kind: str
    changed: tuple[str, ...]
    undo: int | None
    note: str = ""

    @property
    def subject(self) -> str:
        """The main thing that was changed."""
        return self.changed[0] if self.changed else ""

    @property
    def ref(self) -> str:
        """The reference of the main thing, without its kind."""
        return self.subject.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule said no. `why` is rule, right or missing."""

    sentence: str
    offers: tuple[Offer, ...] = ()
    why: str = "rule"


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody changed it first: field → (what they saved, what was about to be saved)."""

    subject: str
    by: str
    at: datetime | None
    values: Mapping[str, tuple[Any, Any]]

    @property
    def sentence(self) -> str:
        """For a message line."""
        parts = "; ".join(
            f"{name.replace('_', ' ')}: now {worded(theirs)}, yours {worded(ours)}"
            for name, (theirs, ours) in self.values.items()
        )
        return f"{self.by} changed {self.subject.replace('/', ' ')} first. {parts}".strip()


Outcome = Done | Refused | Stale


class Refusal(Exception):
    """Raised by handlers to refuse with a sentence; for want of a right before they change anything."""

    def __init__(self, sentence: str, *offers: Offer, why: str = "rule") -> None:
        super().__init__(sentence)
        self.refused = Refused(sentence, offers, why)


class Changed(Exception):
    """Raised by a unit of work when the revision that was seen is no longer the current one."""

    def __init__(self, stale: Stale) -> None:
        super().__init__(stale.sentence)
        self.stale = stale


@dataclass(frozen=True, slots=True)
class Between:
    """A half-open range for `Work.find`: low <= value < high; None leaves a side open."""

    low: Any = None
    high: Any = None


@dataclass(frozen=True, slots=True)
class Having:
    """For `Work.find`: a field of several references that has this one among them."""

    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A journal entry as handlers may see it. `before` and `after` map subject → changed fields (None: no record);
    `hash` is its own in the chain.

    What was written before a store could hold several services names none."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    role: str
    session: str
    command_id: str
    kind: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    service: str = ""
    hash: str = ""


class Work(Protocol):
    """A unit of work: what a handler may read and change. Everything or nothing is committed."""

    @property
    def caller(self) -> Caller:
        """Who gives the command, with the rights they have now."""
        ...

    @property
    def now(self) -> datetime:
        """The moment of the command: one for all of it."""
        ...

    @property
    def policy(self) -> Policy:
        """The rules in force today."""
        ...

    def policy_on(self, day: date) -> Policy:
        """The rules in force on a day: a roster keeps those of its own."""
        ...

    @property
    def service(self) -> str:
        """The service whose records these are."""
        ...

    def get(self, kind: type[R], ref: str) -> R:
        """The record, or a Refusal saying that there is none."""
        ...

    def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        """Records whose fields equal the values (a tuple: any of them; Between, Having: as they say), by id."""
        ...

    def add(self, record: R) -> R:
        """Keep a new record."""
        ...

    def save(self, record: R) -> R:
        """Keep a changed record; returns it with its new revision."""
        ...

    def erase(self, record: Record) -> None:
        """Keep a record without what was personal in it, and take that out of every entry that tells of it."""
        ...

    def remove(self, record: Record) -> None:
        """Take a record away (undo of an addition)."""
        ...

    def new_id(self, kind: type[Record]) -> str:
        """A fresh short reference for a record of this kind."""
        ...

    def entry(self, seq: int) -> Entry | None:
        """A journal entry."""
        ...

    def entries_since(self, seq: int, subjects: Sequence[str]) -> Iterator[Entry]:
        """Later entries that touched any of the subjects."""
        ...

    def entries_by(self, user: str, since: datetime) -> Sequence[Entry]:
        """What somebody did since a moment, in order."""
        ...

    def restore(self, subject: str, fields: Mapping[str, Any] | None) -> None:
        """Put journalled field values back on a record (None: it did not exist)."""
        ...

    def happened(self, at: datetime) -> None:
        """When the thing happened, if earlier than now: kept beside the time of recording."""
        ...

    def because(self, reason: str) -> None:
        """Why, for the journal, where no other reason was given with the command."""
        ...

    def say(self, note: str) -> None:
        """A sentence for the person who gave the command."""
        ...


Handle = Callable[[Any, Work], str]


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of command is carried out: `run` returns the main subject's reference (`referral/R7K3`)."""

    kind: str
    right: Right
    run: Handle
    target: type[Record] | None
    undoable: bool


HANDLERS: dict[type[Command], Handler] = {}


def handles(
    command: type[C], kind: str, right: Right, *, on: type[Record] | None = None, undoable: bool = True
) -> Callable[[Callable[[C, Work], str]], Callable[[C, Work], str]]:
    """Register a handler. With `on`, the command's `id` names a record of that kind whose seen revision is checked."""

    def register(run: Callable[[C, Work], str]) -> Callable[[C, Work], str]:
        HANDLERS[command] = Handler(kind, right, run, on, undoable)
        return run

    return register


class Units(Protocol):
    """Makes units of work and commits them."""

    def begin(self, order: Order) -> AbstractContextManager["OpenWork"]:
        """A unit of work for one order; leaving the context without `commit` undoes everything."""
        ...

    def result_of(self, command_id: str) -> Done | None:
        """The result of a command that has already been committed."""
        ...


class OpenWork(Work, Protocol):
    """A unit of work that the bus commits."""

    def check_seen(self, kind: type[Record], ref: str, seen: int, command: Command) -> None:
        """Raise Changed when the record has moved on since it was seen."""
        ...

    def commit(self, handler: Handler, subject: str) -> Done:
        """Write records and one journal entry; returns the result."""
        ...

    def refuse(self, kind: str, subject: str, refused: Refused) -> None:
        """Journal that somebody was refused for want of a right."""
        ...


class Bus:
    """Carries out orders."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def handle(self, order: Order) -> Outcome:
        """Carry out one order in a transaction of its own."""
        earlier = self._units.result_of(order.command_id)
        if earlier is not None and earlier.kind != HANDLERS[type(order.command)].kind:
            used = f"{earlier.kind} (entry {earlier.seq})"
            return Refused(f"Command id {order.command_id} was used for {used}; make another")
        if earlier is not None:
            return earlier
        with self._units.begin(order) as work:
            return carry_out(order, work)


def carry_out(order: Order, work: OpenWork) -> Outcome:
    """Check, run and commit one order inside an open unit of work; rights are those the work's caller has now."""
    handler = HANDLERS[type(order.command)]
    target = getattr(order.command, "id", "")
    named = f"{handler.target.__name__.lower()}/{target}" if handler.target and target else ""
    if not work.caller.may(handler.right):
        refused = Refused(_not_allowed(work.caller, handler), why="right")
        work.refuse(handler.kind, named, refused)
        return refused
    try:
        if handler.target is not None and order.command.seen:
            work.check_seen(handler.target, target, order.command.seen, order.command)
        return work.commit(handler, handler.run(order.command, work))
    except Refusal as no:
        if no.refused.why == "right":
            work.refuse(handler.kind, named, no.refused)
        return no.refused
    except Changed as changed:
        return changed.stale


def _not_allowed(caller: Caller, handler: Handler) -> str:
    if not caller.user.active:
        return f"{caller.user.id} may not use this desk any more: ask whoever looks after its users"
    roles = ", ".join(caller.roles) or "no role"
    return f"{caller.user.id} ({roles}) may not do this: {handler.kind} needs the right '{handler.right}'"
