"""What screens and plain-text panes are given: small frozen rows, computed in the store, safe to cross a process.

Text in them is as it was stored; whoever shows it cleans it first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from domain.access import Caller, Emergency, Sitting, Unlock, User
from domain.case import Case
from domain.clocks import ResponseClock
from domain.desk.bus import Command, Entry, Outcome
from domain.desk.undoing import Steps
from domain.escalation import Contact, Escalation, OnCall, Promise
from domain.meeting import Action, Meeting
from domain.message import Message, Trouble
from domain.package import Package
from domain.people import Person
from domain.policy import Policy, Rulebook
from domain.record import Record
from domain.referral import Referral
from domain.staff import Absence, Shift, Worker
from domain.unusual import Unusual
from domain.visit import Visit
from domain.when import Clock

R = TypeVar("R", bound=Record)

MOST_CLOSED = 500
"""How many referrals that no longer wait are read at most, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A referral in the queue. `flags` are kinds of warning; `promise` is the reference of what is owed first about
    it, `promised` what it is and `next_promise` when."""

    ref: str
    revision: int
    person_ref: str
    person: str
    nhs_number: str
    born: date | None
    age: int | None
    area: str
    urgency: str
    state: str
    received_at: datetime
    source: str
    referrer: str
    referrer_phone: str
    need: str
    narrative: str
    owner: str
    clock: ResponseClock
    flags: tuple[str, ...]
    promise: str = ""
    promised: str = ""
    next_promise: datetime | None = None
    has_key_safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWorker:
    """A row of the board: a worker, their duty and absence that day (UTC pairs)."""

    ref: str
    name: str
    full_name: str
    phone: str
    role: str
    mode: str
    gender: str
    shifts: tuple[tuple[datetime, datetime], ...]
    absent: tuple[tuple[datetime, datetime, str], ...]
    skills: tuple[str, ...]
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardVisit:
    """A visit on the board with the words it needs; `late` is `domain.verdicts.late_minutes`, and
    `doubt` what the rules make of that (`domain.verdicts.doubt`)."""

    ref: str
    revision: int
    person_ref: str
    person: str
    born: date | None
    nhs_number: str
    area: str
    line: str
    start: datetime
    minutes: int
    window_from: datetime
    window_to: datetime
    workers_needed: int
    workers: tuple[str, ...]
    told_workers: tuple[str, ...]
    told_start: datetime | None
    skills: tuple[str, ...]
    lead: bool
    gender: str
    time_critical: bool
    state: str
    draft: bool
    pinned: bool
    risks: tuple[str, ...]
    key_safe: bool
    came_at: datetime | None
    left_at: datetime | None
    verdicts: tuple[str, ...]
    late: int = 0
    doubt: str = ""
    lives_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One day of the roster. `seq` is the journal position it was read at. Uncovered visits come first by harm."""

    day: date
    seq: int
    workers: tuple[BoardWorker, ...]
    visits: tuple[BoardVisit, ...]
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDay:
    """The records that planning a London day needs, as they stood at `now`. Cancelled visits are left out.

    `shifts` are those of its week and of a week either side, for weekly hours and rest; `absences` touch the day.
    `people` are as living on the day; `familiar` counts for each of them the visits lately by each worker."""

    day: date
    now: datetime
    policy: Policy
    workers: tuple[Worker, ...]
    shifts: tuple[Shift, ...]
    absences: tuple[Absence, ...]
    visits: tuple[Visit, ...]
    people: tuple[Person, ...]
    familiar: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the difference that publishing would tell a worker. `change` is added, removed, moved to another
    time, or address where only that is new. `line` is which visit of the day it is, and `where` the address of what is
    added or has another one."""

    worker: str
    worker_name: str
    phone: str
    change: str
    visit: str
    person: str
    start: datetime
    was: datetime | None
    minutes: int
    line: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryRow:
    """A diary entry; `conflicts` are sentences saying with whom or what it collides, `lacks` the roles without which
    it cannot decide and that nobody who comes holds."""

    meeting: Meeting
    person: str
    conflicts: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    born: date | None = None
    nhs_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRow:
    """An escalation, who it is about, and who is on call for it now."""

    escalation: Escalation
    person: str
    on_call: str
    minutes_left: int
    born: date | None = None
    nhs_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search hit. `subject` opens it (`person/P8K2`, `referral/R7K3`)."""

    subject: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with everything that hangs on them; `meetings` are about them, or clinics where they have a place."""

    person: Person
    referrals: tuple[Referral, ...]
    cases: tuple[Case, ...]
    packages: tuple[Package, ...]
    visits: tuple[Visit, ...]
    contacts: tuple[Contact, ...]
    promises: tuple[Promise, ...]
    linked: tuple[Person, ...]
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The figures on the pane titles. `overdue` are the escalations that nobody has answered in time."""

    queue: int
    queue_breaching: int
    uncovered: int
    late: int
    drafts: int
    diary: int
    conflicts: int
    escalations: int
    overdue: frozenset[str]
    inbox: int
    promises_due: int

    @property
    def escalations_due(self) -> int:
        """How many escalations nobody has answered in time."""
        return len(self.overdue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with what stands behind it. `value` is None when the denominator is empty; `values` are the
    figures to be shown with it, by name, and `by_month` holds the same for each month. `counted` is how many rows stand
    behind it; `rows` are those rows, where they were asked for and are not too many."""

    name: str
    title: str
    definition: str
    version: str
    first: date
    last: date
    value: float | None
    unit: str
    parts: Mapping[str, int]
    values: Mapping[str, float | None] = field(default_factory=dict)
    by_month: tuple[Mapping[str, Any], ...] = ()
    counted: int
    rows: tuple[Mapping[str, Any], ...] = ()
    as_at: datetime
    seq: int
    fingerprint: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file of messages: created, updated, unchanged, withdrawn, filed or quarantined. `subject` is
    the referral or diary entry (`referral/R7K3`), else the message; '' when nothing could be kept of it."""

    file: str
    outcome: str
    subject: str
    problems: tuple[Trouble, ...] = ()

    @property
    def ref(self) -> str:
        """The reference of the subject, without its kind."""
        return self.subject.partition("/")[2]


class Unreachable(Exception):
    """The store cannot be read or written now; the message is a sentence for the user."""


class Reader(Protocol):
    """Reads of the store. Each is one short snapshot; none is given to somebody who may not read."""

    def head(self) -> int: ...
    def entries_since(self, seq: int, limit: int = 500) -> Sequence[Entry]: ...
    def history(self, subject: str) -> Sequence[Entry]: ...
    def own_steps(self, user: str) -> Steps: ...
    def policy(self) -> Policy: ...
    def rulebook(self) -> Rulebook: ...
    def users(self) -> Sequence[User]: ...
    def sittings(self) -> Sequence[Sitting]: ...
    def emergencies(self, *, reviewed: bool = False) -> Sequence[Emergency]: ...
    def unusual_readings(self, first: date, last: date) -> Sequence[Unusual]: ...
    def record(self, kind: type[R], ref: str) -> R | None: ...
    def queue(self, now: datetime, *, closed: bool = False) -> Sequence[QueueRow]: ...
    def queue_row(self, ref: str, now: datetime) -> QueueRow | None: ...
    def board(self, day: date, now: datetime) -> Board: ...
    def board_at(self, day: date, at: datetime) -> Board: ...
    def differences(self, day: date) -> Sequence[Told]: ...
    def roster_day(self, day: date, now: datetime) -> RosterDay: ...
    def diary(self, first: date, last: date) -> Sequence[DiaryRow]: ...
    def meeting_actions(self, meeting: str) -> Sequence[Action]: ...
    def escalations(self, now: datetime, *, resolved: bool = False) -> Sequence[EscalationRow]: ...
    def on_call(self, at: datetime) -> Sequence[OnCall]: ...
    def inbox(self, *, settled: bool = False) -> Sequence[Message]: ...
    def search(self, text: str, limit: int = 50) -> Sequence[Found]: ...
    def person(self, ref: str) -> PersonView | None: ...
    def cases(self) -> Sequence[tuple[Case, Person]]: ...
    def case_packages(self, case: str) -> Sequence[Package]: ...
    def visits_of(self, package: str) -> Sequence[Visit]: ...
    def held_by(self, worker: str, first: date, last: date | None = None) -> Sequence[tuple[Visit, Person]]: ...
    def workers(self) -> Sequence[Worker]: ...
    def worker_names(self) -> Mapping[str, str]: ...
    def shifts(self, first: date, last: date) -> Sequence[Shift]: ...
    def absences(self, at: datetime) -> Sequence[Absence]: ...
    def away(self, first: date, last: date) -> Sequence[Absence]: ...
    def contacts(self, subject: str) -> Sequence[Contact]: ...
    def promises(self, now: datetime) -> Sequence[Promise]: ...
    def actions(self) -> Sequence[Action]: ...
    def counts(self, now: datetime) -> Counts: ...
    def figure(self, name: str, first: date, last: date, now: datetime, *, rows: int = 0) -> Figure: ...
    def known_people(self, text: str, limit: int = 8) -> Sequence[Found]: ...


class Desk(Protocol):
    """All that screens and the command line hold of the world outside."""

    @property
    def caller(self) -> Caller:
        """Who sits here, with the roles that were last heard of."""
        ...

    @property
    def clock(self) -> Clock: ...
    @property
    def read(self) -> Reader: ...
    @property
    def service(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def training(self) -> bool: ...

    def services(self) -> Mapping[str, str]:
        """The services of the store that the caller is a user of: name → title. For threads."""
        ...

    def standing(self) -> Caller:
        """The caller with the roles that the store grants now, which `caller` has from then on. For threads."""
        ...

    def handle(self, command: Command, reason: str = "", command_id: str = "") -> Outcome:
        """Carry out a command in its own transaction. Call from a worker thread, never from the event loop."""
        ...

    def opened(self, subject: str, purpose: str) -> None:
        """Journal that a person's record is being read."""
        ...

    def sit_down(self) -> None:
        """Journal that somebody sits down at the desk."""
        ...

    def leave(self) -> None:
        """Journal that they have left."""
        ...

    def unlocked_by(self) -> Unlock:
        """What opens the desk again once it is locked. For threads."""
        ...

    def unlock(self, password: str) -> str:
        """Whether whoever sits here is known again: '' when they are, else why not. For threads."""
        ...

    def new_password(self, user: str) -> tuple[Outcome, str]:
        """Give somebody a password that is made up for them; it is returned, and kept nowhere. For threads."""
        ...

    def take_files(self, paths: Sequence[str], *, dry_run: bool = False) -> Sequence[FileOutcome]:
        """Take the messages in files, and in the files of folders, or only say what that would change. Call from a
        worker thread. Raises Refusal when the caller may not."""
        ...

    def listen(self, changed: Callable[[Sequence[Entry]], None], silent: Callable[[datetime | None], None]) -> Any:
        """Start telling of new journal entries, and of silence (since when; None: heard again). Returns a stopper
        with `close()`."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
