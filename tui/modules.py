"""The program's own modules, compiled once also where Python is told to write nothing beside them.

Python then compiles each of them at every start, which takes longer than all else. They are kept in a private folder of
the user instead, by Python's own rules; where it may write as usual, nothing is changed."""

import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

from tui.settings import cache_folder

OURS = tuple(str(Path(__file__).parents[1] / package) for package in ("domain", "storage", "tui"))
"""Beside these may lie anything, such as an environment with modules in machine code, which Python alone loads."""


def keep() -> None:
    """Begin, before the modules are loaded."""
    folder = cache_folder("modules") if sys.dont_write_bytecode and not sys.pycache_prefix else None
    if folder is None:
        return
    kept = str(folder)

    class Kept(SourceFileLoader):
        """Loads a module as Python does, but looks for its compiled form, and leaves that, in the folder."""

        def get_code(self, fullname: str) -> CodeType | None:
            sys.pycache_prefix, sys.dont_write_bytecode = kept, False
            try:
                return super().get_code(fullname)
            finally:
                sys.pycache_prefix, sys.dont_write_bytecode = None, True

    def ours(path: str) -> FileFinder:
        if not _is_ours(path):
            raise ImportError
        return FileFinder(path, (Kept, SOURCE_SUFFIXES))

    sys.path_hooks.insert(0, ours)
    for path in [path for path in sys.path_importer_cache if _is_ours(path)]:
        del sys.path_importer_cache[path]


def _is_ours(path: str) -> bool:
    return any(f"{path}/".startswith(f"{ours}/") for ours in OURS)
