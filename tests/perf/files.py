"""Every single file operation of a writer fails, each in its turn: what was acknowledged stays, and what cannot be
saved is told in a sentence."""

import errno
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import domain.desk.everything  # noqa: F401 (so that no writer has to read it)
from storage import engine
from tests.perf import offspring
from tests.perf.faults import Fault, fail, seen, watch
from tests.perf.kills import Told, whole
from tui import writers
from tui.bootstrap import StoreUnreachable, begin_bench

FAULTS = tuple(
    Fault(error, stays, torn)
    for error, torn in ((errno.ENOSPC, False), (errno.EIO, False), (errno.ENOSPC, True))
    for stays in (False, True)
)
WRITES = 4
CHECKPOINT_BYTES = 100_000  # so that a few writes see some checkpoints, which have most to lose
UNEXPLAINED = " failed: "
"""What a sentence has in it that only repeats what the database said."""


def try_files(folder: Path, faults: Sequence[Fault], every: int) -> dict[str, int]:
    """Let each `every`-th operation fail in each of these ways; returns what has been counted."""
    begun, counted, sentences = folder / "begun", Counter[str](), Counter[str]()
    begun.mkdir()
    offspring.run(lambda: begin_bench(str(begun / "desk.db")), folder / "said")
    for fault in faults:
        for nth in range(1, _operations(folder, begun, fault) + 1, every):
            told = _one(folder, begun, fault, nth, counted)
            counted.update(operations=1, acknowledged=len(told.acks), errors=len(told.errors))
            sentences.update(set(told.errors))
    for sentence, times in sentences.most_common():
        print(f"{times:6} x {sentence}", file=sys.stderr)
    counted["unexplained"] = sum(UNEXPLAINED in sentence for sentence in sentences)
    return {"failed": 0, "acknowledged": 0, **counted}


def _operations(folder: Path, begun: Path, fault: Fault) -> int:
    """How many operations the writer makes while nothing fails."""
    store, said = _fresh(folder, begun)

    def count() -> None:
        _write(store, fault, 0)
        print(f"SEEN {seen()}")

    offspring.run(count, said)
    return int(said.read_text().rpartition("SEEN ")[2])


def _one(folder: Path, begun: Path, fault: Fault, nth: int, counted: Counter[str]) -> Told:
    store, said = _fresh(folder, begun)
    ended = offspring.run(lambda: _write(store, fault, nth), said)
    told = Told.of(said.read_text())
    wrong = [f"the writer ended with {ended}"] if ended else []
    wrong += whole(str(store), told)
    if wrong:
        counted["failed"] += 1
        print(f"{fault.name}, operation {nth}: {'; '.join(wrong)}", file=sys.stderr)
    return told


def _fresh(folder: Path, begun: Path) -> tuple[Path, Path]:
    """A store that was just begun, and a file for what is said of it."""
    place = folder / "store"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(begun, place)
    return place / "desk.db", place / "said"


def _write(store: Path, fault: Fault, nth: int) -> None:
    with ExitStack() as held:
        held.enter_context(patch.object(engine, "CHECKPOINT_BYTES", CHECKPOINT_BYTES))
        held.enter_context(patch.object(writers, "AGAIN_SECONDS", 0.0))
        held.enter_context(patch.object(writers, "TRIES", 2))
        watch("desk.db")
        fail(fault, nth)
        try:
            writers.write(str(store), 1, writers.Load(count=WRITES, seconds=0, aloud=True))
        except StoreUnreachable as error:
            print(f"ERR {error}", flush=True)


def named(names: Sequence[str]) -> Iterator[Fault]:
    """The faults with these names; all of them where none is named."""
    return (fault for fault in FAULTS if not names or fault.name in names)
