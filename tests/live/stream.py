"""What a terminal may be sent: text, and the sequences with which a full-screen program moves, colours and erases."""

import re
import unicodedata

_SEQUENCES = re.compile(rb"\x1b\[[0-?]*[ $]?[A-HJKSTXdfhlmnpqr]|\x1bM")
_LAYOUT = frozenset("\r\n\b")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def strays(sent: bytes) -> list[str]:
    """The control characters, each by its code, that are left when every allowed sequence is taken out."""
    text = _SEQUENCES.sub(b"", sent).decode()
    found = {char for char in text if unicodedata.category(char) in _INVISIBLE} - _LAYOUT
    return sorted(f"U+{ord(char):04X}" for char in found)
