"""What dataclasses write is compiled once: a later start finds it, and a damaged file costs nothing but time."""

import dataclasses
import re
from pathlib import Path

import pytest

from tui import methods
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
    monkeypatch.setattr("tui.methods._compile", lambda *_: 1 / 0)
    assert doubled(later) == 42


def test_a_damaged_file_is_not_run(tmp_path: Path) -> None:
    file = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    later = Methods(tmp_path)
    later.recall()
    assert doubled(later) == 42


def test_what_is_made_later_takes_the_place_of_nothing_that_was_kept(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    before = kept(tmp_path).read_bytes()
    monkeypatch.setattr(methods, "_methods", Methods(tmp_path))
    methods.recall()
    methods.keep()
    dataclasses.make_dataclass("MadeLater", ["of_this"])
    methods.keep()
    assert next(tmp_path.iterdir()).read_bytes() == before


def test_without_a_folder_nothing_is_kept_and_all_works() -> None:
    nowhere = Methods(None)
    nowhere.recall()
    assert doubled(nowhere) == 42
    nowhere.keep()


PATTERNS = ((r"(?P<day>\d+) (?:Nov|Dec)|[^a-zé]+$", re.IGNORECASE), (r"(a)(?P<b>b)? # c", re.VERBOSE), ("ü{2,3}", 0))


def test_a_pattern_that_was_kept_is_the_one_that_re_makes(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    earlier = Methods(tmp_path)
    for text, flags in PATTERNS:
        earlier.pattern(text, flags)
    earlier.keep()
    later = Methods(tmp_path)
    later.recall()
    monkeypatch.setattr("tui.methods._numbers", lambda *_: 1 / 0)
    for text, flags in PATTERNS:
        again, made = later.pattern(text, flags), re.compile(text, flags)
        assert (again, again.groups, again.groupindex) == (made, made.groups, made.groupindex)
        for said in ("12 nov", "7 DEC", "ab", "üü", "x"):
            assert [match.groupdict() for match in again.finditer(said)] == [
                match.groupdict() for match in made.finditer(said)
            ]


def test_patterns_are_left_to_a_re_that_works_otherwise_than_is_thought(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = vars(methods)["_re"].compile
    monkeypatch.setattr(methods, "_numbers", lambda *_: ("another", "number of", "answers"))
    monkeypatch.setattr(methods, "_methods", Methods(None))
    try:
        methods.recall()
        assert vars(methods)["_re"].compile is theirs
    finally:
        methods.keep()


def test_a_text_inherits_from_where_it_is_compiled_whether_annotations_are_looked_up(tmp_path: Path) -> None:
    kept = Methods(tmp_path)
    text, names = "def asked(of: unknown): pass", {"code": kept.code}
    lazily = compile("from __future__ import annotations\ncode(text, 'here', 'exec')", "there", "exec")
    exec(lazily, names | {"text": text})
    with pytest.raises(NameError):
        exec(kept.code(text, "here", "exec"), {})


def test_what_is_no_text_is_left_to_re(tmp_path: Path) -> None:
    assert Methods(tmp_path).pattern(b"a+").match(b"aa")


def test_the_dataclasses_of_this_python_look_for_exec_among_their_own_names() -> None:
    assert "exec(" in Path(dataclasses.__file__).read_text(encoding="utf-8")
