"""What a figure is made of, and the fingerprint that makes it the same number for ever.

A definition knows how to reckon, and nothing of where referrals come from or how a figure is shown."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from domain.policy import Policy
from domain.referral import CLOSED, Referral
from domain.views import Figure
from domain.when import local_date

FACTS = (
    "id", "service", "revision", "person", "state", "urgency", "source", "received_at", "keyed_at", "ready_at",
    "clock_start", "clock_stop", "closed_at", "upgraded_at", "downgraded_at",
)  # fmt: skip
"""The fields of a referral that figures are reckoned from."""

Row = Mapping[str, Any]
ROWS = "rows"
"""The mark that every row counts for."""
Counts = Mapping[str, int]
"""Mark → how often it was given."""

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
class DaySum:
    """What a figure counts of one London day, and the fingerprint of the rows behind it."""

    day: date
    counts: Counts
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The outcome of a definition; the parts are those of `Figure`."""

    value: float | None
    parts: Mapping[str, int]
    values: Mapping[str, float | None] = field(default_factory=dict)
    by_month: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A figure's name, its words, and how it is reckoned.

    Each referral that it is about stands on one London day, that of `dated`, as a `row` that counts for some `marks`
    (None: it is not about this one); `sum` makes the figure of how often each mark was given in each month. So the
    sums of days make every longer period.

    `version` goes up whenever `text` or the reckoning change meaning; `mark` is sourced, ours or unverified. A
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
    dated: Callable[[Referral], datetime]
    row: Callable[[Referral, Evidence], Row | None]
    marks: Callable[[Row, Referral, Policy], Iterable[str]]
    sum: Callable[[Mapping[str, Counts], Policy], Reckoned]

    def parameters(self, policy: Policy) -> Mapping[str, str]:
        """The settings that the outcome depends on, as a policy has them."""
        return {name: policy.text(name) for name in self.settings}


def figure(definition: Definition, evidence: Evidence, seq: int) -> Figure:
    """Reckon a figure at journal position `seq`, with the rows behind it."""
    placed = [*rows(definition, evidence)]
    return summed_up(definition, evidence, seq, sums(definition, evidence, placed), tuple(row for row, _ in placed))


def rows(definition: Definition, evidence: Evidence) -> Iterator[tuple[Row, Referral]]:
    """The rows of a period with what they tell of, in the order of their times."""
    dated = ((definition.dated(referral), referral.id, referral) for referral in evidence.referrals)
    for _, _, referral in sorted((each for each in dated if evidence.covers(each[0])), key=itemgetter(0, 1)):
        if (row := definition.row(referral, evidence)) is not None:
            yield row, referral


def sums(definition: Definition, evidence: Evidence, placed: Iterable[tuple[Row, Referral]]) -> Iterator[DaySum]:
    """What rows in the order of their times come to, for each day that has any."""
    for day, of_day in groupby(placed, key=lambda each: local_date(definition.dated(each[1]))):
        found = [*of_day]
        counts = Counter(mark for row, told in found for mark in definition.marks(row, told, evidence.policy))
        counts[ROWS] = len(found)
        yield DaySum(day=day, counts=counts, digest=_digest([row for row, _ in found]))


def summed_up(
    definition: Definition, evidence: Evidence, seq: int, days: Iterable[DaySum], told: tuple[Row, ...] = ()
) -> Figure:
    """The figure that the sums of the days of a period make; `told` are the rows to be shown with it."""
    months: dict[str, Counter[str]] = {}
    digests: list[tuple[date, str]] = []
    for one in sorted((each for each in days if each.counts), key=attrgetter("day")):
        months.setdefault(f"{one.day:%Y-%m}", Counter()).update(one.counts)
        digests.append((one.day, one.digest))
    found, note = definition.sum(months, evidence.policy), _OF_MARK[definition.mark]
    return Figure(
        name=definition.name, title=definition.title, definition=definition.text, version=definition.version,
        first=evidence.first, last=evidence.last, value=found.value, unit=definition.unit, parts=found.parts,
        values=found.values, by_month=found.by_month, rows=told, counted=all_of(months)[ROWS],
        as_at=evidence.now, seq=seq, fingerprint=_digest([
            definition.name, definition.version, evidence.first, evidence.last,
            definition.parameters(evidence.policy), seq, digests,
        ]),
        notes=(*found.notes, *([note] if note else ())),
    )  # fmt: skip


def is_settled(referral: Referral) -> bool:
    """Whether time alone no longer changes what it counts for."""
    return referral.clock_stop is not None or (referral.state in CLOSED and referral.closed_at is not None)


def all_of(months: Mapping[str, Counts]) -> Counter[str]:
    """How often each mark was given in all months together."""
    together: Counter[str] = Counter()
    for counts in months.values():
        together.update(counts)
    return together


def standing(count: Counts) -> dict[str, int]:
    """How many of a standard's referrals stand how."""
    return {name: count.get(name.upper(), 0) for name in ("met", "not_met", "breached", "running", "excluded")}


def shares_met(count: Counts, of: str = "") -> tuple[float | None, float | None]:
    """What share was met, of those that are decided, and with open breaches as failures; `of` begins the marks."""
    met, not_met, breached = (count.get(of + status, 0) for status in ("MET", "NOT_MET", "BREACHED"))
    return percent(met, met + not_met), percent(met, met + not_met + breached)


def percent(part: int, whole: int) -> float | None:
    """To one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def month_of(at: datetime) -> str:
    """The London month of a moment, `2026-11`."""
    return f"{local_date(at):%Y-%m}"


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a figure's row holds {value!r}, which is no plain value")
