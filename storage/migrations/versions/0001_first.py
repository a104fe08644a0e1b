"""The first schema: every record a table with its key, service and revision; the journal guarded by triggers.

Written down as it was when it was released, and never changed after that: `+` marks an index, `?` a column that may
be empty, `closed:` a list that a check constraint holds."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.guards import guard_journal

revision = "0001"
down_revision = None

KINDS: dict[str, Any] = {
    "text": sa.Text(),
    "number": sa.Integer(),
    "real": sa.Float(),
    "yesno": sa.Boolean(),
    "day": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "json": sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
}
STATES = {
    "state": (
        "received|screening|awaiting-info|accepted|scheduled|en-route|seen|in-care|discharged|"
        "redirected|declined|duplicate|withdrawn|died|admitted"
    ),
    "urgency": ("2h|same-day|2d|routine"),
    "casestate": ("open|suspended|ended"),
    "packagestate": ("active|suspended|ended"),
    "visitstate": ("planned|allocated|notified|in-progress|completed|verified|missed|cancelled"),
    "meetingstate": ("booked|held|cancelled"),
    "escalationstate": ("open|acknowledged|resolved"),
    "messagestate": ("applied|filed|asked|settled|quarantined"),
}
RECORDS = {
    "person": (
        "nhs_number:text+ nhs_status:text family:text+ given:text preferred:text born:day? sex:text "
        "phone:text+ address:text postcode:text+ place:json? language:text gp:text "
        "lives_alone:yesno key_safe:text access:text risks:json adjustments:json gender_needed:text "
        "preferred_workers:json barred_workers:json possible_match:text same_as:text"
    ),
    "referral": (
        "person:text+ state:closed:state+ urgency:closed:urgency received_at:moment+ "
        "keyed_at:moment channel:text source:text referrer:text organisation:text "
        "referrer_phone:text need:text narrative:text flags:json consent:text unknown_why:text "
        "lone_worker:text exclusions:json criteria_version:text triaged_at:moment? ready_at:moment? "
        "owner:text decided_at:moment? decided_by:text decision_reason:text clinician:text "
        "clinician_at:moment? where_instead:text accepted_by:text clock_start:moment+ "
        "clock_stop:moment? upgraded_at:moment? downgraded_at:moment? downgrade_reason:text "
        "closed_at:moment? outcome:text duplicate_of:text case:text"
    ),
    "care_case": (
        "person:text+ referral:text+ state:closed:casestate+ opened_at:moment owner:text goals:json "
        "review_due:day reviews:json next_step:text next_step_due:day? ended_at:moment? "
        "outcome:text end_note:text"
    ),
    "package": (
        "person:text+ case:text+ state:closed:packagestate+ lines:json starts:day ends:day? "
        "suspended_from:day? suspended_why:text visits_until:day?"
    ),
    "visit": (
        "person:text+ case:text+ package:text+ referral:text+ line:text kind:text day:day+ "
        "start:moment minutes:number window_from:moment window_to:moment local_start:text zone:text "
        "workers_needed:number skills:json lead:yesno time_critical:yesno tasks:text after:text "
        "min_gap:number max_gap:number state:closed:visitstate workers:json pinned:yesno "
        "told_workers:json told_start:moment? attended:json verdicts:json verified_by:text "
        "verified_cause:text verified_note:text cancelled_why:text note:text"
    ),
    "worker": (
        "family:text given:text role:text gender:text languages:json skills:json mode:text "
        "phone:text postcode:text place:json? contract_minutes:number overtime_minutes:number "
        "dbs_expires:day? starts:day? ends:day?"
    ),
    "shift": ("worker:text+ day:day+ start:moment end:moment kind:text"),
    "absence": ("worker:text+ start:moment end:moment? reason:text reported_by:text note:text ended_at:moment?"),
    "meeting": (
        "kind:text title:text start:moment+ end:moment room:text attendees:json apologies:json "
        "person:text agenda:json state:closed:meetingstate minutes:text series:text booking:text "
        "cancelled_why:text"
    ),
    "action": ("text:text owner:text due:day meeting:text+ case:text done_at:moment? result:text"),
    "escalation": (
        "kind:text subject:text person:text text:text context:text raised_at:moment raised_by:text "
        "to:text due:moment steps:json state:closed:escalationstate+ acknowledged_at:moment? "
        "acknowledged_by:text resolved_at:moment? outcome:text"
    ),
    "on_call": ("role:text name:text phone:text start:moment end:moment"),
    "contact": (
        "at:moment by:text subject:text+ person:text+ direction:text method:text whom:text text:text outcome:text"
    ),
    "promise": (
        "kind:text subject:text+ person:text whom:text phone:text what:text made_at:moment "
        "made_by:text due:moment+ kept_at:moment? kept_note:text"
    ),
    "message": (
        "received_at:moment sent_at:moment? file:text kind:text key:text sender:text+ taken:number "
        "order_key:text outcome:text identifiers:json starts:moment? bundle:text reason:text "
        "status:text digest:text+ summary:text state:closed:messagestate+ subject:text "
        "question:text candidates:json problems:json raw:text settled_by:text settled_note:text"
    ),
    "code": (
        "list:text+ code:text label:text national:text position:number valid_from:day valid_to:day? "
        "source:text mark:text"
    ),
    "setting": ("name:text value:text unit:text owner:text valid_from:day valid_to:day? source:text mark:text"),
    "desk_user": ("name:text roles:json active:yesno"),
}


def upgrade() -> None:
    for name, columns in RECORDS.items():
        _record(name, columns.split())
    _journal()
    _store()
    guard_journal()


def _record(name: str, columns: list[str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(_column(text) for text in columns),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(check for text in columns for check in _checks(name, text)),
    )
    for column in ("service", *(text.partition(":")[0] for text in columns if "+" in text)):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _column(text: str) -> sa.Column[Any]:
    name, _, rest = text.partition(":")
    kind = rest.rstrip("+?")
    length = max(len(word) for word in STATES[kind[7:]].split("|")) if kind.startswith("closed:") else 0
    return sa.Column(name, sa.String(length) if length else KINDS[kind], nullable=text.endswith("?"))


def _checks(table: str, text: str) -> list[sa.CheckConstraint]:
    name, _, rest = text.partition(":")
    if not rest.startswith("closed:"):
        return []
    states = rest.rstrip("+?")[7:]
    allowed = ", ".join(f"'{word}'" for word in STATES[states].split("|"))
    return [sa.CheckConstraint(f"{name} IN ({allowed})", name=op.f(f"ck_{table}_{states}"))]


def _journal() -> None:
    texts = (
        "actor",
        "role",
        "session",
        "command_id",
        "kind",
        "subject",
        "before",
        "after",
        "reason",
        "prev_hash",
        "hash",
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", KINDS["moment"], nullable=False),
        sa.Column("recorded_at", KINDS["moment"], nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("command_id", name=op.f("uq_journal_command_id")),
    )
    op.create_index(op.f("ix_journal_recorded_at"), "journal", ["recorded_at"])
    op.create_table(
        "touch",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", "seq", name=op.f("pk_touch")),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
    )
    op.execute(sa.text(f"INSERT INTO head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')"))


def _store() -> None:
    op.create_table(
        "store",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("clock_begins", KINDS["moment"], nullable=True),
        sa.Column("clock_opened", KINDS["moment"], nullable=True),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_store")),
    )
