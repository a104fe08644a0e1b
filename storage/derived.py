"""What a store keeps beside its entries and records, compared with what it is made from.

Which entries touched a record, the words that people are found by, when workers are taken by what they were told, the
cards of the services, and passwords: with other rows of these something is not found, not refused, or open to somebody
else, although every entry and record is sound."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.erasure import VOUCHERS
from domain.people import Person
from domain.visit import BEGUN, Visit, VisitState
from storage.credentials import trace_of
from storage.finding import rows_of
from storage.founding import Card, cards_of
from storage.journal import entries
from storage.queries.common import handfuls, table_of
from storage.tables.core import CREDENTIAL, JOURNAL, PERSON_WORD, TOLD, TOUCH

STRETCH = 2000
_NOT_TAKEN = BEGUN | {VisitState.MISSED}
_EMERGENCY = "emergency/"  # under which an entry was made, beside what it changed


def otherwise(connection: sa.Connection) -> Iterator[str]:
    """What is missing or strange, each in words."""
    yield from _touches(connection)
    yield from _words(connection)
    yield from _told(connection)
    yield from _cards(connection)
    yield from _passwords(connection)


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
    person = table_of(Person)
    wrong: set[str] = set()
    for some in handfuls(connection.execute(sa.select(person.c.id)).scalars().all()):
        people = connection.execute(sa.select(person).where(person.c.id.in_(some))).mappings()
        meant = {tuple(row.values()) for one in people for row in rows_of(one)}
        kept = {tuple(row) for row in connection.execute(sa.select(PERSON_WORD).where(PERSON_WORD.c.person.in_(some)))}
        wrong.update(row[-1] for row in meant ^ kept)
    nobody = ~sa.exists().where(person.c.id == PERSON_WORD.c.person)
    wrong.update(connection.execute(sa.select(PERSON_WORD.c.person).where(nobody).distinct()).scalars())
    for ref in sorted(wrong):
        yield f"person/{ref} is not found by what they are called"


def _told(connection: sa.Connection) -> Iterator[str]:
    visit = table_of(Visit)
    query = sa.select(visit.c.id, visit.c.told_workers, visit.c.told_start, visit.c.minutes)
    coming = connection.execute(query.where(visit.c.told_start.is_not(None), visit.c.state.not_in(_NOT_TAKEN)))
    meant = {
        (ref, worker, start, start + timedelta(minutes=minutes))
        for ref, workers, start, minutes in coming
        for worker in workers
    }
    kept = {
        tuple(row) for row in connection.execute(sa.select(TOLD.c.visit, TOLD.c.worker, TOLD.c.starts, TOLD.c.ends))
    }
    for ref, worker in sorted({span[:2] for span in meant ^ kept}):
        yield f"the time for which worker/{worker} is taken by visit/{ref} is not what they were told"


def _cards(connection: sa.Connection) -> Iterator[str]:
    begun = {entry.service: entry for entry in entries(connection, JOURNAL.c.kind == "store.begin")}
    for card in cards_of(connection):
        entry = begun.pop(card.service, None)
        if entry is None:
            yield f"no entry has begun the service {card.service}"
        elif not _is_as_begun(card, entry):
            yield f"the card of the service {card.service} is not as entry {entry.seq} began it"
    yield from (f"the card of the service {service} is missing" for service in sorted(begun))


def _is_as_begun(card: Card, entry: Entry) -> bool:
    """Whether a card says what its service was begun with: its place, kind, clock, and (in newer stores) title."""
    training = (entry.after.get("setting/training") or {}).get("value") == "yes"
    in_place = (card.since == 0) == (entry.seq == 1) and card.since < entry.seq
    clocked = card.training or card.clock_begins is card.clock_opened is None
    return in_place and clocked and card.training is training and entry.reason in ("", card.title)


def _passwords(connection: sa.Connection) -> Iterator[str]:
    set_so = {
        (entry.service, entry.subject): entry.reason for entry in entries(connection, JOURNAL.c.kind == "user.password")
    }
    for row in connection.execute(sa.select(CREDENTIAL).order_by(CREDENTIAL.c.user)).mappings():
        subject = f"user/{row['user']}"
        reason = set_so.get((row["service"], subject))
        if reason is None or reason not in ("", trace_of(row["verifier"])):
            yield f"the password of {subject} is not one that was set for them"
