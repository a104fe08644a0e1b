"""The journal is the whole truth: folded from nothing it gives every table, whatever two people did in which order."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from domain.desk.bus import Done
from domain.desk.referring import KINDS, points_at
from domain.desk.subjects import subject_of
from domain.desk.undoing import Undo
from domain.policy import Code
from domain.record import Record
from storage.chain import verify
from storage.folding import Folded
from storage.queries.common import records
from storage.tables.records import TABLE_OF
from tests.contract.store import Desk
from tests.contract.two_at_work import Work

STEPS, UNDONE_STEPS = 220, 60
DAYS = (("sqlite", 1), ("sqlite", 2), ("postgresql", 3))
"""Each on a database, drawn from a seed."""
pytestmark = pytest.mark.parametrize("work", DAYS, ids=lambda day: f"{day[0]} seed {day[1]}", indirect=True)


def tables(desk: Desk, kinds: Iterable[type[Record]] = TABLE_OF) -> dict[str, Record]:
    """Every record in the tables, by subject."""
    with desk.database.reading() as connection:
        return {subject_of(record): record for kind in kinds for record in records(connection, kind)}


def contents(desk: Desk) -> dict[str, Record]:
    """Every record that people work on, but for how often it was saved."""
    found = tables(desk, [kind for kind in TABLE_OF if kind is not Code])
    return {subject: replace(record, revision=0) for subject, record in found.items()}


def test_the_journal_gives_the_tables_and_nothing_points_at_nothing(work: Work) -> None:
    ada = work.desks[0]
    for desk, command in work.steps(STEPS):
        before = desk.read.head()
        outcome = desk.do(command)
        assert desk.read.head() == before + isinstance(outcome, Done), (command, outcome)
    journal, there = list(ada.read.entries_since(0, 10_000)), tables(ada)
    assert {entry.actor for entry in journal} == {"caredesk", "ada", "ben"}
    assert len({entry.kind for entry in journal}) > 30
    folded = Folded(journal)
    assert folded.misfits == []
    with ada.database.reading() as connection:
        assert list(folded.differences(connection)) == []
    named = {target for record in there.values() if isinstance(record, KINDS) for target in points_at(record)}
    assert named <= there.keys()
    with ada.database.reading() as connection:
        assert verify(connection).broken == ()


def test_undo_restores_exactly_or_refuses(work: Work) -> None:
    ada, undone = work.desks[0], 0
    for desk, command in work.steps(UNDONE_STEPS):
        before = contents(ada)
        outcome = desk.do(command)
        if not isinstance(outcome, Done) or outcome.undo is None:
            continue
        assert isinstance(desk.do(Undo(seq=outcome.undo)), Done), command
        assert contents(ada) == before
        desk.do(Undo(seq=outcome.undo))
        assert contents(ada) == before
        desk.do(command)
        undone += 1
    assert undone > UNDONE_STEPS // 4
