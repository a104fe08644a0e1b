"""What was touched lately is found without reading all that ever was, and a birth date without reading everybody."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_index(op.f("ix_touch_seq"), "touch", ["seq"])
    op.create_index(op.f("ix_person_born"), "person", ["born"])
