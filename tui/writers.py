"""Writers that load a store as hard as they can, each in a process of its own, and say what they were promised.

Each write is a referral rung in through the desk itself, with its promise to ring back: two records and one journal
entry that must all be there or none. An id is told as tried before its write and as acknowledged after it."""

import multiprocessing as mp
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from domain.desk.bus import Done
from domain.desk.intake import Ring
from domain.referral import Urgency
from domain.views import Unreachable
from tui.bootstrap import StoreDesk, bench_command_id, open_desk

TRIES, AGAIN_SECONDS = 5, 0.2
_GONE = threading.Event()


@dataclass(frozen=True, slots=True)
class Load:
    """How much to write: until `count` writes (0: no limit) or `seconds` (0: no limit), whichever comes first."""

    count: int
    seconds: float
    aloud: bool

    def goes_on(self, written: int, began: float) -> bool:
        """Whether there is more to write."""
        return not (self.count and written >= self.count) and not (self.seconds and monotonic() - began >= self.seconds)


def write(place: str, writers: int, load: Load) -> Sequence[Sequence[float]]:
    """Load a store; returns the seconds that each acknowledged write took, by writer."""
    if writers == 1:
        return [_write(place, load)]
    context = mp.get_context("spawn")
    with context.Pool(writers, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        return pool.starmap(_write, [(place, load)] * writers, chunksize=1)


def _end_with(parent: int) -> None:
    """A writer whose parent was killed has nobody left to tell."""

    def watch() -> None:
        while os.getppid() == parent:
            _GONE.wait(0.05)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _write(place: str, load: Load) -> list[float]:
    desk, took, began = open_desk(place), list[float](), monotonic()
    while load.goes_on(len(took), began):
        command_id, start = bench_command_id(), monotonic()
        _tell(load, "TRY", command_id)
        if not _is_written(desk, command_id, load):
            break
        took.append(monotonic() - start)
        _tell(load, "ACK", command_id)
    desk.close()
    return took


def _is_written(desk: StoreDesk, command_id: str, load: Load) -> bool:
    """Try until the store has said so, a few times; the same id makes trying again harmless."""
    ring = Ring(whom="Bench", phone=f"07700 {command_id}", need="UCR1", urgency=Urgency.TWO_HOUR)
    for _ in range(TRIES):
        try:
            return isinstance(desk.handle(ring, "bench", command_id), Done)
        except Unreachable as error:
            _tell(load, "ERR", str(error))
            _GONE.wait(AGAIN_SECONDS)
    return False


def _tell(load: Load, word: str, what: str) -> None:
    """One line in one piece, so that writers do not cut into one another."""
    if load.aloud:
        sys.stdout.flush()
        os.write(1, f"{word} {what}\n".encode())
