"""Machine code of the search, made by numba from the very functions that also run as plain Python.

Compiling takes some seconds the first time; afterwards the code is read from a folder that has to belong to the running
user alone, since whoever can write there can run what they like. Numba and numpy are imported when first asked for."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from types import FunctionType, ModuleType
from typing import Any

from domain.engine.kernel import days, links, moves, timing, walk
from domain.engine.kernel.arrays import State, Tables

MODULES: tuple[ModuleType, ...] = (links, timing, days, moves, walk)

CALLED = (timing.settle, days.day, moves.propose)
"""Long functions that are called rather than put in wherever they are used, which compiling would take too long for."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """The search as functions on arrays: as Python, or as machine code with the arrays that it takes."""

    walk: Callable[[Tables, State, int, int], None]
    settle_all: Callable[[Tables, State], bool]
    pack: Callable[[Any], Any]


TWIN = Kernel(walk.walk, walk.settle_all, lambda arrays: arrays)
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

    def _compile(self) -> None:
        with suppress(ImportError):  # where there is no numba for this machine, the twin goes on
            try:
                self._kernel = compiled(self._folder)
            except OSError:  # no room to keep it, or no right
                self._kernel = compiled(None)


def compiled(folder: Path | None) -> Kernel:
    """The search as machine code, read from the folder or made; the call lasts until it can be used."""
    import numba

    if folder is not None:
        config: Any = numba.config
        config.CACHE_DIR = str(folder / _fingerprint(numba.__version__))
    machine = _machine_code(numba.njit, entries=(walk.walk, walk.settle_all), keep=folder is not None)
    kernel = Kernel(machine[walk.walk], machine[walk.settle_all], _pack)
    return _warmed(kernel)


def _machine_code(njit: Any, entries: tuple[Any, ...], keep: bool) -> dict[Any, Any]:
    """Every function of the search by its Python twin, in copies of its modules where each calls the others' code."""
    spaces = [dict(vars(module)) for module in MODULES]
    machine = {}
    for module, space in zip(MODULES, spaces, strict=True):
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                copy = FunctionType(function.__code__, space, name)
                is_entry = function in entries
                inline = not is_entry and function not in CALLED
                machine[function] = njit(
                    nogil=True, error_model="numpy", forceinline=inline, cache=is_entry and keep, _nrt=False
                )(copy)
    for space in spaces:
        space.update({name: machine[thing] for name, thing in space.items() if _is_in(thing, machine)})
    return machine


def _is_in(thing: Any, machine: dict[Any, Any]) -> bool:
    return isinstance(thing, FunctionType) and thing in machine


def _fingerprint(version: str) -> str:
    """A name for the code that this source gives: numba itself only looks at the module of the function kept."""
    from domain.engine.kernel import arrays

    source = b"".join(Path(str(module.__file__)).read_bytes() for module in (arrays, *MODULES))
    return sha256(source + version.encode()).hexdigest()[:16]


def _pack(arrays: Any) -> Any:
    """Lists as arrays of numpy."""
    import numpy

    packed = (numpy.array(each, dtype=numpy.int64) if isinstance(each, list) else each for each in arrays)
    return type(arrays)(*packed)


def _warmed(kernel: Kernel) -> Kernel:
    """The kernel after its functions have been called once on next to nothing, which compiles them."""
    from domain.engine.kernel.arrays import state, tables
    from domain.engine.kernel.model import Activity, Model, Unit

    one = Activity(place=0, length=1, opens=0, due=0, able=(0,))
    model = Model(units=(Unit(first=one),), homes=(0,), travel=((0,),))
    table = tables(model)
    packed = kernel.pack(table), kernel.pack(state(table, [[0]], seed=0))
    kernel.settle_all(*packed)
    kernel.walk(*packed, 0, 0)
    return kernel
