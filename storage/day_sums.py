"""The roll-up of figures: what each figure counts of each day, kept so that a year is read in a moment.

A day is kept by the rules that it was counted by, once time alone no longer changes it. Whoever changes a referral
throws away the sums of its days; what is not kept is counted from the referrals themselves. So a figure is always what
its rows say, and the sums can be made anew at any time."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from domain.kpi.definition import DaySum, Definition, Evidence, rows, sums
from domain.kpi.figures import DATES
from domain.policy import Policy
from domain.record import Record
from domain.when import local_date
from storage.queries.figures import facts
from storage.tables.core import DAY_SUM

A_DAY = timedelta(days=1)


def days_of(referral: Record | None) -> Iterator[date]:
    """The days that a referral may count on."""
    if referral is not None:
        yield from (local_date(at) for name in DATES if (at := getattr(referral, name)) is not None)


def forget(connection: sa.Connection, service: str, days: Collection[date]) -> None:
    """Throw away what is kept of some days. Whoever does it has the turn to write."""
    if days:
        connection.execute(DAY_SUM.delete().where(DAY_SUM.c.service == service, DAY_SUM.c.day.in_(sorted(days))))


def sums_of(connection: sa.Connection, service: str, definition: Definition, evidence: Evidence) -> Iterator[DaySum]:
    """What a figure counts of each day of a period: as it is kept, else from the referrals of the day."""
    kept = {one.day: one for one in _kept(connection, service, definition, evidence)}
    yield from kept.values()
    for first, last in _gaps(evidence.first, evidence.last, sorted(kept)):
        found = facts(connection, service, definition.dated_by, first, last)
        part = Evidence(referrals=found, first=first, last=last, now=evidence.now, policy=evidence.policy)
        yield from sums(definition, part, rows(definition, part))


def _kept(connection: sa.Connection, service: str, definition: Definition, evidence: Evidence) -> Iterator[DaySum]:
    query = sa.select(DAY_SUM.c.day, DAY_SUM.c.counts, DAY_SUM.c.digest).where(
        DAY_SUM.c.service == service, DAY_SUM.c.day.between(evidence.first, evidence.last),
        DAY_SUM.c.figure == definition.name, DAY_SUM.c.basis == basis_of(definition, evidence.policy),
    )  # fmt: skip
    for day, counts, digest in connection.execute(query):
        yield DaySum(day=day, counts=json.loads(counts), digest=digest)


def _gaps(first: date, last: date, kept: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The stretches of a period between days that are kept: their first and last days."""
    for day in kept:
        if day > first:
            yield first, day - A_DAY
        first = day + A_DAY
    if first <= last:
        yield first, last


def basis_of(definition: Definition, policy: Policy) -> str:
    """What a sum was counted by: the version of the figure, and the rules that it depends on."""
    rules = json.dumps([definition.version, dict(definition.parameters(policy))], sort_keys=True)
    return hashlib.sha256(rules.encode()).hexdigest()[:16]
