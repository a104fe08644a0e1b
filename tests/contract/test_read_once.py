"""What a desk asks for every minute is read again when something of it has changed, and not before."""

from datetime import timedelta

from domain.access import Role
from domain.desk.intake import Ring
from domain.desk.sittings import BeginSitting
from domain.referral import Urgency
from tests.contract.store import Desk, with_roles

RING = Ring(whom="Daughter", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)


def test_the_queue_stands_while_desks_are_opened_and_not_once_somebody_rings(ada: Desk) -> None:
    ben = with_roles(ada, Role.CO_ORDINATOR)
    ada.done(RING)
    reader, now = ada.read, ada.clock.at
    rows = reader.queue(now)
    ben.done(BeginSitting(means="account", origin=""))
    assert reader.queue(now + timedelta(minutes=1)) is rows
    assert reader.counts(now).queue == len(rows) == 1
    ben.done(RING)
    assert len(reader.queue(now)) == reader.counts(now).queue == 2
    assert reader.queue(now + timedelta(days=1)) is not rows
