"""Chance that is the same in Python and in machine code. Part of the compiled search.

Two congruential generators together (L'Ecuyer 1988), which never overflow a word; `chance` holds where they stand."""

from collections.abc import Sequence

from domain.engine.kernel.arrays import FIXED_POINT, ODDS

ONE, ONE_MODULUS = 40014, 2147483563
OTHER, OTHER_MODULUS = 40692, 2147483399


def seeds(seed: int) -> list[int]:
    """Where the generators stand at first."""
    return [1 + seed % 2147483000, 1 + (seed * 7919 + 104729) % 2147483000]


def drawn(chance: list[int], below: int) -> int:
    """A number from 0 up to `below`."""
    one = chance[0] * ONE % ONE_MODULUS
    other = chance[1] * OTHER % OTHER_MODULUS
    chance[0], chance[1] = one, other
    return (one - other) % ONE_MODULUS * below // ONE_MODULUS


def tolerated(chance: list[int], odds: Sequence[int], heat: int) -> int:
    """How much worse something may be at this heat: annealing's exponential rule, drawn beforehand."""
    return (heat * odds[drawn(chance, ODDS)]) >> FIXED_POINT
