"""A figure is what its rows say, whatever sums of days are kept; a day that is kept is read without its referrals."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.desk.administration import SetSetting
from domain.desk.bus import Done
from domain.desk.triage import Withdraw
from domain.desk.undoing import Undo
from domain.kpi.definition import Evidence, figure
from domain.kpi.figures import FIGURES
from domain.referral import Referral
from domain.views import Figure
from domain.when import local_date
from storage.queries.common import records
from storage.summing import Summed, sum_up
from storage.tables.core import DAY_SUM
from tests.contract.questions import statements_of
from tests.contract.store import Desk
from tests.contract.two_at_work import Work

SEED, SPELLS, STEPS = 5, 6, 25
LONG = timedelta(days=400)


def sum_up_days(desk: Desk, *, anew: bool = False) -> Summed:
    return sum_up(desk.database, "bury", desk.read.rulebook(), desk.clock.at, anew=anew)


def from_rows(desk: Desk, name: str, first: date, last: date, now: datetime) -> Figure:
    """The figure as it is reckoned from whole referrals, all that there are."""
    policy = desk.read.rulebook().on(min(last, local_date(now)))
    evidence = Evidence(referrals=everybody(desk), first=first, last=last, now=now, policy=policy)
    return replace(figure(FIGURES[name], evidence, desk.read.head()), rows=())


def everybody(desk: Desk) -> list[Referral]:
    with desk.database.reading() as connection:
        return records(connection, Referral)


def assert_every_figure_is_what_its_rows_say(desk: Desk, today: date) -> None:
    now = desk.clock.at
    for name in FIGURES:
        for first, last in ((today - LONG, today), (today - timedelta(days=9), today - timedelta(days=3))):
            assert desk.read.figure(name, first, last, now) == from_rows(desk, name, first, last, now), (name, first)


@pytest.mark.parametrize("work", [("sqlite", SEED), ("postgresql", SEED + 1)], indirect=True)
def test_a_figure_is_what_its_rows_say_after_whatever_people_did(work: Work) -> None:
    ada = work.desks[0]
    for spell in range(SPELLS):
        for desk, command in work.steps(STEPS):
            desk.do(command)
        if spell == SPELLS // 2:
            ada.done(SetSetting(name="ooh-mode", value="exclude"))
        assert_every_figure_is_what_its_rows_say(ada, work.today)
        sum_up_days(ada)
        assert_every_figure_is_what_its_rows_say(ada, work.today)
        ada.clock.at += timedelta(days=2)
    assert sum_up_days(ada, anew=True).otherwise == 0
    assert_every_figure_is_what_its_rows_say(ada, work.today)


@pytest.mark.parametrize("work", [("sqlite", SEED), ("postgresql", SEED)], indirect=True)
def test_a_day_that_is_kept_is_read_without_its_referrals_until_one_is_changed(work: Work) -> None:
    ada, today = work.desks[0], work.today
    last = end_all(ada)
    assert referrals_read(ada, today)
    sum_up_days(ada)
    assert not referrals_read(ada, today)
    ada.done(Undo(seq=last.seq))
    assert referrals_read(ada, today)
    assert_every_figure_is_what_its_rows_say(ada, today)


def end_all(desk: Desk) -> Done:
    """Withdraw every referral: time no longer changes what any of them counts for."""
    return [desk.done(Withdraw(id=referral.id, reason="moved")) for referral in everybody(desk)][-1]


def referrals_read(desk: Desk, day: date) -> bool:
    """Whether a figure of the day looks at its referrals."""
    asked = statements_of(desk.database, lambda: desk.read.figure("ucr-all", day, day, desk.clock.at))
    return any("FROM referral" in text for text, _ in asked)


@pytest.mark.parametrize("work", [("sqlite", SEED), ("postgresql", SEED)], indirect=True)
def test_sums_made_anew_tell_of_one_that_was_altered_and_put_it_right(work: Work) -> None:
    ada = work.desks[0]
    end_all(ada)
    ada.clock.at += timedelta(days=2)
    sum_up_days(ada)
    with ada.owning() as connection:
        connection.execute(
            DAY_SUM.update().where(DAY_SUM.c.day == work.today - timedelta(days=2)).values(counts='{"rows": 9}')
        )
    done = sum_up_days(ada, anew=True)
    assert 0 < done.otherwise <= len(FIGURES) < done.sums
    assert_every_figure_is_what_its_rows_say(ada, work.today)
