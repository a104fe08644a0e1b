"""Whoever is not told what became of a change can ask for it again: it is made once."""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from domain.desk.bus import Done, Order, carry_out
from domain.desk.intake import Ring
from domain.ids import RandomIds, SeededIds
from domain.referral import Urgency
from domain.views import Unreachable
from storage.engine import Database, StoreUnreachable
from tests.perf.proxy import Proxy
from tests.postgres import Cluster, as_owner
from tui.bootstrap import StoreDesk, begin_bench, open_desk

CALLS, REFERENCE = 12, 4


def test_a_change_is_given_again_after_the_store_did_not_answer(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_bench(as_owner(store_url))
    with closing(open_desk(store_url)) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(Database, "writing", saying_nothing(Database.writing))
            with pytest.raises(Unreachable):
                desk.handle(ring(1))
        head = desk.reader.head()
        assert told(desk, 1).seq == head
        assert told(desk, 1).seq == head + 1, "what was said once is said for good: this is another call"


async def test_a_commit_whose_answer_was_lost_is_found_and_one_that_was_lost_is_made(cluster: Cluster) -> None:
    with cluster.database() as url, tempfile.TemporaryDirectory() as folder:
        begin_bench(as_owner(url))
        proxy = Proxy(Path(folder), cluster.home, Random(3))
        async with await proxy.serve():
            desk = await asyncio.to_thread(open_desk, url.replace(str(cluster.home), folder))
            proxy.lost_commits = 70
            seqs = [(await asyncio.to_thread(told, desk, number)).seq for number in range(CALLS)]
            proxy.lost_commits = 0
            await asyncio.to_thread(desk.close)
    assert 0 < proxy.answers_lost < proxy.commits_lost
    assert seqs == [*range(seqs[0], seqs[0] + CALLS)]


def test_two_calls_that_take_the_same_reference_at_the_same_moment_are_both_kept(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_bench(as_owner(store_url))
    with closing(open_desk(store_url)) as ada, closing(open_desk(store_url)) as ben, ThreadPoolExecutor(1) as bens:
        monkeypatch.setattr(RandomIds, "token", by_the_same_chance())
        order = Order(ring(1), ada.caller, "call-1")
        with ada.units.begin(order) as work:
            first = carry_out(order, work)
            second = bens.submit(told, ben, 2)
            until_somebody_waits(ada.database)
        assert isinstance(first, Done) and second.result().changed[0] not in ("", first.changed[0])
        assert len(ada.read.queue(ada.clock.now())) == 2


def by_the_same_chance() -> Callable[[RandomIds, int], str]:
    """Every thread draws the same references, and command ids of its own."""
    drawn: dict[tuple[int, int], SeededIds] = {}

    def token(_: RandomIds, length: int) -> str:
        thread = threading.get_ident()
        own = drawn.setdefault((thread, length), SeededIds(1 if length == REFERENCE else thread))
        return own.token(length)

    return token


def until_somebody_waits(database: Database) -> None:
    """Where writers do not take turns anyway, until one stands behind another."""
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not database.is_sqlite:
        with database.reading() as connection:
            if connection.execute(waiting).scalar_one():
                return


def saying_nothing(writing):  # type: ignore[no-untyped-def]
    """Writes as ever, and then fails to say so."""

    @contextmanager
    def written(database: Database) -> Iterator[sa.Connection]:
        with writing(database) as connection:
            yield connection
        raise StoreUnreachable("no answer")

    return written


def told(desk: StoreDesk, number: int) -> Done:
    """Ring in a call, again and again until the desk says that it is saved."""
    while True:
        try:
            outcome = desk.handle(ring(number))
        except Unreachable:
            continue
        assert isinstance(outcome, Done)
        return outcome


def ring(number: int) -> Ring:
    return Ring(whom=f"caller {number}", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)
