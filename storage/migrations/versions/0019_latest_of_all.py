"""The latest escalations and messages are found without reading all that there ever were."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for table, by in (("escalation", "due"), ("message", "received_at")):
        op.create_index(op.f(f"ix_{table}_latest"), table, ["service", by])
