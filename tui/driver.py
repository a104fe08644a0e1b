"""The line to the terminal as poor lines need it: torn keys are put together, noise is no end, a hang-up is.

Textual's own reading of the line spins for ever when the terminal has gone without a signal, ends the desk at a byte
that is no UTF-8, and takes a torn arrow key for escape and letters. Old terminals get a VT220's sequences alone."""

import os
import re
import selectors
import signal
import sys
import termios
import tty
from codecs import getincrementaldecoder
from contextlib import suppress
from time import monotonic

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui.patience import hand_over
from tui.sequences import Sequences

LOOK_SOON_SECONDS = 0.02
MOST_BYTES = 4096
MOST_COLUMNS, MOST_LINES = 600, 200
"""What is drawn of a terminal that says it is larger: whoever sits at the other end of a line may say anything."""
CURSOR_AS_IT_WAS = "\x1b[0 q"
ALL_LINES_SCROLL = "\x1b[r"
KITTY_KEYS_NO_MORE = "\x1b[<u"

_ALTERNATE = re.compile(r"\x1b\[\?1049[hl]")
_UNKNOWN = re.compile(
    r"\x1b\[\?(?:1000|1003|1004|1006|1015|1016|2004|2026|2048)[hl]"  # mouse, focus, paste, frames, resizing
    r"|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u|\x1b\[\d q|\x1b\]22;[^\x07]*\x07"  # queries, kitty keys, cursor and pointer shape
)
CLEAR = "\x1b[H\x1b[2J"


class LineDriver(LinuxDriver):
    """Textual's driver with its own ear. It speaks on standard output: errors may go elsewhere."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        assert sys.__stdout__ is not None
        self._file = sys.__stdout__
        self._size = self._size or self._get_terminal_size()
        self._ending: tuple[int, int] | None = None

    def run_input_thread(self) -> None:
        """Hand on what is typed until the desk ends; a terminal that has gone ends it like a hang-up."""
        sequences = Sequences()
        decode = getincrementaldecoder("utf-8")("replace").decode
        assert self._ending is not None
        with selectors.SelectSelector() as selector, os.fdopen(self._ending[0], "rb") as ended:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(ended, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                there = {key.fd for key, _ in selector.select(LOOK_SOON_SECONDS if sequences.waiting else None)}
                if ended.fileno() in there:
                    return
                if there:
                    heard = self._hear()
                    if not heard:
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    for message in sequences.feed(decode(heard), monotonic()):
                        self.process_message(message)
                for message in sequences.late(monotonic()):
                    self.process_message(message)

    def _hear(self) -> bytes:
        try:
            return os.read(self.fileno, MOST_BYTES)
        except OSError:
            return b""

    def _get_terminal_size(self) -> tuple[int, int]:
        columns, lines = super()._get_terminal_size()
        return min(columns, MOST_COLUMNS), min(lines, MOST_LINES)

    def process_message(self, message: Message) -> None:
        """Hand on a message; a terminal may tell its size in one."""
        if isinstance(message, events.Resize):
            size = Size(min(message.size.width, MOST_COLUMNS), min(message.size.height, MOST_LINES))
            message = events.Resize(size, size)
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a message over to the loop, which nobody waits for."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def write(self, data: str) -> None:
        """Send it; kitty's keys, never asked for, need not be taken back."""
        if data != KITTY_KEYS_NO_MORE:
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal; a line feed then is one, to the same column of the line below."""
        self._ending = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = hand_over() or self.attrs_before
        with suppress(termios.error):
            modes = termios.tcgetattr(self.fileno)
            modes[tty.OFLAG] &= ~termios.OPOST
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)

    def disable_input(self) -> None:
        """Hear no more: the closed pipe wakes whoever listens."""
        if self._ending is not None:
            os.close(self._ending[1])
            self._ending = None
        super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was, its cursor too."""
        self.write(ALL_LINES_SCROLL + CURSOR_AS_IT_WAS)
        super().stop_application_mode()


def plain(data: str) -> str:
    """The data as such a terminal understands it; one screen is all it has, so that is cleared instead."""
    return _UNKNOWN.sub("", _ALTERNATE.sub(CLEAR, data))


class PlainDriver(LineDriver):
    """Writes only what a VT220 knows."""

    def write(self, data: str) -> None:
        """Send what is left, if anything."""
        if left := plain(data):
            super().write(left)
