"""Looks a store over and says in one line each what is well and what is not, with the cure."""

import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from domain.access import SKEW
from domain.when import Clock, SystemClock, show_moment
from storage import derived, layout, roles, schema, summing
from storage.chain import verify
from storage.engine import Database, StoreUnreachable, sqlite_is_sound, sqlite_module
from storage.folding import UNREADABLE, Folded
from storage.guards import fallen, meant
from storage.heads import Head
from storage.journal import entries
from storage.tables.core import HEAD, JOURNAL, STORE

Finding = tuple[bool, str]

OUT_OF_STEP = 5.0
"""Seconds by which the clocks of a desk and of the server may differ: some pass while one asks the other."""
TRIED = "bench-"
"""What the id of every command of a benchmark begins with."""
_RESTORE = "restore the last backup"
_BY_HAND = f"somebody wrote past the program; {_RESTORE}"
_SILENT = {"log_error_verbosity": "terse", "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0"}


@dataclass(frozen=True, slots=True)
class Claims:
    """What writers said: ids of commands that were acknowledged, and of all that were tried (None: unknown)."""

    acknowledged: Collection[str]
    tried: Collection[str] | None


def findings(
    database: Database, *, verify: bool, noted: Sequence[Head] = (), claims: Claims | None = None,
    clock: Clock | None = None,
) -> list[Finding]:  # fmt: skip
    """Everything that was looked at, in the order of looking. `noted` are heads that the journal must have had,
    `clock` is the machine's, if that is to be looked at too."""
    found = [*_looked(_library, database), *_looked(_schema, database)]
    if not all(good for good, _ in found):
        return found
    for look in (_file, _layout, _roles, _server_log, _guards, _journal):
        found += _looked(look, database)
    if clock is not None:
        found += _looked(partial(_clock, clock=clock), database)
    if verify:
        chain = _looked(partial(_chain, noted=noted), database)
        found += chain
        for look in (_tables, _derived, _figures) if all(good for good, _ in chain) else ():
            found += _looked(look, database)
    if claims is not None:
        found += _looked(partial(_claims, claims=claims), database)
    return found


def _looked(look: Callable[[Database], Iterator[Finding]], database: Database) -> list[Finding]:
    """What looking at one thing found: a store that was damaged or written to by hand may defeat any of it."""
    try:
        return list(look(database))
    except StoreUnreachable as error:
        return [(False, str(error))]
    except UNREADABLE as error:
        return [(False, f"the store holds what no desk can read ({type(error).__name__}): {_RESTORE}")]


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
    elif found > wanted:
        yield False, f"schema {found} is newer than this program, which needs {wanted}: update caredesk"
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
        "the file is whole" if told == "ok" else f"the file is damaged ({told}): {_RESTORE}",
    )


def _layout(database: Database) -> Iterator[Finding]:
    """Whether the tables are as they were made."""
    with database.reading() as connection:
        wrong = list(layout.otherwise(connection))
    cure = f"'caredesk copy' puts what is there into tables of a new store, else {_RESTORE}"
    yield from ((False, f"{what}: {cure}") for what in wrong)
    if not wrong:
        yield True, "every table is as it was made"


def _roles(database: Database) -> Iterator[Finding]:
    """Whether desks come in by a role that can do a desk's work and no more."""
    if database.is_sqlite:
        return
    with database.reading() as connection:
        role = roles.current(connection)
        owned, admitted = roles.owns(connection, role), roles.admitted(connection)
        if owned and not admitted:
            yield (
                _is_training(connection),
                (
                    f"desks come in as {role}, the owner of the tables, who can take every guard away: "
                    "run 'caredesk upgrade --desks ROLE' with another role, and let desks come in by that"
                ),
            )
        elif owned:
            yield True, f"looked over by the owner, {role}; desks come in as {', '.join(admitted)}"
        for desk in admitted:
            excess, lack = roles.misgranted(connection, desk)
            cure = f"run 'caredesk upgrade --desks {desk}' as the owner"
            yield from ((False, f"{desk} may {right}, which no desk needs: {cure}") for right in excess)
            yield from ((False, f"{desk} may not {right}, which every desk needs: {cure}") for right in lack)
            if not excess and not lack:
                yield True, f"{desk} may do what a desk does, and no more"


def _server_log(database: Database) -> Iterator[Finding]:
    """Whether the server keeps what people type out of its own log."""
    if database.is_sqlite:
        return
    with database.reading() as connection:
        for name, wanted in _SILENT.items():
            found = connection.execute(sa.select(sa.func.current_setting(name))).scalar_one()
            if found != wanted:
                base = database.engine.dialect.identifier_preparer.quote_identifier(database.url.database or "")
                yield (
                    False,
                    (
                        f"the server may write what people type into its log ({name} is {found}): "
                        f"as its administrator, ALTER DATABASE {base} SET {name} = '{wanted}'"
                    ),
                )


def _clock(database: Database, clock: Clock) -> Iterator[Finding]:
    """Whether this machine's clock agrees with the server's, and with what was written by it."""
    with database.reading() as connection:
        ahead = 0.0
        if not database.is_sqlite:
            there = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            ahead = (clock.now() - there).total_seconds()
        last = connection.execute(sa.select(JOURNAL.c.recorded_at).order_by(JOURNAL.c.recorded_at.desc()).limit(1))
        written, training = last.scalar(), _is_training(connection)
    if abs(ahead) > OUT_OF_STEP:
        side = "ahead of" if ahead > 0 else "behind"
        yield False, f"this machine's clock is {abs(ahead):.0f} s {side} the server's: set both by the network's time"
    if written is not None and not training and written > clock.now() + SKEW:
        yield (
            False,
            f"an entry was written on {show_moment(written)}, which is yet to come: a clock was ahead then or is "
            "behind now; set it by the network's time",
        )


def _is_training(connection: sa.Connection) -> bool:
    return bool(connection.execute(sa.select(STORE.c.training).limit(1)).scalar())


def _guards(database: Database) -> Iterator[Finding]:
    """Whether all is there by which the database refuses to alter the journal, or to tell anybody twice."""
    with database.reading() as connection:
        wrong = list(fallen(connection))
    cure = "'caredesk journal verify' says whether entries were altered, 'caredesk upgrade' puts it right"
    yield from ((False, f"the guard '{name}' is {what}: {cure}") for name, what in wrong)
    if not wrong:
        yield True, f"all {len(meant(database.engine.dialect.name))} guards of the journal and of who is told stand"


def _journal(database: Database) -> Iterator[Finding]:
    with database.reading() as connection:
        head = connection.execute(sa.select(HEAD)).mappings().first() or {"seq": 0}
        last = connection.execute(sa.select(sa.func.max(JOURNAL.c.seq), sa.func.count())).one()
        fits = (head["seq"], head["seq"]) == (last[0] or 0, last[1])
        yield (
            fits,
            (
                f"{head['seq']} journal entries without a gap"
                if fits
                else f"the journal has {last[1]} entries but its head says {head['seq']}: {_RESTORE}"
            ),
        )


def _chain(database: Database, noted: Sequence[Head]) -> Iterator[Finding]:
    with database.reading() as connection:
        found = verify(connection, noted)
    if found.broken:
        yield False, f"{_first(found.broken)}: keep the store as it is for whoever looks into it, and {_RESTORE}"
    else:
        yield True, f"the chain holds, head {found.head}"


def _tables(database: Database) -> Iterator[Finding]:
    """Whether every record, whole, is what the journal says of it."""
    with database.reading() as connection:
        folded = Folded(entries(connection))
        wrong = [
            *folded.misfits,
            *(f"{subject} is not as its entries left it" for subject in folded.differences(connection)),
        ]
    if wrong:
        yield False, f"{_first(wrong)}: {_BY_HAND}"
    else:
        yield True, f"{len(folded)} records, each as its entries left it"


def _derived(database: Database) -> Iterator[Finding]:
    with database.reading() as connection:
        wrong = list(derived.otherwise(connection))
    if wrong:
        yield False, f"{_first(wrong)}: {_BY_HAND}"
    else:
        yield True, "histories, words to find people by, who is taken when, services and passwords are as entries say"


def _figures(database: Database) -> Iterator[Finding]:
    """Whether what is kept of each day's figures is what its referrals say."""
    wrong = list(summing.otherwise(database, SystemClock()))
    if wrong:
        yield False, f"{_first(wrong)}: run 'caredesk reports rebuild'"
    else:
        yield True, "what is kept of each day's figures is what its referrals say"


def _first(wrong: Sequence[str]) -> str:
    """The first of many wrong things, and how many more there are."""
    return f"{wrong[0]}, and {len(wrong) - 1} more" if len(wrong) > 1 else wrong[0]


def _claims(database: Database, claims: Claims) -> Iterator[Finding]:
    """Whether every acknowledged write is there, once, and nothing that was never tried."""
    with database.reading() as connection:
        ids = connection.execute(sa.select(JOURNAL.c.command_id).where(JOURNAL.c.command_id.startswith(TRIED)))
        there = [str(row[0]) for row in ids]
    lost, doubled = set(claims.acknowledged) - set(there), len(there) - len(set(there))
    yield not lost, f"{len(claims.acknowledged)} acknowledged writes, {len(lost)} lost"
    yield not doubled, f"{len(there)} writes there, {doubled} twice"
    if claims.tried is not None:
        strange = set(there) - set(claims.tried)
        yield not strange, f"{len(claims.tried)} writes tried, {len(strange)} there that were not"
