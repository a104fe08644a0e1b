"""The stage of the screen tests: a store with people on it, built once and copied for each test."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.board_cast import Roster, roster
from tests.screens.cast import Stage, fill
from tests.screens.office import Office, open_the_office
from tests.store_file import fold_log


@pytest.fixture(scope="session")
def built_stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The file of a filled store, and family name → reference of their referral."""
    place = tmp_path_factory.mktemp("stage") / "desk.db"
    stage = Stage(place)
    stage.found()
    refs = fill(stage)
    _shut(stage)
    return place, refs


@pytest.fixture
def stage(built_stage: tuple[Path, dict[str, str]], tmp_path: Path) -> Stage:
    """A store on Monday morning with six people waiting."""
    place, refs = built_stage
    stage = Stage(Path(shutil.copy(place, tmp_path / "desk.db")))
    stage.refs = refs
    return stage


@pytest.fixture(scope="session")
def built_office(built_stage: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same store with the rest of the service in it."""
    place, refs = built_stage
    stage = Stage(Path(shutil.copy(place, tmp_path_factory.mktemp("office") / "desk.db")))
    stage.refs = refs
    office = open_the_office(stage)
    _shut(stage)
    return office


@pytest.fixture
def office(built_office: Office, tmp_path: Path) -> Office:
    """A whole service on Monday morning: staff, rota, cases, diary, escalations."""
    stage = Stage(Path(shutil.copy(built_office.stage.place, tmp_path / "desk.db")))
    stage.refs = built_office.stage.refs
    return replace(built_office, stage=stage)


@pytest.fixture(scope="session")
def built_roster(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    """A store with a roster of two days."""
    stage = Stage(tmp_path_factory.mktemp("roster") / "desk.db")
    stage.found()
    made = roster(stage)
    _shut(stage)
    return made


@pytest.fixture
def rota(built_roster: Roster, tmp_path: Path) -> Roster:
    """Four workers and their visits, on Monday morning."""
    return replace(built_roster, stage=Stage(Path(shutil.copy(built_roster.stage.place, tmp_path / "desk.db"))))


def _shut(stage: Stage) -> None:
    stage.close()
    fold_log(stage.place)
