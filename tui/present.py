"""Turns data into text that a terminal may show: the only way from a stored word to a cell of the screen.

Stored text is never trusted: markup, control and direction characters reach no terminal alive, and what was
changed shows as a replacement character. Knows nothing of widgets: plain text and screens share every row."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from rich.cells import cell_len, get_character_cell_size

from domain.policy import Policy

T = TypeVar("T")

UNSHOWABLE = "\ufffd"
CUT = "~"
MOST_CHARACTERS = 4000
MOST_MARKS = 4
_BREAKS = frozenset("\n\r\t\x0b\x0c\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
_SELECTORS = re.compile("[\ufe00-\ufe0f]")
_WORD = re.compile(r"\s*(?:(?:NHS )?\d{3,5}(?: \d{3,6})+[^\s\d]*(?!\S)|\S+ \d+$|\S+)")
"""A word of a line: an NHS number and a telephone number are one, so that neither is torn between two lines, and a
number at the very end stays with what it counts."""
_FACT = re.compile(r"\s*\S+(?: \S+)*")
"""Words that stand one blank apart."""
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: object, *, newline: str = " ", limit: int = MOST_CHARACTERS) -> str:
    """The text, safe to show: composed, one line unless `newline` says otherwise, at most `limit` characters.

    What could steer a terminal or reorder a line becomes U+FFFD; so does a heap of combining marks."""
    raw = str(text)
    if raw.isascii() and raw.isprintable() and len(raw) <= limit:
        return raw
    raw = unicodedata.normalize("NFC", _SELECTORS.sub("", raw[: 2 * limit]).replace("\r\n", "\n"))
    shown = "".join(_safe(raw, newline))
    return shown if len(shown) <= limit else shown[: limit - 1] + CUT


def _safe(raw: str, newline: str) -> Sequence[str]:
    out: list[str] = []
    marks = MOST_MARKS
    for at, char in enumerate(raw):
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me", "Mc"):
            marks += 1
            if marks <= MOST_MARKS:
                out.append(char)
            elif out[-1:] != [UNSHOWABLE]:
                out.append(UNSHOWABLE)
            continue
        if char in _BREAKS:
            out.append(newline)
        elif char in _JOINERS and _joins(out[-1:], raw[at + 1 : at + 2], room=marks < MOST_MARKS):
            out.append(char)
            continue
        elif kind in _UNSAFE:
            out.append(UNSHOWABLE)
        else:
            out.append(" " if kind == "Zs" else char)
        marks = MOST_MARKS if out[-1] in (newline, UNSHOWABLE, " ") else 0
    return out


def _joins(before: Sequence[str], after: str, *, room: bool) -> bool:
    """Whether a joiner stands between two letters or marks that are shown, where scripts need it."""
    sides = [unicodedata.category(char)[0] for char in (*before, *after)]
    return len(sides) == 2 and sides[0] in "LM" and (sides[1] == "L" or (sides[1] == "M" and room))


def shorten(text: str, cells: int) -> str:
    """The text in at most `cells` columns of the terminal, its cut marked."""
    if len(text) <= cells and text.isascii():
        return text
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return _prefix(text, cells - 1) + CUT


def _prefix(text: str, cells: int) -> str:
    used = 0
    for at, char in enumerate(text):
        used += get_character_cell_size(char)
        if used > cells:
            return text[:at]
    return text


def whole_facts(text: str, cells: int) -> str:
    """As many of the facts of a title, which stand two blanks apart, as find room whole; at least the first."""
    while cell_len(text) > cells and (fewer := text.rpartition("  ")[0].rstrip()):
        text = fewer
    return shorten(text, cells)


def fit(text: str, cells: int, align: str = "left") -> str:
    """The text in exactly `cells` columns; align is left or right."""
    shown = shorten(text, cells)
    gap = " " * max(0, cells - cell_len(shown))
    return gap + shown if align == "right" else shown + gap


def wrap(text: str, cells: int, lines: int = 0) -> list[str]:
    """The text broken between words into lines of at most `cells` columns; a cut after `lines` is marked."""
    done: list[str] = []
    for paragraph in text.split("\n"):
        done += [paragraph] if cell_len(paragraph) <= cells else _broken(paragraph, cells)
    if lines and len(done) > lines:
        done[lines - 1] = cut(done[lines - 1], cells)
        del done[lines:]
    return done


def cut(line: str, cells: int) -> str:
    """The last line of what goes on, marked as cut."""
    return f"{line} {CUT}" if cell_len(line) <= cells - 2 else _prefix(line, cells - 1) + CUT


def _broken(paragraph: str, cells: int) -> list[str]:
    """Gaps of several blanks stand between facts: they stay, unless one line is enough without them, and a line ends
    at one of them rather than within a fact, where that takes no line more."""
    if cell_len(close := " ".join(paragraph.split())) <= cells:
        return [close]
    facts = [[fact] if cell_len(fact.strip()) <= cells else _WORD.findall(fact) for fact in _FACT.findall(paragraph)]
    by_word = _filled(_WORD.findall(paragraph), cells)
    by_fact = _filled([word for fact in facts for word in fact], cells)
    return by_fact if len(by_fact) <= len(by_word) else by_word


def _filled(words: Sequence[str], cells: int) -> list[str]:
    """Lines of as many words as each has room for; one that is longer than a line is broken."""
    done = [""]
    for word in words:
        joined = f"{done[-1]}{word}" if done[-1] else word.lstrip()
        if cell_len(joined) <= cells:
            done[-1] = joined
            continue
        left = word.lstrip()
        while left:
            head = _prefix(left, cells) or left[0]
            done.append(head)
            left = left[len(head) :]
    return [line for line in done if line]


class Tone(StrEnum):
    """How a piece of text stands out. Whatever a tone means, a word or letter of the text says as well."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    WARN = "warn"
    ALERT = "alert"
    REVERSE = "reverse"


Told = str | tuple[str, Tone]
"""A line of detail: text, or text that stands out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `width` 0 takes what the others leave, which is `least` or more; where room is short, the
    highest `yields` goes first and 0 never goes."""

    title: str
    width: int = 0
    align: str = "left"
    yields: int = 0
    least: int = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, a text for each column; `tones` differ from `tone` by column title."""

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    tones: Mapping[str, Tone] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What presenters may know besides their row: the moment, the policy, and names by reference."""

    now: datetime
    policy: Policy
    users: Mapping[str, str] = field(default_factory=dict)
    workers: Mapping[str, str] = field(default_factory=dict)
    caller: str = ""

    def who(self, ref: str) -> str:
        """A user's or worker's name, or the reference when nobody knows it."""
        return self.users.get(ref) or self.workers.get(ref) or ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """How one kind of row is listed: all that a pane, a filter and the plain text need to know of it.

    `parts` names what actions may fill their fields with; `subject` is what history tells of."""

    columns: tuple[Column, ...]
    key: Callable[[T], str]
    line: Callable[[T, Sight], Line]
    parts: Callable[[T], Mapping[str, Any]]
    subject: Callable[[T], str]
    detail: Callable[[T, Sight], Sequence[Told]] = lambda row, sight: ()
    empty: str = "Nothing here."


def widths(columns: Sequence[Column], room: int) -> dict[int, int]:
    """position → width of the columns that find room in `room` cells, one cell between two."""
    shown = list(range(len(columns)))
    least = {at: columns[at].width or columns[at].least for at in shown}
    while sum(least[at] + 1 for at in shown) - 1 > room:
        goes = max(shown, key=lambda at: (columns[at].yields, at))
        if not columns[goes].yields:
            break
        shown.remove(goes)
    free = [at for at in shown if not columns[at].width]
    spare = room - sum(columns[at].width + 1 for at in shown) + 1
    return {at: columns[at].width or max(1, spare // len(free)) for at in shown}


def heading(columns: Sequence[Column], room: int) -> str:
    """The titles above a list, `room` cells wide."""
    spaces = widths(columns, room)
    return fit(" ".join(fit(columns[at].title, wide, columns[at].align) for at, wide in spaces.items()), room)


def row_text(columns: Sequence[Column], line: Line, room: int) -> str:
    """One row as text, `room` cells wide."""
    spaces = widths(columns, room)
    texts = [fit(clean(line.cells[at]), wide, columns[at].align) for at, wide in spaces.items()]
    return fit(" ".join(texts), room)


def plain(listing: Listing[T], rows: Sequence[T], sight: Sight, room: int = 100) -> str:
    """A whole list as plain text, for scripts, screen readers and lines too poor for a screen."""
    if not rows:
        return listing.empty
    told = [row_text(listing.columns, listing.line(row, sight), room).rstrip() for row in rows]
    return "\n".join([heading(listing.columns, room).rstrip(), *told])
