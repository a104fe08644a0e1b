"""NHS numbers: whether typed or received text is one, and what is odd about it.

A number that fails its check is refused nowhere: messages in the field carry such numbers, and a person looks
at them. Knows nothing of people."""

import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

import nhs_number as checks

Status = Literal["valid", "invalid", "absent"]

_ELSEWHERE = (
    (checks.REGION_SYNTHETIC, "a test number"),
    (checks.REGION_SCOTLAND, "a Scottish CHI number"),
    (checks.REGION_NORTHERN_IRELAND, "a Northern Irish health and care number"),
    (checks.REGION_EIRE, "an Irish health identifier"),
)


class Checked(NamedTuple):
    """What the text holds: ten digits or None, whether they are an NHS number, and warnings to show."""

    digits: str | None
    status: Status
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def validate(text: str) -> Checked:
    """Check ten digits, with or without spaces, dashes and invisible characters between them.

    The check digit is modulus 11 (domain reference 7.5). Ten equal digits pass the arithmetic and are refused
    all the same. Numbers that are valid but not issued in England and Wales come with a warning, never a
    refusal."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKC", text) if not _is_separator(mark))
    if not bare:
        return Checked(None, "absent")
    if len(bare) != 10 or not (bare.isascii() and bare.isdigit()):
        return Checked(None, "invalid", ("an NHS number has ten digits",))
    if len(set(bare)) == 1:
        return Checked(bare, "invalid", ("ten equal digits are nobody's NHS number",))
    if not checks.is_valid(bare):
        return Checked(bare, "invalid", ("the check digit does not fit: a digit may be mistyped",))
    return Checked(bare, "valid", _range_warnings(bare))


def grouped(digits: str) -> str:
    """`999 000 0018`, the way the NHS prints it; anything but ten digits comes back as it is."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 10 else digits


def _is_separator(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) in ("Pd", "Cf", "Cc")


def _range_warnings(bare: str) -> tuple[str, ...]:
    if checks.REGION_ENGLAND_WALES_IOM.contains_number(bare):
        return ()
    if bare.startswith("999"):
        return ("a synthetic number of the 999 range, never issued to a person",)
    for region, name in _ELSEWHERE:
        if region.contains_number(bare):
            return (f"{name}, not issued in England and Wales",)
    return ("outside every range that is issued",)
