"""A booking as its sender means it: what, where, with whom and when."""

from datetime import UTC, datetime

from tests.unit.exchange_samples import bundle, message, patient, sample

APPOINTMENT = {
    "resourceType": "Appointment",
    "status": "booked",
    "participant": [{"actor": {"reference": "urn:uuid:2"}}, {"actor": {"reference": "urn:uuid:3"}}],
}


def test_a_booking_says_what_where_who_and_when() -> None:
    found = sample("BOOKREQ01")
    assert found.booking is not None
    assert found.person is not None
    assert (found.kind, found.status, found.person.family) == ("booking", "booked", "Chalmers")
    assert found.booking.start == datetime(2021, 10, 12, 12, 30, 30, tzinfo=UTC)
    assert found.booking.end == datetime(2021, 10, 12, 12, 40, 30, tzinfo=UTC)
    assert found.booking.what == "Emergency appointment: Reason for calling"
    assert found.booking.where == "Healthcare Service Name, Healthcare Service Location"
    assert found.booking.who == "Dr Joe Bloggs"
    assert any("slot" in trouble.what for trouble in found.troubles)


def test_its_cancellation_has_the_same_key_and_withdraws() -> None:
    booked, cancelled = sample("BOOKREQ01"), sample("BOOKREQ02")
    assert cancelled.key == booked.key
    assert (cancelled.reason, cancelled.status, cancelled.withdraws) == ("new", "cancelled", True)
    assert not booked.withdraws


def test_the_same_booking_in_json_differs_by_its_missing_category() -> None:
    xml, json = sample("BOOKREQ01"), sample("POST-booking")
    assert xml.key is not None
    assert json.key is not None
    assert xml.key.resembles(json.key)
    assert (xml.key.category, json.key.category) == (("a1t1",), ())
    assert xml.booking == json.booking


def test_a_booking_without_times_takes_them_from_its_slot() -> None:
    slot = {"resourceType": "Slot", "id": "s", "start": "2026-11-24T14:00:00Z", "end": "2026-11-24T14:30:00Z"}
    booking = {**APPOINTMENT, "slot": [{"reference": "Slot/s"}]}
    found = message(bundle(booking, patient(), slot, event="booking-request"))
    assert found.booking is not None
    assert found.booking.start == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert found.booking.end == datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def test_a_booking_that_ends_before_it_begins_is_told() -> None:
    times = {"start": "2026-11-24T15:00:00Z", "end": "2026-11-24T14:30:00Z"}
    found = message(bundle({**APPOINTMENT, **times}, patient(), event="booking-request"))
    assert [trouble.where for trouble in found.troubles] == ["Appointment.end"]


def test_a_booking_whose_times_cannot_be_read_is_kept_and_said() -> None:
    found = message(bundle({**APPOINTMENT, "start": "half two"}, patient(), event="booking-request"))
    assert found.booking is not None
    assert (found.kind, found.booking.start) == ("booking", None)
    assert any("half two" in trouble.what for trouble in found.troubles)
