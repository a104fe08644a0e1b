"""A mark that no other store has: what is noted of a journal elsewhere is found again for a copy of its store."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_CHANCE = {"sqlite": "hex(randomblob(13))", "postgresql": "md5(random()::text || clock_timestamp()::text)"}


def upgrade() -> None:
    op.add_column("store", sa.Column("mark", sa.Text(), nullable=False, server_default=""))
    op.execute(sa.text(f"UPDATE store SET mark = {_CHANCE[op.get_bind().dialect.name]}"))
