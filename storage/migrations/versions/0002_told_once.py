"""Nobody is told of two visits at once: what workers have been told, as spans that exclude each other.

The database itself keeps the spans beside the visits. A span is as long as the visit was when its worker was told, and
is there from telling until the visit begins, is missed, or is told otherwise; drafts have none. Whoever tells anew in
one transaction first takes the spans of all those visits away, so that two visits may exchange their workers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PAST_TELLING = "('in-progress', 'completed', 'verified', 'missed')"
_TOLD_ANEW = (
    "NEW.told_workers {differs} OLD.told_workers OR NEW.told_start {differs} OLD.told_start "
    f"OR (NEW.state IN {_PAST_TELLING}) <> (OLD.state IN {_PAST_TELLING})"
)
_SQLITE_SPANS = (
    "SELECT DISTINCT {visit}.id, worker.value, {visit}.told_start, "
    "strftime('%Y-%m-%d %H:%M:%f000', {visit}.told_start, {visit}.minutes || ' minutes') "
    "FROM {source}json_each({visit}.told_workers) AS worker "
    f"WHERE {{visit}}.told_start IS NOT NULL AND {{visit}}.state NOT IN {_PAST_TELLING}"
)
_SQLITE_SPANS_OF_NEW = f"INSERT INTO told {_SQLITE_SPANS.format(visit='NEW', source='')};"
_SQLITE = (
    f"INSERT INTO told {_SQLITE_SPANS.format(visit='visit', source='visit, ')}",
    "CREATE TRIGGER ex_told_worker BEFORE INSERT ON told WHEN EXISTS "
    "(SELECT 1 FROM told WHERE worker = NEW.worker AND ends > NEW.starts AND starts < NEW.ends) "
    "BEGIN SELECT RAISE(ABORT, 'ex_told_worker'); END",
    "CREATE TRIGGER told_no_update BEFORE UPDATE ON told "
    "BEGIN SELECT RAISE(ABORT, 'spans are taken away and made anew, never moved'); END",
    "CREATE TRIGGER visit_told_first AFTER INSERT ON visit "
    "WHEN NOT EXISTS (SELECT 1 FROM told WHERE visit = NEW.id) "
    f"BEGIN {_SQLITE_SPANS_OF_NEW} END",
    "CREATE TRIGGER visit_told_anew AFTER UPDATE OF told_workers, told_start, state ON visit "
    f"WHEN {_TOLD_ANEW.format(differs='IS NOT')} "
    f"BEGIN DELETE FROM told WHERE visit = NEW.id; {_SQLITE_SPANS_OF_NEW} END",
    "CREATE TRIGGER visit_gone AFTER DELETE ON visit BEGIN DELETE FROM told WHERE visit = OLD.id; END",
)
_POSTGRES_SPANS = (
    "SELECT DISTINCT {visit}.id, worker, {visit}.told_start, "
    "{visit}.told_start + make_interval(mins => {visit}.minutes) "
    "FROM {source}jsonb_array_elements_text({visit}.told_workers) AS worker "
    f"WHERE {{visit}}.told_start IS NOT NULL AND {{visit}}.state NOT IN {_PAST_TELLING}"
)
_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE told ADD CONSTRAINT ex_told_worker "
    "EXCLUDE USING gist (worker WITH =, tstzrange(starts, ends) WITH &&)",
    f"INSERT INTO told {_POSTGRES_SPANS.format(visit='visit', source='visit, ')} ON CONFLICT DO NOTHING",
    "CREATE FUNCTION visit_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM told WHERE visit = NEW.id) THEN RETURN NULL; END IF; "
    "IF TG_OP <> 'INSERT' THEN DELETE FROM told WHERE visit = OLD.id; END IF; "
    f"IF TG_OP <> 'DELETE' THEN INSERT INTO told {_POSTGRES_SPANS.format(visit='NEW', source='')}; END IF; "
    "RETURN NULL; END $$",
    "CREATE TRIGGER visit_told_first AFTER INSERT ON visit FOR EACH ROW EXECUTE FUNCTION visit_told()",
    "CREATE TRIGGER visit_told_anew AFTER UPDATE OF told_workers, told_start, state ON visit FOR EACH ROW "
    f"WHEN ({_TOLD_ANEW.format(differs='IS DISTINCT FROM')}) EXECUTE FUNCTION visit_told()",
    "CREATE TRIGGER visit_gone AFTER DELETE ON visit FOR EACH ROW EXECUTE FUNCTION visit_told()",
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "told",
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("starts", moment, nullable=False),
        sa.Column("ends", moment, nullable=False),
        sa.PrimaryKeyConstraint("visit", "worker", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_worker"), "told", ["worker", "ends"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.get_bind().exec_driver_sql(statement)
