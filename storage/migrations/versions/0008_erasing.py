"""Lets the texts of an entry be erased, and nothing else: only those that the newest entry, an erasure, names."""

from alembic import op

revision = "0008"
down_revision = "0007"

_KEPT = ("seq", "at", "recorded_at", "actor", "role", "session", "command_id", "kind", "subject", "prev_hash", "hash")
_SQLITE = (
    "DROP TRIGGER journal_no_update",
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
    f"WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in _KEPT)} "
    "OR NOT EXISTS (SELECT 1 FROM journal AS last WHERE last.seq = (SELECT MAX(seq) FROM journal) "
    "AND last.kind = 'person.erase' AND last.seq <> OLD.seq "
    "AND json_extract(last.after, '$.\"journal/erased\".\"' || OLD.seq || '\"') IS NOT NULL) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'UPDATE' AND ROW({', '.join(f'NEW.{name}' for name in _KEPT)}) "
    f"IS NOT DISTINCT FROM ROW({', '.join(f'OLD.{name}' for name in _KEPT)}) "
    "AND EXISTS (SELECT 1 FROM journal AS last WHERE last.seq = (SELECT MAX(seq) FROM journal) "
    "AND last.kind = 'person.erase' AND last.seq <> OLD.seq "
    "AND last.after::jsonb -> 'journal/erased' -> OLD.seq::text IS NOT NULL) THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION 'the journal is append-only'; END $$",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.get_bind().exec_driver_sql(statement)
