"""What names a plan beyond doubt: a digest of the problem and of what was planned, the same on every machine."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from domain.engine.plan import Assignment
from domain.engine.problem import Problem


class Fingerprints:
    """The digests of the plans of one problem, which is read once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = sha256(_text(_plain(problem)))

    def of(self, assignments: Iterable[Assignment]) -> str:
        """SHA-256 in hexadecimal. The order of assignments does not matter, everything else does."""
        digest = self._problem.copy()
        digest.update(_text(_plain(sorted(assignments, key=lambda each: each.visit))))
        return digest.hexdigest()


def _text(plain: Any) -> bytes:
    return dumps(plain, separators=(",", ":"), ensure_ascii=True).encode()


def _plain(value: Any) -> Any:
    """Lists, numbers and text only; sets in order."""
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
