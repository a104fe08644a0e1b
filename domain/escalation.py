"""Escalations, who is on call for them, contacts logged and promises made on the telephone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.record import Record


class EscalationState(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Somebody who was told, and when an answer is due. `role` is their rung of the ladder, '' for none."""

    to: str
    at: datetime
    due: datetime
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Record):
    """Something that somebody senior must know. `subject` is what it is about (`referral/R7K3`), `context` the
    state of that thing in words at the moment of raising, `kind` a code of the list `escalation`."""

    kind: str = "other"
    subject: str = ""
    person: str = ""
    text: str
    context: str = ""
    raised_at: datetime
    raised_by: str
    to: str = ""
    due: datetime
    steps: tuple[Step, ...] = ()
    state: EscalationState = EscalationState.OPEN
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    resolved_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall(Record):
    """Who answers for a rung of the ladder between two moments."""

    role: str
    name: str
    phone: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A call, message or visit that was made or taken."""

    at: datetime
    by: str
    subject: str = ""
    person: str = ""
    direction: str = "in"
    method: str = "phone"
    whom: str
    text: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Record):
    """Something somebody was told would be done by a time: a debt with a clock.

    `kind` is callback, chase, feedback or other."""

    kind: str = "other"
    subject: str
    person: str = ""
    whom: str
    phone: str = ""
    what: str
    made_at: datetime
    made_by: str
    due: datetime
    kept_at: datetime | None = None
    kept_note: str = ""
