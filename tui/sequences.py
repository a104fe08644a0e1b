"""Puts together what a slow line tears apart: text as it arrives in, whole keys, pastes and replies out.

An arrow key is three characters, and the first of them alone is the escape key. A beginning is therefore waited for,
a paste is one thing whatever it holds, and what no key is known for is dropped rather than typed. The time is the
caller's, in seconds of any clock that only goes forward."""

import re
from collections.abc import Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

ESCAPE_SECONDS = 0.1
"""How long a lone escape may turn out to be the beginning of another key."""
TORN_SECONDS = 1.0
"""How long the rest of a sequence may be on its way; a paste, from one piece to the next."""
LONGEST = 64

_ESC, _PASTE, _PASTE_END = "\x1b", "\x1b[200~", "\x1b[201~"
_WHOLE = re.compile(r"\x1b\[\[[A-E]|\x1b\[[0-?]*[ -/]*[@-Z\\-~]|\x1bO[A-DFHP-S]|[^\x1b]+")
_BEGUN = re.compile(r"\x1b(?:\[\[?|\[[0-?]*[ -/]*|O)?")


class Sequences:
    """What one terminal sends. `waiting` says whether something begun is still to come."""

    def __init__(self) -> None:
        self._held = ""
        self._pasted: str | None = None
        self._since = 0.0
        self._escaped = float("-inf")
        self._guessed = False

    @property
    def waiting(self) -> bool:
        """Whether a beginning is held back."""
        return bool(self._held) or self._pasted is not None

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """The messages that are whole with `text`, which has come at `now`."""
        if not self.waiting and text.startswith("[") and now - self._escaped < TORN_SECONDS:
            text, self._guessed = _ESC + text, True  # an arrow key, torn behind its escape
        self._held, self._since = self._held + text, now
        while self._held:
            taken = self._paste() if self._pasted is not None else self._key()
            if taken is None:
                return
            yield from taken

    def late(self, now: float) -> Iterator[Message]:
        """The messages of what has been waited for in vain."""
        if not self.waiting:
            return
        patience = ESCAPE_SECONDS if self._held == _ESC and self._pasted is None else TORN_SECONDS
        if now - self._since < patience:
            return
        if self._pasted is not None:
            text, self._pasted, self._held = self._pasted + self._held, None, ""
            yield events.Paste(text)
            return
        yield from self._give_up(now)

    def _give_up(self, now: float = float("-inf")) -> Iterator[Message]:
        """What was held is no sequence: the escape key, and letters."""
        held, self._held = self._held, ""
        guessed, self._guessed = self._guessed, False
        if not guessed:
            self._escaped = now if held == _ESC else float("-inf")
            yield events.Key("escape", _ESC)
        yield from _keys(held[1:])

    def _key(self) -> Iterator[Message] | None:
        """The next whole key of what is held, or None while it has only begun."""
        if self._held.startswith(_PASTE):
            self._held, self._pasted = self._held[len(_PASTE) :], ""
            return iter(())
        whole = _WHOLE.match(self._held)
        if whole is not None:
            return self._known(whole.group())
        if _BEGUN.fullmatch(self._held) and len(self._held) < LONGEST:
            return None
        rest, self._held = self._held[1:], self._held[:1]
        given_up = list(self._give_up())
        self._held = rest
        return iter(given_up)

    def _known(self, sequence: str) -> Iterator[Message]:
        self._held = self._held[len(sequence) :]
        messages = list(_keys(sequence))
        if self._guessed and not messages:
            messages = list(_keys(sequence[1:]))
        self._guessed = False
        return iter(messages)

    def _paste(self) -> Iterator[Message] | None:
        """The paste, once its end has come; a torn end stays held."""
        assert self._pasted is not None
        text, end, rest = self._held.partition(_PASTE_END)
        if not end:
            torn = max(size for size in range(len(_PASTE_END)) if text.endswith(_PASTE_END[:size]))
            cut = len(text) - torn
            self._pasted, self._held = self._pasted + text[:cut], text[cut:]
            return None
        text, self._pasted, self._held = self._pasted + text, None, rest
        return iter((events.Paste(text),))


def _keys(text: str) -> Iterator[Message]:
    """Whole sequences or letters as messages; a sequence that means nothing gives none.

    A line feed is the enter key: so a terminal passes it on that was not the desk's yet when it was pressed."""
    yield from XTermParser().feed(text.replace("\n", "\r")) if text else ()
