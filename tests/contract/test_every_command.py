"""Whatever command is given, by whom and in what order: what it does is one chained entry, and entries give the tables.

Small in the gate. CAREDESK_ROUNDS=40 gives some eight thousand commands, CAREDESK_SEED others."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.desk.bus import HANDLERS, Command, Done, Refused
from domain.desk.referring import KINDS, points_at
from domain.desk.sittings import EndSitting
from domain.desk.undoing import Redo, Undo
from storage.chain import verify
from storage.folding import Folded
from storage.founding import Begin
from storage.journal import entries
from tests.contract.any_command import AnyCommand
from tests.contract.test_folding import tables
from tests.contract.two_at_work import Work, take_into_care

ROUNDS, TRIES = int(os.environ.get("CAREDESK_ROUNDS", "2")), 3
SEED = int(os.environ.get("CAREDESK_SEED", "11"))
DAYS = (("sqlite", SEED), ("postgresql", SEED + 1))


class Rounds:
    """Each kind of command once a round, after a few refusals too, by either of two people; what was ever done."""

    def __init__(self, work: Work) -> None:
        self.work, self.drawn = work, AnyCommand(work.desks[0], work.draw.random())
        self.done: set[type[Command]] = set()

    def go(self) -> None:
        """One round, begun with somebody new to care for."""
        kinds = [kind for kind in HANDLERS if kind is not Begin]
        self.work.draw.shuffle(kinds)
        take_into_care(self.work.desks[0])
        for kind in kinds:
            self.work.desks[0].clock.at += timedelta(minutes=self.work.draw.randint(0, 3))
            if any(self._is_done(kind) for _ in range(TRIES)) and kind is Undo:
                self._is_done(Redo)

    def _is_done(self, kind: type[Command]) -> bool:
        desk, command = self.work.draw.choice(self.work.desks), self.drawn.of(kind)
        if command is None:
            return False
        before = desk.read.head()
        outcome = desk.do(command)
        journalled = isinstance(outcome, Done) or (isinstance(outcome, Refused) and outcome.why == "right")
        assert desk.read.head() == before + journalled, (command, outcome)
        if isinstance(outcome, Done):
            (entry,) = desk.read.entries_since(before, 10)
            assert (entry.seq, entry.kind, entry.actor) == (outcome.seq, HANDLERS[kind].kind, desk.caller.user.id)
            self.done.add(kind)
            if kind is EndSitting:
                self._sit_down_again(before)
        return isinstance(outcome, Done)

    def _sit_down_again(self, number: int) -> None:
        for desk in self.work.desks:
            desk.caller = replace(desk.caller, session=f"{desk.caller.user.id}-{number}")


@pytest.mark.parametrize("work", DAYS, ids=lambda day: f"{day[0]} seed {day[1]}", indirect=True)
def test_every_kind_of_command_is_one_chained_entry_and_the_journal_gives_the_tables(work: Work) -> None:
    rounds = Rounds(work)
    for _ in range(ROUNDS):
        rounds.go()
    with work.desks[0].database.reading() as connection:
        folded = Folded(entries(connection))
        assert folded.misfits == []
        assert list(folded.differences(connection)) == []
        assert verify(connection).broken == ()
    there = tables(work.desks[0])
    assert {target for one in there.values() if isinstance(one, KINDS) for target in points_at(one)} <= there.keys()
    never = {HANDLERS[kind].kind for kind in HANDLERS.keys() - rounds.done}
    assert len(never) < len(HANDLERS) // 2, sorted(never)
