"""Who may do what in a PostgreSQL store: the role that owns it, and the roles that desks come in by.

The owner makes and upgrades the tables. A desk's role has what a desk needs and no more: it adds to the journal, can
neither alter nor empty it, and makes and changes no table. The database itself keeps who was let in, so that an
upgrade lets the same roles in again without being told. SQLite knows no roles: whoever opens the file owns it."""

import sqlalchemy as sa

from storage.engine import Database, StoreUnreachable
from storage.tables.core import METADATA

TABLES = (*METADATA.tables, "alembic_version")
RIGHTS = {
    "journal": ("SELECT", "INSERT"),
    "touch": ("SELECT", "INSERT"),
    "head": ("SELECT", "UPDATE (seq, hash)"),
    "store": ("SELECT", "UPDATE (clock_begins, clock_opened)"),
    "told": ("SELECT", "INSERT", "DELETE"),
    "alembic_version": ("SELECT",),
}
"""Table → what a desk may do with it, as GRANT says it; with every other table it may do what `RECORDS` says."""
RECORDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_ERASING = "journal_erase(integer, text, text, text)"
_OWNED = "SELECT pg_has_role(:role, relowner, 'MEMBER') FROM pg_class WHERE oid = 'journal'::regclass"
_ADMITTED = (
    "SELECT DISTINCT pg_get_userbyid(acl.grantee) FROM pg_class, aclexplode(relacl) AS acl "
    "WHERE pg_class.oid = 'head'::regclass AND acl.grantee NOT IN (0, relowner) ORDER BY 1"
)
_ALLOWED = (
    "SELECT name, may FROM unnest(CAST(:tables AS text[])) AS name, "
    "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS may "
    "WHERE has_table_privilege(CAST(:role AS name), name, may) "
    "OR may = 'UPDATE' AND has_any_column_privilege(CAST(:role AS name), name, 'UPDATE')"
)


def admit(database: Database, role: str) -> None:
    """Let desks come in by a role. Raises StoreUnreachable when there is no such role, or it is no guard."""
    if database.is_sqlite:
        raise StoreUnreachable(f"{database.name} is a file, which knows no roles: leave --desks out")
    with database.writing() as connection:
        if connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).scalar() is None:
            raise StoreUnreachable(f"The database has no role {role}: make it there with CREATE ROLE {role} LOGIN")
        if owns(connection, role):
            raise StoreUnreachable(f"{role} owns the tables and could take their guards away: name another role")
        _grant(connection, role)


def admit_again(connection: sa.Connection) -> None:
    """Give every role that was let in what it needs of the tables as they are now."""
    for role in admitted(connection):
        _grant(connection, role)


def admitted(connection: sa.Connection) -> list[str]:
    """The roles that desks were let in by."""
    return list(connection.exec_driver_sql(_ADMITTED).scalars())


def current(connection: sa.Connection) -> str:
    """The role of a connection."""
    return str(connection.exec_driver_sql("SELECT current_user").scalar_one())


def owns(connection: sa.Connection, role: str) -> bool:
    """Whether a role can act as the owner of the tables."""
    return bool(connection.execute(sa.text(_OWNED), {"role": role}).scalar_one())


def misgranted(connection: sa.Connection, role: str) -> tuple[list[str], list[str]]:
    """What a role of desks may do and should not, and what it may not do and should: `UPDATE on journal`."""
    rows = connection.execute(sa.text(_ALLOWED), {"role": role, "tables": list(TABLES)})
    allowed = {f"{may} on {table}" for table, may in rows}
    needed = {f"{may.split()[0]} on {table}" for table in TABLES for may in RIGHTS.get(table, RECORDS)}
    return sorted(allowed - needed), sorted(needed - allowed)


def _grant(connection: sa.Connection, role: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote_identifier
    to, schema, base = quoted(role), *(quoted(name) for name in connection.exec_driver_sql(
        "SELECT current_schema(), current_database()").one())  # fmt: skip
    connection.exec_driver_sql(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {to}")
    connection.exec_driver_sql(f"REVOKE TEMPORARY ON DATABASE {base} FROM PUBLIC, {to}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    for table in TABLES:
        connection.exec_driver_sql(f"REVOKE ALL ON {table} FROM PUBLIC, {to}")
        connection.exec_driver_sql(f"GRANT {', '.join(RIGHTS.get(table, RECORDS))} ON {table} TO {to}")
    connection.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION {_ERASING} TO {to}")
