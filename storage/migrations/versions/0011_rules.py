"""Who answers for a code, and what a setting decides."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("code", sa.Column("owner", sa.Text(), nullable=False, server_default=""))
    op.add_column("setting", sa.Column("about", sa.Text(), nullable=False, server_default=""))
