"""Taking visits off the roster and putting them back, with whatever that means for workers and referrals."""

from collections.abc import Collection, Iterable, Sequence

from domain.desk.bus import Work
from domain.desk.contact_clock import visit_unplanned
from domain.record import revised
from domain.roster import at_once, away_during
from domain.staff import Absence
from domain.visit import TO_COME, Visit, VisitState


def free(work: Work, visits: Iterable[Visit], why: str) -> None:
    """Cancel visits to come for a reason of the list `cancel`.

    They keep the names of their workers: who was told of one is in the difference until the day is
    published. A referral that loses its last visit waits for another."""
    going = _with_learners(work, list(visits))
    cancelled = [work.save(revised(visit, state=VisitState.CANCELLED, cancelled_why=why)) for visit in going]
    for referral in {visit.referral for visit in cancelled if visit.referral}:
        if not work.find(Visit, referral=referral, state=tuple(TO_COME)):
            visit_unplanned(work, referral)


def _with_learners(work: Work, visits: list[Visit]) -> list[Visit]:
    """The visits, and those of whoever was to go along to them."""
    ids = {visit.id for visit in visits}
    return [*visits, *(each for each in learning_beside(work, visits) if each.id not in ids)]


def learning_beside(work: Work, visits: Collection[Visit]) -> list[Visit]:
    """The visits to come of those who go along to these to learn."""
    ids, days = tuple(visit.id for visit in visits), tuple({visit.day for visit in visits})
    return [each for each in work.find(Visit, day=days, beside=ids) if each.state in TO_COME] if visits else []


def keep_who_can(work: Work, visits: Sequence[Visit]) -> list[Visit]:
    """Visits that come back, each with those of its workers who are neither away nor booked meanwhile."""
    names = {worker for visit in visits for worker in visit.workers}
    absences = work.find(Absence, worker=tuple(names)) if names else ()
    back: list[Visit] = []
    for day in sorted({visit.day for visit in visits}):
        taken = list(work.find(Visit, day=day, state=tuple(TO_COME))) if names else []
        for visit in (each for each in visits if each.day == day):
            booked = {w for other in taken if at_once(other, visit) for w in other.workers}
            can = tuple(w for w in visit.workers if w not in booked and not away_during(absences, w, visit))
            taken.append(revised(visit, workers=can, pinned=visit.pinned and bool(can)))
            back.append(taken[-1])
    return back
