"""What a store keeps beside its entries and records, compared with what it is made from.

Which entries touched a record, the words that people are found by, and when workers are taken by what they were told:
without a row of these something is not found, or not refused, although every entry and record is sound."""

from collections.abc import Iterator

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.erasure import VOUCHERS
from domain.people import Person
from domain.visit import BEGUN, Visit, VisitState
from storage.finding import rows_of
from storage.journal import entries
from storage.queries.common import table_of
from storage.tables.core import PERSON_WORD, TOLD, TOUCH

STRETCH = 2000
_NOT_TAKEN = BEGUN | {VisitState.MISSED}
_EMERGENCY = "emergency/"  # under which an entry was made, beside what it changed


def otherwise(connection: sa.Connection) -> Iterator[str]:
    """What is missing or strange, each in words."""
    yield from _touches(connection)
    yield from _words(connection)
    yield from _told(connection)


def _touches(connection: sa.Connection) -> Iterator[str]:
    stretch: list[Entry] = []
    for entry in entries(connection):
        stretch.append(entry)
        if len(stretch) == STRETCH:
            yield from _touched(connection, stretch)
            stretch = []
    yield from _touched(connection, stretch)


def _touched(connection: sa.Connection, some: list[Entry]) -> Iterator[str]:
    """Of entries in a row: which are not found under what they touched, or under something else."""
    if not some:
        return
    query = sa.select(TOUCH.c.seq, TOUCH.c.subject).where(TOUCH.c.seq.between(some[0].seq, some[-1].seq))
    kept = {(seq, subject) for seq, subject in connection.execute(query)}
    meant = {(entry.seq, subject) for entry in some for subject in {entry.subject, *entry.after} - {"", VOUCHERS}}
    for seq, subject in sorted(meant - kept):
        yield f"entry {seq} is not found in the history of {subject}"
    for seq, subject in sorted(kept - meant):
        if not subject.startswith(_EMERGENCY):
            yield f"entry {seq} stands in the history of {subject}, which it did not touch"


def _words(connection: sa.Connection) -> Iterator[str]:
    people = connection.execute(sa.select(table_of(Person))).mappings()
    meant = {tuple(row.values()) for person in people for row in rows_of(person)}
    kept = {tuple(row) for row in connection.execute(sa.select(PERSON_WORD))}
    for person in sorted({row[-1] for row in meant ^ kept}):
        yield f"person/{person} is not found by what they are called"


def _told(connection: sa.Connection) -> Iterator[str]:
    visit = table_of(Visit)
    query = sa.select(visit.c.id, visit.c.told_workers).where(visit.c.told_start.is_not(None))
    coming = connection.execute(query.where(visit.c.state.not_in([state.value for state in _NOT_TAKEN])))
    meant = {(ref, worker) for ref, workers in coming for worker in workers}
    kept = {tuple(row) for row in connection.execute(sa.select(TOLD.c.visit, TOLD.c.worker))}
    for ref, worker in sorted(meant ^ kept):
        yield f"the time for which worker/{worker} is taken by visit/{ref} is not what they were told"
