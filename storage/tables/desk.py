"""The desk's own records: diary, escalations, contacts, promises, messages. One table a record, one column a field."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.escalation import EscalationState
from domain.meeting import MeetingState
from domain.message import MessageState
from storage.tables.base import Row, column, in_order, waiting
from storage.types import JSON, Utc, closed


class MeetingRow(Row, table=True):
    """See `domain.meeting.Meeting`."""

    __tablename__ = "meeting"

    kind: str = column(sa.Text())
    title: str = column(sa.Text())
    start: datetime = column(Utc(), index=True)
    end: datetime = column(Utc())
    room: str = column(sa.Text())
    attendees: list[Any] = column(JSON)
    apologies: list[Any] = column(JSON)
    person: str = column(sa.Text())
    agenda: list[Any] = column(JSON)
    state: str = column(closed(MeetingState))
    minutes: str = column(sa.Text())
    series: str = column(sa.Text())
    booking: str = column(sa.Text())
    cancelled_why: str = column(sa.Text())
    slot_minutes: int = column(sa.Integer())
    slots: list[Any] = column(JSON)


class ActionRow(Row, table=True):
    """See `domain.meeting.Action`."""

    __tablename__ = "action"
    __table_args__ = (waiting("action", "done_at", by="due"),)

    text: str = column(sa.Text())
    owner: str = column(sa.Text())
    due: date = column(sa.Date())
    meeting: str = column(sa.Text(), index=True)
    case: str = column(sa.Text())
    done_at: datetime | None = column(Utc(), nullable=True)
    result: str = column(sa.Text())


class EscalationRow(Row, table=True):
    """See `domain.escalation.Escalation`."""

    __tablename__ = "escalation"
    __table_args__ = (in_order("escalation", "due"),)

    kind: str = column(sa.Text())
    subject: str = column(sa.Text())
    person: str = column(sa.Text())
    text: str = column(sa.Text())
    context: str = column(sa.Text())
    raised_at: datetime = column(Utc())
    raised_by: str = column(sa.Text())
    to: str = column(sa.Text())
    due: datetime = column(Utc())
    steps: list[Any] = column(JSON)
    state: str = column(closed(EscalationState), index=True)
    acknowledged_at: datetime | None = column(Utc(), nullable=True)
    acknowledged_by: str = column(sa.Text())
    resolved_at: datetime | None = column(Utc(), nullable=True)
    outcome: str = column(sa.Text())


class OnCallRow(Row, table=True):
    """See `domain.escalation.OnCall`."""

    __tablename__ = "on_call"

    role: str = column(sa.Text())
    name: str = column(sa.Text())
    phone: str = column(sa.Text())
    start: datetime = column(Utc())
    end: datetime = column(Utc())


class ContactRow(Row, table=True):
    """See `domain.escalation.Contact`."""

    __tablename__ = "contact"

    at: datetime = column(Utc())
    by: str = column(sa.Text())
    subject: str = column(sa.Text(), index=True)
    person: str = column(sa.Text(), index=True)
    direction: str = column(sa.Text())
    method: str = column(sa.Text())
    whom: str = column(sa.Text())
    text: str = column(sa.Text())
    outcome: str = column(sa.Text())


class PromiseRow(Row, table=True):
    """See `domain.escalation.Promise`."""

    __tablename__ = "promise"
    __table_args__ = (waiting("promise", "kept_at", by="due"),)

    kind: str = column(sa.Text())
    subject: str = column(sa.Text(), index=True)
    person: str = column(sa.Text(), index=True)
    whom: str = column(sa.Text())
    phone: str = column(sa.Text())
    what: str = column(sa.Text())
    made_at: datetime = column(Utc())
    made_by: str = column(sa.Text())
    due: datetime = column(Utc(), index=True)
    kept_at: datetime | None = column(Utc(), nullable=True)
    kept_note: str = column(sa.Text())


class MessageRow(Row, table=True):
    """See `domain.message.Message`."""

    __tablename__ = "message"
    __table_args__ = (
        sa.Index("ix_message_state_question", "state", "question"),
        in_order("message", "received_at"),
    )

    received_at: datetime = column(Utc())
    sent_at: datetime | None = column(Utc(), nullable=True)
    file: str = column(sa.Text())
    kind: str = column(sa.Text())
    key: str = column(sa.Text())
    sender: str = column(sa.Text(), index=True)
    taken: int = column(sa.Integer())
    order_key: str = column(sa.Text())
    outcome: str = column(sa.Text())
    identifiers: list[Any] = column(JSON)
    starts: datetime | None = column(Utc(), nullable=True)
    bundle: str = column(sa.Text())
    reason: str = column(sa.Text())
    status: str = column(sa.Text())
    digest: str = column(sa.Text(), index=True)
    summary: str = column(sa.Text())
    state: str = column(closed(MessageState))
    subject: str = column(sa.Text())
    question: str = column(sa.Text())
    candidates: list[Any] = column(JSON)
    problems: list[Any] = column(JSON)
    raw: str = column(sa.Text())
    settled_by: str = column(sa.Text())
    settled_note: str = column(sa.Text())
