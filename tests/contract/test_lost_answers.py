"""Whoever is not told what became of a change can ask for it again: it is made once."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from domain.desk.bus import Done
from domain.desk.intake import Ring
from domain.referral import Urgency
from domain.views import Unreachable
from storage.engine import Database, StoreUnreachable
from tests.perf.proxy import Proxy
from tests.postgres import Cluster, as_owner
from tui.bootstrap import StoreDesk, begin_bench, open_desk

CALLS = 12


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
