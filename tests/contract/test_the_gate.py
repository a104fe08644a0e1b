"""Writers to a file queue at its gate, and nobody queues for ever behind somebody who is stopped."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.desk.intake import Ring
from domain.referral import Urgency
from storage import gate
from storage.engine import StoreUnreachable
from tests.contract.store import Desk, begin

RING = Ring(whom="Daughter", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)


@pytest.fixture
def ada(sqlite_url: str) -> Iterator[Desk]:
    """Ada at her desk."""
    desk = begin(sqlite_url)
    yield desk
    desk.database.close()


@contextmanager
def somebody_stopped(desk: Desk) -> Iterator[None]:
    """Somebody has gone through the gate, and does nothing more."""
    handle = os.open(f"{desk.database.path}.gate", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.pwrite(handle, b"4711      ", 0)
    try:
        yield
    finally:
        os.close(handle)


def test_whoever_has_waited_long_enough_is_told_who_holds_the_store(ada: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE_SECONDS", 0.2)
    before = ada.read.head()
    with somebody_stopped(ada):
        for _ in range(2):
            with pytest.raises(StoreUnreachable, match="Not saved: process 4711 has held the store"):
                ada.do(RING)
    assert ada.read.head() == before
    ada.done(RING)
    ben = ada.beside("ben")
    ben.done(RING)  # whoever gave up keeps nobody out
    ben.database.close()


def test_whoever_waits_saves_as_soon_as_the_gate_is_free(ada: Desk) -> None:
    before = ada.read.head()
    with somebody_stopped(ada):
        saving = threading.Thread(target=lambda: ada.done(RING))
        saving.start()
        assert ada.read.head() == before
    saving.join()
    assert ada.read.head() == before + 1
