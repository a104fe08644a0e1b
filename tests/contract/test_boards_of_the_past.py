"""The board as the desk knew it at a past moment is the board that it showed then."""

from datetime import datetime, timedelta

import pytest

from domain.case import Case
from domain.desk.bus import Done
from domain.desk.packages import StartPackage
from domain.desk.undoing import Undo
from domain.views import Board
from tests.contract.two_at_work import PATTERN, Work

STEPS = 120
MOMENT = timedelta(seconds=1)
DAYS = (("sqlite", 4), ("postgresql", 5))
"""Each on a database, drawn from a seed."""
pytestmark = pytest.mark.parametrize("work", DAYS, ids=lambda day: f"{day[0]} seed {day[1]}", indirect=True)


def test_every_board_of_a_working_day_can_be_seen_again(work: Work) -> None:
    ada, day, shown = work.desks[0], work.today, dict[datetime, Board]()
    for desk, command in work.steps(STEPS):
        desk.do(command)
        shown[ada.clock.at] = ada.read.board(day, ada.clock.at)
        ada.clock.at += MOMENT
    assert len({board.seq for board in shown.values()}) > STEPS // 3
    for at, board in shown.items():
        assert ada.read.board_at(day, at) == board


def test_visits_that_were_taken_back_stand_on_the_board_of_before(work: Work) -> None:
    ada, tomorrow = work.desks[0], work.today + timedelta(days=1)
    case = work.one(Case).id
    before = ada.read.board(tomorrow, ada.clock.at)
    ada.clock.at += MOMENT
    started = ada.do(StartPackage(case=case, lines=PATTERN, starts=tomorrow))
    assert isinstance(started, Done)
    with_them, then = ada.read.board(tomorrow, ada.clock.at), ada.clock.at
    ada.clock.at += MOMENT
    assert isinstance(ada.do(Undo(seq=started.seq)), Done)
    assert len(with_them.visits) == len(before.visits) + 2
    assert len(ada.read.board(tomorrow, ada.clock.at).visits) == len(before.visits)
    assert ada.read.board_at(tomorrow, then) == with_them
