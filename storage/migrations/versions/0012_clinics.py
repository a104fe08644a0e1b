"""The places of a clinic, and who has them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    slots = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("meeting", sa.Column("slot_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("meeting", sa.Column("slots", slots, nullable=False, server_default="[]"))
