"""A store of any released schema is brought up to this one whole, or is left as it was."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op

import domain.desk.everything  # noqa: F401
from storage import schema
from storage.chain import Verdict, verify
from storage.copying import counts
from storage.doctor import findings
from storage.engine import Database, StoreUnreachable
from storage.heads import mark_of
from storage.roles import admit
from tests.postgres import DESKS, as_owner
from tui.bootstrap import upgrade_store

STORES = sorted((Path(__file__).parents[1] / "data" / "stores").glob("*.db.gz"))
ENTRIES = {"0001": 67}
"""What the store of each schema holds."""


@pytest.fixture(params=STORES, ids=lambda file: file.name)
def released(request: pytest.FixtureRequest, blank_url: str, tmp_path: Path) -> Iterator[Database]:
    """A store as it was released, on each database."""
    file = tmp_path / "released.db"
    with gzip.open(request.param) as packed, file.open("wb") as whole:
        shutil.copyfileobj(packed, whole)
    database = Database(blank_url, must_exist=False)
    schema.upgrade(database, request.param.name.partition(".")[0])
    _fill(database, sa.create_engine(f"sqlite:///{file}"))
    yield database
    database.close()


def _fill(database: Database, source: sa.Engine) -> None:
    """Every row as it is in another store of the same schema."""
    ours, theirs = sa.MetaData(), sa.MetaData()
    theirs.reflect(bind=source)
    with source.connect() as reading, database.writing() as writing:
        ours.reflect(bind=writing)
        for table in ours.sorted_tables:
            writing.execute(table.delete())
            if rows := [dict(row) for row in reading.execute(sa.select(theirs.tables[table.name])).mappings()]:
                writing.execute(table.insert(), rows)
    source.dispose()


def _verdict(database: Database) -> Verdict:
    with database.reading() as connection:
        return verify(connection)


def test_a_store_of_each_released_schema_is_upgraded_whole(released: Database) -> None:
    before, revision = _verdict(released), schema.revision_of(released)
    assert (before.broken, before.entries) == ((), ENTRIES[revision])
    schema.upgrade(released)
    assert schema.revision_of(released) == schema.newest()
    assert _verdict(released) == before
    if not released.is_sqlite:
        admit(released, DESKS)
    assert [what for good, what in findings(released, verify=True) if not good] == []
    with released.reading() as connection:
        assert counts(connection)["told"] == 6
        assert mark_of(connection)


def test_every_released_schema_has_its_store() -> None:
    assert {file.name.partition(".")[0] for file in STORES} == ENTRIES.keys()


def test_an_upgrade_that_fails_leaves_the_old_store(released: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    revision = schema.revision_of(released)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(op, "add_column", fail)
    with pytest.raises(RuntimeError):
        schema.upgrade(released)
    assert schema.revision_of(released) == revision
    with released.reading() as connection:
        assert not sa.inspect(connection).has_table("told")
    monkeypatch.undo()
    schema.upgrade(released)
    assert schema.revision_of(released) == schema.newest()


def test_a_dry_run_only_says_what_would_be_done(released: Database) -> None:
    revision = schema.revision_of(released)
    assert upgrade_store(released.address, dry_run=True) == (revision, schema.newest())
    assert schema.revision_of(released) == revision


def test_a_store_of_a_newer_program_is_refused(store_url: str) -> None:
    store_url = as_owner(store_url)
    database = Database(store_url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreUnreachable, match="newer than this program"):
        upgrade_store(store_url, dry_run=False)
