"""Looks a store over and says in one line each what is well and what is not, with the cure."""

import stat
from collections.abc import Iterator

import sqlalchemy as sa

from storage import schema
from storage.engine import Database, sqlite_is_sound, sqlite_module
from storage.journal import HEAD, JOURNAL, verify

Finding = tuple[bool, str]


def findings(database: Database, *, verify: bool) -> list[Finding]:
    """Everything that was looked at, in the order of looking."""
    found = [*_library(database), *_schema(database)]
    if all(good for good, _ in found):
        found += [*_file(database), *_journal(database, whole=verify)]
    return found


def _library(database: Database) -> Iterator[Finding]:
    if not database.is_sqlite:
        yield True, f"PostgreSQL at {database.name}"
        return
    version = sqlite_module().sqlite_version
    if sqlite_is_sound():
        yield True, f"SQLite {version}, free of the WAL-reset fault"
    else:
        yield (
            True,
            f"SQLite {version} has the WAL-reset fault: checkpoints wait for the write gate; install pysqlite3",
        )


def _schema(database: Database) -> Iterator[Finding]:
    found, wanted = schema.revision_of(database), schema.newest()
    if found == wanted:
        yield True, f"schema {found}"
    elif not found:
        yield False, f"{database.name} is not a caredesk store: run 'caredesk init' on a new file"
    else:
        yield False, f"schema {found}, this program needs {wanted}: run 'caredesk upgrade'"


def _file(database: Database) -> Iterator[Finding]:
    if database.path is None:
        return
    mode = stat.S_IMODE(database.path.stat().st_mode)
    if mode & 0o077:
        yield (
            False,
            f"others on this machine can reach the store (mode {mode:03o}): chmod 600 {database.path}",
        )
    else:
        yield True, "only its owner can reach the file"
    with database.reading() as connection:
        told = connection.exec_driver_sql("PRAGMA quick_check").scalar_one()
    yield (
        told == "ok",
        "the file is whole" if told == "ok" else f"the file is damaged ({told}): restore the last backup",
    )


def _journal(database: Database, *, whole: bool) -> Iterator[Finding]:
    with database.reading() as connection:
        head = connection.execute(sa.select(HEAD)).mappings().one()
        last = connection.execute(sa.select(sa.func.max(JOURNAL.c.seq), sa.func.count())).one()
        fits = (head["seq"], head["seq"]) == (last[0] or 0, last[1])
        yield (
            fits,
            (
                f"{head['seq']} journal entries without a gap"
                if fits
                else f"the journal has {last[1]} entries but its head says {head['seq']}: restore the last backup"
            ),
        )
        if whole:
            found = verify(connection)
            yield not found.broken, found.broken[0] if found.broken else f"the chain holds, head {found.head}"
