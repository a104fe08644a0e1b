"""Fills a new store with an invented service to practise on.

The script of `domain/demo` is given to the bus with a clock and ids of its own, so that the same arguments always make
the same journal. Only the postcodes are real: they come from `storage/seeds/postcodes`, with their licence."""

import csv
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib.resources import files

import domain.desk.everything  # noqa: F401
from domain.access import Caller, Role, User
from domain.demo.homes import Postcode
from domain.demo.script import begins, opens, script
from domain.demo.stage import Script
from domain.desk.bus import Order
from domain.ids import Ids, SeededIds, command_id
from domain.people import Place
from domain.when import SteppedClock
from storage.bulk import Bulk, BulkSession
from storage.engine import Database
from storage.founding import Card, found
from storage.scribe import scribe_at_work

TITLES = {
    "bury": "Bury Intermediate Care",
    "exeter": "Exeter Urgent Response",
}


def fill(
    database: Database, service: str, today: date, seed: int, scale: int, user: str,
    past: Callable[[], None] = lambda: None,
) -> int:  # fmt: skip
    """Found the store for `user`, who gets every role, and play the service up to 09:14 on `today`.

    `scale` multiplies people, staff, visits and referrals; `past` writes what had been done before, which the play must
    not touch. Returns how many journal entries were played. Raises StoreRefused when the store is not empty,
    KeyError for an unknown service."""
    clock, ids = SteppedClock(begins(today)), SeededIds(f"{service} {today} {seed} {scale}")
    creator = Caller(User(id=user, name=user, roles=tuple(Role)), "demo")
    with _growing(), scribe_at_work(database, service) as scribe:  # it makes itself ready while the store is founded
        found(database, _card(service, opens(today)), user, tuple(Role), clock, ids)
        bulk = Bulk(BulkSession(database, service), scribe, clock, ids)
        past()
        play = script(service, today, seed, scale, postcodes(service), creator, bulk.find)
        return _perform(play, bulk, clock, ids)


def _perform(play: Script, bulk: Bulk, clock: SteppedClock, ids: Ids) -> int:
    cue, seq = next(play, None), 0
    while cue is not None:
        clock.at = cue.at
        done = bulk.handle(Order(cue.command, cue.by, command_id(ids), cue.reason))
        seq = done.seq
        try:
            cue = play.send(done)
        except StopIteration:
            cue = None
    bulk.hand_over()
    return seq


@contextmanager
def _growing() -> Iterator[None]:
    """Spares the search for garbage: nearly all that is made here is kept, and each search walks all of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _card(service: str, opening: datetime) -> Card:
    return Card(service=service, title=TITLES[service], training=True, clock_begins=opening, clock_opened=None)


def postcodes(service: str) -> Sequence[Postcode]:
    """The postcodes of the service's town, in the order of the file."""
    with (files("storage.seeds") / "postcodes" / f"{service}.csv").open(encoding="utf-8") as rows:
        return tuple(
            Postcode(row["postcode"], Place(lat=float(row["latitude"]), lon=float(row["longitude"])))
            for row in csv.DictReader(rows)
        )
