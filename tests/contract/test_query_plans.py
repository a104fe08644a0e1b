"""However large a store grows, nothing that the desk asks it reads a whole table.

Each question is asked of a demonstration; whatever statements it makes are explained by the database itself."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.referral import Referral
from domain.visit import Visit
from domain.when import SteppedClock
from storage.demo import fill
from storage.engine import Database
from storage.queries.common import records
from storage.reader import StoreReader
from storage.tables.core import HEAD
from tests.contract.questions import questions, statements_of
from tests.postgres import as_owner

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SMALL = {"head", "store", "code", "setting", "desk_user", "worker", "absence", "on_call"}
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


def test_no_question_of_the_desk_reads_a_whole_table(demonstration: Database) -> None:
    read = StoreReader(demonstration, "bury", SteppedClock(NOW))
    with demonstration.reading() as connection:
        referral = records(connection, Referral)[0]
        visit = next(one for one in records(connection, Visit) if one.package)
    found = {
        f"{name}: {table}"
        for name, ask in questions(read, referral, visit, NOW).items()
        for table in read_whole(demonstration, statements_of(demonstration, ask))
    }
    assert not found, "\n".join(sorted(found))


def test_every_read_of_the_desk_is_among_the_questions(demonstration: Database) -> None:
    asked: set[str] = set()

    class Heard(StoreReader):
        def __getattribute__(self, name: str) -> Any:
            asked.add(name)
            return super().__getattribute__(name)

    read = Heard(demonstration, "bury", SteppedClock(NOW))
    with demonstration.reading() as connection:
        some = records(connection, Referral, limit=1)[0], records(connection, Visit, limit=1)[0]
    for ask in questions(read, *some, NOW).values():
        ask()
    assert {name for name in vars(StoreReader) if not name.startswith("_")} <= asked


def test_whether_the_codes_have_changed_is_seen_from_what_is_new(demonstration: Database) -> None:
    read = StoreReader(demonstration, "bury", SteppedClock(NOW))
    read.policy()
    with demonstration.writing() as connection:
        connection.execute(HEAD.update().values(seq=HEAD.c.seq + 1))
    assert not [*read_whole(demonstration, statements_of(demonstration, read.policy))]


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
