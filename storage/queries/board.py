"""One day of the roster: workers with their duty, visits with the people they are for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from domain.people import Person
from domain.policy import Policy
from domain.roster import by_harm, differences
from domain.staff import Absence, Shift, Worker
from domain.verdicts import doubt, late_minutes, late_since
from domain.views import Board, BoardVisit, BoardWorker, Told
from domain.visit import TO_COME, Visit, VisitState
from domain.when import day_bounds
from storage.journal import seq_at
from storage.queries.common import by_ref, how_many, names, parts, records, table_of
from storage.queries.queue import area_of
from storage.rewinding import rewound

T = TypeVar("T", Shift, Absence)
Duty = tuple[list[Worker], list[Shift], list[Absence]]
"""Workers, with shifts and absences."""


def board(connection: sa.Connection, service: str, policy: Policy, day: date, now: datetime, seq: int) -> Board:
    """The whole board of a London day."""
    visits = visits_on(connection, service, day)
    people = by_ref(connection, Person, service, (visit.person for visit in visits))
    return _composed(policy, day, now, seq, visits, people, duty(connection, service, day, day))


def board_at(connection: sa.Connection, service: str, policy: Policy, day: date, at: datetime) -> Board:
    """The board of a London day as the desk knew it at a past moment."""
    seq, visit = seq_at(connection, at), table_of(Visit)
    known = records(connection, Visit, visit.c.service == service, visit.c.day == day)
    visits = [one for one in rewound(connection, service, seq, Visit, known, gone=True) if one.day == day]
    people = by_ref(connection, Person, service, (one.person for one in visits))
    then = {one.id: one for one in rewound(connection, service, seq, Person, people.values())}
    in_order = _shown(sorted(visits, key=lambda one: (one.start, one.id)))
    return _composed(policy, day, at, seq, in_order, then, _duty_at(connection, service, day, at, seq))


def _composed(
    policy: Policy, day: date, now: datetime, seq: int, visits: Sequence[Visit], people: Mapping[str, Person],
    on_duty: Duty,
) -> Board:  # fmt: skip
    workers, shifts, absences = on_duty
    on_board = {ref for visit in visits for ref in (*visit.workers, *visit.told_workers)}
    on_board |= {shift.worker for shift in shifts}
    duties, gone = _by_worker(shifts), _by_worker(absences)
    rows = [
        _worker(worker, duties.get(worker.id, ()), gone.get(worker.id, ()), day)
        for worker in workers
        if worker.id in on_board
    ]
    there = {ref: person.living_on(day) for ref, person in people.items()}
    shown = tuple(_visit(visit, there.get(visit.person), policy, now) for visit in visits)
    return Board(
        day=day, seq=seq, workers=tuple(rows), visits=shown, uncovered=by_harm(visits, people)
    )  # fmt: skip


def visits_on(connection: sa.Connection, service: str, day: date) -> list[Visit]:
    """The day's visits in order of time; cancelled ones only while somebody still has to be told."""
    visit = table_of(Visit)
    found = records(
        connection, Visit, visit.c.service == service, visit.c.day == day, order=(visit.c.start, visit.c.id)
    )
    return _shown(found)


def held_by(
    connection: sa.Connection, service: str, worker: str, first: date, last: date | None
) -> list[tuple[Visit, Person]]:
    """Visits to come from a day on that a worker is down for or was told of, in order of time, with whose they are."""
    visit = table_of(Visit)
    days = [visit.c.day >= first, *([visit.c.day <= last] if last is not None else [])]
    to_come = visit.c.state.in_([state.value for state in TO_COME])
    theirs = sa.or_(*(names(column, worker) for column in (visit.c.workers, visit.c.told_workers)))
    order = (visit.c.start, visit.c.id)
    found = records(connection, Visit, visit.c.service == service, *days, to_come, theirs, order=order)
    people = by_ref(connection, Person, service, (one.person for one in found))
    return [(one, people[one.person]) for one in found if one.person in people]


def _shown(visits: Iterable[Visit]) -> list[Visit]:
    return [
        one
        for one in visits
        if one.told_workers or (one.state is not VisitState.CANCELLED and (one.workers or not one.beside))
    ]


def duty(connection: sa.Connection, service: str, first: date, last: date) -> Duty:
    """Workers, with the shifts and absences that touch the days."""
    worker, shift, absence = table_of(Worker), table_of(Shift), table_of(Absence)
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    return (
        records(connection, Worker, worker.c.service == service, order=(worker.c.family, worker.c.given)),
        records(connection, Shift, shift.c.service == service, shift.c.day >= first, shift.c.day <= last),
        records(
            connection, Absence, absence.c.service == service, absence.c.start < end,
            sa.or_(absence.c.end.is_(None), absence.c.end > start),
        ),
    )  # fmt: skip


def _duty_at(connection: sa.Connection, service: str, day: date, at: datetime, seq: int) -> Duty:
    absence, (start, end) = table_of(Absence), day_bounds(day)
    workers, shifts, _ = duty(connection, service, day, day)
    perhaps = sa.or_(absence.c.end.is_(None), absence.c.end > start, absence.c.ended_at > at)
    away = records(connection, Absence, absence.c.service == service, absence.c.start < end, perhaps)
    return (
        rewound(connection, service, seq, Worker, workers),
        [one for one in rewound(connection, service, seq, Shift, shifts, gone=True) if one.day == day],
        [
            one
            for one in rewound(connection, service, seq, Absence, away, gone=True)
            if one.start < end and (one.end is None or one.end > start)
        ],
    )


def told(connection: sa.Connection, service: str, day: date) -> tuple[Told, ...]:
    """What publishing the day would tell each worker."""
    visits = visits_on(connection, service, day)
    refs = {ref for visit in visits for ref in (*visit.workers, *visit.told_workers)}
    return differences(
        visits,
        by_ref(connection, Worker, service, refs),
        by_ref(connection, Person, service, (visit.person for visit in visits)),
    )


def _by_worker(kept: Iterable[T]) -> dict[str, list[T]]:
    """Shifts or absences of each worker."""
    lanes: dict[str, list[T]] = {}
    for each in kept:
        lanes.setdefault(each.worker, []).append(each)
    return lanes


def _worker(worker: Worker, shifts: Iterable[Shift], absences: Iterable[Absence], day: date) -> BoardWorker:
    start, end = day_bounds(day)
    valid = worker.skills_on(day)
    return BoardWorker(
        ref=worker.id, name=worker.name, full_name=worker.full_name, phone=worker.phone, role=worker.role,
        mode=worker.mode, gender=worker.gender,
        shifts=tuple(sorted((shift.start, shift.end) for shift in shifts)),
        absent=tuple((max(away.start, start), min(away.end or end, end), away.reason) for away in absences),
        skills=tuple(sorted(valid)), lapsed=tuple(s.code for s in worker.skills if s.code not in valid),
    )  # fmt: skip


def _visit(visit: Visit, person: Person | None, policy: Policy, now: datetime) -> BoardVisit:
    came = min((stamp.came for stamp in visit.attended), default=None)
    left = max((stamp.left for stamp in visit.attended if stamp.left), default=None)
    late = late_minutes(visit, now, policy)
    return BoardVisit(
        ref=visit.id, revision=visit.revision, person_ref=visit.person, person=person.name if person else "unknown",
        born=person.born if person else None, nhs_number=person.nhs_number if person else "",
        area=area_of(person.postcode) if person else "", line=visit.line, start=visit.start, minutes=visit.minutes,
        window_from=visit.window_from, window_to=visit.window_to, workers_needed=visit.workers_needed,
        workers=visit.workers, told_workers=visit.told_workers, told_start=visit.told_start, skills=visit.skills,
        lead=visit.lead, gender=person.gender_needed if person else "", time_critical=visit.time_critical,
        state=visit.state.value, draft=visit.is_draft, pinned=visit.pinned, risks=person.risks if person else (),
        key_safe=bool(person and person.key_safe), came_at=came, left_at=left, verdicts=visit.verdicts,
        late=late, doubt=doubt(visit, now, policy) if late else "",
        lives_alone=bool(person and person.lives_alone),
    )  # fmt: skip


_COUNTED = (
    "id", "person", "day", "start", "minutes", "window_from", "window_to", "workers_needed", "beside", "state",
    "workers", "told_workers", "told_start", "readdressed",
)  # fmt: skip


class DayCounts(NamedTuple):
    """How many visits of a day have too few workers, and how many wait to be published."""

    uncovered: int
    drafts: int


def day_counts(connection: sa.Connection, service: str, day: date) -> DayCounts:
    """The figures of a day's board that do not hang on the time, from those of its visits that could count."""
    visit = table_of(Visit)
    told, planned = sa.cast(visit.c.told_workers, sa.Text), sa.cast(visit.c.workers, sa.Text)
    ours, to_come = (visit.c.service == service, visit.c.day == day), visit.c.state.in_(list(TO_COME))
    unlike = sa.or_(
        planned != told, visit.c.told_start.is_(None), visit.c.told_start != visit.c.start, visit.c.readdressed
    )
    perhaps = sa.or_(
        visit.c.state == VisitState.PLANNED, sa.and_(visit.c.state == VisitState.CANCELLED, told != "[]"),
        sa.and_(to_come, unlike),
    )  # fmt: skip
    found = _shown(parts(connection, Visit, _COUNTED, *ours, perhaps))
    return DayCounts(
        uncovered=sum(one.state in TO_COME and not one.is_covered for one in found),
        drafts=sum(one.is_draft for one in found),
    )


def late_count(connection: sa.Connection, service: str, policy: Policy, day: date, now: datetime) -> int:
    """How many visits of a day should have begun and have not."""
    visit = table_of(Visit)
    expected = sa.func.coalesce(visit.c.told_start, visit.c.start)
    awaited = visit.c.state.in_(list(TO_COME)), visit.c.beside == "", sa.cast(visit.c.attended, sa.Text) == "[]"
    ours = visit.c.service == service, visit.c.day == day
    return how_many(connection, Visit, *ours, *awaited, expected < late_since(now, policy))
