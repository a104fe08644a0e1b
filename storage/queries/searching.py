"""Finding people, referrals and workers as somebody types: three letters of a name and two digits of the birth date do.

Words of letters are looked for in an index of the names alone, so that fifty thousand people are gone through while
somebody types; only those that fit are read whole."""

import re
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from domain.people import Person
from domain.referral import Referral
from domain.staff import Worker
from domain.views import Found
from domain.when import local_date, show_date
from domain.words import said
from storage.queries.common import records, table_of

LONGEST_SEARCH = 100
"""Characters of a search that are looked for: more make a pattern that no database likes."""

_RUN_TOGETHER = re.compile(r"([^\W\d_]{3,})(\d{2})")
"""`hol42`: no postcode begins with three letters."""
_NUMERIC = re.compile(r"[\d/.-]+")


def search(connection: sa.Connection, service: str, text: str, limit: int) -> list[Found]:
    """People by name, birth date, NHS number, postcode or telephone; referrals by reference; workers by name."""
    words = text[:LONGEST_SEARCH].split()
    if not words:
        return []
    found = [*_by_reference(connection, service, words[0])] if len(words) == 1 else []
    found += [found_person(person) for person in _people(connection, service, words, limit)]
    return (found + _workers(connection, service, words))[:limit]


def found_person(person: Person) -> Found:
    """A person as a search hit, with what tells them from a namesake."""
    born = f"born {show_date(person.born)[4:]}" if person.born else "birth date not known"
    detail = "  ".join(part for part in (born, f"NHS {person.nhs_number or 'not known'}", person.postcode) if part)
    return Found(subject=f"person/{person.id}", title=person.name, detail=detail)


def _people(connection: sa.Connection, service: str, words: list[str], limit: int) -> list[Person]:
    """Those whom every word fits; whose family name begins so come first."""
    person = table_of(Person)
    if len(words) == 1 and (together := _RUN_TOGETHER.fullmatch(words[0])):
        words = [together[1], together[2]]
    letters = [word for word in words if not any(char.isdigit() for char in word)]
    rest = [_numeric(word) if _NUMERIC.fullmatch(word) else _postcode(word) for word in words if word not in letters]
    ours = person.c.service == service
    first = [sa.case((_begins(person.c.family, letters[0]), 0), else_=1)] if letters else []
    order = (*first, person.c.family, person.c.given, person.c.id)
    named = sa.select(person.c.id).where(ours, *map(_named, letters))
    if not rest:
        named = named.order_by(*order).limit(limit)
    where = person.c.id.in_(named) if letters else ours
    return records(connection, Person, where, *rest, order=order, limit=limit)


def _named(word: str) -> sa.ColumnElement[bool]:
    """Whether a part of the name begins with the word, as it was typed or with a capital: 'ó' is in 'Ó'."""
    person = table_of(Person)
    names = sa.literal(" ") + person.c.family + " " + person.c.given + " " + person.c.preferred
    return sa.or_(*(names.ilike(f"% {form}%") for form in _forms(word)))


def _begins(name: sa.ColumnElement[str], word: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(name.ilike(f"{form}%") for form in _forms(word)))


def _forms(word: str) -> list[str]:
    """A database without a word for other alphabets' capitals is given both; pattern characters mean nothing."""
    plain = re.sub(r"[\\%_]", "", word)
    return [plain] if plain.isascii() else [*{plain, plain.lower(), plain.capitalize()}]


def _postcode(word: str) -> sa.ColumnElement[bool]:
    like = re.sub(r"[\\%_]", "", word).lower()
    return sa.func.replace(sa.func.lower(table_of(Person).c.postcode), " ", "").like(f"{like}%")


def _numeric(word: str) -> sa.ColumnElement[bool]:
    """An NHS number, a telephone number, or part of a birth date: two digits are its day or its year."""
    person = table_of(Person)
    digits = re.sub(r"\D", "", word)
    born = sa.cast(person.c.born, sa.Text)
    choices: list[sa.ColumnElement[bool]] = []
    if len(digits) > 2:
        choices += [
            person.c.nhs_number.like(f"{digits}%"),
            sa.func.replace(person.c.phone, " ", "").like(f"{digits}%"),
        ]
    parts = [part for part in re.split(r"[/.-]", word) if part]
    if len(parts) == 3 and len(parts[2]) == 4 and (day := _day(parts)):
        return person.c.id.in_(sa.select(person.c.id).where(person.c.born == day))
    if len(parts) > 1 or len(digits) <= 2:
        pattern = "-".join(reversed([part.zfill(2) for part in parts]))
        choices.append(born.like(f"%{pattern}"))
    if len(digits) == 2:
        choices.append(born.like(f"__{digits}-%"))
    if len(digits) == 4:
        choices += [born.like(f"{digits}-%"), born.like(f"%-{digits[2:]}-{digits[:2]}")]
    return sa.or_(*choices)


def _day(parts: list[str]) -> date | None:
    """The day that somebody typed as day, month and whole year."""
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _by_reference(connection: sa.Connection, service: str, word: str) -> Iterator[Found]:
    table = table_of(Referral)
    for referral in records(connection, Referral, table.c.service == service, table.c.id == word.upper()):
        detail = f"{said(referral.state)}, received {show_date(local_date(referral.received_at))}"
        yield Found(subject=f"referral/{referral.id}", title=f"Referral {referral.id}", detail=detail)


def _workers(connection: sa.Connection, service: str, words: list[str]) -> list[Found]:
    worker = table_of(Worker)
    like = [sa.func.lower(worker.c.family + " " + worker.c.given).like(f"%{word.lower()}%") for word in words]
    return [
        Found(subject=f"worker/{one.id}", title=one.full_name, detail=f"{one.role}, {one.mode}, {one.phone}")
        for one in records(connection, Worker, worker.c.service == service, *like)
    ]
