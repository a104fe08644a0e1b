"""Files that fail: the library that stands between this program and its files (`faults.c`), and what it is told.

The library must be there when the program begins, so whoever wants it is begun again with it."""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")
LOADED = "LD_PRELOAD"
ALL_KINDS = "owstu"
"""Operations that can fail: open to write, write, synchronise, truncate, unlink; `r`, read, only by an error of the
device."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How an operation fails: with which error, for once or from then on, and whether half of a write arrives."""

    error: int
    stays: bool
    torn: bool = False

    @property
    def kinds(self) -> str:
        """The operations that can fail so."""
        return "w" if self.torn else ALL_KINDS + ("r" if self.error == errno.EIO else "")

    @property
    def name(self) -> str:
        """What it is called in the record."""
        return f"{errno.errorcode[self.error]}{' torn' if self.torn else ''} {'for good' if self.stays else 'once'}"


def compiler() -> str | None:
    """The C compiler of this machine, on Linux."""
    return shutil.which("cc") if sys.platform == "linux" else None


def begin_again_with_faults(folder: Path) -> None:
    """Begin this very program once more, now with the library; returns where it has been."""
    if LOADED in os.environ:
        return
    words = [sys.executable, "-m", "tests.perf", *sys.argv[1:]]
    raise SystemExit(subprocess.run(words, env=with_faults(folder), check=False).returncode)


def with_faults(folder: Path) -> dict[str, str]:
    """The environment of a program that begins with the library, which is compiled into a folder."""
    library, cc = folder / "faults.so", compiler()
    if cc is None:
        raise FileNotFoundError("files can be made to fail only on Linux, with a C compiler")
    subprocess.run([cc, "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    return {**os.environ, LOADED: str(library)}


def watch(word: str, record: Path | None = None) -> None:
    """Count operations on files with a word in their path; note each, with its bytes, and what is printed."""
    file = -1 if record is None else os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ctypes.CDLL(None).faults_watch(word.encode(), file)


def fail(fault: Fault, nth: int) -> None:
    """From now on let the n-th operation fail; 0: none, only count."""
    plan = ctypes.CDLL(None).faults_fail
    plan(fault.kinds.encode(), ctypes.c_long(nth), int(fault.stays), fault.error, int(fault.torn))


def seen() -> int:
    """How many operations there have been since."""
    count = ctypes.CDLL(None).faults_seen
    count.restype = ctypes.c_long
    return int(count())
