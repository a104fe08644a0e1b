"""A team: its patch of the town, its staff, and the people it looks after.

What is known only while the play goes on, such as the references of those it took on, is filled in as it goes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from domain.demo.homes import Postcode
from domain.demo.patterns import OFFICE, duties
from domain.demo.rota import Round
from domain.demo.staff import Member
from domain.demo.stage import DESK, ROSTER, Cue, Life
from domain.demo.ways import Ways
from domain.desk.staffing import AddShifts, AddWorker, Duty, ReportAbsent
from domain.staff import Worker
from domain.when import from_local, minute_of_day

Span = tuple[datetime, datetime]


@dataclass(slots=True)
class Team:
    """One team. `homes` are the postcodes its people live at, `workers` its staff once they are taken on."""

    number: int
    homes: tuple[Postcode, ...]
    ways: Ways
    members: list[Member]
    workers: dict[str, Worker] = field(default_factory=dict)
    patterns: dict[str, Member] = field(default_factory=dict)
    away: dict[str, list[Span]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def crew(self, day: date) -> list[Round]:
        """Everybody on duty and not away on a day, with nothing to do yet."""
        crew, gone = [], set(self.away_on(day))
        for ref, worker in self.workers.items():
            spans = [(start, end) for _, start, end in self.duties(ref, day, day)]
            if spans and ref not in gone:
                minutes = tuple((minute_of_day(start, day), minute_of_day(end, day)) for start, end in spans)
                crew.append(Round(worker, minutes, kept_free=self.patterns[ref].pattern is OFFICE))
        return crew

    def away_on(self, day: date) -> Iterator[str]:
        """Who is away for any of their duty on a day."""
        for ref, spans in self.away.items():
            duties = [(start, end) for _, start, end in self.duties(ref, day, day)]
            if any(_meets(away, duties) for away in spans):
                yield ref

    def duties(self, ref: str, first: date, last: date) -> Iterator[tuple[date, datetime, datetime]]:
        """When a worker is on duty."""
        member = self.patterns[ref]
        return duties(member.pattern, member.place, first, last)


def _meets(away: Span, spans: list[Span]) -> bool:
    return any(start < away[1] and away[0] < end for start, end in spans)


def hiring(team: Team, at: datetime) -> Life:
    """Everybody is taken on."""
    for member in team.members:
        new = member.worker
        done = yield Cue(
            at, ROSTER,
            AddWorker(
                family=new.family, given=new.given, role=new.role, gender=new.gender, languages=new.languages,
                skills=new.skills, mode=new.mode, phone=new.phone, postcode=new.postcode, place=new.place,
                contract_minutes=new.contract_minutes, overtime_minutes=new.overtime_minutes,
                dbs_expires=new.dbs_expires, starts=new.starts,
            ),
        )  # fmt: skip
        team.patterns[done.ref] = member
        team.workers[done.ref] = replace(new, id=done.ref)


def duty_list(team: Team, at: datetime, first: date, last: date) -> Life:
    """The shifts of a fortnight are put on the roster, worker by worker."""
    yield at
    for ref in team.workers:
        duties = [Duty(worker=ref, start=start, end=end) for _, start, end in team.duties(ref, first, last)]
        yield Cue(at, ROSTER, AddShifts(duties=tuple(duties)))


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody of the team is away for some days; `told` is when the desk hears of it."""

    told: datetime
    reason: str
    first: date
    days: int
    open_ended: bool = False


def leave_and_sickness(today: date) -> tuple[Away, ...]:
    """Who is away in the fortnight: three on leave in turn, one sick for long, one on a jury, one in training."""

    def away(reason: str, told: int, first: int, days: int, open_ended: bool = False) -> Away:
        at = from_local(today + timedelta(days=told), time(11, 20))
        return Away(at, reason, today + timedelta(days=first), days, open_ended)

    return (
        away("annual-leave", -9, -7, 7), away("annual-leave", -9, -2, 7), away("annual-leave", -9, 2, 7),
        away("sick", -9, -8, 60, open_ended=True), away("jury", -9, -3, 2), away("training", -9, 3, 1),
    )  # fmt: skip


def being_away(team: Team, chance: Random, absences: tuple[Away, ...]) -> Life:
    """Absences of workers, no two of the same one; at most one lead."""
    yield absences[0].told
    support = [ref for ref, worker in team.workers.items() if worker.role == "support"]
    leads = [ref for ref, worker in team.workers.items() if worker.role == "lead"]
    who = [*chance.sample(support, len(absences) - 1), chance.choice(leads)]
    for ref, absence in sorted(zip(who, absences, strict=True), key=lambda pair: pair[1].told):
        start = from_local(absence.first, time.min)
        end = from_local(absence.first + timedelta(days=absence.days), time.min)
        yield absence.told
        team.away.setdefault(ref, []).append((start, end))
        until = None if absence.open_ended else end
        yield Cue(absence.told, DESK, ReportAbsent(id=ref, reason=absence.reason, start=start, end=until))
