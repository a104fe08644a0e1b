"""A proposal is carried out whole or not at all, and never over what somebody did meanwhile."""

from datetime import timedelta

from domain.desk.mending import calls, proposal, situation_of
from domain.desk.rearranging import Rearrange
from domain.desk.roster import Assign, Pin, Publish
from domain.desk.staffing import ReportAbsent
from domain.desk.undoing import Undo
from domain.engine.ways import relaxations
from domain.staff import Shift
from domain.visit import Visit
from tests.memory import MemoryStore
from tests.unit.roster_cast import FAR, HOME, TUESDAY, at, desk, person, put, refused, shift, visit, worker
from tests.unit.test_planning import LEWIS, NG, day


def duo(*records) -> MemoryStore:
    """Two workers on duty on Tuesday from seven to three, and two people at home."""
    staff = (worker(LEWIS), worker(NG, given="Sam", place=HOME), shift(LEWIS), shift(NG))
    return desk(*staff, person("PPATEL", family="Patel", given="Cyril", place=FAR), *records)


def offered(store: MemoryStore, ref: str = "V1"):
    """The proposals for a visit as the roster stands, by what they say."""
    read = day(store)
    now = situation_of(read)
    found = [proposal(now, read, len(store.entries), way) for way in relaxations(now, ref)]
    return {one.text: one for one in found}


def test_every_offer_for_an_uncovered_visit_is_carried_out_as_it_stands() -> None:
    busy = visit("V2", "09:00", person="PPATEL", workers=(LEWIS,), minutes=60, give=0)
    for number in range(3):
        store = duo(visit("V1", "09:00", give=5), busy)
        put(store, person("PPATEL", family="Patel", given="Cyril", place=HOME))
        put(store, worker(NG, given="Sam", skills=(), dbs_expires=TUESDAY - timedelta(days=1)))
        found = list(offered(store).values())
        if number >= len(found):
            break
        store.done(found[number].command)
        assert store.one(Visit, "V1").is_covered and store.one(Visit, "V2").is_covered
    assert number


def test_overtime_becomes_duty_of_that_day_and_is_taken_back_whole() -> None:
    store = duo(visit("V1", "14:45", give=0))
    chosen = next(one for text, one in offered(store).items() if text.startswith("15 minutes overtime"))
    done = store.done(chosen.command)
    extra = next(each for each in store.all(Shift) if each.kind == "overtime")
    assert (extra.start, extra.end) == (at("15:00"), at("15:15"))
    assert store.one(Visit, "V1").workers == (extra.worker,)
    store.done(Undo(seq=done.undo))
    assert store.one(Visit, "V1").workers == () and not [s for s in store.all(Shift) if s.kind == "overtime"]


def test_a_later_start_that_was_agreed_moves_the_window_along() -> None:
    store = duo(visit("V1", "15:10", give=0))
    put(store, shift(LEWIS, "15:20", "20:00"), shift(NG, "16:30", "20:00"))
    chosen = next(one for text, one in offered(store).items() if text.startswith("10 minutes later"))
    store.done(chosen.command)
    assert store.one(Visit, "V1").start == at("15:20") == store.one(Visit, "V1").window_to
    unasked = Rearrange(day=TUESDAY, placements=chosen.command.placements)
    assert "unless the person agrees" in refused(duo(visit("V1", "09:00", give=0)), unasked)


def test_whoever_changed_a_visit_meanwhile_comes_first() -> None:
    store = duo(visit("V1", "09:00"), visit("V2", "12:00", workers=(LEWIS,)))
    store.done(Pin(id="V2"))
    chosen = next(iter(offered(store).values()))
    store.done(Assign(id="V1", worker=NG, start=at("09:30")))
    said = refused(store, chosen.command)
    assert said.startswith("The roster has changed meanwhile: aokoye changed HOLT's visit at ")


def test_who_is_away_or_busy_by_now_is_refused_in_the_words_of_the_rule() -> None:
    store = duo(visit("V1", "09:00"))
    chosen = next(iter(offered(store).values()))
    (who,) = chosen.command.placements[0].workers
    store.done(ReportAbsent(id=who, start=at("07:00")))
    assert "is away from" in refused(store, chosen.command)


def test_what_is_pinned_is_left_alone() -> None:
    store = duo(visit("V1", "09:00"), visit("V2", "09:00", person="PPATEL", workers=(LEWIS,)))
    store.done(Pin(id="V2"))
    assert "V2" in situation_of(day(store)).fixed
    moving = Rearrange(day=TUESDAY, placements=offered(store)["as things stand: Sam Ng at 09:00"].command.placements)
    store.done(moving)
    store.done(Pin(id="V1"))
    assert "is pinned" in refused(store, moving)


def test_the_calls_name_whom_to_ring_the_number_and_what_to_say() -> None:
    store = duo(visit("V1", "09:00", workers=(LEWIS,)), visit("V2", "12:00", person="PPATEL", workers=(NG,)))
    put(store, person(phone="01632 960001", postcode="BL9 8AX"), worker(NG, given="Sam", phone="07700 900121"))
    store.done(Publish(day=TUESDAY))
    store.done(ReportAbsent(id=LEWIS, start=at("07:00")))
    read = day(store)
    now = situation_of(read)
    way = relaxations(now, "V1")[0]
    sam, holt = calls(now, read, way.placed, way.bends)
    assert (sam.name, sam.phone) == ("Sam Ng", "07700 900121") and sam.asks
    assert sam.says == ("please go to Margaret Holt at 09:00 for 30 minutes (BL9 8AX)",)
    assert (holt.phone, holt.says) == ("01632 960001", ("Sam Ng will come at 09:00",))
