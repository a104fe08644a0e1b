"""The diary: core groups, clinics, appointments and what was decided in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.record import Record


class MeetingState(StrEnum):
    """Where a diary entry stands."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case on a core group's agenda, with the decision taken."""

    case: str
    person: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """A diary entry. Attendees are names or staff references; `booking` is the key of an outside booking."""

    kind: str = "meeting"
    title: str
    start: datetime
    end: datetime
    room: str = ""
    attendees: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    person: str = ""
    agenda: tuple[Item, ...] = ()
    state: MeetingState = MeetingState.BOOKED
    minutes: str = ""
    series: str = ""
    booking: str = ""
    cancelled_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Record):
    """Something a named person promised to do at a meeting."""

    text: str
    owner: str
    due: date
    meeting: str = ""
    case: str = ""
    done_at: datetime | None = None
    result: str = ""
