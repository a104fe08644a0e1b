"""Entries of other calendars in the diary: taken in once, and followed when their organiser moves or cancels them.

What people have decided here stands: an entry that was held or cancelled is never changed by a file, and one of our
own that comes back from a calendar changes nothing unless it was changed there since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.diary import LONGEST_MINUTES, as_named, say_conflicts
from domain.desk.messages import UNCHANGED
from domain.diary import meeting_at
from domain.exchange.event import Event
from domain.meeting import Meeting, MeetingState
from domain.policy import Policy

OURS = "@caredesk"
"""What the diary's own entries are called by in other calendars: their reference, and this."""

THEIRS = "calendar:"
"""What stands before the name of another calendar's entry where a diary entry says what it was booked as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCalendar(Command):
    """Put what is still to come of another calendar in the diary."""

    events: tuple[Event, ...] = ask("Entries", "lines", hidden=True)


@handles(TakeCalendar, "meeting.take", Right.CARE)
def take_calendar(do: TakeCalendar, work: Work) -> str:
    """Add what is new, follow what has changed; all of it or nothing, and undone as one."""
    coming = [event for event in do.events if event.end > work.now]
    known = _known(work, coming)
    before = {meeting.id: meeting for meeting in known.values()}
    after = [kept for event in coming if (kept := _taken(event, known.get(event.uid), work)) is not None]
    changed = [meeting for meeting in after if before.get(meeting.id) != meeting]
    if not changed:
        raise Refusal("Nothing in it is new to the diary and still to come", why=UNCHANGED)
    saved = [work.save(meeting) if meeting.id in before else work.add(meeting) for meeting in changed]
    new = sum(meeting.id not in before for meeting in changed)
    gone = sum(meeting.state is MeetingState.CANCELLED for meeting in changed)
    work.say(f"Diary: {new} new, {len(changed) - new - gone} changed, {gone} cancelled")
    say_conflicts(work, [meeting for meeting in saved if meeting.state is MeetingState.BOOKED])
    return f"meeting/{saved[0].id}"


def _known(work: Work, events: Sequence[Event]) -> dict[str, Meeting]:
    """The diary's entries for them, by what the calendar calls them."""
    own = {event.uid.removesuffix(OURS): event.uid for event in events if event.uid.endswith(OURS)}
    theirs = {f"{THEIRS}{event.uid}": event.uid for event in events}
    found = {own[meeting.id]: meeting for meeting in (work.find(Meeting, id=tuple(own)) if own else ())}
    found.update(
        (theirs[meeting.booking], meeting) for meeting in (work.find(Meeting, booking=tuple(theirs)) if theirs else ())
    )
    return found


def _taken(event: Event, known: Meeting | None, work: Work) -> Meeting | None:
    """The entry as the calendar has it; None where there is none and none is to be."""
    end = min(max(event.end, event.start + timedelta(minutes=1)), event.start + timedelta(minutes=LONGEST_MINUTES))
    room = _room(event.where, work.policy)
    title = event.title if room or not event.where else f"{event.title} ({event.where})"
    if known is None:
        if event.cancelled:
            return None
        return Meeting(
            id=work.new_id(Meeting), title=title, start=event.start, end=end, room=room,
            attendees=as_named(work, event.who), apologies=as_named(work, event.away), booking=f"{THEIRS}{event.uid}",
        )  # fmt: skip
    is_older = event.uid == f"{known.id}{OURS}" and event.sequence < known.revision
    if known.state is not MeetingState.BOOKED or is_older:
        return known
    if event.cancelled:
        return replace(known, state=MeetingState.CANCELLED, cancelled_why="by-message")
    there = meeting_at(known, event.start)
    there = replace(there, title=title, end=there.end if there.slots else end, room=room or known.room)
    if event.who:
        there = replace(there, attendees=as_named(work, event.who), apologies=as_named(work, event.away))
    return there


def _room(where: str, policy: Policy) -> str:
    """The code of a room of ours by its code or name, '' for another place."""
    wanted = where.casefold().strip()
    return next((code for code, name in policy.choices("room").items() if wanted in (code, name.casefold())), "")
