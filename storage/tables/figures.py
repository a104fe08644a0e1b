"""What figures count of each day, summed up: see `storage.day_sums`."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import column


class DaySumRow(SQLModel, table=True):
    """What a figure counts of a day by the rules that `basis` stands for; `counts` is JSON text."""

    __tablename__ = "day_sum"

    service: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    day: date = Field(sa_column=sa.Column(sa.Date(), primary_key=True))
    figure: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    basis: str = Field(sa_column=sa.Column(sa.Text(), primary_key=True))
    counts: str = column(sa.Text())
    digest: str = column(sa.Text())
