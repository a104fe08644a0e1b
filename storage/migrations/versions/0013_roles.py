"""Lets a role erase that may not alter the journal, through a function of the owner's; and the head never goes back.

On PostgreSQL a desk's role has no right to update the journal: what an erasure may alter is still for the trigger to
say. The functions of triggers find the tables in one place only, so that nobody can put another in front of them."""

from alembic import op

revision = "0013"
down_revision = "0012"

_SQLITE = (
    "CREATE TRIGGER head_no_return BEFORE UPDATE ON head WHEN NEW.seq < OLD.seq OR NEW.id <> OLD.id "
    "BEGIN SELECT RAISE(ABORT, 'the head never goes back'); END",
    "CREATE TRIGGER head_no_delete BEFORE DELETE ON head WHEN OLD.seq > 0 "
    "BEGIN SELECT RAISE(ABORT, 'the head never goes back'); END",
)
_POSTGRES = (
    "CREATE FUNCTION head_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' AND NEW.seq >= OLD.seq AND NEW.id = OLD.id THEN RETURN NEW; END IF; "
    "IF TG_OP = 'DELETE' AND OLD.seq = 0 THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'the head never goes back'; END $$",
    "CREATE TRIGGER head_forward BEFORE UPDATE OR DELETE ON head FOR EACH ROW EXECUTE FUNCTION head_forward()",
    "CREATE FUNCTION journal_erase(integer, text, text, text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ "
    "BEGIN UPDATE journal SET before = $2, after = $3, reason = $4 WHERE seq = $1; END $$",
    "REVOKE ALL ON FUNCTION journal_erase(integer, text, text, text) FROM PUBLIC",
)
_FUNCTIONS = (
    "journal_erase(integer, text, text, text)", "journal_refuses()", "journal_in_order()", "head_forward()",
    "visit_told()",
)  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
        return
    for statement in _POSTGRES:
        connection.exec_driver_sql(statement)
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for function in _FUNCTIONS:
        connection.exec_driver_sql(f"ALTER FUNCTION {function} SET search_path = {schema}, pg_temp")
