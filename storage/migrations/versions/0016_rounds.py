"""Where a worker's rounds begin and end, who is off on bank holidays, and who goes along to a visit to learn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    place = sa.JSON().with_variant(JSONB(), "postgresql")
    for name in ("sets_out", "returns"):
        op.add_column("worker", sa.Column(name, sa.Text(), nullable=False, server_default="home"))
    op.add_column("worker", sa.Column("base_postcode", sa.Text(), nullable=False, server_default=""))
    op.add_column("worker", sa.Column("base", place, nullable=True))
    op.add_column("worker", sa.Column("bank_holidays", sa.Boolean(), nullable=False, server_default=sa.true()))
    for name in ("beside", "learner"):
        op.add_column("visit", sa.Column(name, sa.Text(), nullable=False, server_default=""))
