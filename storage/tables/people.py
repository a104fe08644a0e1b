"""People in care. One table a record, one column a field."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.tables.base import Row, column
from storage.types import JSON


class PersonRow(Row, table=True):
    """See `domain.people.Person`."""

    __tablename__ = "person"

    nhs_number: str = column(sa.Text(), index=True)
    nhs_status: str = column(sa.Text())
    family: str = column(sa.Text(), index=True)
    given: str = column(sa.Text())
    preferred: str = column(sa.Text())
    born: date | None = column(sa.Date(), index=True, nullable=True)
    sex: str = column(sa.Text())
    phone: str = column(sa.Text(), index=True)
    address: str = column(sa.Text())
    postcode: str = column(sa.Text(), index=True)
    place: dict[str, Any] | None = column(JSON, nullable=True)
    language: str = column(sa.Text())
    gp: str = column(sa.Text())
    lives_alone: bool = column(sa.Boolean())
    key_safe: str = column(sa.Text())
    access: str = column(sa.Text())
    risks: list[Any] = column(JSON)
    adjustments: list[Any] = column(JSON)
    gender_needed: str = column(sa.Text())
    preferred_workers: list[Any] = column(JSON)
    barred_workers: list[Any] = column(JSON)
    may_tell: list[Any] = column(JSON)
    possible_match: str = column(sa.Text())
    same_as: str = column(sa.Text(), index=True)
    stays: list[Any] = column(JSON)
