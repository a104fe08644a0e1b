"""Units of work on the store: what a handler reads and changes, committed with one chained journal entry each.

A `Session` is one database transaction with the records it has seen; a `SqlWork` is one command inside it. Most
sessions carry a single command; a batch carries many. Rows are written with the revision that was read, so that
whoever comes second is told instead of overwriting."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.access import Caller
from domain.desk.bus import (
    HANDLERS,
    Between,
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
    carry_out,
)  # fmt: skip
from domain.erasure import VOUCHERS
from domain.ids import CountedIds, Ids, command_id
from domain.policy import Code, Policy, Setting, in_force
from domain.record import Record, revised
from domain.referral import Referral
from domain.when import Clock, local_date
from storage.day_sums import days_of, forget
from storage.engine import Database, OutcomeUnknown
from storage.erasing import altered, redacted, rewrite, vouchers
from storage.journal import (
    ORDER_LOCK,
    canonical,
    entries_by,
    entry_of,
    link,
    of_service,
    states,
    wait_for_order,
)
from storage.mapper import KIND_OF, Change, Shape, change_of, shape_of, subject_of, told
from storage.queries.common import names
from storage.rows import write_rows
from storage.tables.core import HEAD, JOURNAL, TOUCH

R = TypeVar("R", bound=Record)
TURN_LOCK = ORDER_LOCK + 1
_LETTERS = {"Promise": "K", "Contact": "T", "Meeting": "D", "Message": "G", "Shift": "H", "OnCall": "O", "Code": "X"}


class Session:
    """One transaction on one service: records seen, records to write, journal entries to append."""

    def __init__(self, connection: sa.Connection, service: str, is_sqlite: bool) -> None:
        self.connection, self.service, self.is_sqlite = connection, service, is_sqlite
        self.current: dict[str, Record | None] = {}
        self._stored: dict[str, Record | None] = {}
        self._dirty: dict[type[Record], dict[str, None]] = {}
        self._entries: list[dict[str, Any]] = []
        self._altered: list[dict[str, Any]] = []
        self._head: tuple[int, str] | None = None
        self._policies: dict[Any, Policy] = {}
        self._days: set[date] = set()

    def load(self, kind: type[R], ref: str) -> R | None:
        """The record as this transaction sees it."""
        subject = f"{kind.__name__.lower()}/{ref}"
        if subject not in self.current:
            shape = shape_of(kind)
            query = sa.select(shape.table).where(shape.table.c.id == ref, shape.table.c.service == self.service)
            row = self.connection.execute(query).mappings().first()
            self.current[subject] = self._stored[subject] = shape.record(row) if row else None
        return self.current[subject]  # type: ignore[return-value]

    def is_free(self, kind: type[Record], ref: str) -> bool:
        """Whether no service of the store has a record of this reference."""
        table = shape_of(kind).table
        there = self.connection.execute(sa.select(table.c.id).where(table.c.id == ref)).first()
        return there is None and self.load(kind, ref) is None

    def find(self, kind: type[R], where: Mapping[str, Any]) -> list[R]:
        """Matching records, after writing what this transaction has pending of their kind."""
        self._flush_kind(kind)
        shape = shape_of(kind)
        query = sa.select(shape.table).where(shape.table.c.service == self.service)
        for name, wanted in where.items():
            query = query.where(*_conditions(shape.table.c[name], wanted))
        return [self._adopt(shape, row) for row in self.connection.execute(query.order_by(shape.table.c.id)).mappings()]

    def _adopt(self, shape: Shape, row: sa.RowMapping) -> Any:
        subject = f"{shape.kind.__name__.lower()}/{row['id']}"
        known = self.current.get(subject)
        if known is None:
            known = self.current[subject] = self._stored[subject] = shape.record(row)
        return known

    def put(self, subject: str, kind: type[Record], record: Record | None) -> None:
        """Keep a record, or its absence, to be written."""
        self.current[subject] = record
        self._stored.setdefault(subject, None)
        self._dirty.setdefault(kind, {})[subject] = None

    def policy(self, day: date) -> Policy:
        """The policy in force on a day."""
        if day not in self._policies:
            self._policies[day] = in_force(self.find(Code, {}), self.find(Setting, {}), day)
        return self._policies[day]

    def forget_policy(self) -> None:
        """Reference data changed: read it again when next asked."""
        self._policies.clear()

    def append(self, entry: dict[str, Any], changes: Sequence[Change] = (), erased: Collection[str] = ()) -> int:
        """Chain a journal entry with what its command changed; returns its sequence number.

        What is personal of `erased` subjects is left out of it, and is taken out of all entries before it."""
        seq, previous = self._take_head()
        before, after = states(told(changes))
        if erased:
            self._altered = [*altered(self.connection, erased)]
            before, after = redacted(before, erased), redacted(after, erased)
            before[VOUCHERS], after[VOUCHERS] = {}, vouchers(self._altered)
        row = {**entry, "before": canonical(before), "after": canonical(after), "seq": seq + 1, "prev_hash": previous}
        row["service"] = self.service
        row["hash"] = link(row, previous)
        self._entries.append(row)
        self._head = (seq + 1, row["hash"])
        return seq + 1

    def wait_for_turn(self) -> None:
        """Begin only when whoever else waits in turn has committed. Taken before any row, so that nobody deadlocks."""
        if not self.is_sqlite:  # there, writers take turns anyway
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN_LOCK)))

    def _take_head(self) -> tuple[int, str]:
        if self._head is None:
            for kind in list(self._dirty):
                self._flush_kind(kind)
            wait_for_order(self.connection)
            row = self.connection.execute(sa.select(HEAD)).mappings().one()
            self._head = (row["seq"], row["hash"])
        return self._head

    def finish(self) -> None:
        """Write everything that is pending, the entries, and the new head; without an entry, nothing at all."""
        if not self._entries or self._head is None:
            (self.connection.get_nested_transaction() or self.connection).rollback()
            return
        for kind in list(self._dirty):
            self._flush_kind(kind)
        forget(self.connection, self.service, self._days)
        seq, chained = self._head
        self.connection.execute(HEAD.update().values(seq=seq, hash=chained))
        touched = [{"subject": name, "seq": row["seq"]} for row in self._entries for name in row.pop("touched")]
        with _each_command_once():
            self.connection.execute(JOURNAL.insert(), self._entries)
        if touched:
            self.connection.execute(TOUCH.insert(), touched)
        rewrite(self.connection, self._altered)
        if not self.is_sqlite:
            self.connection.execute(sa.select(sa.func.pg_notify("caredesk", str(seq))))
        self._entries, self._altered, self._days = [], [], set()

    def _flush_kind(self, kind: type[Record]) -> None:
        pending = self._dirty.pop(kind, None)
        if not pending:
            return
        if kind is Referral:
            self._days.update(day for subject in pending for day in self._days_about(subject))
        changes = [change_of(self._stored[subject], self.current[subject]) for subject in pending]
        self._stored |= {subject: self.current[subject] for subject in pending}
        write_rows(self.connection, self.service, shape_of(kind), filter(None, changes))

    def _days_about(self, subject: str) -> Iterator[date]:
        """The days that a record counted on before this transaction and counts on now."""
        yield from chain(days_of(self._stored[subject]), days_of(self.current[subject]))


@contextmanager
def _each_command_once() -> Iterator[None]:
    """Where a line broke, what was asked over it may be committed only while it is being asked again."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        if "command_id" not in str(error.orig):
            raise
        raise OutcomeUnknown("This was answered a moment ago; look before you give it again") from error


def _conditions(column: sa.Column[Any], wanted: Any) -> Iterator[sa.ColumnElement[bool]]:
    if isinstance(wanted, Between):
        if wanted.low is not None:
            yield column >= wanted.low
        if wanted.high is not None:
            yield column < wanted.high
    elif isinstance(wanted, Having):
        yield names(column, wanted.ref)
    elif isinstance(wanted, tuple | frozenset | list | set):
        yield column.in_([getattr(value, "value", value) for value in wanted])
    elif wanted is None:
        yield column.is_(None)
    else:
        yield column == getattr(wanted, "value", wanted)


class SqlWork:
    """One command inside a session."""

    def __init__(self, session: Session, order: Order, now: datetime, ids: Ids) -> None:
        self._session, self._order, self._ids = session, order, ids
        self.caller: Caller = order.caller
        self.now = now
        self.service = session.service
        self._at = now
        self._reason = order.reason
        self._note = ""
        self._before: dict[str, Record | None] = {}
        self._erased: set[str] = set()

    @property
    def policy(self) -> Policy:
        return self.policy_on(local_date(self.now))

    def policy_on(self, day: date) -> Policy:
        return self._session.policy(day)

    def get(self, kind: type[R], ref: str) -> R:
        record = self._session.load(kind, ref)
        if record is None:
            raise Refusal(f"There is no {kind.__name__.lower()} {ref}", why="missing")
        return record

    def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        return self._session.find(kind, where)

    def add(self, record: R) -> R:
        kept = revised(record, service=self.service, revision=1)
        return self._keep(subject_of(kept), None, kept)

    def save(self, record: R) -> R:
        subject = subject_of(record)
        was = self._before[subject] if subject in self._before else self._session.load(type(record), record.id)
        kept = revised(record, revision=was.revision + 1 if was else 1)
        return self._keep(subject, was, kept)

    def erase(self, record: Record) -> None:
        subject = subject_of(record)
        self._erased.add(subject)
        if record != self._session.current.get(subject):
            self.save(record)

    def remove(self, record: Record) -> None:
        subject = subject_of(record)
        self._before.setdefault(subject, self._session.load(type(record), record.id))
        self._session.put(subject, type(record), None)

    def _keep(self, subject: str, was: Record | None, kept: R) -> R:
        self._before.setdefault(subject, was)
        self._session.put(subject, type(kept), kept)
        if isinstance(kept, Code | Setting):
            self._session.forget_policy()
        return kept

    def new_id(self, kind: type[Record]) -> str:
        letter = _LETTERS.get(kind.__name__, kind.__name__[0])
        for length in (4, 4, 5, 6, 8):
            ref = letter + self._ids.token(length)
            if self._session.is_free(kind, ref):
                return ref
        raise Refusal("No free reference was found; try again")

    def entry(self, seq: int) -> Entry | None:
        query = sa.select(JOURNAL).where(JOURNAL.c.seq == seq, of_service(self.service))
        row = self._session.connection.execute(query).mappings().first()
        return entry_of(row) if row else None

    def entries_since(self, seq: int, subjects: Sequence[str]) -> Iterator[Entry]:
        later = sa.select(TOUCH.c.seq).where(TOUCH.c.seq > seq, TOUCH.c.subject.in_(list(subjects)))
        query = sa.select(JOURNAL).where(JOURNAL.c.seq.in_(later), of_service(self.service)).order_by(JOURNAL.c.seq)
        return (entry_of(row) for row in self._session.connection.execute(query).mappings())

    def entries_by(self, user: str, since: datetime) -> Sequence[Entry]:
        return entries_by(self._session.connection, self.service, user, since)

    def restore(self, subject: str, fields: Mapping[str, Any] | None) -> None:
        name, _, ref = subject.partition("/")
        kind = KIND_OF[name]
        shape, record = shape_of(kind), self._session.load(kind, ref)
        if fields is None:
            if record is not None:
                self.remove(record)
            return
        values = {key: shape.said(key, value) for key, value in fields.items() if key not in ("id", "revision")}
        if record is None:
            self.add(kind(id=ref, **values))
        else:
            self.save(replace(record, **values))

    def happened(self, at: datetime) -> None:
        self._at = at

    def because(self, reason: str) -> None:
        self._reason = self._reason or reason

    def say(self, note: str) -> None:
        self._note = note

    def check_seen(self, kind: type[Record], ref: str, seen: int, command: Command) -> None:
        record = self.get(kind, ref)
        if record.revision != seen:
            raise Changed(self._stale(record, seen, command))

    def _stale(self, record: Record, seen: int, command: Command) -> Stale:
        subject = subject_of(record)
        entries = list(self.entries_since(0, [subject]))[-(record.revision - seen) :]
        values: dict[str, tuple[Any, Any]] = {}
        for entry in entries:
            for name, was in (entry.before.get(subject) or {}).items():
                values.setdefault(name, (getattr(record, name), getattr(command, name, was)))
        values.pop("revision", None)
        last = entries[-1] if entries else None
        return Stale(subject, last.actor if last else "Somebody", last.recorded_at if last else None, values)

    def commit(self, handler: Handler, subject: str) -> Done:
        current = self._session.current
        changes = [change for name, was in self._before.items() if (change := change_of(was, current[name]))]
        others = (change.subject for change in changes if change.subject != subject)
        changed = (subject, *others) if subject else tuple(others)
        seq = self._session.append(self._entry(handler.kind, subject, changed), changes, self._erased)
        undo = seq if handler.undoable and changes else None
        return Done(seq=seq, kind=handler.kind, changed=changed, undo=undo, note=self._note)

    def refuse(self, kind: str, subject: str, refused: Refused) -> None:
        self._at, self._reason = self.now, refused.sentence
        entry = self._entry(f"refused.{kind}", subject, (subject,) if subject else ())
        self._session.append({**entry, "command_id": command_id(self._ids)})  # the command's own may be given again

    def _entry(self, kind: str, subject: str, touched: tuple[str, ...]) -> dict[str, Any]:
        if self.caller.emergency is not None:  # whoever reviews it finds all that was done under it
            touched = tuple(dict.fromkeys((*touched, subject_of(self.caller.emergency))))
        return {
            "at": self._at, "recorded_at": self.now, "actor": self.caller.user.id, "role": self.caller.role,
            "session": self.caller.session, "command_id": self._order.command_id, "kind": kind,
            "subject": subject, "reason": self._reason, "touched": touched,
        }  # fmt: skip


class Units:
    """Makes units of work on one service of a store.

    With `in_turn`, each begins only when those before it are committed: for commands that add what they do not find."""

    def __init__(self, database: Database, service: str, clock: Clock, ids: Ids, *, in_turn: bool = False) -> None:
        self._database, self.service, self._clock, self._ids = database, service, clock, ids
        self._in_turn = in_turn

    def in_turn(self) -> "Units":
        """The same units of work, each in its turn."""
        return Units(self._database, self.service, self._clock, self._ids, in_turn=True)

    def keeps(self, path: Path) -> bool:
        """Whether a file is one of those in which the store itself is kept."""
        return self._database.owns(path)

    def now(self) -> datetime:
        """The moment at which a unit of work that begins now would take place."""
        return self._clock.now()

    @contextmanager
    def begin(self, order: Order) -> Iterator[SqlWork]:
        """One command in a transaction of its own."""
        with self._database.writing() as connection, self.begin_on(connection, order) as work:
            yield work

    @contextmanager
    def begin_on(self, connection: sa.Connection, order: Order) -> Iterator[SqlWork]:
        """One command on a connection whose transaction somebody else ends."""
        session = Session(connection, self.service, self._database.is_sqlite)
        if self._in_turn:
            session.wait_for_turn()
        now = self._clock.now()
        order = replace(order, caller=order.caller.as_known(session.load, now))
        yield SqlWork(session, order, now, self._ids)
        session.finish()

    def refuse(self, caller: Caller, what: str, subject: str, sentence: str) -> None:
        """Journal that somebody was refused something that is no command: a read, or the desk itself."""
        with self.begin(Order(Command(), caller, command_id(self._ids))) as work:
            work.refuse(what, subject, Refused(sentence, why="right"))

    @contextmanager
    def rehearse(self) -> Iterator["Rehearsal"]:
        """Commands carried out one upon another, of which nothing is kept."""
        counted = Units(self._database, self.service, self._clock, CountedIds(), in_turn=self._in_turn)
        with self._database.writing() as connection:
            yield Rehearsal(counted, connection)
            connection.rollback()

    @contextmanager
    def batch(self) -> Iterator["Batch"]:
        """Many commands in one transaction, each with its own journal entry."""
        with self._database.writing() as connection:
            session = Session(connection, self.service, self._database.is_sqlite)
            yield Batch(session, self._clock, self._ids)
            session.finish()

    def result_of(self, command_id: str) -> Done | None:
        """The result of a command that was committed before."""
        query = sa.select(JOURNAL).where(JOURNAL.c.command_id == command_id, of_service(self.service))
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        entry = entry_of(row)
        changed = (entry.subject, *(name for name in entry.after if name not in (entry.subject, VOUCHERS)))
        undo = entry.seq if _undoable(entry.kind) and entry.after else None
        return Done(seq=entry.seq, kind=entry.kind, changed=changed, undo=undo)


def _undoable(kind: str) -> bool:
    return any(handler.kind == kind and handler.undoable for handler in HANDLERS.values())


class Rehearsal:
    """Units of work within one transaction that is never committed: what is refused or fails undoes only itself."""

    def __init__(self, units: Units, connection: sa.Connection) -> None:
        self._units, self._connection = units, connection

    @contextmanager
    def begin(self, order: Order) -> Iterator[SqlWork]:
        """One command, seeing what those before it did."""
        with self._connection.begin_nested(), self._units.begin_on(self._connection, order) as work:
            yield work

    def result_of(self, command_id: str) -> Done | None:
        """Nothing was ever committed."""
        return None


class Batch:
    """Carries out many orders in one transaction. An order that is refused raises: a batch is all or nothing."""

    def __init__(self, session: Session, clock: Clock, ids: Ids) -> None:
        self._session, self._clock, self._ids = session, clock, ids

    def handle(self, order: Order) -> Done:
        """Carry out one order of the batch."""
        outcome: Outcome = carry_out(order, SqlWork(self._session, order, self._clock.now(), self._ids))
        if isinstance(outcome, Done):
            return outcome
        raise Refusal(outcome.sentence)

    def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        """Records as they stand after the orders so far."""
        return self._session.find(kind, where)
