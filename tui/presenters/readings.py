"""Readings of people's records that somebody should ask about: who opened whose, when, for what, and why ask."""

from domain.unusual import Unusual
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time

COLUMNS = (
    Column("When", 16),
    Column("Who", 16),
    Column("Whose record", 20),
    Column("Why ask"),
)


def line(one: Unusual, sight: Sight) -> Line:
    """A reading in one line."""
    reading = one.reading
    return Line((day_and_time(reading.at, sight.now), reading.reader, reading.name, "; ".join(one.why)))


def detail(one: Unusual, sight: Sight) -> tuple[Told, ...]:
    """Who it was, what for, and where it stands in the journal, with the roles they acted in."""
    reading = one.reading
    return (
        (f"{reading.reader} ({reading.user}) opened {reading.name}", Tone.STRONG),
        f"For: {reading.purpose}",
        f"Entry {reading.seq} of the journal, as {reading.role.replace('+', ', ')}",
    )


READINGS: Listing[Unusual] = Listing(
    columns=COLUMNS,
    key=lambda one: str(one.reading.seq),
    line=line,
    detail=detail,
    parts=lambda one: {"person": one.reading.person, "subject": f"person/{one.reading.person}"},
    subject=lambda one: f"person/{one.reading.person}",
    empty="No reading of this week is out of the ordinary.",
)
