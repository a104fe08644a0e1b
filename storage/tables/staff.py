"""Care workers, their shifts and absences. One table a record, one column a field."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.tables.base import Row, column
from storage.types import JSON, Utc


class WorkerRow(Row, table=True):
    """See `domain.staff.Worker`."""

    __tablename__ = "worker"

    family: str = column(sa.Text())
    given: str = column(sa.Text())
    role: str = column(sa.Text())
    gender: str = column(sa.Text())
    languages: list[Any] = column(JSON)
    skills: list[Any] = column(JSON)
    mode: str = column(sa.Text())
    phone: str = column(sa.Text())
    postcode: str = column(sa.Text())
    place: dict[str, Any] | None = column(JSON, nullable=True)
    sets_out: str = column(sa.Text())
    returns: str = column(sa.Text())
    base_postcode: str = column(sa.Text())
    base: dict[str, Any] | None = column(JSON, nullable=True)
    bank_holidays: bool = column(sa.Boolean())
    contract_minutes: int = column(sa.Integer())
    overtime_minutes: int = column(sa.Integer())
    dbs_expires: date | None = column(sa.Date(), nullable=True)
    starts: date | None = column(sa.Date(), nullable=True)
    ends: date | None = column(sa.Date(), nullable=True)


class ShiftRow(Row, table=True):
    """See `domain.staff.Shift`."""

    __tablename__ = "shift"

    worker: str = column(sa.Text(), index=True)
    day: date = column(sa.Date(), index=True)
    start: datetime = column(Utc())
    end: datetime = column(Utc())
    kind: str = column(sa.Text())


class AbsenceRow(Row, table=True):
    """See `domain.staff.Absence`."""

    __tablename__ = "absence"

    worker: str = column(sa.Text(), index=True)
    start: datetime = column(Utc())
    end: datetime | None = column(Utc(), nullable=True)
    reason: str = column(sa.Text())
    reported_by: str = column(sa.Text())
    note: str = column(sa.Text())
    ended_at: datetime | None = column(Utc(), nullable=True)
