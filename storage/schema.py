"""The schema of a store: made and brought up to date by migrations, on both databases alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.engine import Database, StoreUnreachable
from storage.guards import put_back
from storage.roles import admit_again, current, owns

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def create(url: str) -> None:
    """Make the schema in a new store, or bring an existing one up to date."""
    database = Database(url, must_exist=False)
    try:
        upgrade(database)
    finally:
        database.close()


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that the store has not seen, in one transaction, and see that its guards stand.

    On PostgreSQL desks come in by the same roles as before.

    Raises StoreUnreachable when it holds something else, is newer than this program, or is somebody else's."""
    from alembic import command

    found = old_enough(database)
    if not found and (tables := _tables(database)):
        raise StoreUnreachable(f"{database.name} holds something else ({tables[0]}): caredesk needs a store of its own")

    with database.writing() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            if found:
                _be_the_owner(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if to == "head":
            put_back(connection)
            if not database.is_sqlite:
                admit_again(connection)


def _be_the_owner(connection: sa.Connection) -> None:
    if not owns(connection, role := current(connection)):
        raise StoreUnreachable(f"The role {role} is one that desks come in by: do this as the owner of the tables")


def old_enough(database: Database) -> str:
    """The revision that the store is at. Raises StoreUnreachable when it is newer than this program."""
    found = revision_of(database)
    if found > newest():
        raise StoreUnreachable(
            f"{database.name} has schema {found}, newer than this program ({newest()}): update caredesk"
        )
    return found


def newest() -> str:
    """The revision that this program works with: the number that the last migration's file begins with.

    Reading the name spares every opening of a store the import of Alembic."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision_of(database: Database) -> str:
    """The revision that the store is at, '' for an empty one. Raises StoreUnreachable when it says more than one."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        found = connection.execute(sa.text("select version_num from alembic_version order by 1")).scalars().all()
    if len(found) > 1:
        raise StoreUnreachable(
            f"{database.name} says that it has schema {' and '.join(found)}: restore the last backup"
        )
    return str(found[0]) if found else ""


def _tables(database: Database) -> list[str]:
    with database.reading() as connection:
        return sa.inspect(connection).get_table_names()


def there(database: Database) -> str:
    """The revision of what is a store already. Raises StoreUnreachable when it is none, or newer than this program."""
    found = old_enough(database)
    if not found:
        raise StoreUnreachable(f"{database.name} is not a caredesk store; make one with 'caredesk init'")
    return found


def check(database: Database) -> None:
    """Refuse a store that is not at this program's revision, saying what to do."""
    found = there(database)
    if found != newest():
        raise StoreUnreachable(
            f"{database.name} has schema {found}, this program needs {newest()}: run 'caredesk upgrade'"
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
