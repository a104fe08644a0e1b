"""The referral queue: referrals that wait for the desk, with their clocks, most urgent first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.clocks import ResponseClock, clock_of
from domain.escalation import Promise
from domain.people import Person
from domain.policy import Policy
from domain.referral import OPEN, QUEUED, Referral, Urgency
from domain.views import MOST_CLOSED, QueueRow
from domain.when import age_on, local_date
from storage.mapper import shape_of
from storage.queries.common import columns, how_many, parts, table_of

_TOLD = ("family", "given", "postcode", "key_safe")
_PERSON = (*_TOLD, "nhs_number", "born", "risks", "stays")
_QUEUED = sorted(state.value for state in QUEUED)
_CLOCKED = (
    "id", "state", "urgency", "source", "received_at", "keyed_at", "ready_at", "upgraded_at", "clock_start",
    "clock_stop", "closed_at",
)  # fmt: skip
"""What a referral's clock is read by."""
_SHOWN = (
    *_CLOCKED, "revision", "person", "referrer", "referrer_phone", "need", "narrative", "owner", "flags",
)  # fmt: skip
"""What a row of the queue is made of."""
_RANK = {"2h": 0, "same-day": 1, "2d": 2, "routine": 3}


def queue_rows(
    connection: sa.Connection,
    service: str,
    rules: Callable[[date], Policy],
    today: date,
    *,
    closed: bool = False,
    ref: str = "",
) -> list[QueueRow]:
    """Referrals waiting for the desk (`closed`: the latest of the others), or the single one asked for; the clock of
    each runs by the rules of the day on which it was received."""
    referral, person = table_of(Referral), table_of(Person)
    query = (
        sa.select(*(referral.c[name] for name in _SHOWN), *(person.c[name].label(f"person_{name}") for name in _PERSON))
        .outerjoin(person, sa.and_(person.c.id == referral.c.person, person.c.service == referral.c.service))
        .where(referral.c.service == service)
    )
    if ref:
        query = query.where(referral.c.id == ref)
    elif closed:
        latest_first = query.where(referral.c.state.not_in(_QUEUED)).order_by(referral.c.received_at.desc())
        query = latest_first.limit(MOST_CLOSED)
    else:
        query = query.where(referral.c.state.in_(_QUEUED))
    rows = columns(connection, query)
    promises = _promises(connection, service)
    found = [_row(row, rules, today, promises) for row in rows]
    return found if closed else sorted(found, key=_by_need)


def _by_need(row: QueueRow) -> tuple[Any, ...]:
    stopped = row.state not in OPEN or row.clock.stop is not None
    return (stopped, _RANK.get(row.urgency, 4), row.clock.due or row.received_at, row.ref)


Owed = tuple[str, str, datetime | None]
"""Reference, what it is, and when it is due."""


def _promises(connection: sa.Connection, service: str) -> dict[str, Owed]:
    """subject → what is owed first about it."""
    promise = table_of(Promise)
    query = (
        sa.select(promise.c.subject, promise.c.id, promise.c.what, promise.c.due)
        .where(promise.c.service == service, promise.c.kept_at.is_(None))
        .order_by(promise.c.due.desc(), promise.c.id.desc())
    )
    return {row["subject"]: (row["id"], row["what"], row["due"]) for row in columns(connection, query)}


def _row(row: sa.RowMapping, rules: Callable[[date], Policy], today: date, promises: dict[str, Owed]) -> QueueRow:
    referral: Referral = shape_of(Referral).record(row, _SHOWN)
    born = row["person_born"]
    flags = {flag.kind for flag in referral.flags} | ({"risk"} if row["person_risks"] else set())
    promise, promised, promised_at = promises.get(f"referral/{referral.id}", ("", "", None))
    person = _living(row, today)
    clock = clock_of(referral, rules(local_date(referral.received_at)))
    return QueueRow(
        ref=referral.id, revision=referral.revision, person_ref=referral.person, person=person.name,
        nhs_number=row["person_nhs_number"] or "", born=born, age=age_on(born, today) if born else None,
        area=area_of(person.postcode), urgency=referral.urgency.value, state=referral.state.value,
        received_at=referral.received_at, source=referral.source, referrer=referral.referrer,
        referrer_phone=referral.referrer_phone, need=referral.need, narrative=referral.narrative,
        owner=referral.owner, clock=clock, flags=tuple(sorted(flags)),
        promise=promise, promised=promised, next_promise=promised_at, has_key_safe=bool(person.key_safe),
    )  # fmt: skip


def _living(row: sa.RowMapping, day: date) -> Person:
    """Who it is, as far as the queue tells, where they live on a day."""
    family, given, postcode, key_safe = (row[f"person_{name}"] or "" for name in _TOLD)
    person = Person(id="", family=family, given=given, postcode=postcode, key_safe=key_safe)
    if not row["person_stays"]:
        return person
    return replace(person, stays=shape_of(Person).said("stays", row["person_stays"])).living_on(day)


def area_of(postcode: str) -> str:
    """The postcode sector, `M26 4`: enough to judge a journey, too little to find a door."""
    return postcode[:-2].strip() if len(postcode) > 4 else postcode


def waiting_clocks(
    connection: sa.Connection, service: str, rules: Callable[[date], Policy]
) -> tuple[int, list[ResponseClock]]:
    """How many wait, and the clocks of those who wait for an answer in time."""
    table = table_of(Referral)
    waiting = table.c.service == service, table.c.state.in_(_QUEUED)
    running = table.c.clock_stop.is_(None), table.c.urgency != Urgency.ROUTINE
    awaited = parts(connection, Referral, _CLOCKED, *waiting, *running)
    clocks = [clock_of(referral, rules(local_date(referral.received_at))) for referral in awaited]
    return how_many(connection, Referral, *waiting), clocks
