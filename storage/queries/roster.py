"""Everything that planning a day needs, in one snapshot."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from domain.desk.gathering import shift_days
from domain.people import Person
from domain.policy import Policy
from domain.views import RosterDay
from domain.visit import BEGUN, Visit, VisitState
from storage.queries.board import duty
from storage.queries.common import by_ref, columns, records, table_of

LATELY = timedelta(days=28)


def roster_day(connection: sa.Connection, service: str, policy: Policy, day: date, now: datetime) -> RosterDay:
    """The records of a day, of its week's shifts, and of who has lately been with whom."""
    visit = table_of(Visit)
    visits = records(
        connection, Visit, visit.c.service == service, visit.c.day == day,
        visit.c.state != VisitState.CANCELLED.value, order=(visit.c.start, visit.c.id),
    )  # fmt: skip
    workers, shifts, _ = duty(connection, service, *shift_days(policy, day))
    absences = duty(connection, service, day, day)[2]
    people = by_ref(connection, Person, service, (one.person for one in visits))
    return RosterDay(
        day=day, now=now, policy=policy, workers=tuple(workers), shifts=tuple(shifts), absences=tuple(absences),
        visits=tuple(visits), people=tuple(each.living_on(day) for each in people.values()),
        familiar=_familiar(connection, service, day),
    )  # fmt: skip


def _familiar(connection: sa.Connection, service: str, day: date) -> Mapping[str, Mapping[str, int]]:
    visit = table_of(Visit)
    query = sa.select(visit.c.person, visit.c.workers, sa.func.count().label("times")).where(
        visit.c.service == service, visit.c.day >= day - LATELY, visit.c.day < day,
        visit.c.state.in_(sorted(state.value for state in BEGUN)),
    ).group_by(visit.c.person, visit.c.workers)  # fmt: skip
    known: dict[str, Counter[str]] = {}
    for row in columns(connection, query):
        known.setdefault(row["person"], Counter()).update(dict.fromkeys(row["workers"], row["times"]))
    return known
