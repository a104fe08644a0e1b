"""Reads the journal's chain and says where it was altered: an entry edited, missing, moved or added.

Each entry is hashed again from its columns exactly as they are stored. A chain that was made anew, or whose tail was
cut, holds by itself: it is found by comparing it with heads that were noted elsewhere."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from domain.erasure import VOUCHERS
from domain.when import show_moment
from storage.heads import VERIFIED, Head, head_of, mark_of
from storage.journal import CHAINED, GENESIS, linked
from storage.queries.common import handfuls
from storage.tables.core import HEAD, JOURNAL

STRETCH = 2000
ERASING = "person.erase"
ENOUGH = 20  # alterations: whoever reads the first ones knows that the store must be restored
READ_WHOLE = 100_000
"""As many entries are read again and again in a few seconds; of a longer journal only what was not verified before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading the chain found: `broken` is empty when it holds. `entries` is how many there are up to `head`, of
    which all `since` an entry were read (0: all of them)."""

    entries: int
    head: str
    broken: tuple[str, ...]
    since: int = 0


def verify(connection: sa.Connection, noted: Sequence[Head] = (), *, whole: bool = True) -> Verdict:
    """Read the chain and compare it with its head and with heads that were noted elsewhere.

    Unless `whole`, what was verified before is not read again in a long journal."""
    broken = list(_otherwise_than_noted(connection, noted))
    heads = connection.execute(sa.select(sa.func.count()).select_from(HEAD)).scalar_one()
    head = head_of(connection) if heads else (0, "")
    if heads != 1:
        broken.append(f"there are {heads} heads, and there should be one")
    known = max((one for one in noted if one.how == VERIFIED), key=lambda one: one.seq, default=None)
    if whole or broken or known is None or head[0] <= READ_WHOLE:
        known = None
    since, previous = (known.seq, known.hash) if known else (0, GENESIS)
    last, previous = _read(connection, since, previous, broken)
    if not broken and head != (last, previous):
        broken.append(f"the head says entry {head[0]}, the journal ends at {last}: the tail was cut or added")
    return Verdict(last, previous, tuple(broken[:ENOUGH]), since)


_Misfits = dict[int, tuple[str, str]]
"""Number → the hash that the entry has now, and what it is."""


def _read(connection: sa.Connection, since: int, previous: str, broken: list[str]) -> tuple[int, str]:
    """Read what follows an entry with hash `previous`; returns the last entry's number and hash."""
    expected = since + 1
    misfits: _Misfits = {}
    erasures: dict[int, str] = {}
    for seq, actor, kind, chained, before, told in _links(connection, since):
        if seq != expected:
            broken.append(f"entry {expected} is missing: the next one is {seq}")
        if before != previous:
            broken.append(f"entry {seq} ({kind} by {actor}) does not follow the one before it")
        if (found := linked(before, told)) != chained:
            misfits[seq] = found, f"{kind} by {actor}"
        if kind == ERASING:
            erasures[seq] = told[CHAINED.index("after")]
        previous, expected = chained, seq + 1
        if len(broken) >= ENOUGH:
            break
    broken += _unexplained(misfits, erasures)
    return expected - 1, previous


def _unexplained(misfits: _Misfits, erasures: Mapping[int, str]) -> Iterator[str]:
    """Entries that no longer fit their hash, but for those whose texts a later entry, itself sound, has erased."""
    erased: dict[int, str] = {}
    for seq in sorted({*misfits, *erasures}, reverse=True):
        found, what = misfits.get(seq, ("", ""))
        if found and erased.get(seq) != found:
            yield f"entry {seq} ({what}) does not fit the chain"
        elif seq in erasures:
            named = json.loads(erasures[seq]).get(VOUCHERS, {})
            erased = {**{int(number): left for number, left in named.items()}, **erased}


Link = tuple[int, str, str, str, str, Sequence[str]]
"""Number, who, what, hash, the hash before it, and the texts that are hashed."""


def _links(connection: sa.Connection, since: int) -> Iterator[Link]:
    query = sa.select(JOURNAL.c.seq, JOURNAL.c.actor, JOURNAL.c.kind, JOURNAL.c.hash, JOURNAL.c.prev_hash,
                      *_as_chained(connection)).order_by(JOURNAL.c.seq).limit(STRETCH)  # fmt: skip
    while True:
        rows = connection.execute(query.where(JOURNAL.c.seq > since)).all()
        for row in rows:
            yield *row[:5], row[5:]
        if len(rows) < STRETCH:
            return
        since = rows[-1][0]


def _as_chained(connection: sa.Connection) -> Iterator[sa.ColumnElement[Any]]:
    """The columns as the very texts that were hashed, made by the database: a journal is read three times as fast.

    A journal of an older schema may lack one: nothing stood there then."""
    there = {column["name"] for column in sa.inspect(connection).get_columns("journal")}
    for name in CHAINED:
        column = JOURNAL.c[name]
        if name not in there:
            yield sa.literal("")
        elif isinstance(column.type, sa.Text):
            yield column  # as it is: what is stored as another kind of value must not pass for the same text
        elif not isinstance(column.type, sa.types.TypeDecorator):
            yield sa.cast(column, sa.Text)
        elif connection.dialect.name == "sqlite":
            yield sa.func.replace(sa.type_coerce(column, sa.Text), " ", "T") + "+00:00"
        else:
            utc = sa.func.timezone("UTC", sa.type_coerce(column, sa.DateTime(timezone=True)))
            yield sa.func.to_char(utc, 'YYYY-MM-DD"T"HH24:MI:SS.US') + "+00:00"


def _otherwise_than_noted(connection: sa.Connection, noted: Sequence[Head]) -> Iterator[str]:
    """What the journal no longer is, of what was noted of it."""
    heads, marked = {(head.seq, head.hash): head for head in noted}, [head for head in noted if head.mark]
    if marked and (others := [head for head in marked if head.mark != mark_of(connection)]):
        yield f"the store is not the one that was noted on {show_moment(others[0].at)}, or its mark was altered"
    found: dict[int, str] = {}
    for handful in handfuls(sorted({seq for seq, _ in heads})):
        query = sa.select(JOURNAL.c.seq, JOURNAL.c.hash).where(JOURNAL.c.seq.in_(handful))
        found.update({row.seq: row.hash for row in connection.execute(query)})
    for (seq, chained), head in sorted(heads.items()):
        said = f"as noted on {show_moment(head.at)}"
        if seq not in found:
            yield f"there is no entry {seq}, {said}: the tail was cut, or an older copy was put in its place"
        elif not found[seq].startswith(chained):
            yield f"entry {seq} is not the one that was there, {said}: the chain was made anew"
