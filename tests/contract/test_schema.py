"""Tables, records and migrations say the same thing, on both databases."""

from dataclasses import fields

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.record import Record
from storage import schema
from storage.engine import Database
from storage.tables.declared import METADATA
from storage.tables.records import TABLE_OF


@pytest.mark.parametrize("kind", TABLE_OF, ids=lambda kind: kind.__name__)
def test_each_record_has_a_column_for_each_field(kind: type[Record]) -> None:
    columns = {column.name for column in TABLE_OF[kind].columns}
    assert columns == {field.name for field in fields(kind)}


def test_the_migrations_make_exactly_the_tables(store_url: str) -> None:
    database = Database(store_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert set(sa.inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
    database.close()


def test_the_newest_revision_is_the_one_that_the_last_file_is_named_after() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.newest()


def test_the_journal_has_the_columns_that_auditors_were_promised(store_url: str) -> None:
    database = Database(store_url)
    with database.engine.connect() as connection:
        columns = [column["name"] for column in sa.inspect(connection).get_columns("journal")]
    database.close()
    assert columns == [
        "seq", "at", "recorded_at", "actor", "role", "session", "command_id", "kind", "subject", "before", "after",
        "reason", "prev_hash", "hash", "service",
    ]  # fmt: skip
