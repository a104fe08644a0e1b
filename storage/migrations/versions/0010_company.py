"""Whether linked visits go to the same worker, and which visits are made only if time allows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("visit", sa.Column("after_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("visit", sa.Column("optional", sa.Boolean(), nullable=False, server_default=sa.false()))
