"""What dataclasses write is compiled once: a later start finds it, and a damaged file costs nothing but time."""

import dataclasses
from pathlib import Path

from tui.methods import Methods

TEXT = "def double(number):\n    return number * 2\n"


def doubled(methods: Methods) -> int:
    names: dict[str, int] = {}
    methods.execute(TEXT, {}, names)
    return names["double"](21)  # type: ignore[operator, no-any-return]


def kept(folder: Path) -> Path:
    """The file of an earlier start."""
    earlier = Methods(folder)
    doubled(earlier)
    earlier.keep()
    return next(folder.iterdir())


def test_a_later_start_compiles_nothing_that_an_earlier_one_has_kept(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    kept(tmp_path)
    later = Methods(tmp_path)
    later.recall()
    monkeypatch.setattr("tui.methods.compile", lambda *_: 1 / 0, raising=False)
    assert doubled(later) == 42


def test_a_damaged_file_is_not_run(tmp_path: Path) -> None:
    file = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    later = Methods(tmp_path)
    later.recall()
    assert doubled(later) == 42


def test_without_a_folder_nothing_is_kept_and_all_works() -> None:
    nowhere = Methods(None)
    nowhere.recall()
    assert doubled(nowhere) == 42
    nowhere.keep()


def test_the_dataclasses_of_this_python_look_for_exec_among_their_own_names() -> None:
    assert "exec(" in Path(dataclasses.__file__).read_text(encoding="utf-8")
