"""The diary, escalations, who is on call, promises, contacts and the inbox."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.access import User
from domain.diary import conflicts, expected
from domain.escalation import Contact, Escalation, EscalationState, OnCall, Promise
from domain.meeting import Action, Meeting, MeetingState
from domain.message import Message, MessageState
from domain.oncall import answers_for
from domain.people import Person
from domain.policy import Policy
from domain.quorum import NOBODY, Roles, lacking, needed, roles_of
from domain.views import DiaryRow, EscalationRow
from domain.visit import Visit
from domain.when import day_bounds, local_date
from storage.mapper import shape_of
from storage.queries.common import by_ref, handfuls, how_many, records, table_of

LATEST = 1000
"""As many are shown where all that there ever were are asked for."""


def diary(connection: sa.Connection, service: str, policy: Policy, first: date, last: date) -> list[DiaryRow]:
    """Diary entries of the days, both included, with what each collides with."""
    meeting = table_of(Meeting)
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    found = records(
        connection, Meeting, meeting.c.service == service, meeting.c.start < end, meeting.c.end > start,
        order=(meeting.c.start, meeting.c.id),
    )  # fmt: skip
    people = by_ref(connection, Person, service, (one.person for one in found))
    clashes = conflicts(found, policy, _visits_meanwhile(connection, service, found))
    booked = [one for one in found if one.state is MeetingState.BOOKED]
    roles = _roles(connection, service) if any(needed(one, policy) for one in booked) else NOBODY
    lacks = {one.id: lacking(one, roles, policy) for one in booked}
    return [
        DiaryRow(
            meeting=one, conflicts=clashes.get(one.id, ()), lacks=lacks.get(one.id, ()),
            **_whose(people.get(one.person)),
        )
        for one in found
    ]  # fmt: skip


def _roles(connection: sa.Connection, service: str) -> Roles:
    """Which roles those who use the desk hold, by name."""
    return roles_of(records(connection, User, table_of(User).c.service == service))


def _whose(person: Person | None) -> dict[str, Any]:
    """What a row says of the person whom it is about, if anybody."""
    return {"person": person.name, "born": person.born, "nhs_number": person.nhs_number} if person else {"person": ""}


def _visits_meanwhile(connection: sa.Connection, service: str, meetings: Sequence[Meeting]) -> list[Visit]:
    """The visits, on the days of some meetings, to those who are expected at them."""
    visit = table_of(Visit)
    people = sorted({one.person for meeting in meetings for one in expected(meeting)})
    days = sorted({local_date(meeting.start) for meeting in meetings})
    then = visit.c.service == service, visit.c.day.in_(days)
    return [found for some in handfuls(people) for found in records(connection, Visit, visit.c.person.in_(some), *then)]


def meeting_actions(connection: sa.Connection, service: str, meeting: str = "") -> list[Action]:
    """Actions of a meeting, or every one that is not done."""
    action = table_of(Action)
    which = action.c.meeting == meeting if meeting else action.c.done_at.is_(None)
    return records(connection, Action, action.c.service == service, which, order=(action.c.due, action.c.id))


def escalations(
    connection: sa.Connection, service: str, now: datetime, *, resolved: bool = False
) -> list[EscalationRow]:
    """Escalations that somebody still has to answer (or the latest of all), oldest answer due first."""
    table = table_of(Escalation)
    unresolved = table.c.state.in_([EscalationState.OPEN.value, EscalationState.ACKNOWLEDGED.value])
    ours, latest = table.c.service == service, (table.c.due.desc(), table.c.id.desc())
    if resolved:
        found = records(connection, Escalation, ours, order=latest, limit=LATEST)[::-1]
    else:
        found = records(connection, Escalation, ours, unresolved, order=(table.c.due, table.c.id))
    people = by_ref(connection, Person, service, (one.person for one in found))
    rota = on_call(connection, service, now)
    return [
        EscalationRow(
            escalation=one, on_call=_answering(one, rota, now),
            minutes_left=int((one.due - now).total_seconds() // 60), **_whose(people.get(one.person)),
        )
        for one in found
    ]  # fmt: skip


def _answering(escalation: Escalation, rota: list[OnCall], now: datetime) -> str:
    duty = answers_for(escalation, rota, now)
    return f"{duty.name} {duty.phone}".strip() if duty else escalation.to


def on_call(connection: sa.Connection, service: str, at: datetime) -> list[OnCall]:
    """Who answers now, for each rung of the ladder."""
    table = table_of(OnCall)
    return records(connection, OnCall, table.c.service == service, table.c.start <= at, table.c.end > at)


def promises(connection: sa.Connection, service: str) -> list[Promise]:
    """Promises not yet kept, first due first."""
    table = table_of(Promise)
    where = (table.c.service == service, table.c.kept_at.is_(None))
    return records(connection, Promise, *where, order=(table.c.due, table.c.id))


def promises_due(connection: sa.Connection, service: str, now: datetime) -> int:
    """How many promises should have been kept by now."""
    table = table_of(Promise)
    return how_many(connection, Promise, table.c.service == service, table.c.kept_at.is_(None), table.c.due <= now)


def contacts(connection: sa.Connection, service: str, subject: str) -> list[Contact]:
    """Contacts about a subject (`referral/R7K3`), newest first."""
    table = table_of(Contact)
    about = table.c.service == service, table.c.subject == subject
    return records(connection, Contact, *about, order=table.c.at.desc(), limit=500)


def inbox(connection: sa.Connection, service: str, *, settled: bool = False) -> list[Message]:
    """Messages that wait for a person (or the latest of all) without their raw text: those that ask first, then those
    with something to look at; of each the newest first."""
    table, shape = table_of(Message), shape_of(Message)
    noted = sa.and_(table.c.state == MessageState.APPLIED.value, table.c.question > "")
    filed = table.c.state == MessageState.FILED.value
    asking = table.c.state.in_([MessageState.ASKED.value, MessageState.QUARANTINED.value])
    ours, newest = table.c.service == service, table.c.received_at.desc()
    latest = sa.select(table.c.id).where(ours).order_by(newest).limit(LATEST)
    columns = [column for column in table.c if column.name != "raw"]
    query = (
        sa.select(*columns, sa.literal("").label("raw"))
        .where(ours, table.c.id.in_(latest) if settled else sa.or_(asking, filed, noted))
        .order_by(~asking, table.c.question == "", newest, table.c.id)
    )
    return [shape.record(row) for row in connection.execute(query).mappings().all()]
