"""Who read whose record, and whether anything was open for them then."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.access import User
from domain.case import Case
from domain.people import Person
from domain.referral import Referral
from domain.unusual import PAPERS, Reading
from storage.journal import of_service, seq_at
from storage.queries.common import by_ref, columns, handfuls, records, table_of
from storage.tables.core import JOURNAL

Span = tuple[datetime, datetime | None]


def readings(connection: sa.Connection, service: str, start: datetime, end: datetime) -> list[Reading]:
    """Every opening of a person's record from `start` until `end`, in order."""
    entry = JOURNAL.c
    wanted = sa.select(entry.seq, entry.recorded_at, entry.actor, entry.role, entry.subject, entry.reason).where(
        entry.seq > seq_at(connection, start), entry.seq <= seq_at(connection, end),
        entry.kind == "record.read", entry.subject.startswith("person/"), of_service(service),
    )  # fmt: skip
    rows = columns(connection, wanted.order_by(entry.seq))
    people = by_ref(connection, Person, service, (_ref(row) for row in rows))
    users = by_ref(connection, User, service, {row["actor"] for row in rows})
    open_for = _open_for(connection, people)
    return [
        Reading(
            seq=row["seq"], at=row["recorded_at"], user=row["actor"], role=row["role"], purpose=row["reason"],
            reader=users[row["actor"]].name if row["actor"] in users else row["actor"],
            person=person.id, family=person.family, name=person.name,
            in_care=any(_within(row["recorded_at"], span) for span in open_for.get(person.id, ())),
        )
        for row in rows
        if (person := people.get(_ref(row))) is not None
    ]  # fmt: skip


def _ref(row: sa.RowMapping) -> str:
    return str(row["subject"]).partition("/")[2]


def _within(at: datetime, span: Span) -> bool:
    return span[0] <= at and (span[1] is None or at < span[1] + PAPERS)


def _open_for(connection: sa.Connection, people: Iterable[str]) -> Mapping[str, list[Span]]:
    """Person → when a referral or a case of theirs was open."""
    spans: dict[str, list[Span]] = {}
    for handful in handfuls(sorted(people)):
        for referral in records(connection, Referral, table_of(Referral).c.person.in_(handful)):
            spans.setdefault(referral.person, []).append((referral.keyed_at, referral.closed_at))
        for case in records(connection, Case, table_of(Case).c.person.in_(handful)):
            spans.setdefault(case.person, []).append((case.opened_at, case.ended_at))
    return spans
