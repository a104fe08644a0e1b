"""What people type reaches the store and no log: not the program's, not the server's, not even the text of an error."""

import logging
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from domain.people import Person
from storage.doctor import findings
from storage.engine import Database
from storage.mapper import change_of, shape_of
from storage.rows import write_rows
from tests.contract.store import Desk
from tests.postgres import ADMIN, Cluster
from tui.faults import note_fault

SECRET = "Zebediah Quillfeather 999 000 0018"
PERSON: sa.Table = shape_of(Person).table
Failing = Callable[[sa.Connection], object]


def _person() -> Person:
    return Person(id="P1", service="bury", revision=1, family=SECRET)


def twice(connection: sa.Connection) -> None:
    for _ in range(2):
        write_rows(connection, "bury", shape_of(Person), filter(None, [change_of(None, _person())]))


def half(connection: sa.Connection) -> None:
    connection.execute(PERSON.insert().values(id="P1", service="bury", family=SECRET))


def not_there(connection: sa.Connection) -> None:
    connection.execute(sa.text("SELECT 1 FROM nowhere WHERE family = :family"), {"family": SECRET})


def no_number(connection: sa.Connection) -> None:
    wrong = "CAST(:family AS integer)" if connection.dialect.name == "postgresql" else "json(:family)"
    connection.execute(sa.text(f"SELECT {wrong}"), {"family": SECRET})


def no_moment(connection: sa.Connection) -> None:
    connection.execute(PERSON.update().values(family=SECRET, born="one spring"))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anything logs."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "psycopg"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("fail", [twice, half, not_there, no_number, no_moment])
def test_an_error_tells_nothing_of_what_was_written(
    ada: Desk, fail: Failing, log: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with pytest.raises(Exception) as failure, ada.database.writing() as connection:
        fail(connection)
    note_fault(failure.value)
    told = "".join(traceback.format_exception(failure.value))
    assert "Error" in told
    (written,) = tmp_path.rglob("faults.log")
    for text in (told, written.read_text(), log.text):
        assert SECRET not in text
        assert SECRET.split(maxsplit=1)[0] not in text


def test_the_server_s_log_has_the_errors_and_no_values(postgres_desk: Desk, cluster: Cluster) -> None:
    log = cluster.home / "log"
    before = log.stat().st_size
    for fail in (twice, half):
        with pytest.raises(Exception), postgres_desk.database.writing() as connection:  # noqa: B017
            fail(connection)
    logged = log.read_text()[before:]
    assert "duplicate key value" in logged
    assert SECRET not in logged


def test_the_doctor_tells_of_a_server_that_would_log_values(postgres_desk: Desk, cluster: Cluster) -> None:
    base = postgres_desk.database.url.database
    with psycopg.connect(f"host={cluster.home} port=5432 user={ADMIN} dbname=postgres", autocommit=True) as link:
        link.execute(f'ALTER DATABASE "{base}" SET log_error_verbosity = verbose')
    with closing(Database(postgres_desk.database.address)) as database:
        (line,) = [what for good, what in findings(database, verify=False) if not good]
    assert "may write what people type into its log (log_error_verbosity is verbose)" in line
    assert line.endswith(f"ALTER DATABASE \"{base}\" SET log_error_verbosity = 'terse'")
