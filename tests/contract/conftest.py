"""Two people on a fresh store; connections are let go when the test ends."""

from collections.abc import Iterator

import pytest

from tests.contract.store import Desk, begin
from tests.contract.two_at_work import Work


@pytest.fixture
def ada(store_url: str) -> Iterator[Desk]:
    """Ada at her desk, on each database."""
    desk = begin(store_url)
    yield desk
    desk.database.close()


@pytest.fixture
def postgres_desk(postgres_url: str) -> Iterator[Desk]:
    """Ada at her desk on PostgreSQL, which she comes into by the role of desks."""
    desk = begin(postgres_url)
    yield desk
    desk.database.close()


@pytest.fixture
def work(request: pytest.FixtureRequest) -> Iterator[Work]:
    """Ada and Ben at work, on the database and from the seed that a test asks for."""
    kind, seed = request.param
    ada = begin(request.getfixturevalue(f"{'postgres' if kind == 'postgresql' else kind}_url"))
    ben = ada.beside("ben")
    yield Work(ada, ben, seed)
    for desk in (ada, ben):
        desk.database.close()
