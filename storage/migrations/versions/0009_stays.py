"""Other addresses of a person, by date."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    stays = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("person", sa.Column("stays", stays, nullable=False, server_default="[]"))
