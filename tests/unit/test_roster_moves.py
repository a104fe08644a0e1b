"""A visit changes worker and time in one step, so that one undo takes it back."""

from datetime import timedelta

import pytest

from domain.desk.bus import Refused
from domain.desk.roster import Assign
from domain.desk.undoing import Undo
from domain.visit import Visit
from tests.memory import MemoryStore
from tests.unit.roster_cast import TUESDAY, at, desk, person, put, refused, shift, visit, worker

LEWIS, NG = "WLEWIS", "WNG"


@pytest.fixture
def store() -> MemoryStore:
    """Ng is with somebody else when the visit is planned, and free half an hour later."""
    store = desk(worker(LEWIS), worker(NG), shift(LEWIS), shift(NG))
    busy = visit("V2", "09:00", person="PPATEL", workers=(NG,), told_workers=(NG,), told_start=at("09:00"))
    put(store, person("PPATEL", family="Patel"), visit("V1", "09:00", workers=(LEWIS,)), busy)
    return store


def test_a_visit_may_change_worker_and_time_in_one_step(store: MemoryStore) -> None:
    assert "is with" in refused(store, Assign(id="V1", worker=NG))
    done = store.done(Assign(id="V1", worker=NG, start=at("09:35")))
    moved = store.one(Visit, "V1")
    assert (moved.workers, moved.start, moved.local_start) == ((NG,), at("09:35"), "09:35")
    store.done(Undo(seq=done.seq))
    back = store.one(Visit, "V1")
    assert (back.workers, back.start) == ((LEWIS,), at("09:00"))


def test_a_time_outside_the_window_needs_the_person_to_agree(store: MemoryStore) -> None:
    outside = at("10:00")
    refusal = store.do(Assign(id="V1", worker=NG, start=outside))
    assert isinstance(refusal, Refused)
    [offer] = refusal.offers
    assert isinstance(offer.command, Assign)
    store.done(offer.command)
    moved = store.one(Visit, "V1")
    assert (moved.workers, moved.start, moved.window_to) == ((NG,), outside, outside)


def test_a_worker_cannot_be_sent_to_another_day_or_into_the_past(store: MemoryStore) -> None:
    for start in (at("09:00", TUESDAY + timedelta(days=1)), at("09:00") - timedelta(days=1)):
        assert isinstance(store.do(Assign(id="V1", worker=NG, start=start, agreed=True)), Refused)
    assert store.one(Visit, "V1").workers == (LEWIS,)


def test_the_worker_who_stays_must_be_free_at_the_new_time_too(store: MemoryStore) -> None:
    two = visit("V3", "11:00", workers=(LEWIS,), workers_needed=2, told_workers=(LEWIS,), told_start=at("11:00"))
    put(store, two, visit("V4", "11:30", person="PPATEL", workers=(LEWIS,)))
    assert "is with" in refused(store, Assign(id="V3", worker=NG, start=at("11:20")))
