"""Two people on a fresh store; connections are let go when the test ends."""

from collections.abc import Iterator

import pytest

from tests.contract.store import Desk, begin


@pytest.fixture
def ada(store_url: str) -> Iterator[Desk]:
    """Ada at her desk, on each database."""
    desk = begin(store_url)
    yield desk
    desk.database.close()
