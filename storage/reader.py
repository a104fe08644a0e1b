"""Reads of the store for screens and plain-text panes: each a short snapshot, rows out, nothing kept open."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.access import Emergency, Sitting, User
from domain.case import Case
from domain.desk.bus import Entry
from domain.desk.undoing import AT_HAND, Steps, own_steps
from domain.escalation import Contact, OnCall, Promise
from domain.kpi.definition import Evidence, figure, summed_up
from domain.kpi.figures import FIGURES
from domain.meeting import Action
from domain.message import Message
from domain.package import Package
from domain.people import Person
from domain.policy import Code, Policy, Rulebook, Setting
from domain.record import Record
from domain.staff import Absence, Shift, Worker, spoken
from domain.unusual import Unusual, unusual
from domain.views import (
    Board,
    Counts,
    DiaryRow,
    EscalationRow,
    Figure,
    Found,
    PersonView,
    QueueRow,
    RosterDay,
    Told,
)
from domain.visit import Visit
from domain.when import Clock, day_bounds, local_date
from storage.day_sums import sums_of
from storage.engine import Database
from storage.journal import entries_by, entry_of, of_service
from storage.queries import board as boards
from storage.queries import desk as desks
from storage.queries import figures, people, searching
from storage.queries import roster as rosters
from storage.queries.common import by_ref, records, table_of
from storage.queries.counts import Standing, counts_at, standing
from storage.queries.queue import queue_rows
from storage.queries.readings import readings
from storage.tables.core import HEAD, JOURNAL, TOUCH

R = TypeVar("R", bound=Record)


class StoreReader:
    """Implements `domain.views.Reader` on a database, for one service."""

    def __init__(self, database: Database, service: str, clock: Clock) -> None:
        self._database, self._service, self._clock = database, service, clock
        self._rules: _Rules | None = None
        self._standing: Standing | None = None
        self._waiting: tuple[tuple[int, date], tuple[QueueRow, ...]] | None = None

    # the journal

    def head(self) -> int:
        """The last sequence number."""
        with self._database.reading() as connection:
            return _head(connection)

    def entries_since(self, seq: int, limit: int = 500) -> Sequence[Entry]:
        """Journal entries after a position, in order."""
        later = sa.select(JOURNAL).where(JOURNAL.c.seq > seq, of_service(self._service))
        query = later.order_by(JOURNAL.c.seq).limit(limit)
        with self._database.reading() as connection:
            return [entry_of(row) for row in connection.execute(query).mappings()]

    def newest_entries(self, count: int) -> Sequence[Entry]:
        """The service's last journal entries, in order, whatever others wrote meanwhile."""
        found: list[Entry] = []
        last, stretch = self.head(), count
        with self._database.reading() as connection:
            while last > 0 and len(found) < count:
                here = sa.select(JOURNAL).where(JOURNAL.c.seq > last - stretch, JOURNAL.c.seq <= last)
                ours = here.where(of_service(self._service)).order_by(JOURNAL.c.seq.desc()).limit(count - len(found))
                found += [entry_of(row) for row in connection.execute(ours).mappings()]
                last, stretch = last - stretch, stretch * 4
        return found[::-1]

    def history(self, subject: str) -> Sequence[Entry]:
        """Every entry that touched a record, newest first."""
        touched = sa.select(TOUCH.c.seq).where(TOUCH.c.subject == subject)
        ours = sa.select(JOURNAL).where(JOURNAL.c.seq.in_(touched), of_service(self._service))
        query = ours.order_by(JOURNAL.c.seq.desc()).limit(500)
        with self._database.reading() as connection:
            return [entry_of(row) for row in connection.execute(query).mappings()]

    def own_steps(self, user: str) -> Steps:
        """Where somebody stands in what they did: what undo and redo would do."""
        with self._database.reading() as connection:
            return own_steps(entries_by(connection, self._service, user, self._clock.now() - AT_HAND))

    # reference data and users

    def policy(self) -> Policy:
        """The policy in force today."""
        with self._database.reading() as connection:
            return self._policy_on(connection)

    def rulebook(self) -> Rulebook:
        """Every dated entry of the policy."""
        with self._database.reading() as connection:
            return self._rules_now(connection).book

    def _policy_on(self, connection: sa.Connection, day: date | None = None) -> Policy:
        return self._rules_now(connection).on(day or local_date(self._clock.now()))

    def _rules_now(self, connection: sa.Connection) -> "_Rules":
        """The rules, read again when the journal tells of a change to them."""
        seq = _head(connection)
        if self._rules is None or (self._rules.seq != seq and _reference_moved(connection, self._rules.seq)):
            codes = records(connection, Code, table_of(Code).c.service == self._service)
            settings = records(connection, Setting, table_of(Setting).c.service == self._service)
            self._rules = _Rules(seq, Rulebook(tuple(codes), tuple(settings)))
        self._rules.seq = seq
        return self._rules

    def users(self) -> Sequence[User]:
        """Everybody who may use the desk."""
        with self._database.reading() as connection:
            return records(connection, User, table_of(User).c.service == self._service)

    def sittings(self) -> Sequence[Sitting]:
        """Who sits at a desk now, as far as is known: one that died without a word still stands here."""
        table = table_of(Sitting)
        with self._database.reading() as connection:
            here = (table.c.service == self._service, table.c.ended.is_(None))
            return records(connection, Sitting, sa.and_(*here), order=table.c.began)

    def emergencies(self, *, reviewed: bool = False) -> Sequence[Emergency]:
        """Whenever the glass was broken and nobody has looked into it yet, oldest first; `reviewed`: all of them."""
        table = table_of(Emergency)
        waiting = sa.true() if reviewed else table.c.reviewed_at.is_(None)
        with self._database.reading() as connection:
            return records(connection, Emergency, sa.and_(table.c.service == self._service, waiting),
                           order=table.c.began)  # fmt: skip

    def unusual_readings(self, first: date, last: date) -> Sequence[Unusual]:
        """Readings of people's records in these days that deserve a second look, latest first."""
        with self._database.reading() as connection:
            found = readings(connection, self._service, day_bounds(first)[0], day_bounds(last)[1])
            return unusual(found, int(self._policy_on(connection).number("many-readings")))

    def record(self, kind: type[R], ref: str) -> R | None:
        """One record."""
        with self._database.reading() as connection:
            return by_ref(connection, kind, self._service, [ref]).get(ref)

    def some(self, kind: type[R], refs: Sequence[str]) -> dict[str, R]:
        """Several records of a kind, by reference."""
        with self._database.reading() as connection:
            return by_ref(connection, kind, self._service, refs)

    # panes

    def queue(self, now: datetime, *, closed: bool = False) -> Sequence[QueueRow]:
        """Referrals waiting for the desk, most urgent first; `closed`: those that no longer wait. Their clocks run by
        themselves, so that those who wait are read once at a journal position."""
        with self._database.reading() as connection:
            rules, at = self._rules_now(connection), (_head(connection), local_date(now))
            if closed:
                return queue_rows(connection, self._service, rules.on, at[1], closed=True)
            if self._waiting is None or not _stands(connection, self._waiting[0], at):
                self._waiting = at, tuple(queue_rows(connection, self._service, rules.on, at[1]))
            return self._waiting[1]

    def queue_row(self, ref: str, now: datetime) -> QueueRow | None:
        """One referral as a row of the queue, whatever its state."""
        with self._database.reading() as connection:
            rows = queue_rows(connection, self._service, self._rules_now(connection).on, local_date(now), ref=ref)
        return rows[0] if rows else None

    def board(self, day: date, now: datetime) -> Board:
        """One day of the roster."""
        with self._database.reading() as connection:
            policy = self._policy_on(connection, day)
            return boards.board(connection, self._service, policy, day, now, _head(connection))

    def board_at(self, day: date, at: datetime) -> Board:
        """The board of a day as the desk knew it at a past moment."""
        with self._database.reading() as connection:
            return boards.board_at(connection, self._service, self._policy_on(connection, day), day, at)

    def differences(self, day: date) -> Sequence[Told]:
        """What publishing the day would tell each worker."""
        with self._database.reading() as connection:
            return boards.told(connection, self._service, day)

    def diary(self, first: date, last: date) -> Sequence[DiaryRow]:
        """Diary entries of the days, both included."""
        with self._database.reading() as connection:
            return desks.diary(connection, self._service, self._policy_on(connection), first, last)

    def meeting_actions(self, meeting: str) -> Sequence[Action]:
        """What was promised at a meeting."""
        with self._database.reading() as connection:
            return desks.meeting_actions(connection, self._service, meeting)

    def actions(self) -> Sequence[Action]:
        """Every action that is not done."""
        with self._database.reading() as connection:
            return desks.meeting_actions(connection, self._service)

    def escalations(self, now: datetime, *, resolved: bool = False) -> Sequence[EscalationRow]:
        """Escalations to be answered, or all of them."""
        with self._database.reading() as connection:
            return desks.escalations(connection, self._service, now, resolved=resolved)

    def on_call(self, at: datetime) -> Sequence[OnCall]:
        """Who answers at a moment."""
        with self._database.reading() as connection:
            return desks.on_call(connection, self._service, at)

    def inbox(self, *, settled: bool = False) -> Sequence[Message]:
        """Messages that wait for a person, or all of them, without their raw text; `record` gives one whole."""
        with self._database.reading() as connection:
            return desks.inbox(connection, self._service, settled=settled)

    def contacts(self, subject: str) -> Sequence[Contact]:
        """Contacts about a subject, newest first."""
        with self._database.reading() as connection:
            return desks.contacts(connection, self._service, subject)

    def promises(self, now: datetime) -> Sequence[Promise]:
        """Promises not yet kept, first due first."""
        with self._database.reading() as connection:
            return desks.promises(connection, self._service)

    # people, cases, staff

    def search(self, text: str, limit: int = 50) -> Sequence[Found]:
        """People, referrals and workers that fit what was typed."""
        with self._database.reading() as connection:
            return searching.search(connection, self._service, text, limit)

    def known_people(self, text: str, limit: int = 8) -> Sequence[Found]:
        """People only."""
        return [found for found in self.search(text, limit) if found.subject.startswith("person/")]

    def person(self, ref: str) -> PersonView | None:
        """A person with everything that hangs on them."""
        with self._database.reading() as connection:
            return people.person_view(connection, self._service, ref, self._clock.now())

    def cases(self) -> Sequence[tuple[Case, Person]]:
        """Cases being worked, next review first."""
        with self._database.reading() as connection:
            return people.open_cases(connection, self._service)

    def case_packages(self, case: str) -> Sequence[Package]:
        """A case's packages of care."""
        table = table_of(Package)
        with self._database.reading() as connection:
            return records(connection, Package, table.c.service == self._service, table.c.case == case)

    def visits_of(self, package: str) -> Sequence[Visit]:
        """A package's visits in order of time."""
        table = table_of(Visit)
        with self._database.reading() as connection:
            ours = table.c.service == self._service, table.c.package == package
            return records(connection, Visit, *ours, order=table.c.start)

    def held_by(self, worker: str, first: date, last: date | None = None) -> Sequence[tuple[Visit, Person]]:
        """Visits to come from a day on that a worker is down for or was told of, with whose they are."""
        with self._database.reading() as connection:
            return boards.held_by(connection, self._service, worker, first, last)

    def roster_day(self, day: date, now: datetime) -> RosterDay:
        """Everything that planning a day needs."""
        with self._database.reading() as connection:
            return rosters.roster_day(connection, self._service, self._policy_on(connection, day), day, now)

    def workers(self) -> Sequence[Worker]:
        """Every worker by name."""
        table = table_of(Worker)
        with self._database.reading() as connection:
            return records(connection, Worker, table.c.service == self._service, order=(table.c.family, table.c.given))

    def worker_names(self) -> Mapping[str, str]:
        """Reference → full name of every worker."""
        table = table_of(Worker)
        query = sa.select(table.c.id, table.c.given, table.c.family).where(table.c.service == self._service)
        with self._database.reading() as connection:
            return {ref: spoken(given, family) for ref, given, family in connection.execute(query)}

    def duty(self, first: date, last: date) -> tuple[list[Worker], list[Shift], list[Absence]]:
        """Workers with the shifts and absences that touch the days."""
        with self._database.reading() as connection:
            return boards.duty(connection, self._service, first, last)

    def shifts(self, first: date, last: date) -> Sequence[Shift]:
        """Shifts of the days, both included."""
        return self.duty(first, last)[1]

    def absences(self, at: datetime) -> Sequence[Absence]:
        """Who is away at a moment."""
        day = local_date(at)
        return [away for away in self.duty(day, day)[2] if away.start <= at and (away.end is None or away.end > at)]

    def away(self, first: date, last: date) -> Sequence[Absence]:
        """Absences that touch the days, both included."""
        return self.duty(first, last)[2]

    # figures

    def counts(self, now: datetime) -> Counts:
        """The figures on the pane titles."""
        with self._database.reading() as connection:
            rules, known, now_is = self._rules_now(connection), self._standing, (_head(connection), local_date(now))
            if known is None or not _stands(connection, known.at, now_is):
                known = self._standing = standing(connection, self._service, rules.on, *now_is)
            return counts_at(connection, self._service, rules.on(now_is[1]), known, now)

    def figure(self, name: str, first: date, last: date, now: datetime, *, rows: int = 0) -> Figure:
        """A figure over the days, both included, by the rules of the last of them; with the rows behind it where they
        are at most so many."""
        definition = FIGURES[name]
        with self._database.reading() as connection:
            policy, seq = self._policy_on(connection, min(last, local_date(now))), _head(connection)
            period = Evidence(referrals=(), first=first, last=last, now=now, policy=policy)
            found = summed_up(definition, period, seq, sums_of(connection, self._service, definition, period))
            if not 0 < found.counted <= rows:
                return found
            facts = figures.facts(connection, self._service, definition.dated_by, first, last)
        return figure(definition, replace(period, referrals=facts), seq)


class _Rules:
    """The rules as they were read at a journal position, and the policies of the days that were asked for."""

    def __init__(self, seq: int, book: Rulebook) -> None:
        self.seq, self.book = seq, book
        self._turns = book.turns()
        self._since: dict[date, Policy] = {}

    def on(self, day: date) -> Policy:
        """What is in force on a day; before there were any rules, the first that there are."""
        since = self._turns[max(0, bisect_right(self._turns, day) - 1)] if self._turns else day
        if since not in self._since:
            self._since[since] = self.book.on(since)
        return self._since[since]


def _head(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(HEAD.c.seq)).scalar_one())


def _stands(connection: sa.Connection, then: tuple[int, date], now: tuple[int, date]) -> bool:
    """Whether what was read at a journal position on a day still holds at another: desks that were opened or left
    since change nothing of it."""
    if then[1] != now[1] or then[0] > now[0]:
        return False
    moved = sa.select(TOUCH.c.seq).where(TOUCH.c.seq > then[0], TOUCH.c.subject.not_like("sitting/%")).limit(1)
    return then[0] == now[0] or connection.execute(moved).first() is None


def _reference_moved(connection: sa.Connection, since: int) -> bool:
    moved: Any = sa.select(sa.func.count()).where(
        TOUCH.c.seq > since, sa.or_(TOUCH.c.subject.like("code/%"), TOUCH.c.subject.like("setting/%"))
    )
    return bool(connection.execute(moved).scalar_one())
