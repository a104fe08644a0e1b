"""What is new in each version, out of the files beside this program: what it is, and what to press for it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.present import Column, Line, Listing, Tone

FOLDER = Path(__file__).parents[1] / "news"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a version brought."""

    version: str
    what: str
    how: str
    about: str


def news(folder: Path = FOLDER) -> list[News]:
    """Everything, the newest version first, within it in the order of its file."""
    files = sorted(folder.glob("*.toml"), key=_number, reverse=True)
    return [one for file in files for one in _of(file)]


def _number(file: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in file.stem.split("."))


def _of(file: Path) -> Iterator[News]:
    for told in tomllib.loads(file.read_text(encoding="utf-8"))["new"]:
        yield News(file.stem, told["what"], told["how"], told["about"])


NEWS: Listing[News] = Listing(
    columns=(Column("Version", 8), Column("What is new", 26), Column("What to press")),
    key=lambda one: f"{one.version} {one.what}",
    line=lambda one, sight: Line((one.version, one.what, one.how)),
    parts=lambda one: {},
    subject=lambda one: "",
    detail=lambda one, sight: ((f"{one.what}: {one.how}", Tone.STRONG), one.about),
    empty="Nothing is told of this version.",
)
