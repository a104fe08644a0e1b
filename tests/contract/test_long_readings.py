"""While somebody reads for long, such as a verification of the whole store, everybody else goes on saving."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.desk.intake import Ring
from domain.referral import Urgency
from storage import engine
from tests.contract.store import Desk, begin

RING = Ring(whom="Daughter", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)
PATIENCE = 20.0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every save folds the log, and whoever waits for a reader waits for ever."""
    monkeypatch.setattr(engine, "CHECKPOINT_BYTES", 0)
    monkeypatch.setattr(engine, "BUSY_MS", 10**8)
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, f"busy_timeout={10**8}"))
    yield


@pytest.mark.usefixtures("impatient")
def test_nobody_waits_for_a_reader(ada: Desk) -> None:
    ben = ada.beside("ben")
    saved = threading.Event()

    def save() -> None:
        for _ in range(3):
            ben.done(RING)
        saved.set()

    with ada.database.reading() as connection:
        before = connection.execute(sa.text("SELECT seq FROM head")).scalar_one()
        saving = threading.Thread(target=save)
        saving.start()
        assert saved.wait(PATIENCE)
        assert connection.execute(sa.text("SELECT seq FROM head")).scalar_one() == before
    saving.join()
    assert ada.read.head() == before + 3
    ben.database.close()


@pytest.mark.usefixtures("impatient")
def test_the_log_is_folded_once_the_reader_has_gone(sqlite_url: str) -> None:
    ada = begin(sqlite_url)
    log = Path(f"{ada.database.path}-wal")
    with ada.database.reading() as connection:
        connection.execute(sa.text("SELECT seq FROM head")).scalar_one()
        ada.done(RING)
        assert log.stat().st_size > 0
    ada.done(RING)
    assert log.stat().st_size == 0
    ada.database.close()
