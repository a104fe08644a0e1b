"""The guards of the journal and of who is told: the triggers, functions and constraints by which the database refuses.

Whoever owns the tables can take them away, or add what alters unseen what a desk writes or reads: a trigger on any
table, and on PostgreSQL a rule or a policy. Those of this schema are kept in `seeds/guards.toml` as each database tells
them, so that a missing, an altered or a strange one is seen, and put right."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import sqlalchemy as sa

SEED = Path(__file__).parent / "seeds" / "guards.toml"
_GUARDED = ("journal", "touch", "head", "told")
_MEDDLING = ("trigger", "rule", "policy")  # each of them stands on a table, and none is made but those in the seed
_CASTS = r"::(character varying|text)(\[\])?"  # which a trigger made anew from its text has in other places
_SQLITE = "SELECT 'trigger ' || name || ' on ' || tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRES = (
    "SELECT 'function ' || proname, replace(pg_get_functiondef(oid), quote_ident(current_schema()), 'SCHEMA') "
    "FROM pg_proc WHERE pronamespace = CAST(current_schema() AS regnamespace) AND prolang = "
    "(SELECT oid FROM pg_language WHERE lanname = 'plpgsql')",
    "SELECT 'constraint ' || conname || ' on ' || relname, pg_get_constraintdef(pg_constraint.oid) "
    "FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid AND relnamespace = "
    f"CAST(current_schema() AS regnamespace) AND relname IN {_GUARDED} WHERE contype IN ('p', 'u', 'x')",
    "SELECT 'trigger ' || tgname || ' on ' || relname, regexp_replace(pg_get_triggerdef(pg_trigger.oid, true), "
    f"'{_CASTS}', '', 'g') "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = "
    "CAST(current_schema() AS regnamespace) WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    "SELECT 'rule ' || rulename || ' on ' || tablename, definition FROM pg_rules WHERE schemaname = current_schema()",
    "SELECT 'policy ' || policyname || ' on ' || tablename, '' FROM pg_policies WHERE schemaname = current_schema()",
)


def standing(connection: sa.Connection) -> Mapping[str, str]:
    """The guards that a store has: `trigger journal_no_delete on journal` → its definition. One that is off is none."""
    queries = (_SQLITE,) if connection.dialect.name == "sqlite" else _POSTGRES
    return {name: told.strip() for query in queries for name, told in connection.exec_driver_sql(query)}


@cache
def meant(dialect: str) -> Mapping[str, str]:
    """The guards that a store of this schema is made with, each after those that it needs."""
    import tomllib

    kept: Mapping[str, str] = tomllib.loads(SEED.read_text(encoding="utf-8"))[dialect]
    return {name: told.strip() for name, told in kept.items()}


def fallen(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """Each guard that is not as it was made, and what became of it; what meddles and is none of them is `strange`."""
    there, made = standing(connection), meant(connection.dialect.name)
    for name, told in made.items():
        if there.get(name) != told:
            yield name, "altered" if name in there else "missing"
    yield from ((name, "strange") for name in there if name not in made and name.startswith(_MEDDLING))


def put_back(connection: sa.Connection) -> None:
    """Make every guard anew that is not as it was made, and take strange ones away."""
    made, quoted = meant(connection.dialect.name), connection.dialect.identifier_preparer.quote_identifier
    for name, what in [*fallen(connection)]:
        kind, _, what_where = name.partition(" ")
        guard, _, table = what_where.rpartition(" on ")
        if kind in _MEDDLING:
            on = "" if connection.dialect.name == "sqlite" else f" ON {quoted(table)}"
            connection.exec_driver_sql(f"DROP {kind.upper()} IF EXISTS {quoted(guard)}{on}")
        if kind == "constraint":
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {guard}")
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {guard} {made[name]}")
        elif what != "strange":
            connection.exec_driver_sql(made[name].replace("SCHEMA", _schema(connection)))


def _schema(connection: sa.Connection) -> str:
    query = "SELECT 'main'" if connection.dialect.name == "sqlite" else "SELECT quote_ident(current_schema())"
    return str(connection.exec_driver_sql(query).scalar_one())
