"""What a figure is made of, and the fingerprint that makes it the same number for ever (K3, K4).

A definition knows how to reckon, and nothing of where referrals come from or how a figure is shown."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.policy import Policy
from domain.referral import Referral
from domain.views import Figure
from domain.when import local_date

Row = Mapping[str, Any]

_OF_MARK = {
    "sourced": "",
    "ours": "This definition is our own.",
    "unverified": "The national text was not read: check before showing this as a national figure.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a figure is reckoned from: referrals of the London days `first` to `last` (others are ignored),
    the moment, the policy in force. `test_people` are people who do not exist, to be left out."""

    referrals: Sequence[Referral]
    first: date
    last: date
    now: datetime
    policy: Policy
    test_people: frozenset[str] = frozenset()

    def covers(self, at: datetime) -> bool:
        """Whether a moment lies in the period."""
        return self.first <= local_date(at) <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The outcome of a definition; the parts are those of `Figure`."""

    value: float | None
    parts: Mapping[str, int]
    rows: tuple[Row, ...]
    values: Mapping[str, float | None] = field(default_factory=dict)
    by_month: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A figure's name, its words, and how it is reckoned.

    `version` goes up whenever `text` or `reckon` change meaning; `mark` is sourced, ours or unverified. A
    referral can only count when one of its times named in `dated_by` lies in the period, so a store need look
    for no others. `settings` are the named values that the outcome depends on."""

    name: str
    title: str
    text: str
    version: str
    mark: str
    unit: str
    dated_by: tuple[str, ...]
    settings: tuple[str, ...]
    reckon: Callable[[Evidence], Reckoned]


def figure(definition: Definition, evidence: Evidence, seq: int) -> Figure:
    """Reckon a figure at journal position `seq`."""
    found = definition.reckon(evidence)
    note = _OF_MARK[definition.mark]
    return Figure(
        name=definition.name, title=definition.title, definition=definition.text, version=definition.version,
        first=evidence.first, last=evidence.last, value=found.value, unit=definition.unit, parts=found.parts,
        values=found.values, by_month=found.by_month, rows=found.rows, as_at=evidence.now, seq=seq,
        fingerprint=_fingerprint(definition, evidence, seq, found.rows),
        notes=(*found.notes, *([note] if note else ())),
    )  # fmt: skip


def percent(part: int, whole: int) -> float | None:
    """To one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def month_of(at: datetime) -> str:
    """The London month of a moment, `2026-11`."""
    return f"{local_date(at):%Y-%m}"


def _fingerprint(definition: Definition, evidence: Evidence, seq: int, rows: tuple[Row, ...]) -> str:
    parameters = {name: evidence.policy.text(name) for name in definition.settings}
    period = (evidence.first, evidence.last)
    content = (definition.name, definition.version, period, parameters, seq, rows)
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a figure's row holds {value!r}, which is no plain value")
