"""The diary: core groups, clinics, appointments and what was decided in them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
class Slot:
    """A place at a clinic that somebody has. `came` is yes, no, or '' as long as nobody has said."""

    start: datetime
    person: str
    came: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """A diary entry. Attendees are names or staff references; `booking` is the key of an outside booking.

    A clinic has places of `slot_minutes` one after another from its start (0: it has none); `slots` are those that
    somebody has, in order of time."""

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
    slot_minutes: int = 0
    slots: tuple[Slot, ...] = ()

    @property
    def slot_starts(self) -> tuple[datetime, ...]:
        """When each place of a clinic begins; one that would run over its end is none."""
        if not self.slot_minutes:
            return ()
        length = timedelta(minutes=self.slot_minutes)
        return tuple(self.start + turn * length for turn in range((self.end - self.start) // length))

    @property
    def free_starts(self) -> tuple[datetime, ...]:
        """When the places begin that nobody has."""
        taken = {slot.start for slot in self.slots}
        return tuple(start for start in self.slot_starts if start not in taken)


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
