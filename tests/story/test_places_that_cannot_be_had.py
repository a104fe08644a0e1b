"""Folders and files that cannot be read or written, and files that are something else: one sentence, and nothing half
done is left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store_file import store_file
from tests.story import desk
from tests.story.desk import Line, Said

HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Before a command: whoever runs it, root too, may read and write only what is theirs to."""


def humbly(*words: str) -> Said:
    """The program, held to the permissions of files also where root runs it."""
    as_anybody = HUMBLE if os.geteuid() == 0 else ()
    if as_anybody and shutil.which(as_anybody[0]) is None:
        pytest.skip("root may write everywhere, and there is no setpriv to have it otherwise")
    done = subprocess.run(
        [*as_anybody, sys.executable, "-m", "tui", *words], cwd=desk.REPOSITORY, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def is_one_sentence(said: Said, code: int) -> str:
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1), said
    assert "fault of its own" not in said.err
    return said.err


@pytest.fixture
def heads_nowhere(tmp_path: Path) -> dict[str, str]:
    """A place where the heads of journals cannot be noted."""
    (tmp_path / "heads").mkdir()
    return {"CAREDESK_HEADS": str(tmp_path / "heads")}


def test_a_store_whose_head_cannot_be_noted_is_not_begun(heads_nowhere: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    place = tmp_path / "new" / "desk.db"
    for words in (("init", "--service", "bury"), ("demo", "--no-open")):
        is_one_sentence(desk.shell(*words, "--db", str(place), **heads_nowhere), 3)
        assert list(place.parent.iterdir()) == []
    assert desk.shell("init", "--service", "bury", "--db", str(place)).code == 0


def test_a_role_that_a_file_does_not_know_leaves_no_store_behind(run: desk.Program, tmp_path: Path) -> None:
    said = run("init", "--service", "bury", "--desks", "caredesk", "--db", str(tmp_path / "desk.db"))
    assert "leave --desks out" in is_one_sentence(said, 3)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_store_and_does_not_become_one(run: desk.Program, tmp_path: Path) -> None:
    empty = tmp_path / "desk.db"
    empty.touch()
    for words in (("upgrade",), ("upgrade", "--dry-run"), ("journal", "verify")):
        assert "is not a caredesk store" in is_one_sentence(run(*words, "--db", str(empty)), 3)
    with store_file(empty) as link:
        assert link.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.parametrize("words", [("doctor",), ("doctor", "--verify")], ids=" ".join)
def test_the_doctor_tells_of_a_store_that_cannot_be_read_as_of_any_other_fault(
    run: desk.Program, caredesk: Line, tmp_path: Path, words: tuple[str, ...]
) -> None:
    half = tmp_path / "half.db"
    half.write_bytes(Path(caredesk.url).read_bytes()[:100_000])
    said = run(*words, "--db", str(half))
    assert said.code == 1 and "BAD Part of" in said.out


def test_what_was_tried_says_nothing_without_what_was_acknowledged(caredesk: Line, tmp_path: Path) -> None:
    (tmp_path / "ids").write_bytes(b"bench-1\n\xff\xfe\n")
    assert "--acks" in is_one_sentence(caredesk.say("doctor", "--tries", str(tmp_path / "ids")), 2)
    said = caredesk.say("doctor", "--acks", str(tmp_path / "ids"))
    assert said.code == 1 and "2 acknowledged writes, 2 lost" in said.out


def test_only_what_is_called_like_a_backup_counts_as_one(caredesk: Line, tmp_path: Path) -> None:
    kept = Path(caredesk.show("backup", str(tmp_path / "kept"))["backup"])
    strange = [kept.parent / f"caredesk-{name}.db" for name in (f"{'9' * 30}-0123456789ab", "my-notes", "5-", "٣-abc")]
    for file in strange:
        file.touch()
    assert caredesk.say("journal", "verify", "--backups", str(kept.parent)).code == 0
    caredesk.show("backup", str(kept.parent), "--keep", "1")
    assert all(file.exists() for file in strange)


def test_a_folder_that_takes_nothing_is_named(caredesk: Line, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o500)
    for word in ("backup", "pack"):
        assert str(folder) in is_one_sentence(humbly(word, str(folder), "--db", caredesk.url), 3)


def test_a_backup_is_restored_from_where_nothing_can_be_written(
    caredesk: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREDESK_HEADS", str(tmp_path / "heads.log"))
    kept = Path(caredesk.show("backup", str(tmp_path / "kept"))["backup"])
    kept.parent.chmod(0o500)
    assert humbly("restore", "--rehearse", str(kept)).code == 0
    assert humbly("restore", str(kept), "--db", str(tmp_path / "again.db")).code == 0
    kept.parent.chmod(0o700)


def test_a_rehearsal_with_a_live_store_leaves_the_file_at_which_its_writers_queue(caredesk: Line) -> None:
    caredesk.do("referral.ring", whom="Son", phone="1", need="UCR1", urgency="2h")
    queue = Path(f"{caredesk.url}.gate")
    before = queue.stat().st_ino
    with store_file(caredesk.url) as somebody_else:
        somebody_else.execute("SELECT count(*) FROM journal").fetchone()
        assert caredesk.run("restore", "--rehearse", caredesk.url).code == 0
    assert queue.stat().st_ino == before


def test_a_store_that_may_not_be_read_is_told_from_a_full_disk(caredesk: Line) -> None:
    Path(caredesk.url).chmod(0o000)
    assert "no permission to read" in is_one_sentence(humbly("show", "queue", "--db", caredesk.url), 3)
