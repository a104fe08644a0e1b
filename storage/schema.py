"""The schema of a store: made and brought up to date by migrations, on both databases alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.engine import Database, StoreUnreachable

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
    """Run the migrations that the store has not seen, in one transaction.

    Raises StoreUnreachable when it holds something else."""
    from alembic import command

    if not revision_of(database) and (tables := _tables(database)):
        raise StoreUnreachable(f"{database.name} holds something else ({tables[0]}): caredesk needs a store of its own")

    with database.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def newest() -> str:
    """The revision that this program works with: the number that the last migration's file begins with.

    Reading the name spares every opening of a store the import of Alembic."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision_of(database: Database) -> str:
    """The revision that the store is at, '' for an empty one."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(sa.text("select version_num from alembic_version")).scalar_one_or_none() or "")


def _tables(database: Database) -> list[str]:
    with database.reading() as connection:
        return sa.inspect(connection).get_table_names()


def check(database: Database) -> None:
    """Refuse a store that is not at this program's revision, saying what to do."""
    found = revision_of(database)
    if not found:
        raise StoreUnreachable(f"{database.name} is not a caredesk store; make one with 'caredesk init'")
    if found != newest():
        raise StoreUnreachable(
            f"{database.name} has schema {found}, this program needs {newest()}: run 'caredesk upgrade'"
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
