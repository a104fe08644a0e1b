"""The figures on the titles of the panes, asked for every minute by every desk.

Most of them hang on the journal and the day alone: they stand until either has moved on. What the time of day
moves is counted anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from domain.clocks import ResponseClock
from domain.policy import Policy
from domain.views import Counts
from storage.queries import board, desk
from storage.queries.queue import waiting_clocks

_PRESSING = ("red", "breach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is counted once at a journal position on a day (`at`); `clocks` are those that may have come to press."""

    at: tuple[int, date]
    waiting: int
    clocks: tuple[ResponseClock, ...]
    uncovered: int
    drafts: int
    diary: int
    conflicts: int
    inbox: int


def standing(
    connection: sa.Connection, service: str, rules: Callable[[date], Policy], seq: int, today: date
) -> Standing:
    """Count what stands at the journal position which the connection sees."""
    waiting, clocks = waiting_clocks(connection, service, rules)
    of_day = board.day_counts(connection, service, today)
    diary = desk.diary(connection, service, rules(today), today, today)
    booked = [row for row in diary if row.meeting.state == "booked"]
    return Standing(
        at=(seq, today), waiting=waiting, clocks=tuple(clocks), uncovered=of_day.uncovered, drafts=of_day.drafts,
        diary=len(booked), conflicts=sum(bool(row.conflicts) for row in booked),
        inbox=len(desk.inbox(connection, service)),
    )  # fmt: skip


def counts_at(connection: sa.Connection, service: str, policy: Policy, known: Standing, now: datetime) -> Counts:
    """The figures at a moment of the day of what is known to stand."""
    raised = desk.escalations(connection, service, now)
    return Counts(
        queue=known.waiting, queue_breaching=sum(clock.read(now).level in _PRESSING for clock in known.clocks),
        uncovered=known.uncovered, late=board.late_count(connection, service, policy, known.at[1], now),
        drafts=known.drafts, diary=known.diary, conflicts=known.conflicts, escalations=len(raised),
        overdue=frozenset(
            row.escalation.id for row in raised if row.minutes_left < 0 and row.escalation.state == "open"
        ),
        inbox=known.inbox, promises_due=desk.promises_due(connection, service, now),
    )  # fmt: skip
