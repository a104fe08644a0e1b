"""What somebody has settled for themselves on a store: their keys, their saved views, the lines they typed or began.

Kept in one private file beside their drafts, since a line or a filter may hold a patient's name. It knows nothing
of what a key or a view means."""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

MOST_LINES = 200
MOST_AT_ONCE = 8
_writes = count()


@dataclass(frozen=True, slots=True)
class Saved:
    """A list as somebody wants it again: where it is (`pane/1`, `list/cases`) and the filter on it."""

    address: str
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """`keys` names a profile of `tui/profiles.py`; `tried` says that the keys of the terminal were offered for trying;
    `views` has number → view; `lines` are those of the command line, oldest first, and `begun` is one that was being
    typed when the line dropped."""

    keys: str = "default"
    tried: bool = False
    views: Mapping[str, Saved] = field(default_factory=dict)
    lines: Sequence[str] = ()
    begun: str = ""


class HabitsFile:
    """The habits of one user on one store, read once; without a file they last as long as the sitting."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.now = _read(file) if file is not None else Habits(tried=True)

    def change(self, **changes: Any) -> None:
        """Other habits from now on; they are on disk when this returns, unless the disk takes nothing."""
        self.now = replace(self.now, **changes)
        written = None
        while self._file is not None and written is not self.now:  # again where a signal came between
            written = self.now
            with contextlib.suppress(OSError):
                write_private(self._file, json.dumps(asdict(written)))

    def add_line(self, line: str) -> None:
        """Remember a line of the command line; of the same one the latest."""
        kept = [known for known in self.now.lines if known != line]
        self.change(lines=[*kept, line][-MOST_LINES:], begun="")


def habits_for(folder: Path, store: str, user: str) -> HabitsFile:
    """The habits of a user on a store, in a file of their own below `folder`."""
    name = hashlib.sha256(f"{store}\n{user}".encode()).hexdigest()[:16]
    return HabitsFile(folder / "habits" / f"{name}.json")


def write_private(file: Path, text: str) -> None:
    """Put a text into a file that only its user may read, whole or not at all. Raises OSError.

    A signal handler may write the same file in the midst of it: each writes a file of its own first."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{next(_writes) % MOST_AT_ONCE}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    fresh.replace(file)


def _read(file: Path) -> Habits:
    """What the file says; a damaged one is as none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        views = {str(number): Saved(str(one["address"]), str(one["wanted"])) for number, one in told["views"].items()}
        lines = [str(line) for line in told["lines"]][-MOST_LINES:]
        return Habits(str(told["keys"]), bool(told["tried"]), views, lines, str(told.get("begun", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Habits()
