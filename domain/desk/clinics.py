"""Places at a clinic: one person each, none twice, moved and given back; who came and who did not.

A collision never stops a booking: where somebody would have to be in two places is said at once."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Offer, Refusal, Work, handles
from domain.desk.diary import booked, say_conflicts
from domain.meeting import Meeting, MeetingState, Slot
from domain.people import Person
from domain.when import from_local, local_date, show_moment, show_time


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPlace(Command):
    """Give somebody a place at a clinic."""

    id: str = ask("Clinic", "meeting")
    person: str = ask("Who", "person", fresh=True)
    at: time | None = ask("At", "time", default=None, help="blank: the next free place")


@handles(BookPlace, "clinic.book", Right.CARE, on=Meeting)
def book_place(do: BookPlace, work: Work) -> str:
    """Keep it; somebody who has a place there already is moved."""
    clinic, person = _clinic(do.id, work), work.get(Person, do.person)
    earlier = next((slot for slot in clinic.slots if slot.person == person.id), None)
    start = _wanted(clinic, do, work)
    others = tuple(slot for slot in clinic.slots if slot is not earlier)
    slots = tuple(sorted((*others, Slot(start=start, person=person.id)), key=_begins))
    kept = work.save(replace(clinic, slots=slots))
    end = start + timedelta(minutes=kept.slot_minutes)
    say_conflicts(work, [Meeting(id=kept.id, title=kept.title, start=start, end=end, person=person.id)])
    return f"meeting/{clinic.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBackPlace(Command):
    """Somebody does not want their place at a clinic."""

    id: str = ask("Clinic", "meeting")
    person: str = ask("Who", "person")


@handles(GiveBackPlace, "clinic.give-back", Right.CARE, on=Meeting)
def give_back_place(do: GiveBackPlace, work: Work) -> str:
    """The place is free again."""
    clinic = _clinic(do.id, work)
    slot = _place_of(clinic, do.person, work)
    work.save(replace(clinic, slots=tuple(other for other in clinic.slots if other is not slot)))
    return f"meeting/{clinic.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAttendance(Command):
    """Somebody came to their place at a clinic, or did not."""

    id: str = ask("Clinic", "meeting")
    person: str = ask("Who", "person")
    came: bool = ask("They came", "yesno", default=True)


@handles(NoteAttendance, "clinic.came", Right.CARE, on=Meeting)
def note_attendance(do: NoteAttendance, work: Work) -> str:
    """Keep it. Refuses before the clinic has begun."""
    clinic = work.get(Meeting, do.id)
    slot = _place_of(clinic, do.person, work)
    if clinic.start > work.now:
        raise Refusal(f"'{clinic.title}' has not begun; it is in the diary for {show_moment(clinic.start)}")
    said = replace(slot, came="yes" if do.came else "no")
    work.save(replace(clinic, slots=tuple(said if other is slot else other for other in clinic.slots)))
    return f"meeting/{clinic.id}"


def _clinic(ref: str, work: Work) -> Meeting:
    clinic = booked(work, ref)
    if not clinic.slot_minutes:
        raise Refusal(f"'{clinic.title}' has no places: amend it with how long each person has")
    return clinic


def _wanted(clinic: Meeting, do: BookPlace, work: Work) -> datetime:
    """When the place begins that was asked for, else the next free one from now on."""
    if do.at is None:
        start = next((start for start in clinic.free_starts if start >= work.now), None)
        if start is None:
            raise Refusal(f"'{clinic.title}' has no free place", *_another(clinic, do, work))
        return start
    start = from_local(local_date(clinic.start), do.at)
    if start not in clinic.slot_starts:
        times = ", ".join(map(show_time, clinic.free_starts)) or "none"
        raise Refusal(f"No place begins at {show_time(start)}; free are {times}")
    taken = next((slot for slot in clinic.slots if slot.start == start and slot.person != do.person), None)
    if taken is not None:
        raise Refusal(f"{work.get(Person, taken.person).name} has the place at {show_time(start)}")
    return start


def _another(clinic: Meeting, do: BookPlace, work: Work) -> tuple[Offer, ...]:
    """The next clinic of the series that has room."""
    if not clinic.series:
        return ()
    coming = work.find(Meeting, series=clinic.series, state=MeetingState.BOOKED, start=Between(work.now, None))
    free = [other for other in sorted(coming, key=lambda one: one.start) if other.free_starts and other.id != clinic.id]
    return tuple(
        Offer(f"Book {show_moment(other.free_starts[0])} instead", BookPlace(id=other.id, person=do.person))
        for other in free[:1]
    )


def _place_of(clinic: Meeting, person: str, work: Work) -> Slot:
    found = next((slot for slot in clinic.slots if slot.person == person), None)
    if found is None:
        raise Refusal(f"{work.get(Person, person).name} has no place at '{clinic.title}'")
    return found


def _begins(slot: Slot) -> datetime:
    return slot.start
