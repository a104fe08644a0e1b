"""Readings to ask about are found in the journal."""

from datetime import timedelta

from domain.desk.intake import Identify, Ring
from domain.desk.people import ReadRecord
from domain.desk.triage import Withdraw
from domain.referral import Referral, Urgency
from domain.when import local_date
from tests.contract.store import Desk


def referred(desk: Desk) -> Referral:
    ref = desk.done(Ring(whom="Ward 4", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)).ref
    desk.done(Identify(id=ref, family="Holt", given="Margaret"))
    referral = desk.read.record(Referral, ref)
    assert referral is not None
    return referral


def reasons(desk: Desk) -> list[tuple[str, ...]]:
    today = local_date(desk.clock.now())
    return [one.why for one in desk.read.unusual_readings(today - timedelta(days=6), today)]


def test_a_record_opened_after_all_has_ended_is_asked_about(ada: Desk) -> None:
    referral = referred(ada)
    look = ReadRecord(subject=f"person/{referral.person}", purpose="a call from the daughter")
    ada.done(look)
    ada.done(Withdraw(id=referral.id, reason="revoked"))
    ada.clock.at += timedelta(days=1)
    ada.done(look)
    assert reasons(ada) == []
    ada.clock.at += timedelta(days=2)
    ada.done(look)
    assert reasons(ada) == [("nothing was open",)]
    ada.clock.at += timedelta(days=7)
    assert reasons(ada) == []
