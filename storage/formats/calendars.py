"""The door for calendars (iCalendar, RFC 5545): bytes in, the times at which something takes place out.

An entry that cannot be read is told and passed over; the others are taken. What repeats comes out once for each time
of the next year. Only rules that desks' calendars make are repeated, so that a hostile one costs no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur

from domain.exchange.event import Event
from domain.message import Trouble
from domain.when import LONDON
from storage.formats.files import decode
from storage.formats.limits import MAX_BYTES, Unreadable, too_large

BEGINS = b"BEGIN:VCALENDAR"
MOST_TIMES = 366
MOST_ENTRIES = 2000
AHEAD = timedelta(days=366)
USUAL = timedelta(minutes=60)
"""How long something takes that does not say so."""

_ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_RULES = {
    "DAILY": _ALWAYS | {"BYDAY"}, "WEEKLY": _ALWAYS | {"BYDAY"}, "YEARLY": _ALWAYS | {"BYMONTH"},
    "MONTHLY": _ALWAYS | {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
}  # fmt: skip
_TWO_IN_ONE = "repeats in a way that is not read here: only its first time was taken"


def is_calendar(content: bytes) -> bool:
    """Whether a file says of itself that it is a calendar."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(BEGINS)].upper() == BEGINS


def read(content: bytes, now: datetime) -> tuple[tuple[Event, ...], tuple[Trouble, ...]]:
    """Every time of every entry that is not over at `now`, and what could not be read. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise too_large()
    text, troubles = decode(content)
    try:
        entries = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as problem:
        raise Unreadable("The calendar is not whole; export it again") from problem
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"The calendar has more than {MOST_ENTRIES} entries; export fewer weeks of it")
    found: dict[str, Event] = {}
    told = list(troubles)
    for number, entry in enumerate(sorted(entries, key=_by_sequence), 1):
        try:
            found.update((event.uid, event) for event in _times(entry, now, told))
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as problem:
            told.append(Trouble(where=f"entry {number}", what=f"cannot be read and was passed over: {_why(problem)}"))
    return tuple(sorted(found.values(), key=lambda event: (event.start, event.uid))), tuple(told)


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, ValueError) and str(problem) else "it is not whole"


def _by_sequence(entry: Any) -> tuple[bool, int]:
    """What changes one time of a repeated entry comes after it, later changes last."""
    return "RECURRENCE-ID" in entry, int(entry.get("SEQUENCE", 0))


def _times(entry: Any, now: datetime, told: list[Trouble]) -> Iterator[Event]:
    first, uid = _only(entry, "DTSTART"), str(entry.get("UID", "")).strip()
    title = str(entry.get("SUMMARY", "")).strip() or "without a title"
    if not uid:
        raise ValueError(f"'{title}' has no UID")
    if not isinstance(first, datetime):
        raise ValueError(f"'{title}' is for whole days, and the diary has hours")
    start = _utc(first)
    event = Event(
        uid=uid, title=title, start=start, end=_end(entry, start), where=str(entry.get("LOCATION", "")).strip(),
        who=tuple(_people(entry)), away=tuple(_people(entry, declined=True)),
        cancelled=str(entry.get("STATUS", "")).upper() == "CANCELLED", sequence=int(entry.get("SEQUENCE", 0)),
    )  # fmt: skip
    if "RECURRENCE-ID" in entry:
        yield replace(event, uid=_uid(uid, _utc(_only(entry, "RECURRENCE-ID"))))
    elif "RRULE" not in entry:
        yield event
    elif not _is_read(entry["RRULE"]):
        told.append(Trouble(where=title, what=_TWO_IN_ONE))
        yield replace(event, uid=_uid(uid, start))
    else:
        for at in _repeated(entry, first, now):
            yield replace(event, uid=_uid(uid, at), start=at, end=at + (event.end - start))


def _uid(uid: str, at: datetime) -> str:
    """What one time of a repeated entry is called: after the moment at which it was to be at first."""
    return f"{uid}/{at:%Y%m%dT%H%MZ}"


def _end(entry: Any, start: datetime) -> datetime:
    if "DTEND" in entry:
        end = _only(entry, "DTEND")
        if not isinstance(end, datetime) or _utc(end) <= start:
            raise ValueError("it ends before it begins")
        return _utc(end)
    length = entry["DURATION"].dt if "DURATION" in entry else USUAL
    return start + (length if length > timedelta() else USUAL)


def _people(entry: Any, *, declined: bool = False) -> Iterator[str]:
    """The names of those who are asked to come, or of those among them who have declined."""
    asked = entry.get("ATTENDEE", [])
    for one in asked if isinstance(asked, list) else [asked]:
        if not declined or str(one.params.get("PARTSTAT", "")).upper() == "DECLINED":
            address = str(one).removeprefix("mailto:").removeprefix("MAILTO:")
            yield str(one.params.get("CN", "")).strip() or address.partition("@")[0]


def _is_read(rule: Any) -> bool:
    if not isinstance(rule, vRecur):
        return False
    kind = "".join(map(str, rule.get("FREQ", []))).upper()
    return set(map(str.upper, rule)) <= _RULES.get(kind, set()) and all(int(n) > 0 for n in rule.get("INTERVAL", []))


def _repeated(entry: Any, first: datetime, now: datetime) -> Iterator[datetime]:
    """The times to come of the next year, at the same wall time whatever the clocks do."""
    rule = vRecur(entry["RRULE"])
    until = next(iter(rule.pop("UNTIL", [])), None)
    zone = first.tzinfo or LONDON
    left_out = {_utc(at) for at in _dates(entry.get("EXDATE"))}
    said: bytes = rule.to_ical()  # type: ignore[no-untyped-call]
    walls = rrulestr(said.decode(), dtstart=first.replace(tzinfo=None))
    every = (_utc(wall.replace(tzinfo=zone)) for wall in walls)
    last = min(_utc(until) if until else now + AHEAD, now + AHEAD)
    coming = (at for at in takewhile(lambda at: at <= last, every) if at > now - USUAL and at not in left_out)
    for count, at in enumerate(coming):
        if count == MOST_TIMES:
            return
        yield at


def _dates(value: Any) -> Iterator[Any]:
    for some in value if isinstance(value, list) else [value] if value else []:
        yield from (one.dt for one in some.dts)


def _only(entry: Any, name: str) -> Any:
    """The one moment that a property says."""
    return entry[name].dt


def _utc(at: date) -> datetime:
    """A moment; a wall time without a zone is London's, a day begins and ends at midnight there."""
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day, 23, 59, tzinfo=LONDON).astimezone(UTC)
    return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)
