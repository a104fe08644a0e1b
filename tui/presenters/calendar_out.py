"""The diary as a calendar file (iCalendar, RFC 5545) that any calendar program takes.

It says what, when, where and who comes of the staff. Whom it is about is never in it: such a file goes to programs
and people whom nobody here knows."""

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from domain.desk.calendars import OURS
from domain.meeting import Meeting, MeetingState
from tui.present import Sight, clean


def calendar(meetings: Sequence[Meeting], sight: Sight, name: str) -> str:
    """The text of the file. An entry is called by its reference and counts its changes, so that a calendar follows
    it."""
    file = Calendar()
    file.add("prodid", "-//caredesk//diary//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", clean(name))
    for meeting in meetings:
        file.add_component(_event(meeting, sight))
    written: bytes = file.to_ical()
    return written.decode()


def _event(meeting: Meeting, sight: Sight) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}{OURS}")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", _utc(sight.now))
    event.add("dtstart", _utc(meeting.start))
    event.add("dtend", _utc(meeting.end))
    event.add("summary", clean(meeting.title))
    event.add("status", "CANCELLED" if meeting.state is MeetingState.CANCELLED else "CONFIRMED")
    if meeting.room:
        event.add("location", clean(sight.policy.label("room", meeting.room)))
    event.add("categories", [clean(sight.policy.label("meeting", meeting.kind))])
    for name in meeting.attendees:
        event.add("attendee", _attendee(clean(sight.who(name)), declined=name in meeting.apologies), encode=False)
    return event


def _attendee(name: str, *, declined: bool) -> vCalAddress:
    """Somebody who comes, or sent apologies. The desk knows no addresses, so none is said."""
    address = vCalAddress("invalid:nomail")
    address.params["CN"] = vText(name.replace('"', "'"))
    address.params["PARTSTAT"] = vText("DECLINED" if declined else "ACCEPTED")
    return address


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
