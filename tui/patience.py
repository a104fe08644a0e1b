"""Something to read from the first moment: one line, painted before anything heavy is loaded, and wiped again.

Keys that are typed meanwhile are for the desk: the terminal keeps them for it and no longer shows them. Only what
is there at once is imported: Python itself leaves little of the time in which a person expects a sign."""

import _signal  # type: ignore[import-not-found]  # what `signal` rests on, without the enumerations that it loads
import atexit
import os
import sys
import termios

OPENING = "opening the desk"
LINE_BY_LINE = ("dumb", "unknown")
"""What terminals are called that cannot move their cursor."""

Modes = list[int | list[bytes | int]]
"""The modes of a terminal, as `termios` has them."""

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
    """The line on the terminal: `painted` is how much of it is there; `modes` are those of the terminal as it was,
    as long as it is to be given back."""

    painted = 0
    modes: Modes | None = None

    def say(self, doing: str) -> None:
        """Paint it, over the one before and over keys that were shown before the terminal was hushed."""
        self._hush()
        said = f"caredesk  {doing}"
        _write(f"\r{said.ljust(self.painted)}\r")
        self.painted = len(said)

    def wipe(self) -> None:
        """Take it off the terminal and give that back, before anything else is said there."""
        if self.painted:
            _write(f"{' ' * self.painted}\r")
            self.painted = 0
        self._give_back()

    def hand_over(self) -> Modes | None:
        """The modes of the terminal as it was, if it was hushed: from now on somebody else gives it back."""
        modes, self.modes = self.modes, None
        return modes

    def _hush(self) -> None:
        """Let keys come as they are, shown by nobody. However the program ends now, by Ctrl+C or a signal too, the
        terminal is given back first."""
        if self.modes is not None:
            return
        atexit.register(self.wipe)
        for number in (_signal.SIGHUP, _signal.SIGTERM, _signal.SIGINT):
            _signal.signal(number, _leave)
        try:
            self.modes, hushed = termios.tcgetattr(0), termios.tcgetattr(0)
            hushed[0] &= ~termios.ICRNL
            hushed[3] &= ~(termios.ECHO | termios.ICANON)
            hushed[6][termios.VMIN], hushed[6][termios.VTIME] = 1, 0
            hushed[6][termios.VQUIT] = hushed[6][termios.VSUSP] = os.fpathconf(0, "PC_VDISABLE")
            termios.tcsetattr(0, termios.TCSANOW, hushed)
        except (OSError, termios.error):  # the terminal has gone
            pass

    def _give_back(self) -> None:
        """The terminal as it was; keys that were meant for the desk go to nobody else."""
        modes = self.hand_over()
        if modes is None:
            return
        try:
            termios.tcflush(0, termios.TCIFLUSH)
            termios.tcsetattr(0, termios.TCSANOW, modes)
        except termios.error:
            pass


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # the terminal has gone, which whoever reads from it will hear of
        pass


_line = _Line()
say, wipe, hand_over = _line.say, _line.wipe, _line.hand_over
