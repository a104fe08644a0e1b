"""Whether a person has moved since the workers of a visit were told where to go."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("visit", sa.Column("readdressed", sa.Boolean(), nullable=False, server_default=sa.false()))
