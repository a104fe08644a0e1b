"""The journal, what each entry touched, the head of the chain, and the store's own card."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import column
from storage.types import Utc

_IS_A_STEP = sa.text("kind IN ('redo', 'undo')")


class JournalRow(SQLModel, table=True):
    """One change, chained to the one before. `before` and `after` are canonical JSON text, hashed as they stand.

    What was written before a store could hold several services names none: it is of the one that was there."""

    __tablename__ = "journal"
    __table_args__ = (sa.Index("ix_journal_steps", "seq", sqlite_where=_IS_A_STEP, postgresql_where=_IS_A_STEP),)

    seq: int = Field(sa_column=sa.Column(sa.Integer(), primary_key=True, autoincrement=False))
    at: datetime = column(Utc())
    recorded_at: datetime = column(Utc(), index=True)
    actor: str = column(sa.Text())
    role: str = column(sa.Text())
    session: str = column(sa.Text(), index=True)
    command_id: str = Field(sa_column=sa.Column(sa.Text(), unique=True, nullable=False))
    kind: str = column(sa.Text())
    subject: str = column(sa.Text())
    before: str = column(sa.Text())
    after: str = column(sa.Text())
    reason: str = column(sa.Text())
    prev_hash: str = column(sa.Text())
    hash: str = column(sa.Text())
    service: str = Field(sa_column=sa.Column(sa.Text(), nullable=False, server_default=""))


class TouchRow(SQLModel, table=True):
    """Which subjects an entry touched, so that a record's history is found without reading the journal,
    and what was touched lately without reading all that ever was."""

    __tablename__ = "touch"

    subject: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    seq: int = Field(sa_column=sa.Column(sa.Integer(), primary_key=True, autoincrement=False, index=True))


class HeadRow(SQLModel, table=True):
    """The last sequence number and hash of the chain: one row, counted up in every write transaction."""

    __tablename__ = "head"

    id: int = Field(sa_column=sa.Column(sa.Integer(), primary_key=True, autoincrement=False))
    seq: int = column(sa.Integer())
    hash: str = column(sa.Text())


class StoreRow(SQLModel, table=True):
    """A service in the store, begun after journal entry `since`: 0 for the one that the store was begun with.

    What is the store's own is the same in each: whether it is for practice, where its clock then began, its mark."""

    __tablename__ = "store"

    service: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    title: str = column(sa.Text())
    training: bool = column(sa.Boolean())
    clock_begins: datetime | None = column(Utc(), nullable=True)
    clock_opened: datetime | None = column(Utc(), nullable=True)
    mark: str = Field(sa_column=sa.Column(sa.Text(), nullable=False, server_default=""))
    since: int = Field(sa_column=sa.Column(sa.Integer(), nullable=False, server_default="0"))
