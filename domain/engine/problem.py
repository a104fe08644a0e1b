"""The roster problem: one day of visits, the workers who may do them and what the service cares about.

Everything is resolved before it comes here: skills valid on the day, rest from yesterday, who is away. Times are
whole minutes from local midnight of the day being planned and may pass 1440. It knows nothing of stores, screens
or the search."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

DAY = 1440

Mode = Literal["car", "bike", "foot"]
Role = Literal["support", "lead"]


class Place(NamedTuple):
    """A point on the earth, in degrees. A tuple, as ways are looked up by their ends all the time."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of the day, `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who may do visits this day.

    `shifts` is when they are on duty, `absent` when they are nevertheless away. A round begins and ends at home, and
    the way there lies outside the shift; where it `sets_out` from a base, or `returns` to one, that way is duty and
    work. `max_minutes` bounds visits plus the travel between them; beyond `contracted_minutes` they are overtime, and
    `fair` is their part of the day's work if all had their due (None: not reckoned). Duty longer than `break_after`
    minutes needs a break of `break_minutes` between two visits (Working Time Regulations 1998, reg 12).
    `earliest_start` and `latest_end` keep eleven hours' rest to the duty before and after (reg 10); with `weekly_rest`
    it is the rest of the week that is due at `latest_end` (reg 11)."""

    id: str
    name: str
    role: Role = "support"
    skills: frozenset[str] = frozenset()
    gender: str = ""
    languages: frozenset[str] = frozenset()
    mode: Mode = "car"
    home: Place
    sets_out: Place | None = None
    returns: Place | None = None
    shifts: tuple[Shift, ...]
    max_minutes: int = DAY
    contracted_minutes: int = DAY
    fair: int | None = None
    break_after: int = 360
    break_minutes: int = 20
    earliest_start: int = 0
    latest_end: int = 2 * DAY
    weekly_rest: bool = False
    absent: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit wanted this day, done by `workers_needed` workers who start together.

    `person` is the name to say for whom it is. The start lies between `earliest` and `latest`, as near to
    `preferred_start` as can be. `priority` 1 is the most important. `gender` binds when given, `language` is a wish,
    as are the `preferred` workers; `barred` binds. `familiar` counts each worker's visits to the person lately.
    `pinned_workers` and `pinned_start` are what people have been told: the engine keeps them or leaves the visit out.
    `stands` are the workers whom it has as the day stands, known or not yet: a wish that not too much changes.
    An `optional` visit may be left out at a small price. Outside the hours `alone`, nobody may be there alone.
    A visit `beside` another is that of somebody sent along to learn: it is made only with the other one, to which a
    link ties it (`along`), and who learns is in `pinned_workers`."""

    id: str
    person: str
    place: Place
    minutes: int
    preferred_start: int
    earliest: int
    latest: int
    workers_needed: Literal[1, 2] = 1
    skills: frozenset[str] = frozenset()
    needs_lead: bool = False
    gender: str = ""
    language: str = ""
    preferred: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    familiar: tuple[tuple[str, int], ...] = ()
    stands: frozenset[str] = frozenset()
    time_critical: bool = False
    priority: int = 2
    pinned_workers: tuple[str, ...] = ()
    pinned_start: int | None = None
    optional: bool = False
    alone: Shift | None = None
    beside: str = ""

    @property
    def window(self) -> tuple[int, int]:
        """Earliest and latest start; a start that people have been told is the only one."""
        if self.pinned_start is not None:
            return self.pinned_start, self.pinned_start
        return self.earliest, self.latest

    @property
    def guarded(self) -> Shift | None:
        """The hours to which the visit of a worker on their own is bound; None where it is not."""
        return self.alone if self.workers_needed == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two visits tied in time: from the end of `before` to the start of `after` pass `min_gap` to `max_gap` minutes.

    `same_worker` true wants a worker in common, false wants none in common, None leaves it open. A link binds only
    when both visits are in the plan."""

    before: str
    after: str
    min_gap: int = 0
    max_gap: int = DAY
    same_worker: bool | None = None


def along(visit: Visit, learner: Visit) -> Link:
    """What ties a learner's visit to the one that it is beside: the same start, and somebody else."""
    return Link(before=visit.id, after=learner.id, min_gap=-visit.minutes, max_gap=-visit.minutes, same_worker=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a plan is priced by, in points; lower is better.

    `unassigned` is the price of leaving out a visit of the least important priority; each priority above costs a
    thousand times more, so coverage is never traded for anything below it. `optional` is that of an optional visit of
    the least important priority; each priority above costs as much again. Per minute: `travel`, `timing` (away from
    the preferred start), `waiting` (idle between visits, gaps under an hour), `overtime`, `overload` (more work than a
    fair part), `unused` (less). Per visit and worker: `preferred` (not one of those wished for), `continuity` (how far
    from the one whom the person knows best), `language`, `lead` (a lead doing what a support worker may do), `moved`
    (not one of those it stands with). Per person and worker: `faces` (one whom the person has not met in weeks)."""

    unassigned: int = 1_000_000
    optional: int = 1_500
    travel: int = 10
    timing: int = 3
    waiting: int = 1
    overtime: int = 30
    overload: int = 1
    unused: int = 1
    preferred: int = 120
    continuity: int = 80
    faces: int = 60
    language: int = 60
    lead: int = 100
    moved: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How one mode of travel moves: `kmh` along a way `detour` times the straight line, `fixed` minutes per stop."""

    kmh: float
    detour: float
    fixed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A stretch of the day, from `start` up to `end`, in which a way that begins then takes `times` as long."""

    mode: Mode
    start: int
    end: int
    times: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """How long it takes to get about: a pace for each mode, the hours at which it is slower, and the least minutes
    between any two visits."""

    car: Pace = Pace(kmh=26.0, detour=1.35, fixed=3)
    bike: Pace = Pace(kmh=13.0, detour=1.25, fixed=1)
    foot: Pace = Pace(kmh=4.8, detour=1.2, fixed=0)
    floor: int = 1
    busy: tuple[Busy, ...] = ()

    def pace(self, mode: Mode) -> Pace:
        """The pace of a mode."""
        return self.car if mode == "car" else self.bike if mode == "bike" else self.foot

    def times(self, mode: Mode, first: int, last: int) -> float:
        """How much longer than usual a way takes at most that begins from minute `first` to `last`."""
        slowest = 1.0
        for busy in self.busy:
            if busy.mode == mode and busy.start <= last and first < busy.end and busy.times > slowest:
                slowest = busy.times
        return slowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One day to plan. Ids are unique among workers and among visits; links name visits of this problem."""

    date_label: str
    workers: tuple[Worker, ...]
    visits: tuple[Visit, ...]
    links: tuple[Link, ...] = ()
    weights: Weights = field(default_factory=Weights)
    travel: Travel = field(default_factory=Travel)
