"""Power cuts: what a disk may hold at any moment of a writer's life, made from a record of what it did to its files.

What was done to a file is certain once that file has been synchronised. Of what was done since, anything may be there,
missing, or torn at the end of a sector (ANY); only what came first may be there (PREFIX); or nothing is (NONE)."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from struct import Struct
from unittest.mock import patch

import domain.desk.everything  # noqa: F401 (so that no writer has to read it)
from storage import engine
from tests.perf import offspring
from tests.perf.faults import watch
from tests.perf.kills import Told, whole
from tui.bootstrap import begin_bench
from tui.writers import Load, write

BEGUN = "BEGUN"
CHECKPOINT_BYTES = 200_000  # so that the record has many checkpoints, which have most to lose
SECTOR = 512
WRITES_A_RECORD = 60
GONE_WITH_THE_POWER = "-shm"
_HEAD = Struct("<cIQI")


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a program did: write, truncate, synchronise or unlink a file, sync a folder, or say something."""

    kind: str
    path: int
    at: int
    data: bytes


def read(record: bytes) -> Iterator[Done]:
    """All that a record tells, in order."""
    start = 0
    while start < len(record):
        kind, path, at, size = _HEAD.unpack_from(record, start)
        start += _HEAD.size + size
        yield Done(kind.decode(), path, at, record[start - size : start])


@dataclass(slots=True)
class File:
    """What is certain of a file (None: that it is not there), and what was done to it since."""

    certain: bytearray | None = None
    since: list[Done] = field(default_factory=list)


Survives = Callable[[list[Done]], Iterator[Done]]


class Disk:
    """A disk as a program leaves it, deed by deed."""

    def __init__(self) -> None:
        self.said = ""
        self._names: dict[int, str] = {}
        self._files: dict[int, File] = {}

    def take(self, done: Done) -> None:
        """One more deed."""
        if done.kind == "A":
            self.said += done.data.decode()
        elif done.kind == "N":
            self._names[done.path] = Path(done.data.decode()).name
            self._files[done.path] = File()
        elif done.kind == "S":
            file = self._files[done.path]
            file.certain, file.since = _after(file.certain, file.since) or bytearray(), []
        elif done.kind == "D":
            for file in self._files.values():
                unlinked = max((place + 1 for place, one in enumerate(file.since) if one.kind == "U"), default=0)
                file.certain = None if unlinked else file.certain
                del file.since[:unlinked]
        else:
            self._files[done.path].since.append(done)

    def cut(self, folder: Path, survives: Survives) -> None:
        """Lay what is left of the files after a cut into an empty folder."""
        for path, file in self._files.items():
            left = _after(file.certain, survives(file.since))
            if left is not None and not self._names[path].endswith(GONE_WITH_THE_POWER):
                (folder / self._names[path]).touch(mode=0o600)
                (folder / self._names[path]).write_bytes(left)


def _after(certain: bytearray | None, deeds: "list[Done] | Iterator[Done]") -> bytearray | None:
    left = None if certain is None else bytearray(certain)
    for done in deeds:
        if done.kind == "U":
            left = None
            continue
        left = bytearray() if left is None else left
        if done.kind == "T":
            del left[done.at :]
        left.extend(bytes(max(0, done.at - len(left))))
        left[done.at : done.at + len(done.data)] = done.data
    return left


def surviving(how: str, chance: Random) -> Survives:
    """Which deeds that were not synchronised survive, `how` being any, prefix or none."""

    def some(deeds: list[Done]) -> Iterator[Done]:
        kept = deeds if how == "any" else deeds[: chance.randrange(len(deeds) + 1)] if how == "prefix" else []
        for done in kept:
            if how == "any" and chance.random() < 0.5:
                continue
            torn = done.kind == "W" and chance.random() < 0.2
            yield Done("W", done.path, done.at, _torn(done.data, chance)) if torn else done

    return some


def _torn(data: bytes, chance: Random) -> bytes:
    return data[: SECTOR * chance.randrange(len(data) // SECTOR + 1)]


def try_power_cuts(folder: Path, how: str, images: int, seed: int) -> dict[str, int]:
    """Cut the power at random moments of a writer's life, and look each disk over."""
    record, chance, failed = folder / "record", Random(seed), 0
    status = offspring.run(lambda: _write(folder / "desk.db", record), folder / "said")
    assert status == 0, "the writer that was to be recorded did not come to its end"
    deeds = list(read(record.read_bytes()))
    begun = next(place for place, done in enumerate(deeds, 1) if done.kind == "A" and BEGUN.encode() in done.data)
    moments = sorted(chance.randrange(begun, len(deeds) + 1) for _ in range(images))
    disk, taken, image = Disk(), 0, folder / "image"
    image.mkdir()
    for moment in moments:
        for done in deeds[taken:moment]:
            disk.take(done)
        taken = moment
        for old in image.iterdir():
            old.unlink()
        disk.cut(image, surviving(how, chance))
        wrong = whole(str(image / "desk.db"), Told.of(disk.said))
        failed += bool(wrong)
        print(*(f"after {moment} of {len(deeds)}: {each}\n" for each in wrong), end="", file=sys.stderr)
    return {"images": images, "acknowledged": WRITES_A_RECORD, "failed": failed}


def _write(store: Path, record: Path) -> None:
    with patch.object(engine, "CHECKPOINT_BYTES", CHECKPOINT_BYTES):
        watch(store.name, record)
        begin_bench(str(store))
        print(BEGUN, flush=True)
        write(str(store), 1, Load(count=WRITES_A_RECORD, seconds=0, aloud=True))
