"""Referrals and the cases that grow from them. One table a record, one column a field."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.case import CaseState
from domain.referral import State, Urgency
from storage.tables.base import Row, column, known
from storage.types import JSON, Utc, closed


class ReferralRow(Row, table=True):
    """See `domain.referral.Referral`."""

    __tablename__ = "referral"
    __table_args__ = (known("referral", "ready_at"),)

    person: str = column(sa.Text(), index=True)
    state: str = column(closed(State), index=True)
    urgency: str = column(closed(Urgency))
    received_at: datetime = column(Utc(), index=True)
    keyed_at: datetime = column(Utc())
    channel: str = column(sa.Text())
    source: str = column(sa.Text())
    referrer: str = column(sa.Text())
    organisation: str = column(sa.Text())
    referrer_phone: str = column(sa.Text())
    need: str = column(sa.Text())
    narrative: str = column(sa.Text())
    flags: list[Any] = column(JSON)
    consent: str = column(sa.Text())
    unknown_why: str = column(sa.Text())
    lone_worker: str = column(sa.Text())
    exclusions: list[Any] = column(JSON)
    criteria_version: str = column(sa.Text())
    triaged_at: datetime | None = column(Utc(), nullable=True)
    ready_at: datetime | None = column(Utc(), nullable=True)
    owner: str = column(sa.Text())
    decided_at: datetime | None = column(Utc(), nullable=True)
    decided_by: str = column(sa.Text())
    decision_reason: str = column(sa.Text())
    clinician: str = column(sa.Text())
    clinician_at: datetime | None = column(Utc(), nullable=True)
    where_instead: str = column(sa.Text())
    accepted_by: str = column(sa.Text())
    clock_start: datetime = column(Utc(), index=True)
    clock_stop: datetime | None = column(Utc(), nullable=True)
    upgraded_at: datetime | None = column(Utc(), nullable=True)
    downgraded_at: datetime | None = column(Utc(), nullable=True)
    downgrade_reason: str = column(sa.Text())
    closed_at: datetime | None = column(Utc(), nullable=True)
    outcome: str = column(sa.Text())
    duplicate_of: str = column(sa.Text())
    case: str = column(sa.Text())


class CaseRow(Row, table=True):
    """See `domain.case.Case`."""

    __tablename__ = "care_case"

    person: str = column(sa.Text(), index=True)
    referral: str = column(sa.Text(), index=True)
    state: str = column(closed(CaseState), index=True)
    opened_at: datetime = column(Utc())
    owner: str = column(sa.Text())
    goals: list[Any] = column(JSON)
    review_due: date = column(sa.Date())
    reviews: list[Any] = column(JSON)
    next_step: str = column(sa.Text())
    next_step_due: date | None = column(sa.Date(), nullable=True)
    ended_at: datetime | None = column(Utc(), nullable=True)
    outcome: str = column(sa.Text())
    end_note: str = column(sa.Text())
