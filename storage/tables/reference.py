"""Reference data and users. One table a record, one column a field."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.tables.base import NamedRow, column
from storage.types import JSON


class CodeRow(NamedRow, table=True):
    """See `domain.policy.Code`."""

    __tablename__ = "code"

    list: str = column(sa.Text(), index=True)
    code: str = column(sa.Text())
    label: str = column(sa.Text())
    national: str = column(sa.Text())
    position: int = column(sa.Integer())
    valid_from: date = column(sa.Date())
    valid_to: date | None = column(sa.Date(), nullable=True)
    source: str = column(sa.Text())
    mark: str = column(sa.Text())
    owner: str = column(sa.Text())


class SettingRow(NamedRow, table=True):
    """See `domain.policy.Setting`."""

    __tablename__ = "setting"

    name: str = column(sa.Text())
    value: str = column(sa.Text())
    unit: str = column(sa.Text())
    owner: str = column(sa.Text())
    valid_from: date = column(sa.Date())
    valid_to: date | None = column(sa.Date(), nullable=True)
    source: str = column(sa.Text())
    mark: str = column(sa.Text())
    about: str = column(sa.Text())


class UserRow(NamedRow, table=True):
    """See `domain.access.User`."""

    __tablename__ = "desk_user"

    name: str = column(sa.Text())
    roles: list[Any] = column(JSON)
    active: bool = column(sa.Boolean())
    gateway: bool = column(sa.Boolean())
    emergency: str = column(sa.Text())
