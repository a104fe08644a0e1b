"""The command line on a begun store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store_file import fold_log, store_file
from tests.story import desk


@pytest.fixture(scope="session")
def run() -> Iterator[desk.Program]:
    """The program."""
    with desk.program() as ready:
        yield ready


@pytest.fixture(scope="session")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has been begun for whoever runs the tests, to be copied."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("begun") / "desk.db"))
    desk.begin(str(path))
    fold_log(path)
    return path


@pytest.fixture
def caredesk(run: desk.Program, begun: Path, tmp_path: Path) -> desk.Line:
    """The command line on a store where the person at the keyboard holds every role."""
    path = shutil.copy(begun, tmp_path / "desk.db")
    with store_file(path) as link:
        link.execute("UPDATE store SET mark = ?", (str(tmp_path),))  # or the heads noted of one would bind them all
    return desk.Line(run, str(path))


@pytest.fixture
def anywhere(run: desk.Program, store_url: str) -> desk.Line:
    """The same, once on each database."""
    desk.begin(store_url)
    return desk.Line(run, store_url)
