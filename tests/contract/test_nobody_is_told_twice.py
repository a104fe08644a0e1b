"""Nobody is told of two visits at once: the database itself refuses it, and lets drafts and swaps be."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.desk import roster, visits
from domain.desk.bus import Refused
from domain.desk.staffing import AddWorker
from domain.visit import Visit
from domain.when import local_date
from storage.backup import backup, restore
from storage.engine import Database
from storage.mapper import change_of, shape_of
from storage.rows import write_rows
from storage.tables.core import TOLD
from tests.contract.store import MORNING, Desk

VISIT = shape_of(Visit).table
NOON = MORNING.replace(hour=12, minute=0)


@pytest.fixture
def priya(ada: Desk) -> str:
    """Somebody to send."""
    return ada.done(AddWorker(family="Lewis", given="Priya", gender="female")).ref


def visit_at(ada: Desk, start: datetime, *workers: str) -> str:
    """A visit of 45 minutes, drafted for these workers past every rule."""
    window = {"window_from": start, "window_to": start}
    visit = Visit(id=f"V{ada.ids.token(4)}", service="bury", revision=1, person="", day=local_date(start), start=start,
                  minutes=45, workers=workers, **window)  # fmt: skip
    with ada.database.writing() as connection:
        write_rows(connection, "bury", shape_of(Visit), filter(None, [change_of(None, visit)]))
    return visit.id


def write(ada: Desk, visit: str, **values: Any) -> None:
    """What no command would: straight into the table."""
    with ada.database.writing() as connection:
        connection.execute(VISIT.update().where(VISIT.c.id == visit).values(**values))


def spans(database: Database) -> list[tuple[str, str, datetime]]:
    with database.reading() as connection:
        return [
            (row.visit, row.worker, row.starts) for row in connection.execute(sa.select(TOLD).order_by(TOLD.c.starts))
        ]


def publish(ada: Desk, at: datetime = NOON) -> None:
    ada.done(roster.Publish(day=local_date(at)))


def test_the_database_refuses_a_second_visit_at_the_same_time(ada: Desk, priya: str) -> None:
    visit_at(ada, NOON, priya)
    second = visit_at(ada, NOON + timedelta(minutes=30))
    publish(ada)
    with pytest.raises(sa.exc.IntegrityError, match="ex_told_worker"):
        write(ada, second, told_workers=[priya], told_start=NOON + timedelta(minutes=30))
    write(ada, second, told_workers=[priya], told_start=NOON + timedelta(minutes=45))
    with pytest.raises(sa.exc.IntegrityError, match="ex_told_worker"):
        write(ada, second, told_start=NOON - timedelta(minutes=44))
    assert len(spans(ada.database)) == 2


def test_a_command_that_would_tell_twice_is_refused_in_words(ada: Desk, priya: str) -> None:
    midnight = NOON.replace(hour=0) + timedelta(days=2)
    visit_at(ada, midnight - timedelta(minutes=20), priya)
    visit_at(ada, midnight, priya)
    publish(ada, midnight - timedelta(hours=1))
    head = ada.read.head()
    outcome = ada.do(roster.Publish(day=local_date(midnight)))
    assert isinstance(outcome, Refused)
    assert "two visits at once" in outcome.sentence
    assert ada.read.head() == head
    assert len(spans(ada.database)) == 1


def test_drafts_may_overlap(ada: Desk, priya: str) -> None:
    for minutes in (0, 10, 20):
        visit_at(ada, NOON + timedelta(minutes=minutes), priya)
    assert spans(ada.database) == []


def test_two_visits_exchange_their_workers(ada: Desk, priya: str) -> None:
    tom = ada.done(AddWorker(family="Shah", given="Tom", gender="male")).ref
    one, two = visit_at(ada, NOON, priya), visit_at(ada, NOON, tom)
    publish(ada)
    write(ada, one, workers=[tom])
    write(ada, two, workers=[priya])
    publish(ada)
    assert sorted(spans(ada.database)) == sorted([(one, tom, NOON), (two, priya, NOON)])


def test_a_visit_that_has_begun_makes_room_for_what_is_recorded(ada: Desk, priya: str) -> None:
    visit = visit_at(ada, NOON, priya)
    publish(ada)
    ada.clock.at = NOON
    ada.done(visits.CheckIn(id=visit, worker=priya, source="nfc_tag"))
    assert spans(ada.database) == []
    late = visit_at(ada, NOON + timedelta(minutes=30))
    write(ada, late, told_workers=[priya], told_start=NOON + timedelta(minutes=30))
    ada.done(visits.CheckIn(id=late, worker=priya, source="nfc_tag"))


def test_spans_are_kept_by_a_backup(ada: Desk, priya: str, blank_url: str, tmp_path: Path) -> None:
    one = visit_at(ada, NOON, priya)
    two = visit_at(ada, NOON + timedelta(minutes=45), priya)
    publish(ada)
    write(ada, one, minutes=90)  # its worker was told of 45, and of the next visit after those
    fresh = Database(blank_url, must_exist=False)
    restore(backup(ada.database, tmp_path), fresh)
    assert spans(fresh) == spans(ada.database) == [(one, priya, NOON), (two, priya, NOON + timedelta(minutes=45))]
    fresh.close()
