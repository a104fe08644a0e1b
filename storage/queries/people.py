"""A person's record with everything that hangs on it, and the cases being worked."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.case import Case, CaseState
from domain.diary import expected
from domain.escalation import Contact, Promise
from domain.meeting import Meeting
from domain.package import Package
from domain.people import Person
from domain.referral import Referral
from domain.views import PersonView
from domain.visit import Visit
from storage.queries.common import by_ref, records, table_of

LATELY = timedelta(days=90)


def person_view(connection: sa.Connection, service: str, ref: str, now: datetime) -> PersonView | None:
    """A person with everything that hangs on them, linked records included."""
    person = by_ref(connection, Person, service, [ref]).get(ref)
    if person is None:
        return None
    linked = _linked(connection, service, person)
    refs = [person.id, *(other.id for other in linked)]

    def theirs(kind: type, newest: str) -> tuple:  # type: ignore[type-arg]
        table = table_of(kind)
        ours = table.c.service == service, table.c.person.in_(refs)
        return tuple(records(connection, kind, *ours, order=table.c[newest].desc()))

    return PersonView(
        person=person, referrals=theirs(Referral, "received_at"), cases=theirs(Case, "opened_at"),
        packages=theirs(Package, "starts"), visits=theirs(Visit, "start")[:200], contacts=theirs(Contact, "at")[:200],
        promises=theirs(Promise, "due"), linked=tuple(linked), meetings=_meetings(connection, service, refs, now),
    )  # fmt: skip


def _meetings(connection: sa.Connection, service: str, refs: Collection[str], now: datetime) -> tuple[Meeting, ...]:
    """What the diary has lately and to come about somebody, and the clinics where they have a place, the last first."""
    meeting = table_of(Meeting)
    perhaps = sa.or_(meeting.c.person.in_(refs), meeting.c.slot_minutes > 0)
    of_late = (meeting.c.service == service, meeting.c.start > now - LATELY, perhaps)
    found = records(connection, Meeting, *of_late, order=meeting.c.start.desc())
    return tuple(one for one in found if any(each.person in refs for each in expected(one)))


def _linked(connection: sa.Connection, service: str, person: Person) -> list[Person]:
    table = table_of(Person)
    main = person.same_as or person.id
    where = table.c.service == service, sa.or_(table.c.same_as == main, table.c.id == main)
    return [other for other in records(connection, Person, *where) if other.id != person.id]


def open_cases(connection: sa.Connection, service: str) -> list[tuple[Case, Person]]:
    """Cases that are being worked, next review first."""
    case = table_of(Case)
    worked = case.c.state.in_([CaseState.OPEN.value, CaseState.SUSPENDED.value])
    found = records(connection, Case, case.c.service == service, worked, order=(case.c.review_due, case.c.id))
    people = by_ref(connection, Person, service, (one.person for one in found))
    return [(one, people[one.person]) for one in found if one.person in people]
