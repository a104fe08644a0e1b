"""Backup and restore, one command each, verified before they are believed.

A SQLite store is copied whole by the database itself; a PostgreSQL store is copied row by row in one snapshot into
such a file. A backup is therefore always one SQLite store, named after the journal head that it holds."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import schema
from storage.chain import verify
from storage.copying import copy, copy_rows
from storage.doctor import findings
from storage.engine import FILES, Database, StoreUnreachable, sqlite_module
from storage.heads import BACKUP, backups_in


def backup(database: Database, folder: Path, *, keep: int = 0) -> Path:
    """Copy the live store into `folder`; returns the verified file, `caredesk-<seq>-<hash>.db`.

    Of the backups there, the newest `keep` stay (0: all)."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".caredesk-{os.getpid()}.part"
    _tidy(part)
    try:
        if database.is_sqlite:
            raw = database.engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM INTO ?", (str(part),))
            except sqlite_module().Error as error:
                raise StoreUnreachable(f"No backup could be made in {folder}: {error}") from error
            finally:
                raw.close()
            part.chmod(0o600)
        else:
            target = Database(str(part), must_exist=False)
            try:
                copy_rows(database, target)
            finally:
                target.close()
        place = folder / _name(checked(part))
        part.replace(place)
    finally:
        _tidy(part)
    if keep:
        _rotate(place, keep)
    return place


def _rotate(made: Path, keep: int) -> None:
    """Take the oldest away, by when they were made: after a restore the newest may hold fewer entries. What was made
    just now stays, also where the clock says that others were made later."""
    others = [file for file in backups_in(made.parent) if file != made]
    by_age = sorted(others, key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in by_age[keep - 1 :]:
        file.unlink()


def restore(source: Path, database: Database) -> str:
    """Put a verified backup of this or any older schema into a new or empty store; returns its head, `<seq>-<hash>`."""
    head = checked(source)
    with _of_this_schema(source) as backed_up:
        copy(backed_up, database)
    return head


def rehearse(source: Path) -> tuple[str, Mapping[str, int]]:
    """Restore a backup into a store that is thrown away, and look that over as the doctor does.

    Returns its head and how many rows each table has. Raises StoreUnreachable with what is wrong."""
    head = checked(source)
    with (
        TemporaryDirectory(prefix="caredesk-") as scratch,
        _of_this_schema(source) as backed_up,
        closing(Database(f"{scratch}/rehearsal.db", must_exist=False)) as again,
    ):
        rows = copy(backed_up, again)
        _be_well(again, source)
    return head, rows


@contextmanager
def _of_this_schema(source: Path) -> Iterator[Database]:
    """A backup as a store of this schema: itself, or a copy that is upgraded, looked over and thrown away."""
    with closing(_as_it_lies(source)) as backed_up:
        older = schema.old_enough(backed_up) != schema.newest()
        if not older:
            yield backed_up
    if older:
        with TemporaryDirectory(prefix="caredesk-") as scratch:
            file = Path(shutil.copyfile(source, Path(scratch) / "upgraded.db"))
            file.chmod(0o600)
            with closing(Database(str(file))) as upgraded:
                schema.upgrade(upgraded)
                _be_well(upgraded, source)
                yield upgraded


def _be_well(store: Database, source: Path) -> None:
    """Raise StoreUnreachable unless what a backup makes is well, every record as its entries left it."""
    wrong = [what for good, what in findings(store, verify=True) if not good]
    if wrong:
        raise StoreUnreachable(f"What {source} would restore is not well: {wrong[0]}")


def checked(file: Path) -> str:
    """Verify a backup: the file, its references, the whole chain, and that it is the one that it is named after.

    Returns its head, `<seq>-<hash>`. Raises StoreUnreachable with what is wrong."""
    with closing(_as_it_lies(file)) as copied, copied.reading() as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        found = verify(connection) if told == ["ok"] else None
    if found is None or found.broken:
        wrong = found.broken[0] if found else told[0].splitlines()[-1]
        raise StoreUnreachable(f"{file} is not a sound backup: {wrong}")
    head = f"{found.entries}-{found.head[:12]}"
    if BACKUP.fullmatch(file.name) and file.name != _name(head):
        raise StoreUnreachable(f"{file} is not the backup that it is named after: its journal's head is {head}")
    return head


def _as_it_lies(file: Path) -> Database:
    """A backup, which may lie where nothing can be written. One with a log beside it is no backup but a live store."""
    return Database(str(file), sealed=not Path(f"{file}-wal").exists())


def _name(head: str) -> str:
    return f"caredesk-{head}.db"


def _tidy(part: Path) -> None:
    for ending in FILES:
        Path(f"{part}{ending}").unlink(missing_ok=True)
