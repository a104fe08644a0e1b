"""When the store cannot be heard the first line says since when, the desk goes on answering, and it finds back."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.conftest import DEMONSTRATION, fill
from tests.live.desks import Desks, says, sees
from tests.postgres import Cluster, session_folder
from tests.story.desk import Program
from tests.terminal import Terminal


@pytest.fixture
def lonely_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """A PostgreSQL of the test's own, to be stopped without a word."""
    with session_folder() as folder:
        own = Cluster(folder)
        own.start()
        yield own


def test_a_store_file_that_is_moved_away_is_told_until_it_is_back(sqlite_desks: Desks) -> None:
    desk, store = sqlite_desks.opened(), Path(sqlite_desks.store)
    store.rename(store.with_suffix(".away"))
    is_not_live_but_answers(desk)
    desk.press("1jm")
    says(desk, "has gone")
    store.with_suffix(".away").rename(store)
    is_live_again(desk, sqlite_desks)


def test_a_file_that_took_the_place_of_the_store_is_not_written_to(sqlite_desks: Desks, demonstration: Path) -> None:
    desk, store = sqlite_desks.opened(), Path(sqlite_desks.store)
    store.rename(store.with_suffix(".away"))
    store.write_bytes(demonstration.read_bytes())
    is_not_live_but_answers(desk)
    desk.press("1jm")
    says(desk, "Another file has taken the place of")
    desk.press("q")
    desk.until(desk.ended)


def test_a_database_that_stops_answering_is_told_until_it_answers(
    lonely_cluster: Cluster, tmp_path: Path, run: Program
) -> None:
    lonely_cluster.fill_template(fill, DEMONSTRATION)
    with Desks(lonely_cluster.url(DEMONSTRATION), tmp_path, run) as desks:
        desk = desks.opened()
        lonely_cluster.signal(signal.SIGSTOP)
        is_not_live_but_answers(desk)
        lonely_cluster.signal(signal.SIGCONT)
        is_live_again(desk, desks)
        lonely_cluster.signal(signal.SIGSTOP)
        desk.press("m")
        sees(desk, "NOT LIVE since ")
        desk.press("q")
        desk.until(desk.ended)
        lonely_cluster.signal(signal.SIGCONT)
    assert desk.status == 0


def is_not_live_but_answers(desk: Terminal) -> None:
    """The first line says so in reverse; keys still move between panes, though nothing can be read for them."""
    sees(desk, " NOT LIVE since ")
    assert desk.reversed(0)
    desk.press("3")
    sees(desk, "Day        Time")


def is_live_again(desk: Terminal, desks: Desks) -> None:
    """The first line is as ever, what could not be read has been read, and changes are heard."""
    desk.until(lambda: "NOT LIVE" not in desk.text)
    assert not desk.reversed(0)
    desk.press("3")
    sees(desk, "Morning huddle")
    desk.press("1")
    desks.caredesk("do", "referral.claim", f"id={desks.queue[3].ref}")
    says(desk, f"claimed {desks.queue[3].family}")
