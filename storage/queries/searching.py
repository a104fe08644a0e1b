"""Finding people, referrals and workers as somebody types: three letters of a name and two digits of the birth date do.

People are looked for among the words that find them, which stand in order: however many there are, only those are read
that begin like the word that tells most, and no more than are shown and pass the other words."""

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from domain.people import Person
from domain.referral import Referral
from domain.searching import LONGEST_SEARCH, Rank, Wanted, wanted
from domain.staff import Worker
from domain.views import Found
from domain.when import local_date, show_date
from domain.words import said, spaced
from storage.queries.common import by_ref, records, table_of
from storage.tables.core import PERSON_WORD

_AFTER_ALL = "\U0010ffff"


def search(connection: sa.Connection, service: str, text: str, limit: int) -> list[Found]:
    """People by name, birth date, NHS number, postcode or telephone; referrals by reference; workers by name."""
    words = text[:LONGEST_SEARCH].split()
    if not words:
        return []
    found = [*_by_reference(connection, service, words[0])] if len(words) == 1 else []
    found += [found_person(person) for person in _people(connection, service, wanted(text), limit)]
    return (found + _workers(connection, service, words))[:limit]


def found_person(person: Person) -> Found:
    """A person as a search hit, with what tells them from a namesake."""
    born = f"DoB {show_date(person.born)[4:]}" if person.born else "DoB not known"
    number = f"NHS {spaced(person.nhs_number) or 'not known'}"
    detail = "  ".join(part for part in (born, number, person.postcode) if part)
    return Found(subject=f"person/{person.id}", title=person.name, detail=detail)


def _people(connection: sa.Connection, service: str, asked: Sequence[Wanted], limit: int) -> Iterable[Person]:
    """Those whom every word fits; whose family name begins so come first."""
    refs: dict[str, None] = {}
    for rank in Rank if asked else ():
        if (rank is Rank.NUMBER) is not asked[0].is_name and len(refs) < limit:
            refs.update(dict.fromkeys(_refs(connection, service, rank, asked, 2 * limit)))
    some = [*refs][:limit]
    people = by_ref(connection, Person, service, some)
    return [people[ref] for ref in some]


def _refs(connection: sa.Connection, service: str, rank: Rank, asked: Sequence[Wanted], limit: int) -> Iterable[str]:
    """People with such a word, in its order. Few have two that begin alike: twice as many words will do."""
    key, *others = asked
    begins = (PERSON_WORD.c.word >= key.word, PERSON_WORD.c.word < key.word + _AFTER_ALL)
    passes = (PERSON_WORD.c.words.contains(f" {each.word}{' ' * each.whole}", autoescape=True) for each in others)
    query = sa.select(PERSON_WORD.c.person).where(
        PERSON_WORD.c.service == service, PERSON_WORD.c.rank == int(rank),
        *((PERSON_WORD.c.word == key.word,) if key.whole else begins), *passes,
    )  # fmt: skip
    return connection.execute(
        query.order_by(PERSON_WORD.c.word, PERSON_WORD.c.words, PERSON_WORD.c.person).limit(limit)
    ).scalars()


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
