"""From what senders write to clean words, moments, dates and postcodes.

Text from outside keeps its letters and loses what could act: control and direction marks, invisible
characters. Nothing raises; what cannot be read gives None or ''. Knows nothing of FHIR's structure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.when import LONDON

LINE = 300
PASSAGE = 20_000
MOST_ACCENTS = 6
MOST_LETTERS = 4096

_BREAK = re.compile(r"\\r?\\n|\\n|/n(?=\s|$)")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?\d*\s*([Zz]|[+-]\d{2}:?\d{2})?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ].*)?", re.DOTALL)
_YEARS = range(1850, 2200)
_POSTCODE = re.compile(
    r"(GIR ?0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9](?:[0-9]|[ABEHMNPRV-Y])"
    r"|[0-9][A-HJKPS-UW])) ?[0-9][ABD-HJLNP-UW-Z]{2}|ZZ99 ?3(?:VZ|WZ|CZ))"
)
_JOINERS = "\u200c\u200d"  # part of the spelling of names in several scripts


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC; `zoned` is False when the sender left out the time zone and London was taken."""

    at: datetime
    zoned: bool = True


def line(text: str) -> str:
    """One line of clean text, at most LINE characters."""
    return " ".join(_visible(text[: 4 * LINE]).split())[:LINE]


def passage(text: str) -> str:
    """Clean text with its line breaks, the written-out ones (`/n`, `\\n`) included; at most PASSAGE
    characters."""
    broken = _visible(_BREAK.sub("\n", text[: 2 * PASSAGE]))
    lines = (" ".join(part.split()) for part in broken.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:PASSAGE]


def moment(text: str) -> Moment | None:
    """An ISO 8601 date and time of the centuries that people live in. Without a zone it is London wall
    time."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    day, minute, second, zone = found.groups()
    try:
        written = datetime.fromisoformat(f"{day}T{minute}{second or ':00'}")
        if written.year not in _YEARS:
            return None
        if zone is None:
            return Moment(written.replace(tzinfo=LONDON).astimezone(UTC), zoned=False)
        offset = "+00:00" if zone in "Zz" else zone
        return Moment(datetime.fromisoformat(f"{written.isoformat()}{offset}").astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def day(text: str) -> date | None:
    """A whole ISO date; a date and time counts as its date."""
    found = _DATE.fullmatch(text.strip())
    try:
        read = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return read if read and read.year in _YEARS else None


def postcode(text: str) -> tuple[str, bool]:
    """The postcode as `OUT IN`, and whether it has the form of one (pseudo-postcodes of no fixed abode
    included)."""
    bare = "".join(line(text).upper().split())
    if not _POSTCODE.fullmatch(bare):
        return line(text).upper(), False
    return f"{bare[:-3]} {bare[-3:]}", True


def _visible(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", "".join(_few_accents(text)))
    return text.translate(_SHOWN)


def _few_accents(text: str) -> Iterator[str]:
    """The text with no more than MOST_ACCENTS on a letter: heaps of them smear over a screen and stall
    sorting."""
    run = 0
    for mark in text:
        run = run + 1 if unicodedata.combining(mark) else 0
        if run <= MOST_ACCENTS:
            yield mark


class _Shown(dict[int, str]):
    """What is shown of a character, by its number; of those that senders really use, found out once."""

    def __missing__(self, number: int) -> str:
        mark = chr(number)
        shown = mark if _harmless(mark) else " " if mark in "\r\t\v\f\x85" else ""
        if len(self) < MOST_LETTERS:
            self[number] = shown
        return shown


_SHOWN = _Shown()


def _harmless(mark: str) -> bool:
    if mark == "\n" or mark in _JOINERS:
        return True
    return unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
