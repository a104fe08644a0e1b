"""Packages of care and their visits. One table a record, one column a field."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from domain.package import PackageState
from domain.visit import VisitState
from storage.tables.base import Row, column
from storage.types import JSON, Utc, closed


class PackageRow(Row, table=True):
    """See `domain.package.Package`."""

    __tablename__ = "package"

    person: str = column(sa.Text(), index=True)
    case: str = column(sa.Text(), index=True)
    state: str = column(closed(PackageState), index=True)
    lines: list[Any] = column(JSON)
    starts: date = column(sa.Date())
    ends: date | None = column(sa.Date(), nullable=True)
    suspended_from: date | None = column(sa.Date(), nullable=True)
    suspended_why: str = column(sa.Text())
    visits_until: date | None = column(sa.Date(), nullable=True)


class VisitRow(Row, table=True):
    """See `domain.visit.Visit`."""

    __tablename__ = "visit"

    person: str = column(sa.Text(), index=True)
    case: str = column(sa.Text(), index=True)
    package: str = column(sa.Text(), index=True)
    referral: str = column(sa.Text(), index=True)
    line: str = column(sa.Text())
    kind: str = column(sa.Text())
    day: date = column(sa.Date(), index=True)
    start: datetime = column(Utc())
    minutes: int = column(sa.Integer())
    window_from: datetime = column(Utc())
    window_to: datetime = column(Utc())
    local_start: str = column(sa.Text())
    zone: str = column(sa.Text())
    workers_needed: int = column(sa.Integer())
    skills: list[Any] = column(JSON)
    lead: bool = column(sa.Boolean())
    time_critical: bool = column(sa.Boolean())
    tasks: str = column(sa.Text())
    after: str = column(sa.Text())
    min_gap: int = column(sa.Integer())
    max_gap: int = column(sa.Integer())
    after_by: str = column(sa.Text())
    optional: bool = column(sa.Boolean())
    beside: str = column(sa.Text())
    learner: str = column(sa.Text())
    state: str = column(closed(VisitState))
    workers: list[Any] = column(JSON)
    pinned: bool = column(sa.Boolean())
    told_workers: list[Any] = column(JSON)
    told_start: datetime | None = column(Utc(), nullable=True)
    readdressed: bool = column(sa.Boolean())
    attended: list[Any] = column(JSON)
    verdicts: list[Any] = column(JSON)
    verified_by: str = column(sa.Text())
    verified_cause: str = column(sa.Text())
    verified_note: str = column(sa.Text())
    cancelled_why: str = column(sa.Text())
    note: str = column(sa.Text())


class ToldRow(SQLModel, table=True):
    """When a worker is taken by a visit that they have been told of.

    The database makes these spans from the visits, and refuses two of a worker that overlap."""

    __tablename__ = "told"
    __table_args__ = (sa.Index("ix_told_worker", "worker", "ends"),)

    visit: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    worker: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    starts: datetime = column(Utc())
    ends: datetime = column(Utc())


# Spans are copied before visits: a visit that comes with its spans keeps them.
VisitRow.__table__.add_is_dependent_on(ToldRow.__table__)  # type: ignore[attr-defined]
