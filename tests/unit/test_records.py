"""Changing a record makes another one, and neither can be written to."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

import domain.desk.everything  # noqa: F401
from domain.record import Record, filling, revised
from domain.referral import State
from tests.memory import MemoryStore
from tests.unit.referral_cast import accepted


@pytest.fixture
def records() -> list[Record]:
    """A record of every kind that a referral taken in leaves behind."""
    store = MemoryStore()
    accepted(store)
    return list(store.records.values())


def test_a_revised_record_is_the_one_that_replacing_gives(records: list[Record]) -> None:
    assert records
    for record in records:
        after = revised(record, revision=7)
        assert (type(after), after) == (type(record), replace(record, revision=7))
        assert record.revision != 7


def test_a_record_filled_from_values_is_the_one_that_they_make(records: list[Record]) -> None:
    for record in records:
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        made = filling(type(record))(values)
        assert (type(made), made) == (type(record), record)
        with pytest.raises(FrozenInstanceError):
            made.revision = 7  # type: ignore[misc]


def test_a_revised_record_is_as_frozen_as_any(records: list[Record]) -> None:
    after = revised(records[0], service="bury")
    with pytest.raises(FrozenInstanceError):
        after.service = "exeter"  # type: ignore[misc]


def test_a_field_that_no_record_has_is_refused(records: list[Record]) -> None:
    with pytest.raises(AttributeError):
        revised(records[0], states=State.SEEN)  # type: ignore[call-arg]
