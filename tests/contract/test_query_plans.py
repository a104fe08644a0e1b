"""However large a store grows, nothing that the desk asks it reads a whole table.

Each question is asked of a demonstration; whatever statements it makes are explained by the database itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.referral import Referral
from domain.visit import Visit
from domain.when import SteppedClock
from storage.demo import fill
from storage.engine import Database
from storage.queries.common import records
from storage.reader import StoreReader
from tests.postgres import as_owner

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
WEEK = timedelta(days=7)
SMALL = {"head", "code", "setting", "desk_user", "worker", "absence", "on_call"}
"""As large as a service is, or grown by a few rows a day: after years still read in a moment."""

_READ_WHOLE = {
    "sqlite": (re.compile(r"SCAN (\w+)"), re.compile(r"SCAN (\w+)\b(?! USING)")),
    "postgresql": (re.compile(r"Seq Scan on (\w+)"), re.compile(r"Seq Scan on (\w+)")),
}


@pytest.fixture
def demonstration(store_url: str) -> Iterator[Database]:
    """A service at work, on each database."""
    database = Database(as_owner(store_url))
    fill(database, "bury", TODAY, seed=1, scale=1, user="ada")
    yield database
    database.close()


def questions(read: StoreReader, referral: Referral, visit: Visit) -> Mapping[str, Callable[[], Any]]:
    """What the desk's places ask, by the word for it."""
    return {
        "the queue": lambda: read.queue(NOW),
        "the queue of closed referrals": lambda: read.queue(NOW, closed=True),
        "one row of the queue": lambda: read.queue_row(referral.id, NOW),
        "the board": lambda: read.board(TODAY, NOW),
        "the board as it was": lambda: read.board_at(TODAY, NOW - timedelta(hours=1)),
        "what publishing would tell": lambda: read.differences(TODAY),
        "a day to plan": lambda: read.roster_day(TODAY, NOW),
        "the diary of a week": lambda: read.diary(TODAY, TODAY + WEEK),
        "the escalations": lambda: read.escalations(NOW),
        "who is on call": lambda: read.on_call(NOW),
        "the inbox": read.inbox,
        "the promises": lambda: read.promises(NOW),
        "the actions": read.actions,
        "a person": lambda: read.person(referral.person),
        "a person's history": lambda: read.history(f"person/{referral.person}"),
        "contacts about a referral": lambda: read.contacts(f"referral/{referral.id}"),
        "the cases": read.cases,
        "a package's visits": lambda: read.visits_of(visit.package),
        "the shifts of a week": lambda: read.shifts(TODAY, TODAY + WEEK),
        "who is away": lambda: read.absences(NOW),
        "what is new": lambda: read.entries_since(read.head() - 20),
        "the last change of one's own": lambda: read.own_steps("ada"),
        "who sits at a desk": read.sittings,
        "emergency access to review": read.emergencies,
        "the figures on the titles": lambda: read.counts(NOW),
        "the two-hour figure of a month": lambda: read.figure("ucr-2h", date(2026, 11, 1), TODAY, NOW),
    }


def test_no_question_of_the_desk_reads_a_whole_table(demonstration: Database) -> None:
    read = StoreReader(demonstration, "bury", SteppedClock(NOW))
    with demonstration.reading() as connection:
        referral = records(connection, Referral)[0]
        visit = next(one for one in records(connection, Visit) if one.package)
    found = {
        f"{name}: {table}"
        for name, ask in questions(read, referral, visit).items()
        for table in read_whole(demonstration, statements_of(demonstration, ask))
    }
    assert not found, "\n".join(sorted(found))


def statements_of(database: Database, ask: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Every question that the database is asked meanwhile, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
    assert asked
    return asked


def read_whole(database: Database, asked: list[tuple[str, Any]]) -> Iterator[str]:
    """The tables that statements read from end to end although they grow with the years.

    A walk down an index in its own order that stops at a limit is none of these."""
    explain, (scan, walk) = "EXPLAIN QUERY PLAN", _READ_WHOLE[database.engine.dialect.name]
    with database.reading() as connection:
        if not database.is_sqlite:
            explain = "EXPLAIN"
            connection.exec_driver_sql("SET enable_seqscan = off")  # small tables would always be read whole
        for statement, parameters in asked:
            whole = walk if "LIMIT" in statement else scan
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters):
                for table in whole.findall(str(row[-1])):
                    if table not in SMALL:
                        yield f"{table}, {' '.join(statement.split())[-160:]}"
