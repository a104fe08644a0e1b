"""Fills an empty store with a demonstration service: the invented past, played through the bus in batches.

Same arguments, same journal head: the clock stands where the script says, and references come from the seed."""

import csv
from datetime import date, time, timedelta
from itertools import count as count_from

from domain.access import Caller, Role, User
from domain.demo.homes import Postcode
from domain.demo.script import script
from domain.demo.stage import Script
from domain.desk.bus import Done, Order
from domain.ids import SeededIds, command_id
from domain.people import Place
from domain.when import SteppedClock, from_local
from storage import founding
from storage.bulk import Bulk
from storage.engine import Database
from storage.geography import FOLDER

BATCH = 5000
TITLES = {"bury": "Bury Intermediate Care", "exeter": "Exeter Urgent Response"}
OPENS = time(9, 14)
BEFORE = timedelta(days=70)


def fill(database: Database, service: str, day: date, seed: int, scale: int, user: str) -> int:
    """Make the service as it stands at 09:14 on `day`, with `user` in every role; returns the journal's length.

    Raises StoreUnreachable when the store is not empty."""
    ids = SeededIds(f"{service} {day} {seed} {scale}")
    clock = SteppedClock(from_local(day - BEFORE, OPENS))
    card = founding.Card(service, TITLES[service], True, from_local(day, OPENS), None)
    founding.found(database, card, user, tuple(Role), clock, ids)
    creator = Caller(User(id=user, name=user, roles=tuple(Role)), "demo")
    bulk = Bulk(database, service, clock, ids)
    play = script(service, day, seed, scale, postcodes(service), creator, bulk.find)
    return _perform(play, bulk, clock, ids)


def _perform(play: Script, bulk: Bulk, clock: SteppedClock, ids: SeededIds) -> int:
    """Play the script to its end, committing every BATCH commands; returns the last journal number."""
    done: Done | None = None
    for count in count_from(1):
        try:
            cue = play.send(done) if done is not None else next(play)
        except StopIteration:
            break
        clock.at = cue.at
        done = bulk.handle(Order(cue.command, cue.by, command_id(ids), cue.reason))
        if count % BATCH == 0:
            bulk.write()
    bulk.write()
    return done.seq if done else 0


def postcodes(town: str) -> tuple[Postcode, ...]:
    """The shipped postcodes of a town."""
    with (FOLDER / f"{town}.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            Postcode(row["postcode"], Place(lat=float(row["latitude"]), lon=float(row["longitude"])))
            for row in csv.DictReader(rows)
        )
