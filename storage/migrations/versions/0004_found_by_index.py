"""No question of the desk reads a whole table: indexes of what is asked for, in place of those by service alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BY_SERVICE = (
    "person", "worker", "package", "visit", "meeting", "action", "escalation", "on_call", "contact", "promise",
    "message", "code", "setting", "desk_user", "referral", "care_case", "shift", "absence",
)  # fmt: skip
_NEW = (("person", "same_as"), ("promise", "person"), ("journal", "session"))
_WAITING = (("action", "done_at"), ("promise", "kept_at"))


def upgrade() -> None:
    for table in _BY_SERVICE:
        op.drop_index(op.f(f"ix_{table}_service"), table)
    for table, column in _NEW:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table, until in _WAITING:
        still = sa.column(until).is_(None)
        op.create_index(
            op.f(f"ix_{table}_waiting"), table, ["service", "due"], sqlite_where=still, postgresql_where=still
        )
    op.drop_index(op.f("ix_message_state"), "message")
    op.create_index(op.f("ix_message_state_question"), "message", ["state", "question"])
