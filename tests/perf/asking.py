"""How soon a large store answers what the places of the desk ask: each question by itself, as its statements take the
database, and as a whole with what the program makes of the rows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

from domain.referral import Referral, State
from domain.visit import Visit
from domain.when import SteppedClock, local_date
from storage.chain import verify
from storage.engine import Database
from storage.queries.common import records, table_of
from storage.reader import StoreReader
from tests.contract.questions import questions, statements_of
from tests.perf.size import SERVICE, TODAY

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 14, tzinfo=UTC)
TIMES = 20
SOON_MS = 25
PATIENCE_MS = 3000
SEARCHES = ("hol", "hol42", "margaret", "BL9", "07700", "12/3/1941")

Asked = tuple[str, Callable[[], Any]]
"""A question, in words and as it is asked."""


class Times(NamedTuple):
    """Milliseconds: the shortest, which a busy machine prolongs least, and the 95th percentile."""

    best: float
    p95: float

    def __str__(self) -> str:
        return f"{self.best:7.1f} at best {self.p95:7.1f} p95 ms"


Statements = list[tuple[str, Any]]


def try_asking(store: str) -> dict[str, int]:
    """Ask everything often; prints how long each question takes, returns the slowest."""
    with closing(Database(store)) as database:
        read = StoreReader(database, SERVICE, SteppedClock(NOW))
        soon = [alone for alone, _ in _timed(database, _asked(database, read))]
        [(_, report)] = _timed(database, _reports(read))
        with database.reading() as connection:
            began = perf_counter()
            found = verify(connection)
            verified = perf_counter() - began
    return {
        "entries": found.entries, "questions": len(soon),
        "over_25_ms_p95_least": sum(one.p95 > SOON_MS for one in soon),
        "over_25_ms_at_best_least": sum(one.best > SOON_MS for one in soon),
        "report_of_a_year_ms_least": round(report.best), "verified_in_s_least": round(verified),
        "failed": len(found.broken),
    }  # fmt: skip


def _asked(database: Database, read: StoreReader) -> Iterator[Asked]:
    referral, visit = table_of(Referral), table_of(Visit)
    with database.reading() as connection:
        last = records(connection, Referral, referral.c.state == State.DISCHARGED.value, order=referral.c.id, limit=1)
        due = records(connection, Visit, visit.c.day == TODAY, visit.c.package != "", order=visit.c.id, limit=1)
    yield from questions(read, last[0], due[0], NOW).items()
    for text in SEARCHES:
        yield f"a search for {text}", partial(read.search, text)


def _reports(read: StoreReader) -> Iterator[Asked]:
    today, year = local_date(NOW), timedelta(days=365)
    yield "the two-hour figure of a year", lambda: read.figure("ucr-2h", today - year, today, NOW)


def _timed(database: Database, asked: Iterator[Asked]) -> Iterator[tuple[Times, Times]]:
    """How long each question takes the database alone, and with all that is made of the rows."""
    for name, ask in asked:
        statements = statements_of(database, ask)
        with database.reading() as connection:
            alone = _times(partial(_answered, connection.connection.cursor(), statements))
        whole = _times(ask)
        print(f"{name:32} {alone} in the database, {whole} with all that is made of it", file=sys.stderr)
        yield alone, whole


def _answered(cursor: Any, statements: Statements) -> None:
    for statement, parameters in statements:
        cursor.execute(statement, parameters)
        cursor.fetchall()


def _times(ask: Callable[[], Any]) -> Times:
    """What takes seconds is asked only a few times."""
    took: list[float] = []
    while len(took) < TIMES and sum(took) < PATIENCE_MS:
        began = perf_counter()
        ask()
        took.append(1000 * (perf_counter() - began))
    took.sort()
    return Times(took[0], took[(len(took) * 95 - 1) // 100])
