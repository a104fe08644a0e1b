"""The words by which people are found: see `storage.finding`."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text in the order of its bytes, in which everything that begins alike stands together."""


class PersonWordRow(SQLModel, table=True):
    """A word that finds a person, with all their other words beside it, so that a search reads only this."""

    __tablename__ = "person_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    service: str = Field(sa_column=sa.Column(BYTES, primary_key=True))
    rank: int = Field(sa_column=sa.Column(sa.Integer(), primary_key=True, autoincrement=False))
    word: str = Field(sa_column=sa.Column(BYTES, primary_key=True))
    words: str = Field(sa_column=sa.Column(BYTES, primary_key=True))
    person: str = Field(sa_column=sa.Column(BYTES, primary_key=True, index=True))
