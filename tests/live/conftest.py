"""A demonstration store on each database, made once a session and copied for every test, and desks on it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SESSION
from tests.live.desks import Desks
from tests.postgres import Cluster, once
from tests.story.desk import Program, program, shell

DAY = "2026-11-23"
DEMONSTRATION = "demonstration"


def fill(url: str) -> None:
    """Makes the demonstration at an address where nothing is yet."""
    said = shell("demo", "--no-open", "--date", DAY, "--db", url)
    assert said.code == 0, said.err


@pytest.fixture(scope="session")
def run() -> Iterator[Program]:
    """The program's command line."""
    with program() as ready:
        yield ready


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """The demonstration in a file, to be copied."""
    folder = Path(os.environ[SESSION])
    path = folder / "demonstration.db"
    with once(folder, "filled-file") as first:
        if first:
            fill(str(path))
    return path


@pytest.fixture
def sqlite_desks(demonstration: Path, tmp_path: Path, run: Program) -> Iterator[Desks]:
    """Desks on a copy in a file."""
    with Desks(str(shutil.copy(demonstration, tmp_path / "desk.db")), tmp_path, run) as desks:
        yield desks


@pytest.fixture
def postgres_desks(cluster: Cluster, tmp_path: Path, run: Program) -> Iterator[Desks]:
    """Desks on a copy in a database."""
    cluster.fill_template(fill, DEMONSTRATION)
    with cluster.database(DEMONSTRATION) as url, Desks(url, tmp_path, run) as desks:
        yield desks


@pytest.fixture(params=["sqlite", "postgresql"])
def desks(request: pytest.FixtureRequest) -> Desks:
    """Desks on a store of their own; the test runs once on each database."""
    name = {"sqlite": "sqlite_desks", "postgresql": "postgres_desks"}[request.param]
    found: Desks = request.getfixturevalue(name)
    return found
