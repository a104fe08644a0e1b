"""A place at a clinic is kept, undone and found from the person whose it is."""

from datetime import date, timedelta

from domain.desk.clinics import BookPlace
from domain.desk.diary import AddMeeting
from domain.desk.intake import Identify, Ring
from domain.desk.undoing import Undo
from domain.meeting import Meeting
from domain.referral import Urgency
from tests.contract.store import Desk


def known(ada: Desk, family: str, born: date) -> str:
    """Somebody about whom the desk was rung."""
    ref = ada.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency=Urgency.ROUTINE)).ref
    ada.done(Identify(id=ref, family=family, given="A", born=born))
    row = ada.read.queue_row(ref, ada.clock.at)
    assert row is not None
    return row.person_ref


def test_a_place_is_found_from_its_person_and_taken_back(ada: Desk) -> None:
    holt, brown = known(ada, "Holt", date(1941, 3, 2)), known(ada, "Brown", date(1950, 5, 5))
    start = ada.clock.at + timedelta(days=1)
    clinic = ada.done(AddMeeting(title="Falls clinic", kind="clinic", start=start, slot_minutes=20)).ref
    booked = ada.done(BookPlace(id=clinic, person=holt))

    def diary_of(person: str) -> list[str]:
        view = ada.read.person(person)
        assert view is not None
        return [meeting.id for meeting in view.meetings]

    assert (diary_of(holt), diary_of(brown)) == ([clinic], [])
    kept = ada.read.record(Meeting, clinic)
    assert kept is not None and [slot.start for slot in kept.slots] == [start]
    ada.done(Undo(seq=booked.seq))
    assert diary_of(holt) == []
