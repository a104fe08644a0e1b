"""What the places of the desk ask of the store, to be explained and timed."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from domain.kpi.figures import FIGURES
from domain.referral import Referral
from domain.visit import Visit
from domain.when import local_date
from storage.engine import Database
from storage.reader import StoreReader

WEEK = timedelta(days=7)


SEARCHES = ("hol", "hol42", "mar zzz", "BL9 5", "07700", "0304", "3/4/1942", "999 612 3306", "R7K3")
"""A name, with a birth date, part of a postcode, a telephone, birth dates, an NHS number, a reference."""


def questions(read: StoreReader, referral: Referral, visit: Visit, now: datetime) -> Mapping[str, Callable[[], Any]]:
    """What the desk's places ask, by the word for it."""
    today = local_date(now)
    return {
        "the queue": lambda: read.queue(now),
        "the queue of closed referrals": lambda: read.queue(now, closed=True),
        "one row of the queue": lambda: read.queue_row(referral.id, now),
        "the board": lambda: read.board(today, now),
        "the board as it was": lambda: read.board_at(today, now - timedelta(hours=1)),
        "what publishing would tell": lambda: read.differences(today),
        "a day to plan": lambda: read.roster_day(today, now),
        "the diary of a week": lambda: read.diary(today, today + WEEK),
        "the escalations": lambda: read.escalations(now),
        "who is on call": lambda: read.on_call(now),
        "the inbox": read.inbox,
        "the promises": lambda: read.promises(now),
        "the actions": read.actions,
        "a person": lambda: read.person(referral.person),
        "a person's history": lambda: read.history(f"person/{referral.person}"),
        "contacts about a referral": lambda: read.contacts(f"referral/{referral.id}"),
        "the cases": read.cases,
        "a package's visits": lambda: read.visits_of(visit.package),
        "what a worker is down for": lambda: read.held_by(visit.workers[0] if visit.workers else "WNOBODY", today),
        "the shifts of a week": lambda: read.shifts(today, today + WEEK),
        "the names of workers": read.worker_names,
        "who is away": lambda: read.absences(now),
        "what is new": lambda: read.entries_since(read.head() - 20),
        "the end of the journal": lambda: read.newest_entries(20),
        "the last change of one's own": lambda: read.own_steps("ada"),
        "who sits at a desk": read.sittings,
        "emergency access to review": read.emergencies,
        "readings to ask about": lambda: read.unusual_readings(today - WEEK, today),
        "the figures on the titles": lambda: read.counts(now),
        "people known by a name": lambda: read.known_people("hol"),
        "all escalations": lambda: read.escalations(now, resolved=True),
        "all messages": lambda: read.inbox(settled=True),
        "what a meeting decided": lambda: read.meeting_actions("D0000"),
        "a case's packages": lambda: read.case_packages(visit.case),
        "the workers": read.workers,
        "who was away in a week": lambda: read.away(today, today + WEEK),
        "who works in a week": lambda: read.duty(today, today + WEEK),
        "the users": read.users,
        "the rules of today": read.policy,
        "all rules": read.rulebook,
        "a record": lambda: read.record(Visit, visit.id),
        "some records": lambda: read.some(Referral, [referral.id]),
        **{f"a search for {text}": partial(read.search, text) for text in SEARCHES},
        **{f"{name} of a month": partial(read.figure, name, today.replace(day=1), today, now) for name in FIGURES},
    }


def statements_of(database: Database, ask: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Every question that the database is asked meanwhile, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
    assert asked
    return asked
