"""How soon a large store answers what the places of the desk ask: each question by itself, as its statements take the
database, and as a whole with what the program makes of the rows."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from domain.kpi.figures import FIGURES
from domain.referral import Referral, State
from domain.visit import Visit
from domain.when import SteppedClock, local_date
from storage.chain import verify
from storage.engine import Database
from storage.heads import VERIFIED, Head, head_of
from storage.queries.common import records, table_of
from storage.reader import StoreReader
from storage.summing import sum_up
from storage.tables.core import JOURNAL
from tests.contract.questions import questions, statements_of
from tests.perf.size import SERVICE, TODAY

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 14, tzinfo=UTC)
TIMES = 20
SOON_MS = 25
PATIENCE_MS = 3000
SEARCHES = ("hol", "hol42", "mar", "mar zzz", "margaret", "smi jan", "BL9", "07700", "12/3/1941", "0304")
PASTS = (timedelta(hours=1), timedelta(days=7), timedelta(days=30), timedelta(days=110))
NEW_ENTRIES = 1000  # since the last verification

T = TypeVar("T")
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
        summed_up, summed = _took(lambda: sum_up(database, SERVICE, read.rulebook(), NOW))
        soon = [alone for alone, _ in _timed(database, _asked(database, read))]
        found = [whole for _, whole in _timed(database, _searches(read))]
        pasts = [whole for _, whole in _timed(database, _pasts(read))]
        reports = [whole for _, whole in _timed(database, _reports(read))]
        with database.reading() as connection:
            verified, verdict = _took(lambda: verify(connection))
            again, _ = _took(lambda: verify(connection, _noted(connection), whole=False))
    return {
        "entries": verdict.entries, "questions": len(soon), "days_summed_up": summed.days,
        "over_25_ms_p95_least": sum(one.p95 > SOON_MS for one in soon),
        "over_25_ms_at_best_least": sum(one.best > SOON_MS for one in soon),
        "slowest_p95_ms_least": round(max(one.p95 for one in soon)),
        "slowest_search_p95_ms_least": round(max(one.p95 for one in found)),
        "board_of_the_past_p95_ms_least": round(max(one.p95 for one in pasts)),
        "report_of_a_year_p95_ms_least": round(max(one.p95 for one in reports)),
        "summed_up_in_s_most": round(summed_up), "verified_in_s_least": round(verified),
        "verified_what_is_new_ms_least": round(1000 * again), "failed": len(verdict.broken),
    }  # fmt: skip


def _took(do: Callable[[], T]) -> tuple[float, T]:
    """How many seconds something took, and what came of it."""
    began = perf_counter()
    done = do()
    return perf_counter() - began, done


def _noted(connection: sa.Connection) -> Sequence[Head]:
    """The head as it was when most of the journal had been verified."""
    seq, _ = head_of(connection)
    query = sa.select(JOURNAL.c.seq, JOURNAL.c.hash).where(JOURNAL.c.seq == seq - NEW_ENTRIES)
    return [Head(NOW, VERIFIED, number, chained, "", "") for number, chained in connection.execute(query)]


def _asked(database: Database, read: StoreReader) -> Iterator[Asked]:
    referral, visit = table_of(Referral), table_of(Visit)
    with database.reading() as connection:
        last = records(connection, Referral, referral.c.state == State.DISCHARGED.value, order=referral.c.id, limit=1)
        due = records(connection, Visit, visit.c.day == TODAY, visit.c.package != "", order=visit.c.id, limit=1)
    yield from questions(read, last[0], due[0], NOW).items()
    yield from _searches(read)


def _searches(read: StoreReader) -> Iterator[Asked]:
    for text in SEARCHES:
        yield f"a search for {text}", partial(read.search, text)


def _pasts(read: StoreReader) -> Iterator[Asked]:
    """Of today, and of that day, as they were known some time ago."""
    for past in PASTS:
        for day in (TODAY, local_date(NOW - past)):
            yield f"the board of {day:%d/%m} {past} ago", partial(read.board_at, day, NOW - past)


def _reports(read: StoreReader) -> Iterator[Asked]:
    today, year = local_date(NOW), timedelta(days=365)
    for name in FIGURES:
        yield f"{name} of a year", partial(read.figure, name, today - year, today, NOW)


def _timed(database: Database, asked: Iterator[Asked]) -> Iterator[tuple[Times, Times]]:
    """How long each question takes the database alone, and with all that is made of the rows."""
    for name, ask in asked:
        statements = statements_of(database, ask)
        with database.reading() as connection:
            alone = _times(partial(_answered, connection.connection.cursor(), statements))
        whole = _times(ask)
        print(f"{name:34} {alone} in the database, {whole} with all that is made of it", file=sys.stderr)
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
