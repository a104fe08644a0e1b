"""The stage of the screen tests: a store with people on it, built once and copied for each test."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.screens.cast import Stage, fill


@pytest.fixture(scope="session")
def built_stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The file of a filled store, and family name → reference of their referral."""
    place = tmp_path_factory.mktemp("stage") / "desk.db"
    stage = Stage(place)
    stage.found()
    refs = fill(stage)
    stage.close()
    with closing(sqlite3.connect(place)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place, refs


@pytest.fixture
def stage(built_stage: tuple[Path, dict[str, str]], tmp_path: Path) -> Stage:
    """A store on Monday morning with six people waiting."""
    place, refs = built_stage
    stage = Stage(Path(shutil.copy(place, tmp_path / "desk.db")))
    stage.refs = refs
    return stage
