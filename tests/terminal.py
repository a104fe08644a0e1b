"""A real terminal for tests: runs a command in a pseudo-terminal and keeps the screen that a person sees."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

ALTERNATE_SCREEN = b"\x1b[?1049h"
TAKE_THE_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'
"""The leader of a new session takes the first terminal that it opens as its own, for ctrl+c and resizing."""


class Terminal:
    """`with Terminal(words) as terminal:` starts the command; leaving kills it where it still runs."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.sent = bytearray()
        """Every byte that the command has written."""
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._process = subprocess.Popen(
            ["sh", "-c", TAKE_THE_TERMINAL, os.ttyname(slave), *command],
            cwd=cwd,
            env=None if env is None else dict(env),
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """The screen as text, a line a row, without the spaces at the ends."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    @property
    def pid(self) -> int:
        """The process of the command."""
        return self._process.pid

    @property
    def full_screen(self) -> bool:
        """Whether the command holds the whole screen now, as an editor does."""
        return self.sent.rfind(ALTERNATE_SCREEN) > self.sent.rfind(ALTERNATE_SCREEN.replace(b"h", b"l"))

    def press(self, keys: str | bytes) -> None:
        """Types `keys`, control characters and escape sequences included."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def reversed(self, line: int, column: int = 1) -> bool:
        """Whether a place of the screen, counted from 0, is shown in reverse."""
        return bool(self._screen.buffer[line][column].reverse)

    def resize(self, columns: int, lines: int) -> None:
        """Makes the window larger or smaller, as its user would."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Sends the command a signal."""
        self._process.send_signal(number)

    def hang_up(self, seconds: float = 30) -> int:
        """Goes away, as a dropped connection does, and waits for the command's exit status."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)
        return self._process.wait(seconds)

    def until(self, reached: Callable[[], bool], seconds: float = 30) -> None:
        """Plays the terminal until `reached`; AssertionError with the screen when time is up."""
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, f"it did not come within {seconds} s; the screen:\n{self.text}"
            self._hear(0.05)

    def until_quiet(self, seconds: float = 0.5) -> None:
        """Plays the terminal until nothing was written for `seconds`."""
        while self._hear(seconds):
            pass

    def ended(self) -> bool:
        """Whether the command is over and all that it wrote is on the screen."""
        return self._process.poll() is not None and not self._hear(0)

    @property
    def status(self) -> int | None:
        """The exit status of a command that is over."""
        return self._process.returncode

    def _hear(self, seconds: float) -> bool:
        """Takes what the command wrote, waiting up to `seconds` for it; whether there was anything."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            written = os.read(self._master, 65536)
        except OSError:  # Linux says so when the last process has closed the terminal
            return False
        self.sent += written
        self._stream.feed(written)
        return bool(written)
