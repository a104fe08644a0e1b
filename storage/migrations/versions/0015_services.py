"""Several services in one store: entries name theirs, and what one calls a user or a rule, another may too."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("journal", sa.Column("service", sa.Text(), nullable=False, server_default=""))
    op.add_column("store", sa.Column("since", sa.Integer(), nullable=False, server_default="0"))
    for table in ("code", "setting", "desk_user"):
        with op.batch_alter_table(table) as named:
            named.drop_constraint(f"pk_{table}", type_="primary")
            named.create_primary_key(f"pk_{table}", ["id", "service"])
