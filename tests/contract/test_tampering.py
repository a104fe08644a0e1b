"""Whoever alters the journal is found out: refused while its guards stand, and seen when they have been taken away."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.desk.intake import Ring
from domain.referral import Urgency
from storage import chain
from storage.backup import backup
from storage.chain import Verdict, verify
from storage.heads import BEGUN, NOTED, RESTORED, VERIFIED, Head, Heads, head_of, mark_of, named_after
from storage.journal import GENESIS, link
from storage.tables.core import HEAD, JOURNAL
from tests.contract.store import MORNING, Desk

ENTRIES = 12
Attack = Callable[[sa.Connection, int], None]


@pytest.fixture
def log(ada: Desk, tmp_path: Path) -> Heads:
    """Ada's store with some entries, and the log in which its head is noted as verified."""
    for number in range(ENTRIES):
        ada.done(ring(f"caller {number}"))
    log = Heads(tmp_path / "heads.log")
    log.note(ada.database, VERIFIED)
    return log


def ring(whom: str) -> Ring:
    return Ring(whom=whom, phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)


def unguarded(connection: sa.Connection) -> sa.Connection:
    """What the owner of the tables can do."""
    if connection.dialect.name == "sqlite":
        for name in ("journal_no_update", "journal_no_delete", "journal_in_order", "head_no_return"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        for table in ("journal", "head"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return connection


def values_of(connection: sa.Connection, seq: int) -> dict[str, Any]:
    return dict(connection.execute(sa.select(JOURNAL).where(JOURNAL.c.seq == seq)).mappings().one())


def edit(connection: sa.Connection, seq: int) -> None:
    connection.execute(JOURNAL.update().where(JOURNAL.c.seq == seq).values(actor="nobody"))


def shift_time(connection: sa.Connection, seq: int) -> None:
    later = values_of(connection, seq)["at"] + timedelta(microseconds=1)
    connection.execute(JOURNAL.update().where(JOURNAL.c.seq == seq).values(at=later))


def delete(connection: sa.Connection, seq: int) -> None:
    connection.execute(JOURNAL.delete().where(JOURNAL.c.seq == seq))


def close_up(connection: sa.Connection, seq: int) -> None:
    """Delete an entry and let the later ones move up."""
    delete(connection, seq)
    for later in range(seq + 1, head_of(connection)[0] + 1):
        connection.execute(JOURNAL.update().where(JOURNAL.c.seq == later).values(seq=later - 1))
    connection.execute(HEAD.update().values(seq=HEAD.c.seq - 1))


def reorder(connection: sa.Connection, seq: int) -> None:
    for place, now in ((seq, -1), (seq - 1, seq), (-1, seq - 1)):
        connection.execute(JOURNAL.update().where(JOURNAL.c.seq == place).values(seq=now))


def add(connection: sa.Connection, seq: int) -> None:
    last = values_of(connection, head_of(connection)[0])
    connection.execute(JOURNAL.insert().values(**{**last, "seq": last["seq"] + 1, "command_id": "forged"}))


def rehash(connection: sa.Connection, seq: int) -> None:
    """Edit an entry and make the chain anew from there, head and all."""
    edit(connection, seq)
    previous = values_of(connection, seq - 1)["hash"] if seq > 1 else GENESIS
    for later in range(seq, head_of(connection)[0] + 1):
        row = values_of(connection, later)
        made = {"prev_hash": previous, "hash": link(row, previous)}
        connection.execute(JOURNAL.update().where(JOURNAL.c.seq == later).values(**made))
        previous = made["hash"]
    connection.execute(HEAD.update().values(hash=previous))


def cut_tail(connection: sa.Connection, seq: int) -> None:
    """Drop the last entries and set the head back."""
    connection.execute(JOURNAL.delete().where(JOURNAL.c.seq >= seq))
    last = values_of(connection, seq - 1)
    connection.execute(HEAD.update().values(seq=last["seq"], hash=last["hash"]))


def swap_head(connection: sa.Connection, seq: int) -> None:
    connection.execute(HEAD.update().values(hash="f" * 64))


FOUND_BY_THE_CHAIN: tuple[Attack, ...] = (edit, shift_time, delete, close_up, reorder, add, swap_head)
FOUND_BY_NOTED_HEADS: tuple[Attack, ...] = (rehash, cut_tail)


def read(ada: Desk, heads: Heads | None = None, *, whole: bool = True) -> Verdict:
    with ada.database.reading() as connection:
        noted = heads.of(ada.database.name, mark_of(connection)) if heads else ()
        return verify(connection, noted, whole=whole)


def tamper(ada: Desk, attack: Attack, seq: int) -> None:
    with ada.owning() as connection:
        attack(unguarded(connection), seq)


def test_an_untouched_journal_holds(ada: Desk, log: Heads) -> None:
    found = read(ada, log)
    assert (found.broken, found.entries, found.since) == ((), ada.read.head(), 0)


@pytest.mark.parametrize("attack", FOUND_BY_THE_CHAIN)
def test_the_chain_shows(ada: Desk, log: Heads, attack: Attack) -> None:
    tamper(ada, attack, ada.read.head() - 3)
    assert read(ada).broken


@pytest.mark.parametrize("attack", FOUND_BY_NOTED_HEADS)
def test_noted_heads_show(ada: Desk, log: Heads, attack: Attack) -> None:
    tamper(ada, attack, ada.read.head() - 3)
    assert read(ada).broken == ()
    assert read(ada, log).broken


@pytest.mark.parametrize("seed", range(5))
def test_wherever_it_is_done(ada: Desk, log: Heads, seed: int) -> None:
    draw = random.Random(seed)
    attack = draw.choice(FOUND_BY_THE_CHAIN + FOUND_BY_NOTED_HEADS)
    seq = draw.randint(2, ada.read.head())
    tamper(ada, attack, seq)
    assert read(ada, log).broken, (attack.__name__, seq)


def test_a_chain_made_anew_differs_from_the_names_of_backups(ada: Desk, log: Heads, tmp_path: Path) -> None:
    backup(ada.database, tmp_path / "kept")
    tamper(ada, rehash, 1)
    with ada.database.reading() as connection:
        found = verify(connection, list(named_after(tmp_path / "kept")))
    assert "made anew" in found.broken[0]


def test_of_a_long_journal_only_what_is_new_is_read(ada: Desk, log: Heads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "READ_WHOLE", 5)
    known = ada.read.head()
    ada.done(ring("one more"))
    assert read(ada, log, whole=False) == Verdict(known + 1, read(ada).head, (), known)
    tamper(ada, edit, known + 1)
    assert f"entry {known + 1}" in read(ada, log, whole=False).broken[0]


def test_a_copy_is_held_to_what_was_noted_of_the_store(ada: Desk, log: Heads) -> None:
    with ada.database.reading() as connection:
        mark = mark_of(connection)
    assert log.of("elsewhere.db", mark) == log.of(ada.database.name, mark) != []
    assert log.of("elsewhere.db", "another") == []


def test_copies_that_went_their_own_ways_do_not_bind_each_other(ada: Desk, log: Heads) -> None:
    with ada.database.reading() as connection:
        mark = mark_of(connection)
    log.note(ada.database, BEGUN)
    log.add(Head(MORNING, NOTED, 99, "a" * 64, mark, "first copy.db"))
    assert {head.store for head in log.of("second copy.db", mark)} == {ada.database.name}


def test_a_restored_store_is_held_to_what_came_after(ada: Desk, log: Heads) -> None:
    head = Head(MORNING, RESTORED, 3, "a" * 64, "b", ada.database.name)
    log.add(head)
    assert log.of(ada.database.name, "b") == [head]


def test_a_torn_line_of_the_log_says_nothing(ada: Desk, log: Heads) -> None:
    with log.file.open("a") as file:
        file.write("2026-11-23T09:1")
    assert [head.how for head in log.of(ada.database.name, "")] == [VERIFIED]
    log.note(ada.database)
    assert [head.how for head in log.of(ada.database.name, "")] == [VERIFIED, NOTED]


STATEMENTS = (
    "UPDATE journal SET actor = 'nobody' WHERE seq = 2",
    "DELETE FROM journal WHERE seq = 2",
    "DELETE FROM journal",
    "UPDATE head SET seq = seq - 1",
    "DELETE FROM head",
)
REFUSED = r"append-only|in order|never goes back"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(ada: Desk, statement: str) -> None:
    with pytest.raises(Exception, match=REFUSED), ada.owning() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(Exception, match=rf"{REFUSED}|as the owner"), ada.database.writing() as connection:
        connection.exec_driver_sql(statement)


def test_the_database_refuses_to_replace_or_to_empty(ada: Desk) -> None:
    replace = "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2"
    statement = replace if ada.database.is_sqlite else "TRUNCATE journal"
    with pytest.raises(Exception, match=REFUSED), ada.owning() as connection:
        connection.exec_driver_sql(statement)
