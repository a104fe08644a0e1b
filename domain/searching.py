"""By which words a person is found, and what somebody who types a search wants.

Letters count without case, accents, hyphens and apostrophes; a birth date by day and month, by year, by its last two
digits; numbers without their blanks. Every word is found by how it begins, but two digits only as they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from unicodedata import combining, normalize

LONGEST_SEARCH = 100
"""Characters of a search that are looked for."""

_RUN_TOGETHER = re.compile(r"([^\W\d_]{3,})(\d{2})")
"""`hol42`: no postcode begins with three letters."""
_SPACED_NUMBER = re.compile(r"[\d ]{9,}")
"""`999 612 3306`, `07700 900123`."""
_NUMERIC = re.compile(r"[\d/.-]+")


class Rank(IntEnum):
    """What a word is of a person, in the order in which those are shown whom it finds."""

    FAMILY = 0
    NAME = 1
    NUMBER = 2


@dataclass(frozen=True, slots=True)
class Findable:
    """The words that find a person, and all that a search may ask of them in one text, each word after a blank."""

    keys: tuple[tuple[Rank, str], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a search; `whole`: it must be found as it is, else it is how a word begins."""

    word: str
    whole: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it can only be part of a name."""
        return not any(char.isdigit() for char in self.word)


def fold(text: str) -> str:
    """A name or a word as it is compared."""
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(re.sub(r"['’`]", "", plain).replace("-", " ").split())


def findable(
    *, family: str, given: str, preferred: str, born: date | None, nhs_number: str, phone: str, postcode: str
) -> Findable:
    """What finds somebody."""
    surname, names = fold(family), f"{fold(family)} {fold(given)} {fold(preferred)}".split()
    area = "".join(fold(postcode).split())
    numbers = [digits for digits in (_digits(nhs_number), _digits(phone)) if digits]
    numbers += [area, *_birth_words(born)] if area else _birth_words(born)
    keys = [(Rank.FAMILY, surname)] if surname else []
    keys += [(Rank.NAME, word) for word in names if not surname.startswith(word)]
    keys += [(Rank.NUMBER, word) for word in numbers]
    parts = [area[-3:], f"{born:%y}", f"{born:%d}"] if born else [area[-3:]]
    return Findable(tuple(dict.fromkeys(keys)), " ".join(["", *names, *numbers, *parts, ""]))


def _birth_words(born: date | None) -> list[str]:
    return [born.isoformat(), f"{born:%d%m}"] if born else []


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def wanted(text: str) -> Sequence[Wanted]:
    """What a search asks for, the word first that tells most: a name, the longest of them."""
    text = text[:LONGEST_SEARCH].strip()
    if together := _RUN_TOGETHER.fullmatch(text):
        text = f"{together[1]} {together[2]}"
    if _SPACED_NUMBER.fullmatch(text):
        return [Wanted(_digits(text))]
    found = [each for word in text.split() for each in _wanted(word)]
    return sorted(found, key=lambda each: (not each.is_name, each.whole and len(each.word) == 2, -len(each.word)))


def _wanted(word: str) -> Iterator[Wanted]:
    if not any(char.isdigit() for char in word):
        yield from (Wanted(part) for part in fold(word).split())
    elif not _NUMERIC.fullmatch(word):
        yield Wanted("".join(fold(word).split()))
    else:
        yield from _wanted_number(word)


def _wanted_number(word: str) -> Iterator[Wanted]:
    """Part of a birth date, or the beginning of a number."""
    parts = [part for part in re.split(r"[/.-]", word) if part]
    if len(parts) == 1:
        yield Wanted(parts[0].zfill(2), whole=len(parts[0]) <= 2)
    elif len(parts) in (2, 3):
        day, month, *year = (part.zfill(2) for part in parts)
        if year and len(year[0]) == 4:
            yield Wanted(f"{year[0]}-{month}-{day}", whole=True)
        else:
            yield from (Wanted(each, whole=True) for each in (f"{day}{month}", *year))
