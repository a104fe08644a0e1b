"""The methods that dataclasses and others write, and patterns, compiled once and kept, as Python does with modules.

A dataclass writes each of its methods as text and gives that to `exec`, which compiles it at every start: two thousand
texts take longer than all else that is loaded. `dataclasses` therefore finds an `exec` here that remembers, `re` a
`compile`, and while the program is loaded so does everybody else who has texts compiled. What is kept is found by its
whole text, so that it cannot be out of date; where nothing can be kept, a start takes longer."""

import __future__

import builtins
import dataclasses
import marshal
import os
import re
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

from tui.settings import cache_folder

_ANNOTATIONS = __future__.annotations.compiler_flag
"""The one thing that a text may inherit from where it is compiled."""
_NEVER_THE_SAME = "<attrs"
"""Where texts come from that say the same in another order at every start."""
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
        code = self.code(text, "<string>", "exec", 0, True) if isinstance(text, str) else text
        builtins.exec(code, within, names)

    def code(
        self,
        text: Any,
        file: Any,
        mode: str,
        flags: int = 0,
        dont_inherit: bool = False,
        optimize: int = -1,
        **more: int,
    ) -> Any:
        """What `compile` does, without doing so twice."""
        if not dont_inherit:
            flags |= sys._getframe(1).f_code.co_flags & _ANNOTATIONS
        changes = type(text) is not str or str(file).startswith(_NEVER_THE_SAME)
        if changes or flags & ~_ANNOTATIONS or more:
            return _compile(text, file, mode, flags, True, optimize, **more)
        name = f"{mode} {flags} {optimize} {file}\0{text}"
        known = self._known.get(name)
        if known is not None:
            return marshal.loads(known)
        found = _compile(text, file, mode, flags, True, optimize)
        self._known[name], self._is_new = marshal.dumps(found), True
        return found

    def pattern(self, text: Any, flags: int = 0) -> Any:
        """What `re` makes of a text, without doing so twice: numbers, which its machine takes as they are."""
        if type(text) is not str or flags & re.DEBUG:
            return _compiled(text, flags)
        name = f"{int(flags)} {text}"
        known = self._known.get(name)
        if known is not None:
            return _re._sre.compile(*marshal.loads(known))
        found = _numbers(text, flags)
        self._known[name], self._is_new = marshal.dumps(found), True
        return _re._sre.compile(*found)

    def keep(self) -> None:
        """Write down what was not known at the start; from here on nothing is remembered in memory."""
        if self._file is not None and self._is_new:
            kept = marshal.dumps(self._known)
            fresh = self._file.with_suffix(f".{os.getpid()}")
            with suppress(OSError):
                fresh.write_bytes(zlib.crc32(kept).to_bytes(_SUM, "big") + kept)
                fresh.replace(self._file)
        self._known, self._is_new = {}, False


def _numbers(text: str, flags: int) -> tuple[Any, ...]:
    """What the machine of `re` is given for a text, as `re` itself works it out."""
    tree = _re._parser.parse(text, flags)
    named = tree.state.groupdict
    names = [None] * tree.state.groups
    for name, at in named.items():
        names[at] = name
    code = [int(number) for number in _re._code(tree, flags)]
    return text, int(flags | tree.state.flags), code, tree.state.groups - 1, named, tuple(names)


def _knows_re() -> bool:
    """Whether `re` works as is thought here; where another Python has changed that, patterns are left to it."""
    try:
        return bool(_re._sre.compile(*_numbers("(?P<known>a)b", 0)).match("ab")) and callable(_re.compile)
    except (AttributeError, TypeError):
        return False


_re: Any = vars(re).get("_compiler")
_compiled: Any = getattr(_re, "compile", None)
_compile = builtins.compile
_methods = Methods(cache_folder("methods"))


def recall() -> None:
    """Begin, before the first dataclass is made."""
    _methods.recall()
    vars(dataclasses)["exec"] = _methods.execute
    vars(builtins)["compile"] = _methods.code
    if _knows_re():
        _re.compile = _methods.pattern


def keep() -> None:
    """What has been loaded by now is kept; what comes later is compiled as ever."""
    vars(dataclasses).pop("exec", None)
    vars(builtins)["compile"] = _compile
    if _re is not None:
        _re.compile = _compiled
    _methods.keep()
