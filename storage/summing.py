"""Sums up the days of figures: those that are not kept, or all of them anew.

A few days at a time, each time in one transaction: the desks write on between two of them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.kpi.definition import DaySum, Definition, Evidence, is_settled, rows, sums
from domain.kpi.figures import DATES, FIGURES
from domain.policy import Policy, Rulebook
from domain.referral import Referral
from domain.when import Clock, local_date
from storage.day_sums import A_DAY, basis_of, forget
from storage.engine import Database
from storage.founding import Card, services
from storage.journal import wait_for_order
from storage.queries.common import table_of
from storage.queries.figures import facts
from storage.reader import StoreReader
from storage.tables.core import DAY_SUM

TURN = 3  # days in one transaction

Key = tuple[date, str, str]
"""Day, figure and basis."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summed:
    """How many sums of how many days were written, and how many of them had been kept otherwise than they should."""

    days: int
    sums: int
    otherwise: int

    def __add__(self, other: "Summed") -> "Summed":
        return Summed(self.days + other.days, self.sums + other.sums, self.otherwise + other.otherwise)


class _Way(NamedTuple):
    """A figure counted by the rules of a policy, which was last in force on a day."""

    definition: Definition
    policy: Policy
    last: date

    @property
    def name(self) -> tuple[str, str]:
        """Figure and basis."""
        return self.definition.name, basis_of(self.definition, self.policy)


def sum_up_services(database: Database, cards: Iterable[Card], clock: Clock, *, anew: bool) -> Summed:
    """`sum_up` for each service, by its own rules."""
    done = Summed(0, 0, 0)
    for card in cards:
        rules = StoreReader(database, card.service, clock).rulebook()
        done += sum_up(database, card.service, rules, clock.now(), anew=anew)
    return done


def sum_up(database: Database, service: str, book: Rulebook, now: datetime, *, anew: bool = False) -> Summed:
    """Keep the sum of every day so far that is not kept yet, or, `anew`, of every day whatever is kept."""
    with database.reading() as connection:
        days = _days_so_far(connection, service, local_date(now))
        kept = set() if anew else set(_kept(connection, service, days))
    ways = _ways(book, local_date(now))
    counted = written = otherwise = 0
    for some in (days[begins : begins + TURN] for begins in range(0, len(days), TURN)):
        wanted = {(day, *way.name) for day in some for way in ways if day <= way.last} - kept
        if not wanted:
            continue
        with database.writing() as connection:
            wait_for_order(connection)
            were = _kept(connection, service, some) if anew else {}
            forget(connection, service, some if anew else ())
            fresh = {key: row for key, row in _counted(connection, service, ways, some, now) if key in wanted}
            if fresh:
                connection.execute(DAY_SUM.insert(), [*fresh.values()])
        counted, written = counted + len({day for day, *_ in fresh}), written + len(fresh)
        otherwise += sum(fresh.get(key) != row for key, row in were.items() if key in wanted)
    return Summed(counted, written, otherwise)


def otherwise(database: Database, clock: Clock) -> Iterator[str]:
    """What is kept of days otherwise than their referrals say, each in words."""
    for card in services(database):
        rules = StoreReader(database, card.service, clock).rulebook()
        with database.reading() as connection:
            of_service = DAY_SUM.c.service == card.service
            days = connection.execute(sa.select(DAY_SUM.c.day).where(of_service).distinct().order_by(DAY_SUM.c.day))
            kept_days = days.scalars().all()
            ways = _ways(rules, kept_days[-1]) if kept_days else ()
            for day in kept_days:
                fresh = dict(_counted(connection, card.service, ways, [day], clock.now()))
                known = {way.name for way in ways if day <= way.last}
                for key, row in _kept(connection, card.service, [day]).items():
                    if key[1:] in known and fresh.get(key) != row:
                        yield f"what the figure {key[1]} counts of {day:%d/%m/%Y} is not what its referrals say"


def _days_so_far(connection: sa.Connection, service: str, today: date) -> Sequence[date]:
    """From the day of the first referral."""
    referral = table_of(Referral)
    query = sa.select(referral.c.received_at).where(referral.c.service == service)
    first = connection.execute(query.order_by(referral.c.received_at).limit(1)).scalar()
    length = (today - local_date(first)).days + 1 if first else 0
    return [today - number * A_DAY for number in reversed(range(length))]


def _kept(connection: sa.Connection, service: str, days: Sequence[date]) -> Mapping[Key, Row]:
    """The sums that are kept of some days in a row."""
    if not days:
        return {}
    query = sa.select(DAY_SUM).where(DAY_SUM.c.service == service, DAY_SUM.c.day.between(days[0], days[-1]))
    return {(row["day"], row["figure"], row["basis"]): dict(row) for row in connection.execute(query).mappings()}


def _ways(book: Rulebook, today: date) -> Collection[_Way]:
    """Every way in which a figure is or was counted, each once."""
    turns = [day for day in book.turns() if day <= today]
    lasts = [*(day - A_DAY for day in turns[1:]), today]
    ways = [
        _Way(definition, policy, last)
        for policy, last in ((book.on(day), last) for day, last in zip(turns, lasts, strict=True))
        for definition in FIGURES.values()
    ]
    return {way.name: way for way in ways}.values()


def _counted(
    connection: sa.Connection, service: str, ways: Collection[_Way], days: Sequence[date], now: datetime
) -> Iterator[tuple[Key, Row]]:
    """The sums of a few days in a row, but for days that time alone will still change."""
    found = facts(connection, service, DATES, days[0], days[-1])
    for way in ways:
        definition = way.definition
        part = Evidence(referrals=found, first=days[0], last=days[-1], now=now, policy=way.policy)
        counted = {one.day: one for one in sums(definition, part, rows(definition, part))}
        moving = {local_date(definition.dated(referral)) for referral in found if not is_settled(referral)}
        for day in days:
            if day not in moving:
                one, (figure, basis) = counted.get(day, DaySum(day=day, counts={}, digest="")), way.name
                yield (day, figure, basis), {
                    "service": service, "day": day, "figure": figure, "basis": basis,
                    "counts": json.dumps(one.counts, sort_keys=True), "digest": one.digest,
                }  # fmt: skip
