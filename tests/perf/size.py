"""A store as large as a service's after many years: a demonstration of today upon a past that was made up in bulk.

Every record has its chained entries, so that the journal verifies and folds to the tables; the same size is always the
same store. Nobody in it is a real person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import sqlalchemy as sa

from domain.demo.names import draw_name
from domain.ids import ALPHABET
from domain.people import Person
from domain.record import Record
from domain.referral import Referral, State, Urgency
from domain.visit import Attendance, Visit, VisitState
from storage.demo import fill
from storage.engine import Database
from storage.heads import head_of
from storage.journal import canonical, link, states
from storage.mapper import Change, change_of, shape_of, subject_of, told
from storage.pouring import pour
from storage.tables.core import HEAD, JOURNAL, TOUCH

TODAY = date(2026, 11, 23)
DEMO_DAYS = 120  # the demonstration's own past, which the made-up one ends before
YEARS = 10
STRETCH = 5000  # referrals in one transaction
REFERRALS_A_PERSON = 4
WORKERS = 60
READS = 2
SERVICE = "bury"
STATES = (State.DISCHARGED,) * 14 + (State.DECLINED, State.REDIRECTED, State.ADMITTED, State.WITHDRAWN)


def fill_large(database: Database, referrals: int, user: str) -> int:
    """Fill a new store with so many past referrals, as many visits and five times as many journal entries, and with the
    demonstration of today; returns how many entries that alone has."""
    return fill(
        database, SERVICE, TODAY, seed=1, scale=1, user=user, past=lambda: _pour_past(database, referrals, user)
    )


def _pour_past(database: Database, referrals: int, user: str) -> None:
    past = _Past(referrals, user)
    for begins in range(0, referrals, STRETCH):
        deeds: list[Deed] = []
        records: dict[type[Record], list[Record]] = {Person: [], Referral: [], Visit: []}
        for number in range(begins, min(begins + STRETCH, referrals)):
            story = past.story(number)
            deeds += past.deeds(number, story)
            records[Referral].append(story.closed)
            records[Visit].append(story.visit)
            if _is_new(number):
                records[Person].append(story.person)
        with database.writing() as connection:
            for kind, some in records.items():
                _pour_records(connection, kind, some)
            _chain(connection, deeds)


def _pour_records(connection: sa.Connection, kind: type[Record], some: Sequence[Record]) -> None:
    shape = shape_of(kind)
    rows = (shape.columns({name: getattr(one, name) for name in shape.names}) for one in some)
    pour(connection, shape.table, (tuple(row.values()) for row in rows), shape.names)


def _chain(connection: sa.Connection, deeds: Sequence["Deed"]) -> None:
    """Append entries to the journal, each chained to the one before."""
    last, previous = head_of(connection)
    rows: list[dict[str, Any]] = []
    for seq, (entry, changes) in enumerate(deeds, last + 1):
        before, after = states(told(changes))
        row = {**entry, "before": canonical(before), "after": canonical(after), "seq": seq, "prev_hash": previous}
        row |= {"service": SERVICE}
        row["hash"] = previous = link(row, previous)
        rows.append(row)
    columns = JOURNAL.c.keys()
    pour(connection, JOURNAL, ([row[name] for name in columns] for row in rows))
    pour(connection, TOUCH, ((row["subject"], row["seq"]) for row in rows), ("subject", "seq"))
    connection.execute(HEAD.update().values(seq=last + len(rows), hash=previous))


Deed = tuple[dict[str, Any], Sequence[Change]]
"""A journal entry that is not yet chained, and what its command changed."""


@dataclass(frozen=True, slots=True)
class _Story:
    """One referral from the call to its end."""

    person: Person
    referral: Referral
    closed: Referral
    visit: Visit


class _Past:
    """What happened in the years before."""

    def __init__(self, referrals: int, user: str) -> None:
        self._user, self._numbers = user, count()
        self._ends = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) - timedelta(days=DEMO_DAYS)
        self._step = timedelta(days=365 * YEARS) / referrals
        self._begins = self._ends - timedelta(days=365 * YEARS)

    def deeds(self, number: int, story: _Story) -> Iterator[Deed]:
        """The entries of one referral, with its person's where they are new, and a few readings of it."""
        at = story.referral.received_at
        if _is_new(number):
            yield self._deed("person.add", at, change_of(None, story.person))
        yield self._deed("referral.ring", at, change_of(None, story.referral))
        yield self._deed("visit.add", at, change_of(None, story.visit))
        for _ in range(READS):
            yield self._deed("record.read", at, None, subject_of(story.person))
        yield self._deed("referral.close", at, change_of(story.referral, story.closed))

    def story(self, number: int) -> _Story:
        """What became of one referral."""
        chance, at = Random(number), self._begins + number * self._step
        person = self._person(number // REFERRALS_A_PERSON)
        referral = Referral(
            id=_ref("R", number), service=SERVICE, revision=1, person=person.id, received_at=at, keyed_at=at,
            urgency=chance.choice((Urgency.TWO_HOUR, Urgency.TWO_HOUR, Urgency.TWO_DAY, Urgency.ROUTINE)),
            source=chance.choice(("gp", "999", "111", "care-home")), referrer="Invented", need="UCR1", clock_start=at,
            narrative="Fell at home this morning; cannot get up from the chair without help.", triaged_at=at,
        )  # fmt: skip
        came = at + timedelta(minutes=chance.randrange(20, 180))
        closed = replace(
            referral, revision=2, state=chance.choice(STATES), clock_stop=came, decided_at=at, accepted_by=self._user,
            decided_by=self._user, outcome="goals-met", closed_at=at + timedelta(hours=chance.randrange(4, 200)),
        )  # fmt: skip
        return _Story(person, referral, closed, _visit(number, referral, came))

    def _person(self, number: int) -> Person:
        chance = Random(-1 - number)
        sex = chance.choice(("female", "male"))
        name = draw_name(chance, sex)
        return Person(
            id=_ref("P", number), service=SERVICE, revision=1, family=name.family, given=name.given, sex=sex,
            born=date(1925, 1, 1) + timedelta(days=chance.randrange(16_000)),
            phone=f"07700 {chance.randrange(10**6):06}",
            address=f"{chance.randrange(1, 200)} Invented Road", postcode=f"BL9 {chance.randrange(10)}ZZ",
        )  # fmt: skip

    def _deed(self, kind: str, at: datetime, change: Change | None, subject: str = "") -> Deed:
        subject = change.subject if change else subject
        number = next(self._numbers)
        entry = {
            "at": at, "recorded_at": at, "actor": self._user, "role": "co-ordinator", "session": "past",
            "command_id": f"PAST{number:022}", "kind": kind, "subject": subject, "reason": "",
        }  # fmt: skip
        return entry, [change] if change else []


def _is_new(number: int) -> bool:
    """Whether a referral is the first of its person."""
    return number % REFERRALS_A_PERSON == 0


def _visit(number: int, referral: Referral, came: datetime) -> Visit:
    worker = f"WPAST{number % WORKERS}"
    return Visit(
        id=_ref("V", number), service=SERVICE, revision=1, person=referral.person, referral=referral.id,
        day=came.date(), start=came, minutes=30, window_from=came, window_to=came, kind="first",
        state=VisitState.VERIFIED, workers=(worker,), attended=(_attendance(worker, came),), verified_by="past",
    )  # fmt: skip


def _attendance(worker: str, came: datetime) -> Attendance:
    return Attendance(worker=worker, came=came, came_by="app_gps", left=came + timedelta(minutes=28), left_by="app_gps")


def _ref(letter: str, number: int) -> str:
    """A reference longer than the demonstration's own: six figures of the alphabet that references are made of."""
    figures = ""
    for _ in range(6):
        number, figure = divmod(number, len(ALPHABET))
        figures = ALPHABET[figure] + figures
    return letter + figures
