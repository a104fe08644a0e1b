"""Two desks on one store: what one does the other sees, with who did it; silence is said aloud."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.desk.triage import Triage
from tests.screens.cast import BEN, Stage
from tests.screens.driving import at_the_desk
from tui.listening import Silent


async def test_a_change_at_one_desk_shows_at_the_other_with_who_made_it(stage: Stage, tmp_path: Path) -> None:
    ben = stage.desk(BEN)
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        ben.handle(Triage(id=stage.refs["NAQVI"], need="UCR6"))
        shown = await ada.sees("BN triaged NAQVI", "Confusion or delirium")
        row = next(line for line in shown.splitlines() if "NAQVI, Samir " in line)
        assert "triage" in row


async def test_what_others_do_waits_until_what_one_did_oneself_has_been_there_for_a_moment(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        ada.app.say("Not done: it is out of area", bad=True)
        ada.app._say_news("BN triaged NAQVI")
        assert "BN triaged" not in await ada.sees("Not done: it is out of area")
        shown = await ada.sees("BN triaged NAQVI")
        assert "Not done" not in shown


async def test_two_screens_on_one_store_follow_each_other(stage: Stage, tmp_path: Path) -> None:
    ben_at_work = at_the_desk(stage.desk(BEN), tmp_path / "ben")
    async with at_the_desk(stage.ada, tmp_path / "ada") as ada:
        await ada.sees("NAQVI")
        async with ben_at_work as ben:
            await ben.sees("NAQVI")
            await ben.press("m")
            await ben.sees("claim NAQVI")
            await ada.sees("BN claimed NAQVI")
            await ada.press("d", *"out-of-area", "enter", *"GP", "ctrl+o")
            await ada.sees("decline NAQVI")
            await ben.sees("AO declined NAQVI")


async def test_the_own_last_change_is_taken_back_by_u_and_done_again(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("j", "j", "m")
        await ada.sees("claim Ó SÚILLEABHÁIN", "u takes it back")
        await ada.press("u")
        await ada.sees("Took back: claim Ó SÚILLEABHÁIN")
        await ada.press("ctrl+r")
        await ada.sees("Did again: claim Ó SÚILLEABHÁIN")
        await ada.press("ctrl+r")
        await ada.sees("taken nothing back lately")
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("u")
        await ada.sees("Took back: claim Ó SÚILLEABHÁIN")


async def test_what_somebody_built_on_is_not_taken_back_and_it_says_who_did(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t", "ctrl+o")
        await ada.sees("triage NAQVI")
        stage.desk(BEN).handle(Triage(id=stage.refs["NAQVI"], need="UCR6"))
        await ada.sees("BN triaged")
        await ada.press("u")
        await ada.sees("Not taken back: triage NAQVI", "Ben Nash has built on it")


async def test_a_store_that_cannot_be_heard_is_said_on_the_first_line(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        ada.app.post_message(Silent(True))
        await ada.sees("NOT LIVE since 09:14")
        ada.app.post_message(Silent(False))
        await ada.sees_no("NOT LIVE")


@contextmanager
def somebody_stopped(stage: Stage) -> Iterator[None]:
    """Somebody is in the midst of saving, and does nothing more."""
    gate = os.open(f"{stage.place}.gate", os.O_RDWR | os.O_CREAT)
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(gate)


async def test_a_save_that_waits_for_somebody_else_says_so_and_is_done_once(stage: Stage, tmp_path: Path) -> None:
    waiting = "Not saved yet: somebody else's save takes long"
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        with somebody_stopped(stage):
            await ada.press("m")
            await ada.sees(waiting)
        await ada.sees("claim NAQVI")
        with somebody_stopped(stage):
            await ada.press("n")
            for answer in ("Ivy's son", "0161 496 0123", "UCR1", "2h"):
                await ada.type(answer)
                await ada.press("enter")
            await ada.press("ctrl+o")
            await ada.sees(waiting, "Ivy's son")
        await ada.sees_no("Who is calling")
        await ada.sees("ring R", "1 Queue 7")
