"""Backup and restore, one command each, verified before they are believed.

A SQLite store is copied whole by the database itself; a PostgreSQL store is copied row by row in one snapshot into
such a file. A backup is therefore always one SQLite store, named after the journal head that it holds."""

import os
from pathlib import Path

import sqlalchemy as sa

from storage import schema
from storage.chain import verify
from storage.engine import Database, StoreUnreachable
from storage.founding import STORE, new_mark
from storage.tables import METADATA

CHUNK = 5000


def backup(database: Database, folder: Path) -> Path:
    """Copy the live store into `folder`; returns the verified file, `caredesk-<seq>-<hash>.db`."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".caredesk-{os.getpid()}.part"
    part.unlink(missing_ok=True)
    try:
        if database.is_sqlite:
            raw = database.engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM INTO ?", (str(part),))
            finally:
                raw.close()
            part.chmod(0o600)
        else:
            target = Database(str(part), must_exist=False)
            try:
                _copy(database, target)
            finally:
                target.close()
        head = checked(part)
        place = folder / f"caredesk-{head}.db"
        part.replace(place)
    finally:
        _tidy(part)
    return place


def restore(source: Path, database: Database) -> str:
    """Put a verified backup into a new or empty store; returns the head it holds, `<seq>-<hash>`."""
    head = checked(source)
    copy = Database(str(source))
    try:
        _copy(copy, database)
    finally:
        copy.close()
        Path(f"{source}.gate").unlink(missing_ok=True)
    with database.writing() as connection:
        connection.execute(STORE.update().values(mark=new_mark()))
        found = verify(connection)
    if found.broken:
        raise StoreUnreachable(f"The restored store is broken: {found.broken[0]}")
    return head


def checked(file: Path) -> str:
    """Verify a backup: the file, its references, and the whole chain. Raises StoreUnreachable with what is wrong."""
    copy = Database(str(file))
    try:
        with copy.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            found = verify(connection)
    finally:
        copy.close()
        Path(f"{file}.gate").unlink(missing_ok=True)
    if told != "ok" or found.broken:
        raise StoreUnreachable(f"{file} is not a sound backup: {found.broken[0] if found.broken else told}")
    return f"{found.entries}-{found.head[:12]}"


def _copy(source: Database, target: Database) -> None:
    schema.upgrade(target)
    with source.reading() as reading, target.writing() as writing:
        if writing.execute(sa.text("select count(*) from journal")).scalar_one():
            raise StoreUnreachable(f"{target.name} is not empty: restore into a new store")
        for table in METADATA.sorted_tables:
            if table.name == "head":
                writing.execute(table.delete())
            order = list(table.primary_key.columns)
            rows = reading.execution_options(stream_results=True).execute(sa.select(table).order_by(*order)).mappings()
            for some in rows.partitions(CHUNK):
                writing.execute(table.insert(), [dict(row) for row in some])


def _tidy(part: Path) -> None:
    for ending in ("", "-wal", "-shm", ".gate", "-journal"):
        Path(f"{part}{ending}").unlink(missing_ok=True)
