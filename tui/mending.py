"""The engine's answers about a day as it stands: why a visit has nobody, and what could be done about it.

Each proposal carries the command that a person may give; nothing is changed here. Blocking: call from a
worker thread or a command, never from the event loop."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from domain.desk.mending import Proposal, as_allowed, mended, proposal, rest_of, situation_of
from domain.desk.whatif import WhatIf, first_days, what_if
from domain.engine.explain import why
from domain.engine.options import options
from domain.engine.plan import Plan, Reason
from domain.engine.repair import Repair
from domain.engine.situation import Situation
from domain.engine.ways import relaxations
from domain.people import Person
from domain.referral import Referral
from domain.views import Desk, RosterDay
from tui.solving import repaired


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Why a visit is with nobody, worker by worker, and the cheapest ways to have it done all the same."""

    reasons: tuple[Reason, ...]
    ways: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What sending one worker to a visit would take, in points of cost, minutes of lateness and visits displaced, and
    how it would be done; or the rule in the way."""

    worker: str
    cost: int = 0
    late: int = 0
    displaced: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    proposal: Proposal | None = None
    reason: Reason | None = None


def answer(desk: Desk, day: date, visit: str, worker: str = "") -> Answer:
    """For each worker (or one) the first rule in the way as the roster stands, and what would have to give.

    A visit that is not to come on that day has no answer."""
    seq, read, now = _read(desk, day)
    if all(each.id != visit for each in now.problem.visits):
        return Answer(reasons=(), ways=())
    only = (worker,) if worker else None
    return Answer(
        reasons=why(now.still_open(visit), Plan(assignments=now.placed), visit, worker or None),
        ways=tuple(proposal(now, read, seq, way) for way in relaxations(now, visit, only)),
    )


def choices(desk: Desk, day: date, visit: str) -> tuple[Choice, ...]:
    """For every worker what sending them to a visit would take, the cheapest way first; then those who cannot go."""
    seq, read, now = _read(desk, day)
    if all(each.id != visit for each in now.problem.visits):
        return ()
    return tuple(
        Choice(
            worker=option.worker,
            cost=option.way.cost if option.way else 0,
            late=option.way.late if option.way else 0,
            displaced=option.displaced,
            uncovered=option.uncovered,
            proposal=proposal(now, read, seq, option.way) if option.way else None,
            reason=option.reason,
        )
        for option in options(now, visit)
    )


def who_could(desk: Desk, day: date, visits: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """visit → for each worker the first rule in the way as the roster stands; those no longer to come are left out."""
    _, _, now = _read(desk, day)
    known, plan = {each.id for each in now.problem.visits}, Plan(assignments=now.placed)
    return {visit: why(now.still_open(visit), plan, visit) for visit in visits if visit in known}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """A repair of a day that a person may choose, with what it comes to; `moved` are visits that had a place."""

    best_in: tuple[str, ...]
    settled: tuple[str, ...]
    moved: tuple[str, ...]
    uncovered: tuple[str, ...]
    waits: int
    cost: int
    proposal: Proposal


def mendings(
    desk: Desk, day: date, unreached: Collection[str] = (), repair: Callable[[Situation], tuple[Repair, ...]] = repaired
) -> tuple[Mending, ...]:
    """At most three ways to put a day right, fewest calls first. `unreached` could not be told: worker/… or person/….

    `repair` does the work: the engine here, or in a process of its own."""
    seq = desk.read.head()
    read = desk.read.roster_day(day, desk.clock.now())
    now = rest_of(read, unreached)
    allowed = [one for found in repair(now) if (one := as_allowed(now, read, found)) is not None]
    return tuple(
        Mending(
            best_in=found.best_in, settled=found.settled, uncovered=found.uncovered, waits=found.waits,
            moved=tuple(each.visit for each in found.moved if each.visit not in found.settled), cost=found.cost,
            proposal=mended(now, read, seq, found),
        )
        for found in allowed
    )  # fmt: skip


def trial(desk: Desk, referral: str, pattern: str = "") -> WhatIf | None:
    """What accepting a referral would mean over the first week; None where there is no such referral.

    Raises PatternProblem for a pattern that cannot be read."""
    record = desk.read.record(Referral, referral)
    if record is None:
        return None
    now = desk.clock.now()
    person = desk.read.record(Person, record.person) if record.person else None
    return what_if(record, person, (desk.read.roster_day(day, now) for day in first_days(now)), now, pattern)


def _read(desk: Desk, day: date) -> tuple[int, RosterDay, Situation]:
    """The journal position first: whatever comes later is then seen as a change."""
    seq = desk.read.head()
    read = desk.read.roster_day(day, desk.clock.now())
    return seq, read, situation_of(read)
