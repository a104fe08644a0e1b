"""Names stand together in an index: people are found as somebody types without reading whole records."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_person_names", "person", ["service", "family", "given", "preferred", "id"])
