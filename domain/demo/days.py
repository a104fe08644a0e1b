"""Day after day: planned the afternoon before, published, filled up with urgent visits, visited, checked next morning.

One life for the whole service, since a day is planned, published and recorded as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from domain.demo.going import ORDINARY, Luck, stamps_of
from domain.demo.logbook import no_show
from domain.demo.rota import DayRota
from domain.demo.stage import COVER, DESK, ROSTER, Cue, Life
from domain.demo.stories import DISPATCH
from domain.demo.team import Team
from domain.desk.gathering import Find
from domain.desk.planning import Placement
from domain.desk.roster import ApplyPlan, Publish
from domain.desk.stamping import Stamp
from domain.desk.visits import CancelVisit, MissVisit, RecordAttendances, VerifyVisit
from domain.people import Person
from domain.roster import ends
from domain.verdicts import Verdict, expected_start
from domain.visit import Visit, VisitState
from domain.when import from_local

PLANNING, RECORDING, CHECKING = time(16, 30), time(23, 30), time(9, 40)
LATE_PLANNING = time(22, 45)
ONE_OFF = ("first", "assessment")
_TOLD = (VisitState.NOTIFIED, VisitState.IN_PROGRESS, VisitState.COMPLETED)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the play: visits of packages begin on `rostered`; `now` is the moment it ends, on the last day."""

    first: date
    rostered: date
    now: datetime
    today: date


class Days:
    """The days of a service and all that the roster desk does on them."""

    def __init__(self, teams: Sequence[Team], find: Find, span: Span, chance: Callable[..., Random]) -> None:
        self._teams, self._find, self._span, self._chance = teams, find, span, chance
        self._people: dict[str, Person] = {}
        self._team_of: dict[str, int] = {}
        self._familiar: dict[str, set[str]] = {}
        self._rotas: dict[date, list[DayRota]] = {}
        self._luck = Luck()

    def life(self) -> Life:
        """From the first day to the last."""
        day = self._span.first
        while day <= self._span.today:
            for at, part in sorted(self._parts(day), key=lambda each: each[0]):
                yield at
                yield from part
            self._rotas.pop(day, None)
            day += _DAY

    def _parts(self, day: date) -> Iterator[tuple[datetime, Iterator[Cue]]]:
        """What is done on a day, and when. The last day is cut short by the end of the play."""
        for slot in DISPATCH:
            at = from_local(day, slot)
            yield at, self._urgent(day, at)
        if day > self._span.first:
            at = from_local(day, CHECKING)
            yield at, self._check(day - _DAY, at)
        if day + _DAY >= self._span.rostered:
            at = from_local(day, LATE_PLANNING if day < self._span.rostered else PLANNING)
            yield at, self._plan(day + _DAY, at)
        at = from_local(day, RECORDING)
        yield at, self._record(day, at)
        if day == self._span.today:
            yield from self._this_morning(day)

    def _this_morning(self, day: date) -> Iterator[tuple[datetime, Iterator[Cue]]]:
        """Today the stamps come in twice, and to one home nobody has come at all."""
        for before in (46, 2):
            at = self._span.now - timedelta(minutes=before)
            yield at, self._record(day, at, so_far=True)
        for before in (64, 24):
            at = self._span.now - timedelta(minutes=before)
            yield at, self._urgent(day, at)
        at = self._span.now - timedelta(minutes=9)
        yield at, self._no_show(at)

    def _no_show(self, at: datetime) -> Iterator[Cue]:
        for visit in sorted(self._luck.nobody):
            yield from no_show(visit, at)

    def _plan(self, day: date, at: datetime) -> Iterator[Cue]:
        """A day of visits is planned and published; what nobody can do is agreed with the family."""
        visits = self._find(Visit, day=day, state=VisitState.PLANNED)
        placed = self._place(day, visits)
        if placed:
            yield Cue(at, ROSTER, ApplyPlan(day=day, assignments=tuple(placed)))
            yield Cue(at + timedelta(minutes=6), ROSTER, Publish(day=day))
        sent = {each.visit for each in placed}
        left = [visit for visit in visits if visit.id not in sent and visit.kind not in ONE_OFF]
        for visit in left:
            if day < self._span.today or visit.window_to < self._span.now + timedelta(hours=1):
                yield Cue(
                    at + timedelta(minutes=9), ROSTER, CancelVisit(id=visit.id, why="family"), "Agreed by telephone"
                )

    def _urgent(self, day: date, at: datetime) -> Iterator[Cue]:
        """First visits of referrals find a place among the others; workers hear of them and of what was cancelled."""
        visits = self._find(Visit, day=day, state=VisitState.PLANNED, kind=ONE_OFF)
        placed = self._place(day, visits, at) if visits else []
        if placed:
            yield Cue(at, DESK, ApplyPlan(day=day, assignments=tuple(placed)))
        cancelled = self._find(Visit, day=day, state=VisitState.CANCELLED)
        if placed or any(visit.told_workers for visit in cancelled):
            yield Cue(at, DESK, Publish(day=day))

    def _place(self, day: date, visits: Sequence[Visit], not_before: datetime | None = None) -> list[Placement]:
        self._meet(visits)
        placed: list[Placement] = []
        for team, rota, theirs in zip(self._teams, self._rotas_of(day), self._by_team(visits), strict=True):
            if theirs:
                for worker in team.away_on(day):
                    rota.stand_down(worker)
                placed += rota.place(theirs, self._people, not_before)
        whose = {visit.id: visit.person for visit in visits}
        for each in placed:
            self._familiar.setdefault(whose[each.visit], set()).update(each.workers)
        return placed

    def _rotas_of(self, day: date) -> list[DayRota]:
        if day not in self._rotas:
            self._rotas[day] = [DayRota(day, team.crew(day), team.ways, self._familiar) for team in self._teams]
        return self._rotas[day]

    def _meet(self, visits: Sequence[Visit]) -> None:
        """Look up the people of visits who have not been met before."""
        new = {visit.person for visit in visits} - self._people.keys()
        if new:
            self._people |= {person.id: person for person in self._find(Person, id=tuple(sorted(new)))}
            self._team_of |= {ref: place for place, team in enumerate(self._teams) for ref in new & team.people}

    def _by_team(self, visits: Sequence[Visit]) -> list[list[Visit]]:
        """The visits of each team to people who have been met."""
        theirs: list[list[Visit]] = [[] for _ in self._teams]
        for visit in visits:
            theirs[self._team_of[visit.person]].append(visit)
        return theirs

    def _record(self, day: date, at: datetime, *, so_far: bool = False) -> Iterator[Cue]:
        """The stamps of a day come in from the monitoring system, or those made so far."""
        visits = [visit for visit in self._find(Visit, day=day, state=_TOLD) if visit.told_workers]
        self._meet(visits)
        if so_far and not self._luck.nobody:
            self._luck = _luck_of_the_morning(visits, self._span.now)
        luck = replace(self._luck, until=at) if so_far else ORDINARY
        stamps: list[Stamp] = []
        for team, theirs in zip(self._teams, self._by_team(visits), strict=True):
            stamps += stamps_of(self._chance("stamps", day, team.number), theirs, self._people, team, luck)
        if stamps:
            yield Cue(at, COVER, RecordAttendances(day=day, stamps=tuple(stamps)))

    def _check(self, day: date, at: datetime) -> Iterator[Cue]:
        """The morning after: who was not visited, and every visit that went otherwise than planned."""
        for visit in self._find(Visit, day=day, state=(VisitState.NOTIFIED, VisitState.PLANNED)):
            note = "Nobody came; rang, the family had helped" if visit.told_workers else "Nobody was free"
            yield Cue(at, ROSTER, MissVisit(id=visit.id, cause="E99", note=note))
            done = VerifyVisit(id=visit.id, verdicts=(Verdict.MISSED,), action="Apologised; told the team lead")
            yield Cue(at, ROSTER, done)
        for visit in self._find(Visit, day=day, state=VisitState.COMPLETED):
            if visit.verdicts != (Verdict.ON_TIME,):
                yield Cue(at, ROSTER, _verified(visit))


def _verified(visit: Visit) -> VerifyVisit:
    grave = Verdict.DOUBLE_UP_FAIL in visit.verdicts
    action = "Second worker held up; spoke to both" if grave else "Rang the worker; accounted for"
    return VerifyVisit(id=visit.id, verdicts=visit.verdicts, action=action)


def _luck_of_the_morning(visits: Sequence[Visit], now: datetime) -> Luck:
    """One ordinary visit that nobody comes to, and two that begin late where most time is left before the next."""
    rounds: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda each: (expected_start(each), each.id)):
        for worker in visit.told_workers:
            rounds.setdefault(worker, []).append(visit)
    spare = sorted(
        (ends(visit) - expected_start(following), visit.id)
        for round_ in rounds.values()
        for visit, following in pairwise(round_)
        if _is_ordinary(visit) and _ago(visit, now, 60, 130)
    )
    early = sorted(visit.id for visit in visits if _is_ordinary(visit) and _ago(visit, now, 40, 60))
    late = frozenset(ref for _, ref in spare[:2])
    return Luck(forgotten=0.0, held_up=0.0, nobody=frozenset(early[:1]), late=late)


def _is_ordinary(visit: Visit) -> bool:
    return visit.workers_needed == 1 and visit.kind == "care" and not visit.time_critical


def _ago(visit: Visit, now: datetime, least: int, most: int) -> bool:
    return timedelta(minutes=least) < now - expected_start(visit) < timedelta(minutes=most)
