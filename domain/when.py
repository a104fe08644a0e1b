"""UK time: the one home of the clock, of typed dates and of the hour that comes twice.

Moments are aware UTC everywhere else; London wall time exists only at the edges. Subtracting two aware London
times is wrong across the hour change, so durations are computed from UTC moments only."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1850, 2199

_DATE_FORMATS = (
    "D/M/YYYY", "D/M/YY", "D-M-YYYY", "D.M.YYYY", "D MMM YYYY", "D MMMM YYYY", "D MMM YY", "YYYY-MM-DD",
)  # fmt: skip
_DATE_SHAPE = re.compile(r"\d{1,2}([/.-]\d{1,2}[/.-]\d{2,4}|/\d{1,2}| [a-z]+( \d{2,4})?)|\d{4}-\d{1,2}-\d{1,2}")
_WITH_A_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2} [a-z]+ \d{2,4}|\d{4}-\d{1,2}-\d{1,2}")
_IN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})|(\d{1,2})[ .-](\d{1,2})[ .-](\d{2}|\d{4})")
"""A date as it is typed without looking: 030442, 03041942, 3.4.42, 3 4 42."""
_YEARLESS_FORMATS = ("D/M", "D MMM", "D MMMM")
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = tuple(name[:3].lower() for name in _LONG_WEEKDAYS)


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The moment, aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that runs on from another moment: the clock of a demonstration store."""

    base: Clock
    shift: timedelta

    def now(self) -> datetime:
        return self.base.now() + self.shift


@dataclass
class SteppedClock:
    """A clock that stands still until it is set: for tests and for making demonstration data."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class TimeProblem(ValueError):
    """Typed text is no date or time; the message says what to type."""


class AmbiguousTime(TimeProblem):
    """The wall time comes twice on the night the clocks go back; a person must say which."""


def london(at: datetime) -> datetime:
    """The moment as London wall time. For display only."""
    return at.astimezone(LONDON)


def local_date(at: datetime) -> date:
    """The London calendar day of a moment."""
    return at.astimezone(LONDON).date()


def from_local(day: date, at: time, fold: int = 0) -> datetime:
    """The moment of a London wall time; `fold=1` means the second of the two in the repeated hour."""
    return _utc(day, at, fold)


@lru_cache(maxsize=8192)
def _utc(day: date, at: time, fold: int) -> datetime:
    return datetime.combine(day, at, LONDON).replace(fold=fold).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of the London day and of the next one: 23, 24 or 25 hours apart."""
    return from_local(day, time.min), from_local(day + timedelta(days=1), time.min)


def minute_of_day(at: datetime, day: date) -> int:
    """Whole minutes elapsed from London midnight of `day` to the moment (may be negative or above 1440)."""
    return int((at - from_local(day, time.min)).total_seconds() // 60)


def moment_of_minute(minute: int, day: date) -> datetime:
    """The inverse of `minute_of_day`."""
    return from_local(day, time.min) + timedelta(minutes=minute)


def is_ambiguous(day: date, at: time) -> bool:
    """Whether this London wall time comes twice."""
    return from_local(day, at, 0) != from_local(day, at, 1) and exists(day, at)


def exists(day: date, at: time) -> bool:
    """Whether this London wall time comes at all (not in the hour skipped in March)."""
    there = from_local(day, at)
    return london(there).replace(tzinfo=None, fold=0) == datetime.combine(day, at)


def parse_date(text: str, today: date) -> date:
    """A typed date, day first: `23/11`, `23 Nov 2026`, `tomorrow`, `fri`, `+3`. A year left out is the nearest one.

    Raises TimeProblem with what to type instead."""
    word = _with_strokes(text)
    if word in ("today", "t", "now"):
        return today
    if word in ("tomorrow", "yesterday"):
        return today + timedelta(days=1 if word == "tomorrow" else -1)
    if re.fullmatch(r"[+-]\d{1,3}", word):
        return today + timedelta(days=int(word))
    if word[:3] in _WEEKDAYS and word in (word[:3], _LONG_WEEKDAYS[_WEEKDAYS.index(word[:3])].lower()):
        return today + timedelta(days=(_WEEKDAYS.index(word[:3]) - today.weekday()) % 7 or 7)
    return _calendar_date(word, today)


def parse_birth(text: str, today: date) -> date:
    """A typed date of birth, its year included; a year in two digits is the last such year, never one to come.

    Raises TimeProblem with what to type instead."""
    word = _with_strokes(text)
    if _DATE_SHAPE.fullmatch(word) and not _WITH_A_YEAR.fullmatch(word):
        raise TimeProblem(f"'{text}' has no year; type a date of birth as 3/4/1942 or 3 Apr 42")
    day = _calendar_date(word, today)
    return day if day <= today or str(day.year) in word else day.replace(year=day.year - 100)


def _with_strokes(text: str) -> str:
    """What was typed, in small letters and with one space between words; a date in digits has strokes in it."""
    word = " ".join(text.strip().lower().split())
    found = _IN_DIGITS.fullmatch(word)
    return "/".join(filter(None, found.groups())) if found else word


def _calendar_date(word: str, today: date) -> date:
    import arrow
    from arrow.parser import ParserError

    # arrow would find a date anywhere in a longer text
    forms = _DATE_FORMATS if _DATE_SHAPE.fullmatch(word) else ()
    for form in forms:
        try:
            return _believable(arrow.get(word.title(), form).date())
        except TimeProblem:
            raise
        except (ParserError, ValueError):
            continue
    for form in _YEARLESS_FORMATS if forms else ():
        candidates = []
        for year in (today.year - 1, today.year, today.year + 1):
            try:
                candidates.append(arrow.get(f"{word.title()} {year}", f"{form} YYYY").date())
            except (ParserError, ValueError):
                continue
        if candidates:
            return min(candidates, key=lambda day: abs((day - today).days))
    raise TimeProblem(f"'{word}' is not a date; type it day first, such as 23/11/2026 or 23 Nov")


def _believable(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TimeProblem(f"The year {day.year} is out of the desk's reach: type one from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def parse_time(text: str) -> time:
    """A typed wall time: `0930`, `930`, `9:30`, `9`, `09:30:00`. Raises TimeProblem; other seconds are refused."""
    word = text.strip().replace(".", ":")
    if found := re.fullmatch(r"(\d{1,2}:\d{2}):(\d{2})", word):
        if int(found[2]):
            raise TimeProblem(f"'{text}' has seconds, and the desk goes by the minute; type it as {found[1]}")
        word = found[1]
    found = re.fullmatch(r"(\d{1,2}):?(\d{2})?", word)
    if found and len(text.strip()) == 3 and text.strip().isdigit():
        found = re.fullmatch(r"(\d)(\d{2})", text.strip())
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise TimeProblem(f"'{text}' is not a time; type it as 09:30 or 0930")


def parse_moment(text: str, now: datetime) -> datetime:
    """A typed moment: a time (today), or a date and a time, in London wall time; ISO 8601 with an offset is exact.

    In the repeated hour of October say `01:30 first` or `01:30 second`, else AmbiguousTime is raised."""
    words = text.strip().split()
    if len(words) == 1 and words[0].lower() == "now":
        return now
    exact = _iso(text.strip())
    if exact is not None:
        return exact
    fold = {"first": 0, "bst": 0, "second": 1, "gmt": 1}.get(words[-1].lower()) if len(words) > 1 else None
    if fold is not None:
        words = words[:-1]
    if not words:
        raise TimeProblem("Type a time, such as 09:30, or a date and a time, such as 23/11 09:30")
    day = parse_date(" ".join(words[:-1]), local_date(now)) if len(words) > 1 else local_date(now)
    return _resolve(day, parse_time(words[-1]), fold)


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        return None
    _believable(found.date())
    if found.tzinfo is None:
        return _resolve(found.date(), found.time(), None)
    return found.astimezone(UTC)


def _resolve(day: date, at: time, fold: int | None) -> datetime:
    if not exists(day, at):
        raise TimeProblem(f"{at:%H:%M} does not exist on {show_date(day)}: the clocks go forward; type an hour later")
    if fold is None and is_ambiguous(day, at):
        raise AmbiguousTime(
            f"{at:%H:%M} comes twice on {show_date(day)}: type '{at:%H:%M} first' (summer time) or '{at:%H:%M} second'"
        )
    return from_local(day, at, fold or 0)


def show_time(at: datetime) -> str:
    """`09:14`; in the repeated hour `01:30a` and `01:30b`."""
    wall = london(at)
    mark = ("a", "b")[wall.fold] if is_ambiguous(wall.date(), wall.time().replace(fold=0)) else ""
    return f"{wall:%H:%M}{mark}"


def show_date(day: date) -> str:
    """`Mon 23 Nov 2026`, whatever the locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{_LONG_WEEKDAYS[day.weekday()][:3]} {day.day} {months[day.month - 1]} {day.year}"


def show_moment(at: datetime) -> str:
    """`Mon 23 Nov 2026 09:14`."""
    return f"{show_date(local_date(at))} {show_time(at)}"


def show_minutes(minutes: int) -> str:
    """A duration as people say it: `0:22`, `1:31`, `1d 04h`."""
    sign, minutes = ("-" if minutes < 0 else ""), abs(minutes)
    if minutes < 24 * 60:
        return f"{sign}{minutes // 60}:{minutes % 60:02d}"
    return f"{sign}{minutes // 1440}d {minutes % 1440 // 60:02d}h"


def age_on(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
