"""What was undone and redone is found without reading what else was done."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    steps = sa.text("kind IN ('redo', 'undo')")
    op.create_index(op.f("ix_journal_steps"), "journal", ["seq"], sqlite_where=steps, postgresql_where=steps)
