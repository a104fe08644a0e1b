"""The methods that dataclasses write, compiled once and kept, as Python does with modules.

A dataclass writes each of its methods as text and gives that to `exec`, which compiles it at every start: two thousand
texts take longer than all else that is loaded. `dataclasses` therefore finds an `exec` here that remembers. What is
kept is found by its whole text, so that it cannot be out of date; where nothing can be kept, a start takes longer."""

import builtins
import dataclasses
import marshal
import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

from tui.settings import cache_folder

_SUM = 4
"""Bytes of a checksum that the file begins with: what is damaged may not be run."""


class Methods:
    """Texts and what they were compiled to, of this version of Python, in a private folder (None: nowhere)."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / f"{sys.implementation.cache_tag}-{sys.hexversion:x}" if folder else None
        self._known: dict[str, bytes] = {}
        self._is_new = False

    def recall(self) -> None:
        """Read what an earlier start has kept."""
        if self._file is None:
            return
        with suppress(OSError, ValueError, EOFError, TypeError):
            kept = self._file.read_bytes()
            if int.from_bytes(kept[:_SUM], "big") == zlib.crc32(kept[_SUM:]):
                self._known = marshal.loads(kept[_SUM:])

    def execute(self, text: str | CodeType, within: dict[str, Any] | None = None, names: Any = None) -> None:
        """What `exec` does, without compiling a text twice."""
        if isinstance(text, str):
            known = self._known.get(text)
            code = compile(text, "<string>", "exec") if known is None else marshal.loads(known)
            if known is None:
                self._known[text], self._is_new = marshal.dumps(code), True
            text = code
        builtins.exec(text, within, names)

    def keep(self) -> None:
        """Write down what was not known at the start; from here on nothing is remembered in memory."""
        if self._file is not None and self._is_new:
            kept = marshal.dumps(self._known)
            fresh = self._file.with_suffix(f".{os.getpid()}")
            with suppress(OSError):
                fresh.write_bytes(zlib.crc32(kept).to_bytes(_SUM, "big") + kept)
                fresh.replace(self._file)
        self._known, self._is_new = {}, False


_methods = Methods(cache_folder("methods"))


def recall() -> None:
    """Begin, before the first dataclass is made."""
    _methods.recall()
    vars(dataclasses)["exec"] = _methods.execute


keep = _methods.keep
