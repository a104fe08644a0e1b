"""Who sits at a desk, who broke the glass, and how passwords are known. One table a record, one column a field."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import Row, column, waiting
from storage.types import Utc


class SittingRow(Row, table=True):
    """See `domain.access.Sitting`."""

    __tablename__ = "sitting"
    __table_args__ = (waiting("sitting", "ended", by="began"),)

    user: str = column(sa.Text())
    means: str = column(sa.Text())
    origin: str = column(sa.Text())
    began: datetime = column(Utc())
    ended: datetime | None = column(Utc(), nullable=True)
    ended_by: str = column(sa.Text())


class EmergencyRow(Row, table=True):
    """See `domain.access.Emergency`."""

    __tablename__ = "emergency"
    __table_args__ = (waiting("emergency", "reviewed_at", by="began"),)

    user: str = column(sa.Text())
    reason: str = column(sa.Text())
    began: datetime = column(Utc())
    ends: datetime = column(Utc())
    reviewed_at: datetime | None = column(Utc(), nullable=True)
    reviewed_by: str = column(sa.Text())
    review: str = column(sa.Text())


class CredentialRow(SQLModel, table=True):
    """How a user's password is known, and how often it was typed wrong since it was last typed right.

    Neither is journalled: the journal says that a password was set, and by whom."""

    __tablename__ = "credential"

    user: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    service: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    verifier: str = column(sa.Text())
    failures: int = column(sa.Integer())
    shut_until: datetime | None = column(Utc(), nullable=True)
