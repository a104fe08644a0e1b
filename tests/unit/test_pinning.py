"""A round, or a day up to a time, is pinned at once: hand moves and plans then leave it alone."""

from domain.desk.pinning import PinMany, UnpinMany
from domain.desk.planning import problem_for
from domain.desk.roster import Retime
from domain.record import Record
from domain.visit import Visit
from tests.memory import MemoryStore
from tests.unit.roster_cast import HOME, TUESDAY, at, desk, refused, shift, visit, worker
from tests.unit.test_planning import day

LEWIS, NG = "WLEWIS", "WNG"


def two_rounds(*records: Record) -> MemoryStore:
    """Priya Lewis at nine and eleven, Sam Ng at ten, and a visit that nobody has."""
    staff = (worker(LEWIS), worker(NG, given="Sam", place=HOME), shift(LEWIS), shift(NG))
    visits = (
        visit("V1", "09:00", workers=(LEWIS,)),
        visit("V2", "10:00", workers=(NG,)),
        visit("V3", "11:00", workers=(LEWIS,)),
        visit("V4", "09:30"),
    )
    return desk(*staff, *visits, *records)


def pinned(store: MemoryStore) -> list[str]:
    return sorted(each.id for each in store.all(Visit) if each.pinned)


def test_the_round_of_one_worker_is_pinned_and_let_go_again() -> None:
    store = two_rounds()
    store.done(PinMany(day=TUESDAY, worker=LEWIS))
    assert pinned(store) == ["V1", "V3"]
    assert "is pinned" in refused(store, Retime(id="V3", start=at("11:15")))
    held = {task.id: task.pinned_workers for task in problem_for(day(store)).visits}
    assert held == {"V1": (LEWIS,), "V2": (), "V3": (LEWIS,), "V4": ()}
    store.done(UnpinMany(day=TUESDAY, worker=LEWIS))
    assert pinned(store) == []


def test_everything_up_to_a_time_is_pinned_but_what_nobody_has() -> None:
    store = two_rounds()
    store.done(PinMany(day=TUESDAY, until=at("10:00")))
    assert pinned(store) == ["V1", "V2"]
    assert "left to pin" in refused(store, PinMany(day=TUESDAY, until=at("10:00")))
    assert "left to unpin" in refused(store, UnpinMany(day=TUESDAY, worker=NG, until=at("09:00")))
