"""Records as they stood at a past moment: those of now, with every later change of them taken back, newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.desk.bus import Entry
from domain.record import Record, revised
from storage.folding import record_of
from storage.journal import IS_A_STEP, entry_of, of_service
from storage.mapper import shape_of, subject_of
from storage.queries.common import handfuls, table_of
from storage.tables.core import JOURNAL, TOUCH

R = TypeVar("R", bound=Record)


def rewound(
    connection: sa.Connection, service: str, seq: int, kind: type[R], now: Iterable[R], *, gone: bool = False
) -> list[R]:
    """These records of a service as they stood after entry `seq`, without those that were not there yet.

    With `gone`, those of their kind that were there then and are no longer, too."""
    current: dict[str, R | None] = {subject_of(record): record for record in now}
    if gone:
        current |= dict.fromkeys(_removed(connection, seq, kind))
    taken_back: dict[str, dict[str, Any] | None] = {}
    for entry in _later(connection, service, seq, list(current)):
        for subject in entry.before.keys() & current.keys():
            before = entry.before[subject]
            taken_back[subject] = None if before is None else {**(taken_back.get(subject) or {}), **before}
    stood = (_stood(subject, record, taken_back) for subject, record in current.items())
    return [record for record in stood if record is not None]


def _stood(subject: str, record: R | None, taken_back: Mapping[str, dict[str, Any] | None]) -> R | None:
    if subject not in taken_back:
        return record
    fields = taken_back[subject]
    if fields is None:
        return None
    if record is None:
        found: R = record_of(subject, fields)
        return found
    shape = shape_of(type(record))
    return revised(record, **{name: shape.said(name, value) for name, value in fields.items()})


def _later(connection: sa.Connection, service: str, seq: int, subjects: Sequence[str]) -> Iterator[Entry]:
    """The entries of a service after `seq` that touched any of the subjects, newest first."""
    seqs: set[int] = set()
    for handful in handfuls(subjects):
        query = sa.select(TOUCH.c.seq).where(TOUCH.c.subject.in_(handful), TOUCH.c.seq > seq)
        seqs.update(connection.execute(query).scalars())
    for wanted in handfuls(sorted(seqs, reverse=True)):
        ours = sa.select(JOURNAL).where(JOURNAL.c.seq.in_(wanted), of_service(service))
        yield from map(entry_of, connection.execute(ours.order_by(JOURNAL.c.seq.desc())).mappings())


def _removed(connection: sa.Connection, seq: int, kind: type[Record]) -> Iterable[str]:
    """Subjects of a kind that were touched by an undo or a redo after `seq` and have no record now: nothing else takes
    anything off a board.

    They are put in order here: a database that is asked to would rather read all that ever was, in its order."""
    prefix = f"{kind.__name__.lower()}/"
    there = sa.select(table_of(kind).c.id).where(
        table_of(kind).c.id == sa.func.substr(TOUCH.c.subject, len(prefix) + 1)
    )
    steps = sa.select(JOURNAL.c.seq).where(JOURNAL.c.seq > seq, sa.text(IS_A_STEP))
    query = sa.select(TOUCH.c.subject).where(
        TOUCH.c.seq.in_(steps), TOUCH.c.subject.startswith(prefix), ~there.exists()
    )
    return sorted(set(connection.execute(query).scalars()))
