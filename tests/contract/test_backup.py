"""A backup is a whole store that has been verified; restoring gives back every record and the same chain."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.desk.intake import Ring
from domain.referral import Referral, Urgency
from storage.backup import backup, restore
from storage.engine import Database, StoreUnreachable
from storage.reader import StoreReader
from tests.contract.store import Desk, begin


def test_what_was_backed_up_comes_back(ada: Desk, blank_url: str, tmp_path: Path) -> None:
    done = ada.done(Ring(whom="GP", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR))
    file = backup(ada.database, tmp_path / "copies")
    assert file.name.startswith(f"caredesk-{done.seq}-")
    assert file.stat().st_mode & 0o077 == 0
    fresh = Database(blank_url, must_exist=False)
    restore(file, fresh)
    again = StoreReader(fresh, "bury", ada.clock)
    assert again.head() == done.seq
    assert again.record(Referral, done.ref) == ada.read.record(Referral, done.ref)
    fresh.close()


def test_a_backup_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    ada = begin(str(tmp_path / "desk.db"))
    file = backup(ada.database, tmp_path)
    copy = Database(str(file))
    with copy.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER journal_no_update"))
        connection.execute(sa.text("UPDATE journal SET actor = 'nobody' WHERE seq = 1"))
    copy.close()
    ada.database.close()
    fresh = Database(str(tmp_path / "new.db"), must_exist=False)
    with pytest.raises(StoreUnreachable, match="not a sound backup"):
        restore(file, fresh)
    fresh.close()
