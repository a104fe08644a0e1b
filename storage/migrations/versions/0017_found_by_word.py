"""People are found by words that stand in order, and what figures count of each day is kept summed up."""

import sqlalchemy as sa
from alembic import op

from storage.finding import TOLD, rows_of
from storage.pouring import pour
from storage.tables.finding import BYTES

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "person_word",
        sa.Column("service", BYTES, primary_key=True),
        sa.Column("rank", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("word", BYTES, primary_key=True),
        sa.Column("words", BYTES, primary_key=True),
        sa.Column("person", BYTES, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_word_person"), "person_word", ["person"])
    op.drop_index("ix_person_names", "person")
    op.create_table(
        "day_sum",
        sa.Column("service", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("figure", sa.Text(), primary_key=True),
        sa.Column("basis", sa.Text(), primary_key=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    known = sa.column("ready_at").is_not(None)
    op.create_index(op.f("ix_referral_ready_at"), "referral", ["ready_at"], sqlite_where=known, postgresql_where=known)
    _find_everybody()


def _find_everybody() -> None:
    connection = op.get_bind()
    words = sa.Table("person_word", sa.MetaData(), autoload_with=connection)
    person = sa.table("person", *(sa.column(name) for name in ("id", "service", *TOLD)), sa.column("born", sa.Date()))
    told = connection.execute(sa.select(person)).mappings().all()
    pour(connection, words, (tuple(row.values()) for one in told for row in rows_of(one)))
