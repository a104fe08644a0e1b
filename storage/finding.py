"""Keeps the words by which people are found in step with the people: whoever writes a person's row makes them anew."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from domain.people import Person
from domain.searching import findable
from storage.mapper import Change, shape_of
from storage.queries.common import handfuls
from storage.tables.core import PERSON_WORD

TOLD = ("family", "given", "preferred", "born", "nhs_number", "phone", "postcode")
"""The fields of a person that they are found by."""


def find_anew(connection: sa.Connection, changes: Iterable[Change]) -> None:
    """Make the words of those people anew whom changes let be found otherwise."""
    person = shape_of(Person).table
    moved = sorted(change.id for change in changes if change.after is None or not change.after.keys().isdisjoint(TOLD))
    for some in handfuls(moved):
        connection.execute(PERSON_WORD.delete().where(PERSON_WORD.c.person.in_(some)))
        query = sa.select(person.c.id, person.c.service, *(person.c[name] for name in TOLD))
        told = connection.execute(query.where(person.c.id.in_(some))).mappings()
        if rows := [row for one in told for row in rows_of(one)]:
            connection.execute(PERSON_WORD.insert(), rows)


def rows_of(person: sa.RowMapping) -> Iterator[dict[str, Any]]:
    """The words of one person, given as the columns of their row."""
    found = findable(**{name: person[name] for name in TOLD})
    for rank, word in found.keys:
        yield {
            "service": person["service"], "rank": int(rank), "word": word, "words": found.words, "person": person["id"],
        }  # fmt: skip
