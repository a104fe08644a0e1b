"""What the terminal at hand can show, told from its environment: how many colours, and which characters."""

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color, ColorSystem, ColorType
from rich.style import Style

_SYSTEMS = {"256": ColorSystem.EIGHT_BIT, "16": ColorSystem.STANDARD, "8": ColorSystem.STANDARD}
_FLAGS = (("bold", 1), ("italic", 3), ("underline", 4), ("reverse", 7), ("strike", 9))
_MONO = frozenset({1, 4, 7})
_ASCII = str.maketrans("─━│┃┌┐└┘├┤┬┴┼“”‘’–—…·£•±ŁłØøĐđßıÆæŒœ", "--||+++++++++\"\"''--.-#*+LlOoDdsiAaOo")

Attributes = tuple[str, str, frozenset[int]]
"""Foreground, background, and the numbers of the attributes that are on."""

PLAIN: Attributes = ("", "", frozenset())


@dataclass(frozen=True)
class Terminal:
    """`colours` is true, 256, 16, 8 or mono; `ascii` terminals show seven bits only, and those that are `old`
    know a VT220's sequences and no later ones; the console of Linux is one of them. Those before the VT220 know even
    fewer, and no way to blank cells within a line (`erases`)."""

    colours: str = "256"
    ascii: bool = False
    old: bool = False
    erases: bool = True

    def attributes(self, style: Style | None) -> Attributes:
        """A style as this terminal shows it."""
        return _attributes(style, self.colours)

    def text(self, text: str) -> str:
        """The text in characters that this terminal has, each as wide as before."""
        if not self.ascii or text.isascii():
            return text
        return "".join(char if char.isascii() else _plainest(char) for char in text.translate(_ASCII))


def _plainest(char: str) -> str:
    """A letter without its marks, so that a name can still be read out; `?` for each column of anything else."""
    base = unicodedata.normalize("NFKD", char)[:1]
    return base if base.isascii() and base.isalnum() and cell_len(char) == 1 else "?" * cell_len(char)


def this_terminal(environment: Mapping[str, str] = os.environ) -> Terminal:
    """The terminal that the environment tells of."""
    term = environment.get("TERM", "")
    plain = bool(re.match(r"vt\d|dumb|wy|.*-m$", term))
    old = plain or term == "linux"
    ascii = plain or not re.search(r"utf-?8", _locale(environment), re.IGNORECASE)
    if "NO_COLOR" in environment or plain:
        return Terminal("mono", ascii, old, erases=not re.match(r"vt1|dumb|wy", term))
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Terminal("true", ascii)
    if "256color" in term or term in ("xterm-kitty", "alacritty", "foot"):
        return Terminal("256", ascii)
    return Terminal("8" if old else "16", ascii, old)


def _locale(environment: Mapping[str, str]) -> str:
    """The locale of characters, as it was meant: Python itself puts C.UTF-8 in the place of what it cannot load."""
    everywhere, characters, language = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if characters == "C.UTF-8" and language:
        characters = ""
    return everywhere or characters or language


@lru_cache(4096)
def _attributes(style: Style | None, colours: str) -> Attributes:
    if style is None:
        return PLAIN
    flags = frozenset(number for name, number in _FLAGS if getattr(style, name))
    if colours == "mono":
        return "", "", flags & _MONO
    return _colour(style.color, colours, True), _colour(style.bgcolor, colours, False), flags


def _colour(colour: Color | None, colours: str, foreground: bool) -> str:
    if colour is None or colour.type is ColorType.DEFAULT:
        return ""
    system = _SYSTEMS.get(colours)
    codes = (colour.downgrade(system) if system else colour).get_ansi_codes(foreground)
    if colours == "8" and len(codes) == 1 and int(codes[0]) >= 90:
        return str(int(codes[0]) - 60)
    return ";".join(codes)


@lru_cache(4096)
def change(old: Attributes | None, new: Attributes) -> str:
    """The shortest sequence from one set of attributes to another; from None, whatever was on."""
    if old == new:
        return ""
    codes: list[str] = []
    if old is None or old[2] - new[2] or (old[0] and not new[0]) or (old[1] and not new[1]):
        codes.append("0" if any(new) else "")
        old = PLAIN
    codes += [str(number) for number in sorted(new[2] - old[2])]
    codes += [part for part, was in zip(new[:2], old[:2], strict=True) if part and part != was]
    return f"\x1b[{';'.join(codes)}m"
