"""A worker's record: what they may do and for how much longer, what then lacks them, when they are on duty, when away,
and their round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.lapsing import DBS, lapses
from domain.people import Person
from domain.roster import Workload
from domain.staff import Absence, Shift, Worker
from domain.views import Board, BoardVisit
from domain.visit import Visit
from domain.when import local_date, show_date, show_minutes, show_time
from domain.words import counted
from tui.present import Sight, Told, Tone
from tui.presenters.record import Item
from tui.presenters.staff import skill_words
from tui.presenters.words import hours, short_date, short_moment, state_word, until_words

SHIFT_DAYS, AWAY_DAYS, LAPSE_DAYS = 13, 90, 60
"""How far ahead shifts, absences and what lapses are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRead:
    """A worker with their shifts of the week and the days to come, absences, the boards that hold their rounds, the
    visits to come that they are down for, and how today is used; None off duty."""

    worker: Worker
    shifts: Sequence[Shift]
    absences: Sequence[Absence]
    boards: Sequence[Board]
    held: Sequence[tuple[Visit, Person]]
    load: Workload | None = None


def facts(read: WorkerRead, sight: Sight) -> list[Told]:
    """How to reach them, their hours, what they may do, and whether their papers are good."""
    worker, label, today = read.worker, sight.policy.label, local_date(sight.now)
    languages = ", ".join(label("language", code) for code in worker.languages)
    who = [worker.phone, label("role", worker.role), worker.mode, languages and f"speaks {languages}", worker.postcode]
    lapsed = len(worker.skills_on(today)) < len(worker.skills)
    return [
        "  ".join(filter(None, who)),
        _hours(read, today),
        _papers(worker, today),
        (
            f"Skills: {skill_words(worker, sight) or 'none recorded'}",
            Tone.WARN if lapsed else Tone.PLAIN,
        ),
    ]


def _hours(read: WorkerRead, today: date) -> str:
    monday = today - timedelta(days=today.weekday())
    week = [shift for shift in read.shifts if monday <= shift.day < monday + timedelta(days=7)]
    minutes = sum((shift.end - shift.start).total_seconds() for shift in week) / 60
    agreed = read.worker.contract_minutes
    over = f", overtime agreed {hours(read.worker.overtime_minutes)}" if read.worker.overtime_minutes else ""
    used = _used(read.load) if read.load is not None else ""
    return f"This week {hours(minutes)} of {hours(agreed)}{over}{used}"


def _used(load: Workload) -> str:
    """What is left of the day once the ways are taken off, and how much of that has room for another visit."""
    free = f"{show_minutes(load.downtime)} free"
    usable = f", {show_minutes(load.usable)} usable" if load.usable < load.downtime else ""
    return f"; today {show_minutes(load.contact)} with people, {show_minutes(load.travel)} on the way, {free}{usable}"


def _papers(worker: Worker, today: date) -> Told:
    if worker.dbs_expires is None:
        return "No date recorded for the DBS check", Tone.WARN
    if worker.dbs_expires < today:
        return f"DBS check LAPSED {short_date(worker.dbs_expires)}: no visit may be given", Tone.ALERT
    return f"DBS check good until {short_date(worker.dbs_expires)}"


def items(read: WorkerRead, sight: Sight) -> list[Item]:
    """Absences, what lapses, then the round of today and tomorrow, then the shifts to come."""
    today = local_date(sight.now)
    return [*_absences(read, sight), *_lapses(read, sight, today), *_round(read), *_shifts(read, today)]


def parts(worker: Worker) -> dict[str, Any]:
    """What actions on a worker may fill their fields with."""
    return {
        "ref": worker.id, "worker": worker.id, "revision": worker.revision, "name": worker.full_name,
        "subject": f"worker/{worker.id}",
    }  # fmt: skip


def _absences(read: WorkerRead, sight: Sight) -> Iterator[Item]:
    for one in sorted(read.absences, key=lambda one: one.start):
        if one.worker != read.worker.id or (one.end is not None and one.end <= one.start):
            continue
        why = sight.policy.label("absence", one.reason)
        until = f"until {until_words(one.end)}" if one.end else "until further notice"
        state = "now" if one.start <= sight.now else "to come"
        said = f"Reported by {sight.who(one.reported_by)}"
        about = f"{why}, {until}"
        yield Item(f"absence/{one.id}", "away", short_moment(one.start), state, about, (one.note, said), _own(read))


def _lapses(read: WorkerRead, sight: Sight, today: date) -> Iterator[Item]:
    people = {visit.id: person for visit, person in read.held}
    for one in lapses(read.worker, (visit for visit, _ in read.held), today + timedelta(days=LAPSE_DAYS)):
        what = "DBS check" if one.what == DBS else sight.policy.label("skill", one.what)
        many = counted(len(one.visits), "visit")
        text = f"{what}: " + (f"{many} of theirs after it to cover !" if one.visits else "no visit of theirs needs it")
        named = [
            f"{people[visit.id].name} {show_date(visit.day)[:-5]} {show_time(visit.start)}" for visit in one.visits
        ]
        state = "lapsed" if one.last < today else "to come"
        key = f"worker/{read.worker.id}#lapse-{one.what}"
        yield Item(key, "lapses", short_date(one.last), state, text, (", ".join(named),), _own(read))


def _round(read: WorkerRead) -> Iterator[Item]:
    for board in read.boards:
        mine = (visit for visit in board.visits if read.worker.id in visit.workers)
        for visit in sorted(mine, key=lambda visit: visit.start):
            yield _visit(visit, board.day)


def _visit(visit: BoardVisit, day: date) -> Item:
    draft = ", draft" if visit.draft else ""
    late = f", {visit.late} min late !" if visit.late else ""
    text = f"{visit.person}  {visit.area}  {visit.line or 'visit'} {visit.minutes} min{draft}{late}"
    own: Mapping[str, Any] = {
        "visit": visit.ref, "person": visit.person_ref, "name": visit.person, "state": visit.state,
        "revision": visit.revision, "subject": f"visit/{visit.ref}",
    }  # fmt: skip
    return Item(f"visit/{visit.ref}", "visit", short_moment(visit.start), state_word(visit.state), text, (), own)


def _shifts(read: WorkerRead, today: date) -> Iterator[Item]:
    for one in sorted(read.shifts, key=lambda shift: shift.start):
        if one.worker == read.worker.id and one.day >= today:
            minutes = (one.end - one.start).total_seconds() / 60
            text = f"{show_date(one.day)[:3]} {show_time(one.start)}-{show_time(one.end)}, {hours(minutes)}"
            yield Item(f"shift/{one.id}", "shift", short_date(one.day), "", text, (), _own(read))


def _own(read: WorkerRead) -> Mapping[str, Any]:
    return parts(read.worker)
