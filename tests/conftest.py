"""What every test stands on: a home of its own, and a store on each database."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import hypothesis
import pytest

from tests import postgres
from tests.live import shared_host
from tests.store_file import fold_log

SESSION = "CAREDESK_TEST_SESSION"
FOREIGN = (
    "CAREDESK_DB",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
"""Variables of the machine that change what the program shows or where it writes."""

hypothesis.settings.register_profile("steady", deadline=None, print_blob=True, max_examples=30)
hypothesis.settings.register_profile("thorough", parent=hypothesis.settings.get_profile("steady"), max_examples=500)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure(config: pytest.Config) -> None:
    """One folder a session, shared with xdist's workers by name, holds the home directory and the cluster."""
    if SESSION in os.environ:
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    folder = stack.enter_context(postgres.session_folder())
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    patch.setenv(SESSION, str(folder))
    patch.setenv("HOME", str(folder))
    patch.setenv("TERM", "xterm-256color")
    for name in FOREIGN:
        patch.delenv(name, raising=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly what could not be tested."""
    if postgres.binaries() is None:
        terminalreporter.write_line(postgres.UNTESTED)
    if shared_host.programs() is None:
        terminalreporter.write_line(shared_host.UNTESTED)


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """The session's PostgreSQL, started by the first test that asks; where CI is true it must be there."""
    if postgres.binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(postgres.UNTESTED)
        pytest.skip("no PostgreSQL on this machine")
    cluster = postgres.Cluster(Path(os.environ[SESSION]))
    cluster.start()
    return cluster


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with an empty schema, to be copied."""
    from storage.schema import create

    path = tmp_path_factory.mktemp("template") / "desk.db"
    create(f"sqlite:///{path}")
    fold_log(path)
    return path


@pytest.fixture(scope="session")
def postgres_template(cluster: postgres.Cluster) -> str:
    """The name of a database with an empty schema that desks may come into, to be copied."""
    cluster.fill_template(_create_for_desks)
    return postgres.TEMPLATE


def _create_for_desks(url: str) -> None:
    from storage.engine import Database
    from storage.roles import admit
    from storage.schema import create

    create(url)
    with closing(Database(url)) as database:
        admit(database, postgres.DESKS)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh store on SQLite."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'desk.db')}"


@pytest.fixture
def postgres_url(cluster: postgres.Cluster, postgres_template: str) -> Iterator[str]:
    """A fresh store on PostgreSQL, as desks come into it."""
    with cluster.database(postgres_template) as url:
        yield postgres.as_desk(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh store, schema in place; the test runs once on each database."""
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]))


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address where nothing has been made yet, once on each database, for whoever will own what is made there."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    with request.getfixturevalue("cluster").database() as url:
        yield url
