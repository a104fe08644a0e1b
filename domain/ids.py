"""The one home of chance: references that people read out, and command ids.

References use Crockford's alphabet (no I, L, O or U), so that they survive a bad telephone line."""

import random
import secrets
from typing import Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Ids(Protocol):
    """A source of fresh tokens."""

    def token(self, length: int) -> str:
        """`length` characters of Crockford base 32."""
        ...


class RandomIds:
    """Unpredictable tokens, for real use."""

    def token(self, length: int) -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(length))


class SeededIds:
    """Repeatable tokens, for demonstrations and tests: same seed, same sequence."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def token(self, length: int) -> str:
        return "".join(self._random.choices(ALPHABET, k=length))


class CountedIds:
    """Tokens new1, new2 and so on, for what is never kept."""

    def __init__(self) -> None:
        self._count = 0

    def token(self, length: int) -> str:
        self._count += 1
        return f"new{self._count}"


def command_id(ids: Ids) -> str:
    """An identifier for one command, made when the person presses the key (130 bits)."""
    return ids.token(26)
