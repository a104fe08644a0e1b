"""Something to read from the first moment: one line, painted before anything heavy is loaded, and wiped again.

Only os and sys are imported here: Python itself leaves little of the time in which a person expects a sign."""

import os
import sys

OPENING = "opening the desk"
LINE_BY_LINE = ("dumb", "unknown")
"""What terminals are called that cannot move their cursor."""

_OPENERS = ("run", "enter")
_PRINTERS = frozenset({"-h", "--help", "--version", "--plain", "--json"})


def obstacle() -> str:
    """Why no desk can be opened here; '' where one can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "There is no terminal here to open the desk in"
    kind = os.environ.get("TERM", "")
    return f"A terminal of the kind '{kind}' cannot show the desk" if kind in LINE_BY_LINE else ""


def begin(words: list[str]) -> None:
    """Say that the desk is being opened, if that is what the words of the command line ask for."""
    if opens_desk(words) and not obstacle():
        say(OPENING)


def opens_desk(words: list[str]) -> bool:
    """Whether a command line opens a desk, as far as can be told without reading it properly."""
    if words[:1] == ["--db"]:
        words = words[2:]
    first = words[0] if words else "run"
    return first in _OPENERS and _PRINTERS.isdisjoint(words)


class _Line:
    """The line on the terminal: `painted` is how much of it is there."""

    painted = 0

    def say(self, doing: str) -> None:
        """Paint it, over the one before."""
        said = f"caredesk  {doing}"
        _write(f"{said.ljust(self.painted)}\r")
        self.painted = len(said)

    def wipe(self) -> None:
        """Take it off the terminal, before anything else is said there."""
        if self.painted:
            _write(f"{' ' * self.painted}\r")
            self.painted = 0


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # the terminal has gone, which whoever reads from it will hear of
        pass


_line = _Line()
say, wipe = _line.say, _line.wipe
