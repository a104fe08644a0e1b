"""Who sits at a desk, who broke the glass, how passwords are known, and which accounts others come in by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT, MOMENT = sa.Text(), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("desk_user", sa.Column("gateway", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("desk_user", sa.Column("emergency", TEXT, nullable=False, server_default=""))
    _record("sitting", ("user", "means", "origin", "ended_by"), {"began": False, "ended": True}, until="ended")
    _record(
        "emergency", ("user", "reason", "reviewed_by", "review"),
        {"began": False, "ends": False, "reviewed_at": True}, until="reviewed_at",
    )  # fmt: skip
    op.create_table(
        "credential",
        *(sa.Column(name, TEXT, nullable=False) for name in ("user", "service", "verifier")),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("shut_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("user", "service", name=op.f("pk_credential")),
    )


def _record(name: str, texts: tuple[str, ...], moments: dict[str, bool], until: str) -> None:
    op.create_table(
        name,
        sa.Column("id", TEXT, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(column, TEXT, nullable=False) for column in texts),
        *(sa.Column(column, MOMENT, nullable=empty) for column, empty in moments.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    still = sa.column(until).is_(None)
    op.create_index(op.f(f"ix_{name}_waiting"), name, ["service", "began"], sqlite_where=still, postgresql_where=still)
