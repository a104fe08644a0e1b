"""A store of any released schema is brought up to this one whole, or is left as it was."""

import gzip
import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op

import domain.desk.everything  # noqa: F401
from domain.policy import Code, Rule, Setting
from storage import schema
from storage.backup import rehearse, restore
from storage.chain import Verdict, verify
from storage.copying import counts
from storage.doctor import findings
from storage.engine import Database, StoreUnreachable
from storage.heads import mark_of
from storage.queries.common import records
from storage.roles import admit
from tests.contract.released_store import STORES
from tests.postgres import DESKS, as_owner
from tests.store_file import store_file
from tui.bootstrap import upgrade_store

STRIDE = 3
"""Of the steps of an upgrade each so many are tried: with 1 all of them."""
RELEASED = sorted(STORES.glob("*.db.gz"))


def revision_in(file: Path) -> str:
    return file.name.partition(".")[0]


@pytest.fixture(params=RELEASED, ids=revision_in)
def released(request: pytest.FixtureRequest, blank_url: str, tmp_path: Path) -> Iterator[Database]:
    """A store of each released schema, on each database."""
    with closing(as_released(request.param, blank_url, tmp_path)) as database:
        yield database


@pytest.fixture
def first(blank_url: str, tmp_path: Path) -> Iterator[Database]:
    """A store of the first schema, on each database."""
    with closing(as_released(RELEASED[0], blank_url, tmp_path)) as database:
        yield database


def as_released(file: Path, url: str, scratch: Path) -> Database:
    """A kept store, put at an address where nothing is yet."""
    database = Database(url, must_exist=False)
    schema.upgrade(database, revision_in(file))
    _fill(database, sa.create_engine(f"sqlite:///{unpacked(file, scratch)}"))
    return database


def unpacked(file: Path, scratch: Path) -> Path:
    """A kept store as the file that it was."""
    whole = scratch / "released.db"
    whole.write_bytes(gzip.decompress(file.read_bytes()))
    return whole


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
    before = _verdict(released)
    assert before.broken == () and before.entries > 60
    schema.upgrade(released)
    assert schema.revision_of(released) == schema.newest()
    assert _verdict(released) == before
    if not released.is_sqlite:
        admit(released, DESKS)
    assert [what for good, what in findings(released, verify=True) if not good] == []
    with released.reading() as connection:
        assert counts(connection)["told"] >= 6
        assert mark_of(connection)


def test_every_schema_before_this_one_has_its_store() -> None:
    revisions = {file.name.partition("_")[0] for file in (schema.MIGRATIONS / "versions").glob("[0-9]*.py")}
    assert {revision_in(file) for file in RELEASED} | {schema.newest()} == revisions


def test_an_upgrade_that_fails_leaves_the_old_store(first: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(op, "add_column", fail)
    with pytest.raises(RuntimeError):
        schema.upgrade(first)
    assert is_old(first)
    monkeypatch.undo()
    schema.upgrade(first)
    assert schema.revision_of(first) == schema.newest()


def is_old(database: Database) -> bool:
    """Whether a store of the first schema is still all that, and nothing else."""
    with database.reading() as connection:
        return (schema.revision_of(database), sa.inspect(connection).has_table("told")) == ("0001", False)


def killed_at(step: int, address: str) -> bool:
    """Upgrade a store in a process that is killed before its n-th statement or commit, unless it ends earlier."""
    child = os.fork()
    if child == 0:
        database, steps = Database(address), count(1)

        def next_step(*_: object) -> None:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(database.engine, "before_cursor_execute", next_step)
        sa.event.listen(database.engine, "commit", next_step)
        schema.upgrade(database)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_an_upgrade_that_is_killed_leaves_the_old_store_or_the_new(first: Database) -> None:
    before, step = _verdict(first), 1
    while killed_at(step, first.address):
        assert is_old(first), step
        assert _verdict(first) == before
        step += STRIDE
    assert step > 20 * STRIDE
    assert schema.revision_of(first) == schema.newest()
    assert [what for good, what in findings(first, verify=True) if not good and "owner" not in what] == []


def test_a_dry_run_only_says_what_would_be_done(first: Database) -> None:
    assert upgrade_store(first.address, dry_run=True) == ("0001", schema.newest(), "")
    assert is_old(first)


def test_rules_that_are_new_to_a_store_hold_from_the_day_of_its_upgrade(first: Database) -> None:
    schema.upgrade(first)
    before = rules(first)
    told = upgrade_store(first.address, dry_run=False)[2]
    new = {id: rule for id, rule in rules(first).items() if id not in before}
    assert "lone-risks" in new
    assert told.startswith(f"{len(new)} rules that are new")
    assert {rule.valid_from for rule in new.values()}.isdisjoint(rule.valid_from for rule in before.values())
    assert rules(first) == {**before, **new}
    assert upgrade_store(first.address, dry_run=False)[2] == ""
    assert [what for good, what in findings(first, verify=True) if not good and "owner" not in what] == []


def rules(store: Database) -> dict[str, Rule]:
    with store.reading() as connection:
        return {rule.id: rule for kind in (Code, Setting) for rule in records(connection, kind)}


@pytest.mark.parametrize("file", [RELEASED[0], RELEASED[-1]], ids=revision_in)
def test_a_backup_of_an_older_schema_is_restored_as_one_of_this(file: Path, blank_url: str, tmp_path: Path) -> None:
    kept = unpacked(file, tmp_path)
    kept.chmod(0o400)
    digest = hashlib.sha256(kept.read_bytes()).hexdigest()
    head, rows = rehearse(kept)
    with closing(Database(blank_url, must_exist=False)) as fresh:
        assert restore(kept, fresh) == head
        assert schema.revision_of(fresh) == schema.newest()
        with fresh.reading() as connection:
            assert counts(connection) == rows
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("released")] == ["released.db"]


def test_a_backup_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    kept = unpacked(RELEASED[-1], tmp_path)
    with store_file(kept) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnreachable, match="newer than this program"):
        rehearse(kept)


def test_a_store_of_a_newer_program_is_refused(store_url: str) -> None:
    store_url = as_owner(store_url)
    database = Database(store_url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreUnreachable, match="newer than this program"):
        upgrade_store(store_url, dry_run=False)
