"""Random text, as bad as anybody could send, through the one function that cleans it."""

import unicodedata
from random import Random

from tui.present import MOST_CHARACTERS, UNSHOWABLE, clean, shorten

ENDINGS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
JOINERS = "\u200c\u200d"
PIECES = (
    "\x1b[31m", "\x1b]52;c;cHduZWQ=\x07", "\x1bP1$r\x1b\\", "\x9b31m", "\x1bc", "\r\n", "\t", "\x00", "\x7f", "\x85",
    "[red]", "[/]", "[@click=app.quit]x[/]", "\\[", "=cmd|' /C calc'!A0", "\u202e", "\u2066", "\u200b", "\u200d",
    "\u2028", "\ufeff", "\ud800", "\U000e0041", "\uffff", "e\u0301", "\u0301" * 9, "\ufe0f", "\u5f35\u4f1f", "\uff21",
    "\U0001f468\u200d\U0001f469", "\u0915\u094d\u200d\u0937", "\ufb01", "\u00a0", "O'Brien", "Ó Súilleabháin", " ",
)  # fmt: skip
PLAIN = tuple(map(chr, range(0x20, 0x7F)))


def hostile(chance: Random) -> str:
    """A text of known attacks, plain letters and any characters at all."""

    def piece() -> str:
        kind = chance.random()
        if kind < 0.4:
            return chance.choice(PIECES)
        return chance.choice(PLAIN) if kind < 0.8 else chr(chance.randrange(0x110000))

    return "".join(piece() for _ in range(chance.randrange(24)))


def faults(text: str) -> list[str]:
    """What is wrong with how a text is cleaned; nothing, as it should be."""
    shown = clean(text)
    found = [
        f"U+{ord(char):04X} stays" for char in shown if unicodedata.category(char) in ENDINGS and char not in JOINERS
    ]
    if len(shown) > MOST_CHARACTERS:
        found.append("it is longer than anything may be")
    if clean(shown) != shown:
        found.append("cleaned again it is another text")
    if text.isascii() and text.isprintable() and shown != text:
        found.append("plain letters were altered")
    if UNSHOWABLE not in shown and not set(shorten(shown, 12)) <= {*shown, "~"}:
        found.append("cut short it has other letters")
    return found


def try_strings(strings: int, seed: int) -> dict[str, int]:
    """Clean so many random texts; counts those that were not made harmless, or that were altered for nothing."""
    chance = Random(seed)
    failed = 0
    for _ in range(strings):
        text = hostile(chance)
        if wrong := faults(text):
            failed += 1
            print(ascii(text), *wrong, sep="; ")
    return {"strings": strings, "failed": failed}
