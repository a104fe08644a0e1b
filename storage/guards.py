"""The guards of the journal and of who is told: the triggers, functions and constraints by which the database refuses.

Whoever owns the tables can take them away. Those of this schema are kept in `seeds/guards.toml` as each database tells
them, so that a missing or an altered one is seen, and put back."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import sqlalchemy as sa

SEED = Path(__file__).parent / "seeds" / "guards.toml"
_GUARDED = ("journal", "touch", "head", "told", "visit")
_CASTS = r"::(character varying|text)(\[\])?"  # which a trigger made anew from its text has in other places
_SQLITE = (
    "SELECT 'trigger ' || name || ' on ' || tbl_name, sql FROM sqlite_master "
    f"WHERE type = 'trigger' AND tbl_name IN {_GUARDED}"
)
_POSTGRES = (
    "SELECT 'function ' || proname, replace(pg_get_functiondef(oid), quote_ident(current_schema()), 'SCHEMA') "
    "FROM pg_proc WHERE pronamespace = CAST(current_schema() AS regnamespace) AND prolang = "
    "(SELECT oid FROM pg_language WHERE lanname = 'plpgsql')",
    "SELECT 'constraint ' || conname || ' on ' || relname, pg_get_constraintdef(pg_constraint.oid) "
    "FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid AND relnamespace = "
    f"CAST(current_schema() AS regnamespace) AND relname IN {_GUARDED[:-1]} WHERE contype IN ('p', 'u', 'x')",
    "SELECT 'trigger ' || tgname || ' on ' || relname, regexp_replace(pg_get_triggerdef(pg_trigger.oid, true), "
    f"'{_CASTS}', '', 'g') "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = "
    f"CAST(current_schema() AS regnamespace) AND relname IN {_GUARDED} "
    "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
)


def standing(connection: sa.Connection) -> Mapping[str, str]:
    """The guards that a store has: `trigger journal_no_delete on journal` → its definition. One that is off is none."""
    queries = (_SQLITE,) if connection.dialect.name == "sqlite" else _POSTGRES
    return {name: told.strip() for query in queries for name, told in connection.exec_driver_sql(query)}


@cache
def meant(dialect: str) -> Mapping[str, str]:
    """The guards that a store of this schema is made with, each after those that it needs."""
    kept: Mapping[str, str] = tomllib.loads(SEED.read_text(encoding="utf-8"))[dialect]
    return {name: told.strip() for name, told in kept.items()}


def fallen(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """Each guard that is not as it was made, and what became of it; a trigger that is none of them is `strange`."""
    there, made = standing(connection), meant(connection.dialect.name)
    for name, told in made.items():
        if there.get(name) != told:
            yield name, "altered" if name in there else "missing"
    yield from ((name, "strange") for name in there if name not in made and name.startswith("trigger "))


def put_back(connection: sa.Connection) -> None:
    """Make every guard anew that is not as it was made, and take strange ones away."""
    made, quoted = meant(connection.dialect.name), connection.dialect.identifier_preparer.quote_identifier
    for name, what in [*fallen(connection)]:
        kind, guard, *place = name.split(" ")
        if kind == "trigger":
            on = "" if connection.dialect.name == "sqlite" else f" ON {place[-1]}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {quoted(guard)}{on}")
        if kind == "constraint":
            connection.exec_driver_sql(f"ALTER TABLE {place[-1]} DROP CONSTRAINT IF EXISTS {guard}")
            connection.exec_driver_sql(f"ALTER TABLE {place[-1]} ADD CONSTRAINT {guard} {made[name]}")
        elif what != "strange":
            connection.exec_driver_sql(made[name].replace("SCHEMA", _schema(connection)))


def _schema(connection: sa.Connection) -> str:
    query = "SELECT 'main'" if connection.dialect.name == "sqlite" else "SELECT quote_ident(current_schema())"
    return str(connection.exec_driver_sql(query).scalar_one())
