"""Who may be told what of a person: said to whoever is on the telephone before they speak.

A line names somebody, after a colon what they may be told: `Jean Cole, niece, 07700 900123: everything`. Whoever is not
named is told nothing; a telephone number tells callers apart where names do not."""

import re
from collections.abc import Sequence

UNSAID = "it is not said what, so ask the person first"

_LEAST_LETTERS, _LEAST_DIGITS = 3, 6
_WORD = re.compile(r"[^\W\d_]+")


def may_be_told(lines: Sequence[str], caller: str = "", phone: str = "") -> str:
    """A sentence for the desk: what this caller may be told or, before they are known, who may be told what."""
    if not lines:
        return "Nobody is named who may be told anything: ask the person first"
    if not caller.strip() and not phone.strip():
        return f"May be told: {'; '.join(lines)}"
    named = [line for line in lines if _is_named(line.partition(":")[0], caller, phone)]
    if named:
        return "; ".join(f"{_first(line)} may be told: {line.partition(':')[2].strip() or UNSAID}" for line in named)
    return f"{caller.strip() or phone.strip()} is not named: tell nothing. Named are {', '.join(map(_first, lines))}"


def _first(line: str) -> str:
    return line.partition(":")[0].partition(",")[0].strip()


def _is_named(whom: str, caller: str, phone: str) -> bool:
    """Whether the number is theirs or, where either is not known, every word of the caller's name is in theirs."""
    theirs, given = (re.sub(r"\D", "", text) for text in (whom, phone))
    if min(len(theirs), len(given)) >= _LEAST_DIGITS:
        return given in theirs
    words = _WORD.findall(caller.casefold())
    return max(map(len, words), default=0) >= _LEAST_LETTERS and set(words) <= set(_WORD.findall(whom.casefold()))
