"""Who may be told what of a person, a line for each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    lines = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("person", sa.Column("may_tell", lines, nullable=False, server_default="[]"))
