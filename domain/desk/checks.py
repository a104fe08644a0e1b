"""Checks that many commands share, each a refusal in one sentence, and the way amendments are written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from domain.desk.bus import Command, Refusal, Work
from domain.record import Record, revised
from domain.referral import Urgency
from domain.when import show_moment

R = TypeVar("R", bound=Record)

CLEAR = "-"
"""What a person types into a field of an amendment to empty it; a blank leaves it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Command):
    """A command that puts a record right: a blank leaves a value as it is, CLEAR empties one."""


def require_codes(work: Work, of_list: str, *codes: str) -> None:
    """Refuse a code that the list does not know today, naming those that it does."""
    for code in codes:
        if not work.policy.knows(of_list, code):
            known = ", ".join(work.policy.choices(of_list))
            raise Refusal(f"'{code}' is not in the list {of_list}; it has {known}")


def require_text(text: str, what: str) -> str:
    """The text without surrounding space. Refuses an empty one: `what` says what is wanted."""
    if not text.strip():
        raise Refusal(what)
    return text.strip()


def urgency_of(text: str) -> Urgency:
    """The urgency that a word names. Refuses any other word."""
    try:
        return Urgency(text)
    except ValueError:
        raise Refusal(f"'{text}' is no urgency: say 2h, same-day, 2d or routine") from None


def happened(work: Work, at: datetime | None, what: str, *, not_before: datetime | None = None) -> datetime:
    """When something happened: the moment given, or now. Refuses the future and times before `not_before`."""
    if at is None:
        return work.now
    if at > work.now:
        raise Refusal(f"{what} cannot be in the future: it is {show_moment(work.now)}")
    if not_before is not None and at < not_before:
        raise Refusal(f"{what} cannot be before {show_moment(not_before)}")
    work.happened(at)
    return at


def amended(record: R, **given: Any) -> R:
    """The record with the values that were given: a blank keeps what stands, CLEAR empties it."""
    changes = {
        name: _emptied(record, name) if value in (CLEAR, (CLEAR,)) else value
        for name, value in given.items()
        if value not in ("", None, ())
    }
    return revised(record, **changes)


def _emptied(record: Record, name: str) -> Any:
    return () if isinstance(getattr(record, name), tuple) else ""
