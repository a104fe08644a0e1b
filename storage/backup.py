"""Backup and restore, one command each, verified before they are believed.

A SQLite store is copied whole by the database itself; a PostgreSQL store is copied row by row in one snapshot into
such a file. A backup is therefore always one SQLite store, named after the journal head that it holds."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import schema
from storage.chain import verify
from storage.copying import copy, copy_rows
from storage.doctor import findings
from storage.engine import FILES, Database, StoreUnreachable

NAMES = "caredesk-*-*.db"
_NAMED = re.compile(r"caredesk-\d+-[0-9a-f]{12}\.db")


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
    _rotate(folder, keep)
    return place


def _rotate(folder: Path, keep: int) -> None:
    """Take the oldest away, by when they were made: after a restore the newest may hold fewer entries."""
    by_age = sorted(folder.glob(NAMES), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in by_age[keep:] if keep else ():
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
    with closing(Database(str(source))) as backed_up:
        older = schema.old_enough(backed_up) != schema.newest()
        if not older:
            yield backed_up
    Path(f"{source}.gate").unlink(missing_ok=True)
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
    copied = Database(str(file))
    try:
        with copied.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            found = verify(connection) if told == ["ok"] else None
    finally:
        copied.close()
        Path(f"{file}.gate").unlink(missing_ok=True)
    if found is None or found.broken:
        wrong = found.broken[0] if found else told[0].splitlines()[-1]
        raise StoreUnreachable(f"{file} is not a sound backup: {wrong}")
    head = f"{found.entries}-{found.head[:12]}"
    if _NAMED.fullmatch(file.name) and file.name != _name(head):
        raise StoreUnreachable(f"{file} is not the backup that it is named after: its journal's head is {head}")
    return head


def _name(head: str) -> str:
    return f"caredesk-{head}.db"


def _tidy(part: Path) -> None:
    for ending in FILES:
        Path(f"{part}{ending}").unlink(missing_ok=True)
