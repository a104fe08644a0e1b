"""The search as machine code, made from the very functions that also run as plain Python.

Making it takes some seconds of a core the first time; afterwards the code is read from a folder that has to belong to
the running user alone, since whoever can write there can run what they like. LLVM is imported when first asked for."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread
from types import ModuleType
from typing import Any

from domain.engine.kernel import (
    arrays,
    chance,
    dayarrays,
    daymoves,
    days,
    daywalk,
    laying,
    lines,
    links,
    model,
    moves,
    near,
    start,
    timing,
    walk,
)
from domain.engine.kernel.arrays import Beginning, Nearest, State, Tables
from domain.engine.kernel.dayarrays import DayState, DayTables
from domain.engine.kernel.lines import LineTables, LineWork

SOURCES: tuple[ModuleType, ...] = (
    model, arrays, chance, near, start, links, timing, days, moves, walk, lines, dayarrays, laying, daymoves, daywalk,
)  # fmt: skip
DIGEST = sha256().digest_size


@dataclass(frozen=True, slots=True)
class Kernel:
    """The search as functions on arrays: as Python, or as machine code with the arrays that it takes."""

    pack: Callable[[Any], Any]
    walk: Callable[[Tables, State, int, int], None]
    settle_all: Callable[[Tables, State], bool]
    rank: Callable[[Tables, Nearest], None]
    begin: Callable[[Tables, Beginning], None]
    line: Callable[[LineTables, LineWork], int]
    walk_day: Callable[[DayTables, DayState, int, int], None]
    begin_day: Callable[[DayTables, DayState], bool]


ENTRIES: tuple[Callable[..., Any], ...] = (
    walk.walk,
    walk.settle_all,
    near.rank,
    start.begin,
    lines.cheapest_line,
    daywalk.walk_day,
    daywalk.begin_day,
)
TWIN = Kernel(lambda arrays: arrays, *ENTRIES)
"""The search in plain Python: the same plans, move by move, some hundred times slower."""


class Compiling:
    """The search on its way to machine code, beside whatever else goes on."""

    def __init__(self, folder: Path | None) -> None:
        """Begin; `folder` is private to the user and keeps the code for the next time, None keeps none."""
        self._folder, self._kernel = folder, TWIN
        self._thread = Thread(target=self._compile, daemon=True)
        self._thread.start()

    def ready(self, seconds: float | None = 0.0) -> bool:
        """Whether nothing more is to come, after waiting for at most so long; None waits to the end."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def kernel(self) -> Kernel:
        """The machine code where it is ready, else the twin."""
        return self._kernel

    def swift(self, wait: bool) -> Kernel | None:
        """The machine code once it is ready; with `wait` only then, and the twin where there is none."""
        if wait:
            self.ready(None)
        return self._kernel if wait or self._kernel is not TWIN else None

    def _compile(self) -> None:
        with suppress(ImportError):  # where there is no LLVM for this machine, the twin goes on
            self._kernel = compiled(self._folder)


def compiled(folder: Path | None) -> Kernel:
    """The search as machine code, read from the folder or made and kept there."""
    from domain.engine.kernel.machine import Loaded, object_code, packed

    path = folder / _fingerprint() if folder else None
    code = _kept(path) if path else None
    if code is None:
        code = object_code(ENTRIES)
        if path:
            _keep(path, code)
    return Kernel(packed, *map(Loaded(code).function, ENTRIES))


def is_kept(folder: Path) -> bool:
    """Whether the folder has the machine code of this version already."""
    return any(folder.glob(f"{_source()}-*"))


def _kept(path: Path) -> bytes | None:
    """The code in this file, or None where there is none that is whole."""
    with suppress(OSError):
        told = path.read_bytes()
        digest, code = told[:DIGEST], told[DIGEST:]
        return code if sha256(code).digest() == digest else None
    return None


def _keep(path: Path, code: bytes) -> None:
    """Put the code into the file, all at once; where that cannot be, it is made again the next time."""
    with suppress(OSError), NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(sha256(code).digest() + code)
        file.close()
        Path(file.name).replace(path)


def _fingerprint() -> str:
    """A name for the code that this source gives on this machine."""
    from llvmlite import __version__

    from domain.engine.kernel.machine import kind_of_machine

    return f"{_source()}-{_digest(f'{__version__} {kind_of_machine()}'.encode())}"


@cache
def _source() -> str:
    """A name for what the code is made from."""
    here = Path(__file__).parent
    makers = [here / "translating.py", here / "machine.py"]
    files = [*makers, *(Path(str(module.__file__)) for module in SOURCES)]
    return _digest(b"".join(file.read_bytes() for file in files))


def _digest(text: bytes) -> str:
    return sha256(text).hexdigest()[:16]
