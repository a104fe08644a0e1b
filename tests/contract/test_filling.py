"""Filling a store in bulk: one process plays, another writes, and what cannot be written is heard of."""

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.people import Person
from domain.record import revised
from domain.when import SteppedClock
from storage.chain import verify
from storage.demo import fill
from storage.doctor import findings
from storage.engine import Database, StoreUnreachable
from storage.mapper import change_of
from storage.queries.common import records
from storage.reader import StoreReader
from storage.scribe import Deed, scribe_at_work
from tests.contract.store import MORNING, Desk
from tests.postgres import as_owner

HOLT = Person(id="P1", service="bury", revision=1, family="Holt", lives_alone=True, risks=("dog",))
FALL = revised(HOLT, revision=2, risks=("falls", "dog"))


@pytest.fixture
def empty(store_url: str) -> Iterator[Database]:
    """A store before anything is in it, on each database."""
    database = Database(as_owner(store_url), must_exist=False)
    yield database
    database.close()


def deed(number: int, was: Person | None, now: Person | None) -> Deed:
    """One command that changed one person."""
    told = {"actor": "ada", "role": "", "session": "", "kind": "person.amend", "subject": "person/P1", "reason": ""}
    entry = {**told, "at": MORNING, "recorded_at": MORNING, "command_id": f"c{number}", "touched": ("person/P1",)}
    change = change_of(was, now)
    return entry, [change] if change else []


def people(database: Database) -> list[Person]:
    with database.reading() as connection:
        assert verify(connection).broken == ()
        return list(records(connection, Person))


def test_a_demonstration_is_whole_and_its_journal_tells_all_of_it(empty: Database) -> None:
    entries = fill(empty, "exeter", date(2026, 11, 23), seed=1, scale=1, user="ada")
    looked_at = findings(empty, verify=True)
    assert [text for good, text in looked_at if not good] == []
    assert any(text.startswith(f"{entries} journal entries") for _, text in looked_at)
    for hour in (9, 13, 19):
        now = datetime(2026, 11, 23, hour, 14, tzinfo=UTC)
        reader = StoreReader(empty, "exeter", SteppedClock(now))
        for minutes in (0, 1, 37):
            titles_count_what_the_panes_show(reader, now + timedelta(minutes=minutes))
        assert reader.queue(now) is reader.queue(now + timedelta(minutes=37))


def titles_count_what_the_panes_show(read: StoreReader, now: datetime) -> None:
    counts, board, queue = read.counts(now), read.board(now.date(), now), read.queue(now)
    assert counts.uncovered == len(board.uncovered) > 0
    assert counts.late == sum(visit.late > 0 for visit in board.visits)
    assert counts.drafts == sum(visit.draft for visit in board.visits) > 0
    assert counts.queue == len(queue)
    assert counts.queue_breaching == sum(row.clock.read(now).level in ("red", "breach") for row in queue) > 0
    assert counts.promises_due == sum(promise.due <= now for promise in read.promises(now)) > 0


@pytest.mark.parametrize("stretch", [1, 2, 5])
def test_however_deeds_are_cut_into_stretches_the_last_word_stands(ada: Desk, stretch: int) -> None:
    bare = Person(id="P1", service="bury", revision=1, family="Holt")
    steps = [(None, HOLT), (HOLT, FALL), (FALL, None), (None, bare), (bare, revised(bare, revision=2, given="Meg"))]
    deeds = [deed(number, was, now) for number, (was, now) in enumerate(steps)]
    with scribe_at_work(ada.database, "bury") as scribe:
        for first in range(0, len(deeds), stretch):
            scribe.write(deeds[first : first + stretch])
    assert people(ada.database) == [revised(bare, revision=2, given="Meg")]


def test_a_record_that_somebody_else_changed_is_heard_of_and_not_overwritten(ada: Desk) -> None:
    with scribe_at_work(ada.database, "bury") as scribe:
        scribe.write([deed(1, None, HOLT)])
    with pytest.raises(StoreUnreachable, match="person P1"), scribe_at_work(ada.database, "bury") as scribe:
        scribe.write([deed(2, FALL, revised(FALL, revision=3, given="Meg"))])
    assert people(ada.database) == [HOLT]
    assert ada.read.head() == 3


def test_a_writer_that_was_killed_is_heard_of(ada: Desk) -> None:
    with pytest.raises(StoreUnreachable, match="broken off"), scribe_at_work(ada.database, "bury") as scribe:
        multiprocessing.active_children()[0].kill()
        scribe.write([deed(1, None, HOLT)])
    assert people(ada.database) == []
