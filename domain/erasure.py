"""What of a record is personal text, and the record without it.

References, states, times and codes stay, so that what was counted can still be counted. Text becomes a mark, so that
nobody takes it for never having been asked; whatever else is personal becomes what it is when it is not known."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from domain.case import Case
from domain.escalation import Contact, Escalation, Promise
from domain.message import Message
from domain.people import Person
from domain.record import Record, revised
from domain.referral import Referral
from domain.visit import Visit

R = TypeVar("R", bound=Record)
ERASED = "(erased)"
VOUCHERS = "journal/erased"
"""What an erasing entry calls the entries that it altered, beside the subjects that it changed: number → hash."""

PERSONAL: Mapping[type[Record], frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in (
        (Person, "nhs_number family given preferred born phone address postcode place gp key_safe access stays"),
        (Referral, "narrative referrer organisation referrer_phone unknown_why downgrade_reason where_instead flags"),
        (Case, "goals reviews next_step end_note"),
        (Visit, "tasks note verified_note"),
        (Contact, "whom text"),
        (Promise, "whom phone what kept_note"),
        (Escalation, "text context outcome"),
        (Message, "raw summary identifiers question problems settled_note bundle file"),
    )
}


def without(kind: type[Record], name: str, value: Any) -> Any:
    """A field's value without what is personal in it."""
    if name not in PERSONAL.get(kind, ()):
        return value
    usual = next(field.default for field in fields(kind) if field.name == name)
    if isinstance(usual, str) or usual is MISSING:
        return ERASED if value else value
    return usual


def impersonal(record: R) -> R:
    """The record without its personal text."""
    kind = type(record)
    values = {name: getattr(record, name) for name in PERSONAL[kind]}
    return revised(record, **{name: without(kind, name, value) for name, value in values.items()})
