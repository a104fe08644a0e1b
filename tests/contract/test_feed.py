"""Two desks on one store: each hears what the other did, in order, once, and knows when it hears nothing."""

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from time import sleep

from domain.desk.bus import Entry
from domain.desk.intake import Ring
from domain.referral import Urgency
from storage.feed import Feed
from tests.contract.store import Desk, begin
from tests.perf import hearing


class Ear:
    """Collects what a feed tells."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.silences: list[datetime | None] = []
        self.news = threading.Condition()

    def changed(self, entries: Sequence[Entry]) -> None:
        with self.news:
            self.heard += [entry.seq for entry in entries]
            self.news.notify_all()

    def silent(self, since: datetime | None) -> None:
        with self.news:
            self.silences.append(since)
            self.news.notify_all()

    def wait_for(self, seq: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: seq in self.heard, timeout=20), f"{seq} not in {self.heard}"


def test_each_change_is_heard_once_and_in_order(ada: Desk) -> None:
    ben, ear = ada.beside("ben"), Ear()
    feed = Feed(ben.database, ear.changed, ear.silent, ben.read.head())
    try:
        first = ada.done(ring(0)).seq
        ear.wait_for(first)
        last = [ada.done(ring(number)).seq for number in range(1, 20)][-1]
        ear.wait_for(last)
        assert ear.heard[ear.heard.index(first) :] == list(range(first, last + 1))
    finally:
        feed.close()
        ben.database.close()


def test_a_desk_that_leaves_and_comes_back_misses_nothing(ada: Desk, store_url: str) -> None:
    ear = hearing.Ear(store_url, ada.read.head(), timed=False)
    for number in range(6):
        last = ada.done(ring(number)).seq
        if number % 2:
            ear.leave()
            ear.come()
    patience = iter(range(400))
    while ear.last < last and next(patience, None) is not None:
        sleep(0.05)
    ear.leave()
    assert (ear.last, ear.wrong) == (last, 0)


def test_a_store_that_has_gone_is_told_as_silence(tmp_path: Path) -> None:
    ada, ear = begin(str(tmp_path / "desk.db")), Ear()
    feed = Feed(ada.database, ear.changed, ear.silent, ada.read.head())
    try:
        ear.wait_for(ada.done(ring(0)).seq)
        (tmp_path / "desk.db").rename(tmp_path / "moved.db")
        with ear.news:
            assert ear.news.wait_for(lambda: bool(ear.silences), timeout=20)
        (tmp_path / "moved.db").rename(tmp_path / "desk.db")
        with ear.news:
            assert ear.news.wait_for(lambda: ear.silences[-1] is None, timeout=20)
    finally:
        feed.close()
        ada.database.close()


def ring(number: int) -> Ring:
    return Ring(whom=f"caller {number}", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)
