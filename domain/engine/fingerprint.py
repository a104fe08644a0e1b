"""What names a plan beyond doubt: a digest of the problem and of what was planned, the same on every machine."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from domain.engine.plan import Assignment
from domain.engine.problem import Problem


def fingerprint(problem: Problem, assignments: Iterable[Assignment]) -> str:
    """SHA-256 in hexadecimal. The order of assignments does not matter, everything else does."""
    planned = sorted(assignments, key=lambda each: each.visit)
    text = dumps([_plain(problem), _plain(planned)], separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Lists, numbers and text only; sets in order."""
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
