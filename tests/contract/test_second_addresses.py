"""Queue, board, roster and person all send to the address of the day, now and in the past."""

from datetime import date, timedelta

from domain.desk.intake import Identify, Ring
from domain.desk.staying import ComeHome, StayElsewhere
from domain.desk.triage import Accept, Triage
from domain.desk.undoing import Undo
from domain.desk.visits import AddVisit
from domain.people import Person, Place
from domain.referral import Urgency
from tests.contract.store import Desk

TODAY = date(2026, 11, 23)
MILL_LANE = Place(lat=53.56, lon=-2.33)


def seen(ada: Desk) -> tuple[str, str, str]:
    """Where the queue, the board and the roster of today take the one person to live."""
    [row], [visit] = ada.read.queue(ada.clock.at), ada.read.board(TODAY, ada.clock.at).visits
    [person] = ada.read.roster_day(TODAY, ada.clock.at).people
    assert row.has_key_safe == visit.key_safe == bool(person.key_safe)
    return row.area, visit.area, person.postcode


def test_everything_goes_to_the_address_of_the_day(ada: Desk) -> None:
    ref = ada.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency=Urgency.TWO_HOUR)).ref
    ada.done(
        Identify(
            id=ref,
            family="Holt",
            given="Margaret",
            born=date(1941, 3, 2),
            phone="01706 822111",
            postcode="BL9 0SW",
            key_safe="1234",
        )
    )
    ada.done(Triage(id=ref, exclusions=(), consent="given", lone_worker="no"))
    ada.done(Accept(id=ref))
    ada.done(AddVisit(id=ref, start=ada.clock.at + timedelta(minutes=30)))
    at_home, home_since = ("BL9 0", "BL9 0", "BL9 0SW"), ada.clock.at
    assert seen(ada) == at_home
    [person] = ada.read.roster_day(TODAY, ada.clock.at).people

    ada.clock.at += timedelta(minutes=1)
    ada.done(StayElsewhere(id=person.id, starts=TODAY, postcode="M26 2QA", address="9 Mill Lane", place=MILL_LANE))
    assert seen(ada) == ("M26 2", "M26 2", "M26 2QA")
    kept = ada.read.record(Person, person.id)
    assert kept is not None and (kept.postcode, kept.stays[0].place) == ("BL9 0SW", MILL_LANE)

    ended = ada.done(ComeHome(id=person.id))
    assert seen(ada) == at_home
    ada.done(Undo(seq=ended.seq))
    assert seen(ada) == ("M26 2", "M26 2", "M26 2QA")
    [known_then] = ada.read.board_at(TODAY, home_since).visits
    assert known_then.area == "BL9 0"
