"""Fetches the records of a roster day, all of them or just those around a move.

Handlers pass their unit of work's `find`, the reader its own. What comes of the records is for `planning`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from domain.desk.bus import Between
from domain.people import Person
from domain.policy import Policy
from domain.record import Record
from domain.roster import familiarity
from domain.staff import Absence, Shift, Worker
from domain.views import RosterDay
from domain.visit import BEGUN, TO_COME, Visit, VisitState
from domain.when import day_bounds

R = TypeVar("R", bound=Record)

FAMILIAR_DAYS = 28
LIVE = tuple(state for state in VisitState if state in TO_COME or state in BEGUN)


class Find(Protocol):
    """Reads records as `Work.find` does."""

    def __call__(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        """Records whose fields equal the values."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A move to look at: the visits moved, and the workers who are to have them."""

    visits: frozenset[str]
    workers: frozenset[str] = frozenset()


def gather(find: Find, policy: Policy, day: date, now: datetime, around: Around | None = None) -> RosterDay:
    """The records that planning the day needs; with `around`, only those that a move can touch."""
    visits = find(Visit, day=day, state=LIVE)
    wanted: dict[str, Any] = {}
    if around is not None:
        visits = _near(visits, around)
        wanted = {"id": tuple(around.workers | _sent(visits))}
    who = tuple({visit.person for visit in visits})
    of_them = {"worker": wanted["id"]} if wanted else {}
    start, end = day_bounds(day)
    first, last = shift_days(policy, day)
    absences = find(Absence, start=Between(None, end), **of_them)
    return RosterDay(
        day=day, now=now, policy=policy, workers=tuple(find(Worker, **wanted)), visits=tuple(visits),
        shifts=tuple(find(Shift, day=Between(first, last + timedelta(days=1)), **of_them)),
        absences=tuple(each for each in absences if each.end is None or each.end > start),
        people=tuple(person.living_on(day) for person in find(Person, id=who)) if who else (),
        familiar=familiarity(find(Visit, **_lately(day, who, around))) if who else {},
    )  # fmt: skip


def shift_days(policy: Policy, day: date) -> tuple[date, date]:
    """First and last of the days whose shifts bear on a day: its week, and what decides on the rest of the week."""
    reach = timedelta(days=max(7, policy.minutes("weekly-rest-days", 7)))
    return day - reach, day + reach


def _near(visits: Sequence[Visit], around: Around) -> list[Visit]:
    """The visits moved, those they are linked to, and the other visits of everybody concerned."""
    after = {visit.after for visit in visits if visit.id in around.visits}
    moved = [v for v in visits if v.id in around.visits or v.id in after or v.after in around.visits]
    whose = around.workers | _sent(moved)
    ids = {visit.id for visit in moved}
    return [visit for visit in visits if visit.id in ids or whose & _sent([visit])]


def _sent(visits: Iterable[Visit]) -> frozenset[str]:
    return frozenset(
        worker for visit in visits for worker in (*visit.workers, *(stamp.worker for stamp in visit.attended))
    )


def _lately(day: date, who: Collection[str], around: Around | None) -> dict[str, Any]:
    """Which visits tell how well people know the workers."""
    lately: dict[str, Any] = {"day": Between(day - timedelta(days=FAMILIAR_DAYS), day), "state": tuple(BEGUN)}
    return lately if around is None else {**lately, "person": tuple(who)}
