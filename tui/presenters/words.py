"""Words that every pane says alike: who somebody is, in what state a thing is, how long a clock has."""

from datetime import date, datetime, time, timedelta

from rich.cells import cell_len

from domain.clocks import ResponseClock
from domain.views import DiaryRow, EscalationRow
from domain.when import age_on, day_bounds, local_date, london, show_date, show_minutes, show_time
from domain.words import spaced
from tui.present import Sight, Tone, clean, shorten

GAP, WHO, LEAST_NAME = "  ", 3, 4
"""What stands between the facts of an identity, how many of them say who it is, and what is left of a name at least."""
NAME_ROOM = 30
"""Columns of the longest name that leaves room for birth and number on the narrowest terminal."""
STATES = {
    "received": "new",
    "screening": "triage",
    "awaiting-info": "on hold",
    "en-route": "on way",
    "in-care": "in care",
    "in-progress": "there",
}
URGENCIES = {"same-day": "day", "routine": "rout"}
MARKS = {"amber": "!", "red": "!!", "breach": "!!!"}
TONES = {"amber": Tone.WARN, "red": Tone.WARN, "breach": Tone.ALERT}


def state_word(state: str) -> str:
    """The word of a state in a narrow column."""
    return STATES.get(state, state)


def short_date(day: date | None) -> str:
    """`3 Apr 1942`, or nothing."""
    return show_date(day).partition(" ")[2] if day else ""


def short_day(day: date) -> str:
    """`3 Apr`, where the year goes without saying."""
    return short_date(day).rpartition(" ")[0]


def short_moment(at: datetime) -> str:
    """`3 Apr 09:25`."""
    return f"{short_day(local_date(at))} {show_time(at)}"


def hours(minutes: float) -> str:
    """`37.5 h`, to the tenth of an hour."""
    return f"{round(minutes / 60, 1):g} h"


def day_and_time(at: datetime, now: datetime) -> str:
    """`09:25` today, `Tue 24 Nov 09:25` on another day."""
    day = local_date(at)
    return show_time(at) if day == local_date(now) else f"{show_date(day).rpartition(' ')[0]} {show_time(at)}"


def until_words(end: datetime) -> str:
    """`24 Nov 18:00`, or `24 Nov` for the whole of that day: midnight ends the day before."""
    if london(end).time() == time.min:
        return short_day(local_date(end) - timedelta(days=1))
    return short_moment(end)


def part_of_day(start: datetime, end: datetime) -> str:
    """`all day`, `from 13:00`, `until 10:00` or `10:00-11:00`: what a span takes of the day that it starts in."""
    first, last = day_bounds(local_date(start))
    if end >= last:
        return "all day" if start <= first else f"from {show_time(start)}"
    return f"until {show_time(end)}" if start <= first else f"{show_time(start)}-{show_time(end)}"


def identity(name: str, born: date | None, nhs_number: str, now: datetime) -> str:
    """Whose record this is, on every view of it: name, date of birth with age, NHS number; no name pushes those out."""
    day = local_date(now)
    birth = f"DoB {short_date(born)} ({age_on(born, day)})" if born else "DoB not known"
    return f"{shorten(clean(name), NAME_ROOM)}  {birth}  NHS {spaced(nhs_number) or 'not known'}"


def whose_row(row: DiaryRow | EscalationRow, sight: Sight) -> str:
    """Whose record a row is about, '' when it is about nobody."""
    return identity(row.person, row.born, row.nhs_number, sight.now) if row.person else ""


def identity_in(whose: str, cells: int) -> str:
    """An identity in so many columns: the warnings go first, then the end of the name, never birth or number."""
    facts = clean(whose).split(GAP)
    while len(facts) > WHO and cell_len(GAP.join(facts)) > cells:
        facts.pop()
    over = max(0, cell_len(GAP.join(facts)) - cells)
    return GAP.join([shorten(facts[0], max(LEAST_NAME, cell_len(facts[0]) - over)), *facts[1:]])


def clock_text(clock: ResponseClock, now: datetime) -> str:
    """What is left of a response clock, with a mark for its alert: `0:22 !!`, `-0:05 !!!`, `met`."""
    reading = clock.read(now)
    if reading.status == "MET":
        return "met"
    if reading.status == "NOT_MET":
        return "not met"
    if reading.due is None or reading.status == "NONE":
        return "-"
    left = int((reading.due - now).total_seconds() // 60)
    return f"{show_minutes(left)} {MARKS.get(reading.level, '')}".rstrip()


def clock_tone(clock: ResponseClock, now: datetime) -> Tone:
    """How a clock stands out."""
    return TONES.get(clock.read(now).level, Tone.PLAIN)


def initials(name: str) -> str:
    """Two letters for a narrow column."""
    words = name.split()
    if not words:
        return "-"
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()
