"""The compiled search is made ready beside a desk: once, by one process, and only where it can be kept to oneself."""

import fcntl
from pathlib import Path

import pytest

from domain.engine.kernel.compiling import compiled, is_kept
from tui import warming


def test_what_is_made_is_kept_and_made_again_only_where_it_is_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(warming, "kernel_folder", lambda: tmp_path)
    assert not is_kept(tmp_path)
    warming._after_a_while()
    assert is_kept(tmp_path)
    monkeypatch.setattr("tui.solving.apart", lambda *_: pytest.fail("made again"))
    warming._after_a_while()
    (kept,) = tmp_path.glob("*-*")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1])
    compiled(tmp_path)
    assert kept.read_bytes() == whole


def test_two_desks_of_one_user_do_not_make_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda _: 0)
    with (tmp_path / "making").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert not warming.make(tmp_path)
        monkeypatch.setattr(warming, "kernel_folder", lambda: tmp_path)
        monkeypatch.setattr("tui.solving.apart", lambda *_: pytest.fail("began a process for nothing"))
        warming._make_where_missing()
    assert not is_kept(tmp_path)


def test_without_a_private_folder_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(warming, "kernel_folder", lambda: None)
    monkeypatch.setattr("tui.solving.apart", lambda *_: pytest.fail("made for all to write to"))
    warming._after_a_while()
