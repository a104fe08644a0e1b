"""A backup is a whole store that has been verified; restoring gives back every record and the same chain."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.desk.intake import Ring
from domain.referral import Referral, Urgency
from storage.backup import backup, checked, rehearse, restore
from storage.chain import verify
from storage.copying import copy
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


def test_another_store_under_the_name_of_a_backup_is_refused(tmp_path: Path) -> None:
    ada = begin(str(tmp_path / "desk.db"))
    earlier = backup(ada.database, tmp_path)
    ada.done(ring("GP"))
    backup(ada.database, tmp_path).replace(earlier)
    ada.database.close()
    with pytest.raises(StoreUnreachable, match="is not the backup that it is named after"):
        rehearse(earlier)


def ring(whom: str) -> Ring:
    return Ring(whom=whom, phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_a_backup_that_a_disk_has_damaged_is_refused(place: float, tmp_path: Path) -> None:
    ada = begin(str(tmp_path / "desk.db"))
    file = backup(ada.database, tmp_path)
    ada.database.close()
    sound = file.read_bytes()
    at = int(len(sound) * place) // 4096 * 4096
    file.write_bytes(sound[:at] + b"X" * 8192 + sound[at + 8192 :])
    with pytest.raises(StoreUnreachable, match=file.name):
        checked(file)


def test_a_copy_on_either_database_has_every_row_and_the_same_chain(ada: Desk, blank_url: str) -> None:
    done = ada.done(ring("GP"))
    fresh = Database(blank_url, must_exist=False)
    rows = copy(ada.database, fresh)
    assert rows["journal"] == done.seq
    assert rows["referral"] == 1
    with ada.database.reading() as there, fresh.reading() as here:
        assert verify(here) == verify(there)
    with pytest.raises(StoreUnreachable, match="is not empty"):
        copy(ada.database, fresh)
    fresh.close()


def test_only_the_newest_backups_are_kept(ada: Desk, tmp_path: Path) -> None:
    made = []
    for number in range(4):
        ada.done(ring(f"caller {number}"))
        made.append(backup(ada.database, tmp_path / "kept", keep=2))
    (tmp_path / "kept" / "notes.txt").touch()
    backup(ada.database, tmp_path / "kept", keep=2)
    assert sorted((tmp_path / "kept").glob("*.db")) == sorted(made[-2:])
    assert (tmp_path / "kept" / "notes.txt").exists()


def test_a_rehearsal_restores_looks_over_and_keeps_nothing(ada: Desk, tmp_path: Path) -> None:
    done = ada.done(ring("GP"))
    file = backup(ada.database, tmp_path)
    head, rows = rehearse(file)
    assert head.startswith(f"{done.seq}-")
    assert rows["referral"] == 1
    with Database(str(file)).engine.begin() as connection:
        connection.execute(sa.text("UPDATE referral SET need = 'UCR2'"))
    with pytest.raises(StoreUnreachable, match=f"referral/{done.ref} is not as its entries left it"):
        rehearse(file)
