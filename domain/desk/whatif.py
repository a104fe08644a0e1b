"""What if a referral were accepted: its visits on a copy of the days to come, and what that would mean for everybody.

The first visit falls within the referral's clock, the others follow a weekly pattern; each goes, in order of time, to
the cheapest place that the rules allow on the day as it stands. A day that nobody has planned yet is planned roughly
first, so that its workers are not taken for idle. Nothing is saved, nobody is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.clocks import read_clock
from domain.desk.mending import situation_of
from domain.desk.planning import moment_at
from domain.engine.delta import delta
from domain.engine.insertion import greedy_roster
from domain.engine.options import best
from domain.engine.plan import Assignment
from domain.engine.prepare import prepare
from domain.engine.situation import Situation
from domain.engine.ways import Way
from domain.package import Line, Package
from domain.package_text import parse_lines
from domain.pattern import visit_of, wanted
from domain.people import Person
from domain.policy import Policy
from domain.referral import Referral
from domain.views import RosterDay
from domain.visit import Visit
from domain.when import day_bounds, local_date, london, show_date, show_time

WEEK = 7
USUAL = "morning 08:30 30m ±60; tea 16:30 30m ±60"
"""The pattern that is tried where none is given: our own, a reablement package as it often begins."""
FIRST_MINUTES = 45
FIRST_WITHIN = timedelta(hours=4)
SOON = timedelta(hours=1)
"""How soon somebody should come first where no clock says so."""
PLANNED_SHARE = 0.5
"""A day with fewer of its visits covered counts as not planned yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialVisit:
    """One visit of the trial: where it would go, or why nowhere. `disturbed` names people whose visits would move,
    `uncovered` those who would be left with nobody, `late` and `overtime` are minutes."""

    line: str
    day: date
    start: datetime
    workers: tuple[str, ...] = ()
    late: int = 0
    overtime: int = 0
    calls: int = 0
    disturbed: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether it is done in time and nobody is left alone for it."""
        return bool(self.workers) and not self.late and not self.uncovered


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What accepting would mean. `earliest` is the first safe start; `faces` are the workers who would come."""

    pattern: str
    visits: tuple[TrialVisit, ...]
    earliest: datetime | None
    faces: tuple[str, ...]
    overtime: int
    disturbed: tuple[str, ...]
    broken: tuple[str, ...]


def what_if(
    referral: Referral, person: Person | None, days: Iterable[RosterDay], now: datetime, pattern: str = ""
) -> WhatIf:
    """Place the referral's visits on the days given, from today on. Raises PatternProblem for a pattern it cannot
    read."""
    text = pattern.strip() or USUAL
    who = person or Person(id=f"of-{referral.id}")
    placed: list[TrialVisit] = []
    lines = parse_lines(text)
    for day in days:
        asked = _asked(referral, who, lines, day.day, now, day.policy)
        placed += _placed(day, who, asked, {face for each in placed for face in each.workers})
    safe = [visit.start for visit in placed if visit.is_safe]
    faces = [worker for visit in placed for worker in visit.workers]
    return WhatIf(
        pattern=text,
        visits=tuple(placed),
        earliest=min(safe, default=None),
        faces=tuple(dict.fromkeys(faces)),
        overtime=sum(visit.overtime for visit in placed),
        disturbed=tuple(dict.fromkeys(name for visit in placed for name in visit.disturbed)),
        broken=tuple(visit.text for visit in placed if not visit.is_safe),
    )


def _asked(
    referral: Referral, person: Person, lines: Sequence[Line], day: date, now: datetime, policy: Policy
) -> Iterator[Visit]:
    """The visits wanted on a day: the first one today, the pattern from the next day on."""
    if day == local_date(now):
        yield _first(referral, person, now, policy)
        return
    package = Package(id="TRIAL", person=person.id, case="", lines=tuple(lines), starts=day)
    for number, each in enumerate(wanted(package, day, day)):
        yield visit_of(package, each, f"TRIAL{number}", referral.id, "")


def _first(referral: Referral, person: Person, now: datetime, policy: Policy) -> Visit:
    due = read_clock(referral, now, policy).due or now + FIRST_WITHIN
    last = day_bounds(local_date(now))[1] - timedelta(minutes=FIRST_MINUTES + 1)
    until = min(max(due, now + SOON), last)
    return Visit(
        id="TRIAL", person=person.id, referral=referral.id, kind="first", line="first", day=local_date(now),
        start=min(now, until), local_start=f"{london(now):%H:%M}", minutes=FIRST_MINUTES, window_from=min(now, until),
        window_to=until,
    )  # fmt: skip


def _placed(day: RosterDay, person: Person, asked: Iterable[Visit], known: set[str]) -> Iterator[TrialVisit]:
    """Each visit at its cheapest place, one after the other; faces already known count as familiar."""
    wanted_here = tuple(asked)
    if not wanted_here:
        return
    expected = any(each.id == person.id for each in day.people)
    people = day.people if expected else (*day.people, person.living_on(day.day))
    familiar = {**day.familiar, person.id: {**day.familiar.get(person.id, {}), **dict.fromkeys(known, 1)}}
    now = _planned(situation_of(replace(day, people=people, familiar=familiar, visits=(*day.visits, *wanted_here))))
    for visit in wanted_here:
        way = best(now, visit.id)
        yield _told(day, now, visit, way)
        if way is not None:
            now = replace(now, placed=now.with_moved(way.placed))


def _planned(now: Situation) -> Situation:
    """The day as it stands, or roughly planned where it is not."""
    ours = {visit.id for visit in now.problem.visits if visit.id.startswith("TRIAL")}
    theirs = len(now.problem.visits) - len(ours)
    if now.told or theirs == 0 or len(now.placed) >= PLANNED_SHARE * theirs:
        return now
    problem = replace(
        now.problem,
        visits=tuple(each for each in now.problem.visits if each.id not in ours),
        links=tuple(link for link in now.problem.links if ours.isdisjoint((link.before, link.after))),
    )
    return replace(now, placed=greedy_roster(prepare(problem)).assignments())


def _told(day: RosterDay, now: Situation, visit: Visit, way: Way | None) -> TrialVisit:
    """What became of one visit."""
    asked = f"{visit.line} {show_date(visit.day).rpartition(' ')[0]} {show_time(visit.start)}"
    if way is None:
        return TrialVisit(line=visit.line, day=visit.day, start=visit.start, text=f"{asked}: nobody can come")
    moved = {each.visit: each for each in way.placed[1:]}
    names = {each.id: each.person for each in now.problem.visits}
    return TrialVisit(
        line=visit.line, day=visit.day, start=moment_at(way.own.start, day.day), workers=way.own.workers,
        late=way.late, overtime=_overtime(now, way.own), calls=way.calls,
        disturbed=tuple(names[ref] for ref in moved),
        uncovered=tuple(names[ref] for ref, each in moved.items() if not each.workers),
        text=f"{asked}: {way.text}",
    )  # fmt: skip


def _overtime(now: Situation, own: Assignment) -> int:
    return max(0, delta(now.problem, now.placed, own.visit, own.workers, own.start).overtime)


def first_days(now: datetime) -> list[date]:
    """The days of the first week, today first."""
    return [local_date(now) + timedelta(days=number) for number in range(WEEK)]
