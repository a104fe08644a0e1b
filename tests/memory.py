"""A store in memory with the behaviour of the real ones, for tests of handlers without SQL.

It keeps records in dictionaries, counts revisions and remembers entries, so that a handler cannot tell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from domain.access import Caller, Role, User
from domain.desk.bus import (
    Between,
    Bus,
    Changed,
    Command,
    Done,
    Entry,
    Handler,
    Having,
    Order,
    Outcome,
    Refusal,
    Refused,
    Stale,
)  # fmt: skip
from domain.ids import SeededIds, command_id
from domain.policy import Policy, in_force
from domain.record import Record
from domain.when import SteppedClock

R = TypeVar("R", bound=Record)


def subject_of(record: Record) -> str:
    """`referral/R7K3`."""
    return f"{type(record).__name__.lower()}/{record.id}"


class MemoryStore:
    """Records by subject, and the journal as a list."""

    def __init__(self, at: datetime = datetime(2026, 11, 23, 9, 14, tzinfo=UTC), policy: Policy | None = None) -> None:
        self.records: dict[str, Record] = {}
        self.entries: list[Entry] = []
        self.results: dict[str, Done] = {}
        self.refusals: list[tuple[str, str]] = []
        self.clock = SteppedClock(at)
        self.ids = SeededIds(7)
        self.policy = policy or shipped_policy(at.date())
        self.bus = Bus(self)
        self.caller = Caller(User(id="aokoye", name="Ada Okoye", roles=tuple(Role)), "s1")

    def do(self, command: Command, reason: str = "", caller: Caller | None = None) -> Outcome:
        """Give a command as Ada (or another caller)."""
        return self.bus.handle(Order(command, caller or self.caller, command_id(self.ids), reason))

    def done(self, command: Command, reason: str = "") -> Done:
        """Give a command that must succeed."""
        outcome = self.do(command, reason)
        assert isinstance(outcome, Done), outcome
        return outcome

    def all(self, kind: type[R]) -> list[R]:
        """Every record of a kind."""
        return [record for record in self.records.values() if isinstance(record, kind)]

    def one(self, kind: type[R], ref: str) -> R:
        """A record that must exist."""
        record = self.records[f"{kind.__name__.lower()}/{ref}"]
        assert isinstance(record, kind)
        return record

    def result_of(self, command_id: str) -> Done | None:
        return self.results.get(command_id)

    @contextmanager
    def begin(self, order: Order) -> Iterator["MemoryWork"]:
        yield MemoryWork(self, order)


class MemoryWork:
    """A unit of work over a MemoryStore."""

    def __init__(self, store: MemoryStore, order: Order) -> None:
        self.store, self.order = store, order
        self.caller, self.now, self.policy, self.service = (
            order.caller,
            store.clock.now(),
            store.policy,
            "bury",
        )
        self.at = self.now
        self.reason = order.reason
        self.note = ""
        self.touched: dict[str, Record | None] = {}

    def _now(self, subject: str) -> Record | None:
        return self.touched[subject] if subject in self.touched else self.store.records.get(subject)

    def policy_on(self, day: date) -> Policy:
        return self.policy

    def get(self, kind: type[R], ref: str) -> R:
        record = self._now(f"{kind.__name__.lower()}/{ref}")
        if not isinstance(record, kind):
            raise Refusal(f"There is no {kind.__name__.lower()} {ref}", why="missing")
        return record

    def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        everything = {**self.store.records, **self.touched}
        found = [r for r in everything.values() if isinstance(r, kind) and _fits(r, where)]
        return sorted(found, key=lambda record: record.id)

    def add(self, record: R) -> R:
        kept = replace(record, service=self.service, revision=1)
        self.touched[subject_of(kept)] = kept
        return kept

    def save(self, record: R) -> R:
        subject = subject_of(record)
        was = self.store.records.get(subject)
        kept = replace(record, revision=(was.revision if was else 0) + 1)
        self.touched[subject] = kept
        return kept

    def erase(self, record: Record) -> None:
        self.save(record)

    def remove(self, record: Record) -> None:
        self.touched[subject_of(record)] = None

    def new_id(self, kind: type[Record]) -> str:
        return kind.__name__[0] + self.store.ids.token(4)

    def entry(self, seq: int) -> Entry | None:
        return next((entry for entry in self.store.entries if entry.seq == seq), None)

    def entries_since(self, seq: int, subjects: Sequence[str]) -> Iterator[Entry]:
        return (e for e in self.store.entries if e.seq > seq and set(subjects) & (set(e.before) | set(e.after)))

    def entries_by(self, user: str, since: datetime) -> Sequence[Entry]:
        return [e for e in self.store.entries if e.actor == user and e.recorded_at > since]

    def restore(self, subject: str, fields: Mapping[str, Any] | None) -> None:
        current = self._now(subject)
        if fields is None:
            self.touched[subject] = None
        elif current is not None:
            self.touched[subject] = replace(current, **{**fields, "revision": current.revision + 1})
        else:
            kinds = [kind for kind in Record.__subclasses__() if kind.__name__.lower() == subject.partition("/")[0]]
            self.touched[subject] = kinds[-1](**fields)

    def happened(self, at: datetime) -> None:
        self.at = at

    def because(self, reason: str) -> None:
        self.reason = self.reason or reason

    def say(self, note: str) -> None:
        self.note = note

    def check_seen(self, kind: type[Record], ref: str, seen: int, command: Command) -> None:
        record = self.get(kind, ref)
        if record.revision != seen:
            raise Changed(Stale(subject_of(record), "somebody", None, {}))

    def commit(self, handler: Handler, subject: str) -> Done:
        seq = len(self.store.entries) + 1
        before, after = {}, {}
        for name, record in self.touched.items():
            was = self.store.records.get(name)
            before[name] = _fields(was) if was else None
            after[name] = _fields(record) if record else None
            if record is None:
                self.store.records.pop(name, None)
            else:
                self.store.records[name] = record
        self.store.entries.append(
            Entry(
                seq=seq, at=self.at, recorded_at=self.now, actor=self.caller.user.id, role=self.caller.role,
                session=self.caller.session, command_id=self.order.command_id, kind=handler.kind, subject=subject,
                before=before, after=after, reason=self.reason,
            )
        )  # fmt: skip
        changed = (subject, *(name for name in self.touched if name != subject)) if subject else tuple(self.touched)
        done = Done(
            seq=seq,
            kind=handler.kind,
            changed=changed,
            undo=seq if handler.undoable else None,
            note=self.note,
        )
        self.store.results[self.order.command_id] = done
        return done

    def refuse(self, kind: str, subject: str, refused: Refused) -> None:
        self.store.refusals.append((kind, refused.sentence))


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def _fits(record: Record, where: Mapping[str, Any]) -> bool:
    for name, wanted in where.items():
        value = getattr(record, name)
        if isinstance(wanted, Having):
            if wanted.ref not in value:
                return False
        elif isinstance(wanted, Between):
            if wanted.low is not None and not (value is not None and value >= wanted.low):
                return False
            if wanted.high is not None and not (value is not None and value < wanted.high):
                return False
        elif isinstance(wanted, tuple | frozenset | list | set):
            if value not in wanted:
                return False
        elif value != wanted:
            return False
    return True


def shipped_policy(day: date) -> Policy:
    """The policy that a new store is given."""
    from storage.seeds import shipped_codes, shipped_settings

    return in_force(shipped_codes(), shipped_settings(), day)
