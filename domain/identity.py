"""Whether two descriptions mean one human being: the same, possibly the same, or different.

A person is never taken for the same on an NHS number alone. Possible means that both records are kept and a
person decides. Knows nothing of records or messages."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.nhs_number import validate

Verdict = Literal["same", "possible", "different"]

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "", "ʼ": ""}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What identifies somebody, as written; '' and None where it is not known."""

    nhs_number: str = ""
    born: date | None = None
    family: str = ""
    given: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()


def compare(a: Identity, b: Identity) -> Verdict:
    """Same: NHS number, date of birth and family name all agree. Possible: the numbers agree and something
    else does not; or one side has no trustworthy number, and the name agrees with the date of birth, postcode
    or telephone.

    Two numbers that differ make different people, unless one of them fails its check. Letter case, accents,
    punctuation, spaces and invisible characters make no difference."""
    numbers = (validate(a.nhs_number), validate(b.nhs_number))
    digits = {checked.digits for checked in numbers if checked.digits and len(set(checked.digits)) > 1}
    family_agrees = _agree(letters(a.family), letters(b.family))
    both_numbered = all(checked.digits in digits for checked in numbers)
    if both_numbered and len(digits) == 1:
        return "same" if family_agrees and _agree(a.born, b.born) else "possible"
    if both_numbered and all(checked.status == "valid" for checked in numbers):
        return "different"
    likely = family_agrees and _given_agree(a.given, b.given) and _something_else_agrees(a, b)
    return "possible" if likely else "different"


def _something_else_agrees(a: Identity, b: Identity) -> bool:
    return (
        _agree(a.born, b.born)
        or _agree(letters(a.postcode), letters(b.postcode))
        or bool(_telephones(a.phones) & _telephones(b.phones))
    )


def _agree(one: object, other: object) -> bool:
    return bool(one) and one == other


def _given_agree(one: str, other: str) -> bool:
    """First names agree when equal, when one is the other's initial, or when one is not known."""
    first, second = sorted((_first(one), _first(other)), key=len)
    return first == second or (len(first) <= 1 and second.startswith(first))


def _first(given: str) -> str:
    words = "".join(mark if unicodedata.category(mark) != "Cf" else "" for mark in given).split()
    return letters(words[0]) if words else ""


def letters(text: str) -> str:
    """Only letters and digits, without accents or case: `O’Brien-Núñez` is `obriennunez`."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(mark for mark in folded if mark.isalnum())


def _telephones(phones: tuple[str, ...]) -> set[str]:
    """The last ten digits of each number that has them, so that +44 and 0 are the same."""
    digits = ("".join(mark for mark in phone if mark.isascii() and mark.isdigit()) for phone in phones)
    return {number[-10:] for number in digits if len(number) >= 10}
