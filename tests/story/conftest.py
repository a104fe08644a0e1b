"""The command line on a begun store."""

from collections.abc import Iterator

import pytest

from tests.story import desk


@pytest.fixture(scope="session")
def run() -> Iterator[desk.Program]:
    """The program."""
    with desk.program() as ready:
        yield ready


@pytest.fixture
def caredesk(run: desk.Program, sqlite_url: str) -> desk.Line:
    """The command line on a store where the person at the keyboard holds every role."""
    desk.begin(sqlite_url)
    return desk.Line(run, sqlite_url)


@pytest.fixture
def anywhere(run: desk.Program, store_url: str) -> desk.Line:
    """The same, once on each database."""
    desk.begin(store_url)
    return desk.Line(run, store_url)
