"""Putting a backup back: what is refused leaves nothing behind, and what comes back is the journal to the last hash."""

import shutil
from pathlib import Path

import pytest

from tests.store_file import store_file
from tests.story.desk import Line


@pytest.fixture
def kept(caredesk: Line, tmp_path: Path) -> Path:
    """A backup of a store with a call in it."""
    caredesk.do("referral.ring", whom="Dr Shah", phone="01632 960123", need="UCR1", urgency="2h")
    return Path(caredesk.show("backup", str(tmp_path / "kept"))["backup"])


def spoil(kept: Path, tmp_path: Path, how: str) -> Path:
    """A copy of a backup that is none."""
    spoilt = Path(shutil.copy(kept, tmp_path / "spoilt.db"))
    if how == "no database":
        spoilt.write_text("no database")
        return spoilt
    with store_file(spoilt) as link:
        if how == "an altered entry":
            link.execute("DROP TRIGGER journal_no_update")
            link.execute("UPDATE journal SET actor = 'nobody' WHERE seq = 2")
        else:
            link.execute("UPDATE alembic_version SET version_num = '9999'")
    return spoilt


@pytest.mark.parametrize("how", ["no database", "an altered entry", "a newer schema"])
def test_a_refused_restore_leaves_nothing_behind(caredesk: Line, kept: Path, tmp_path: Path, how: str) -> None:
    spoilt, folder = spoil(kept, tmp_path, how), tmp_path / "new"
    folder.mkdir()
    said = caredesk.run("restore", str(spoilt), "--db", str(folder / "desk.db"))
    assert said.code == 3 and said.err.count("\n") == 1
    assert list(folder.iterdir()) == []
    assert caredesk.run("restore", str(kept), "--db", str(folder / "desk.db")).code == 0


def test_a_restore_over_a_store_is_refused_and_leaves_that_as_it_was(caredesk: Line, kept: Path) -> None:
    before = caredesk.show("journal", "tail")
    assert caredesk.say("restore", str(kept)).code == 1
    assert caredesk.show("journal", "tail") == before


def test_a_refused_copy_leaves_nothing_behind(caredesk: Line, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    assert caredesk.say("copy", str(folder / "desk.db"), "--service", "nowhere").code == 5
    assert list(folder.iterdir()) == []


def test_what_was_put_back_has_the_hash_of_every_entry(caredesk: Line, kept: Path, tmp_path: Path) -> None:
    assert caredesk.run("restore", str(kept), "--db", str(tmp_path / "again.db")).code == 0
    tails = [
        caredesk.run("journal", "tail", "--json", "--db", url).json
        for url in (caredesk.url, str(tmp_path / "again.db"))
    ]
    hashes = [[(entry["seq"], entry["hash"]) for entry in tail] for tail in tails]
    assert hashes[0] == hashes[1] and kept.stem.endswith(hashes[0][-1][1][:12])
