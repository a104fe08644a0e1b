"""NHS numbers and telephone numbers that belong to nobody.

NHS numbers begin with 999, a range kept for tests. Telephone numbers are those that Ofcom sets aside for drama:
07700 900000 to 900999, 0161 496 0000 to 0999 and 01632 960000 to 960999."""

from collections.abc import Iterator
from math import gcd
from random import Random

_SPAN = 1_000_000
_WEIGHTS = range(10, 1, -1)


def nhs_numbers(chance: Random) -> Iterator[str]:
    """Valid ten-digit numbers of the 999 range, no two alike, in no visible order: some 900,000 of them."""
    at, step = chance.randrange(_SPAN), chance.randrange(1, _SPAN, 2)
    while gcd(step, _SPAN) != 1:
        step = chance.randrange(1, _SPAN, 2)
    for _ in range(_SPAN):
        at = (at + step) % _SPAN
        body = f"999{at:06d}"
        check = check_digit(body)
        if check is not None:
            yield f"{body}{check}"


def check_digit(body: str) -> int | None:
    """The tenth digit of an NHS number, modulus 11; None where the first nine can have none."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11
    return None if rest == 10 else rest % 11


def mobile(chance: Random) -> str:
    """`07700 900123`."""
    return f"07700 900{chance.randrange(1000):03d}"


def landline(chance: Random, exchange: str) -> str:
    """`0161 496 0123` or `01632 960123`; `exchange` is everything but the last three digits."""
    return f"{exchange}{chance.randrange(1000):03d}"
