"""The roster: who goes to which visit and when, as a draft until the day is published.

A hand move keeps every hard rule of the engine or is refused in its words; wishes it brushes are only said.
A plan of the engine comes in as a draft, where it still fits. Publishing tells people: nothing undoes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Offer, Refusal, Work, handles
from domain.desk.gathering import Around, gather
from domain.desk.naming import the_visit
from domain.desk.planning import Board, MoveCheck, Placement
from domain.desk.shadowing import take_along
from domain.people import Person
from domain.record import revised
from domain.roster import away_during, clashes, differences, keeps_told, standing
from domain.staff import Absence, Worker
from domain.views import Told
from domain.visit import BEGUN, TO_COME, Visit, VisitState
from domain.when import day_bounds, local_date, london, show_date, show_moment, show_time
from domain.words import counted, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Send a worker to a visit."""

    id: str = ask("Visit", "visit")
    worker: str = ask("Worker", "worker")
    instead: str = ask("In place of", "worker", default="", help="needed when a double-up has both its workers")
    start: datetime | None = ask("Start", "moment", default=None, help="as it is unless you say otherwise")
    agreed: bool = ask("Agreed with the person", "yesno", default=False, help="yes: the window moves with it")


@handles(Assign, "roster.assign", Right.ROSTER, on=Visit)
def assign(do: Assign, work: Work) -> str:
    """Add the worker, or put them in another's place; a visit for one worker changes hands."""
    before, worker = _movable(work, do.id), work.get(Worker, do.worker)
    workers = _with_worker(before, worker, do.instead, work)
    visit = before if do.start in (None, before.start) else _at_another_time(before, do, work)
    board = _board(work, [visit], workers)
    check = _checked(board, visit, workers, visit.start)
    staying = set(before.workers) & set(workers) if visit.start == before.start else set()
    _refuse_breach([breach.text for breach in check.breaches if breach.worker not in staying])
    take_along(work, [work.save(standing(revised(visit, workers=workers)))])
    _say(work, check.warnings)
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassign(Command):
    """Take a worker off a visit; it stays, uncovered."""

    id: str = ask("Visit", "visit")
    worker: str = ask("Worker", "worker", default="", help="blank: everybody")


@handles(Unassign, "roster.unassign", Right.ROSTER, on=Visit)
def unassign(do: Unassign, work: Work) -> str:
    """Take off one worker, or all."""
    visit = _movable(work, do.id)
    if not visit.workers or (do.worker and do.worker not in visit.workers):
        who = work.get(Worker, do.worker).full_name if do.worker else "Nobody"
        raise Refusal(f"{who} is not down for {the_visit(work, visit)}")
    left = tuple(worker for worker in visit.workers if do.worker and worker != do.worker)
    work.save(standing(revised(visit, workers=left)))
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retime(Command):
    """Move a visit to another time of its day."""

    id: str = ask("Visit", "visit")
    start: datetime = ask("Start", "moment")
    agreed: bool = ask("Agreed with the person", "yesno", default=False, help="yes: the window moves with it")


@handles(Retime, "roster.retime", Right.ROSTER, on=Visit)
def retime(do: Retime, work: Work) -> str:
    """Move the start within the window, or beyond it where the person agreed."""
    visit = _at_another_time(_movable(work, do.id), do, work)
    if visit.workers:
        check = _checked(_board(work, [visit], visit.workers), visit, visit.workers, do.start)
        _refuse_breach([breach.text for breach in check.breaches])
        _say(work, check.warnings)
    take_along(work, [work.save(standing(visit))])
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Command):
    """Two visits of a day exchange their workers."""

    id: str = ask("Visit", "visit")
    other: str = ask("With the workers of", "visit")


@handles(Swap, "roster.swap", Right.ROSTER, on=Visit)
def swap(do: Swap, work: Work) -> str:
    """Exchange the workers; both visits keep their times."""
    one, two = _movable(work, do.id), _movable(work, do.other)
    if set(one.workers) == set(two.workers) or not (one.workers and two.workers):
        raise Refusal(f"{the_visit(work, one)} and {the_visit(work, two)} have no workers to exchange")
    if one.day != two.day or one.workers_needed != two.workers_needed:
        raise Refusal("Only visits of one day that need as many workers can exchange them")
    board = _board(work, [one, two], (*one.workers, *two.workers))
    for visit, workers in ((one, two.workers), (two, one.workers)):
        board = board.moved(Placement(visit=visit.id, workers=workers, start=visit.start))
    checks = [_checked(board, one, two.workers, one.start), _checked(board, two, one.workers, two.start)]
    _refuse_breach([breach.text for check in checks for breach in check.breaches])
    pairs = ((one, two.workers), (two, one.workers))
    take_along(work, [work.save(standing(revised(visit, workers=workers))) for visit, workers in pairs])
    _say(work, [warning for check in checks for warning in check.warnings])
    return f"visit/{one.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(Command):
    """Keep a visit's workers and time as they are, whatever is planned around it."""

    id: str = ask("Visit", "visit")


@handles(Pin, "roster.pin", Right.ROSTER, on=Visit)
def pin(do: Pin, work: Work) -> str:
    """Pin the visit where it is."""
    visit = _movable(work, do.id)
    if not visit.workers:
        raise Refusal(f"Nobody is down for {the_visit(work, visit)}: there is nothing to pin")
    work.save(revised(visit, pinned=True))
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpin(Command):
    """Let a pinned visit be moved again."""

    id: str = ask("Visit", "visit")


@handles(Unpin, "roster.unpin", Right.ROSTER, on=Visit)
def unpin(do: Unpin, work: Work) -> str:
    """Take the pin out."""
    visit = work.get(Visit, do.id)
    if not visit.pinned:
        raise Refusal(f"{the_visit(work, visit)} is not pinned")
    work.save(revised(visit, pinned=False))
    return f"visit/{visit.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPlan(Command):
    """A plan for a day becomes its draft. `seq` is the journal position that the plan was made from."""

    day: date = ask("Day", "date")
    seq: int = ask("Planned from", "number", default=0, hidden=True)
    assignments: tuple[Placement, ...] = ask("Placements", "lines", hidden=True)


@handles(ApplyPlan, "roster.apply-plan", Right.ROSTER)
def apply_plan(do: ApplyPlan, work: Work) -> str:
    """Draft what still fits. What has begun, is pinned, told or changed since is left as it is, and named."""
    visits = {visit.id: visit for visit in work.find(Visit, day=do.day)}
    fits = _Fits(work, do)
    left: dict[str, str] = {}
    drafted: dict[str, Visit] = {}
    for placement in do.assignments:
        visit = visits.get(placement.visit)
        if visit is None or _stands(visit, placement):
            continue
        placed = _placed(visit, placement)
        if obstacle := fits.obstacle(visit, placed):
            left[visit.id] = obstacle
        else:
            drafted[visit.id] = placed
    left |= _drop_clashes(visits, drafted)
    take_along(work, [work.save(visit) for visit in drafted.values()])
    _say(work, [f"{counted(len(drafted), 'visit')} drafted", *(f"{ref} {why}" for ref, why in sorted(left.items()))])
    return f"roster/{do.day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Command):
    """Tell the workers of a day's visits what has changed for them."""

    day: date = ask("Day", "date")


@handles(Publish, "roster.publish", Right.ROSTER, undoable=False)
def publish(do: Publish, work: Work) -> str:
    """Make the draft what people have been told. Refuses while a worker is booked for two visits at once."""
    visits = work.find(Visit, day=do.day)
    drafts = [visit for visit in visits if visit.is_draft]
    if not drafts:
        raise Refusal(f"Everybody has been told of {show_date(do.day)}: there is nothing to publish")
    _refuse_clash(work, _with_company(visits, drafts))
    told = differences(drafts, {}, {})
    for visit in drafts:
        workers = () if visit.state is VisitState.CANCELLED else visit.workers
        start = visit.start if workers else None
        work.save(standing(revised(visit, told_workers=workers, told_start=start, readdressed=False)))
    work.say(_published(told, [visit for visit in visits if visit.state in TO_COME and not visit.is_covered]))
    return f"roster/{do.day}"


def _published(told: Sequence[Told], uncovered: Sequence[Visit]) -> str:
    news = f"{counted(len(told), 'change')} for {counted(len({row.worker for row in told}), 'worker')}"
    if not uncovered:
        return news
    return f"{news}; {counted(len(uncovered), 'visit')} {'has' if len(uncovered) == 1 else 'have'} too few workers"


def _movable(work: Work, ref: str) -> Visit:
    visit = work.get(Visit, ref)
    if visit.state not in TO_COME:
        raise Refusal(f"{the_visit(work, visit)} is {said(visit.state)}: it can no longer be moved")
    if visit.pinned:
        raise Refusal(f"{the_visit(work, visit)} is pinned", Offer("Unpin it", Unpin(id=ref)))
    return visit


def _at_another_time(before: Visit, do: Assign | Retime, work: Work) -> Visit:
    """The visit at another start of its day; its window moves along only where the person agreed."""
    start = do.start or before.start
    if local_date(start) != before.day:
        raise Refusal(
            f"{the_visit(work, before)} belongs to {show_date(before.day)}; for another day cancel it and add one"
        )
    if start < work.now:
        raise Refusal(f"{show_time(start)} has passed; choose a time from now on")
    if not before.window_from <= start <= before.window_to and not do.agreed:
        window = f"{show_time(before.window_from)} and {show_time(before.window_to)}"
        agreed = Offer("The person agreed", replace(do, seen=0, agreed=True))
        raise Refusal(f"{the_visit(work, before)} must start between {window}, unless the person agrees", agreed)
    return revised(
        before, start=start, local_start=f"{london(start):%H:%M}",
        window_from=min(before.window_from, start), window_to=max(before.window_to, start),
    )  # fmt: skip


def _with_worker(visit: Visit, worker: Worker, instead: str, work: Work) -> tuple[str, ...]:
    """The visit's workers once the new one has come in."""
    if worker.id in visit.workers:
        raise Refusal(f"{worker.full_name} is down for {the_visit(work, visit)} already")
    if instead and instead not in visit.workers:
        raise Refusal(f"{work.get(Worker, instead).full_name} is not down for {the_visit(work, visit)}")
    if instead:
        return tuple(worker.id if each == instead else each for each in visit.workers)
    if visit.workers_needed == 1:
        return (worker.id,)
    if visit.is_covered:
        ways = [
            Offer(f"In place of {one.full_name}", Assign(id=visit.id, worker=worker.id, instead=one.id))
            for one in work.find(Worker, id=visit.workers)
        ]
        raise Refusal(
            f"{the_visit(work, visit)} has its two workers; say in whose place {worker.full_name} goes", *ways
        )
    return (*visit.workers, worker.id)


def _board(work: Work, visits: Sequence[Visit], workers: Iterable[str]) -> Board:
    """What the board shows around some visits, these as they are to be."""
    around = Around(visits=frozenset(visit.id for visit in visits), workers=frozenset(workers))
    day = gather(work.find, work.policy_on(visits[0].day), visits[0].day, work.now, around)
    anew = {visit.id: visit for visit in visits}
    return Board.of(replace(day, visits=tuple(anew.get(each.id, each) for each in day.visits)))


def _checked(board: Board, visit: Visit, workers: Sequence[str], start: datetime) -> MoveCheck:
    staff = {worker.id for worker in board.problem.workers}
    for worker in workers:
        if worker not in staff:
            raise Refusal(f"{worker} is not on the staff on {show_date(visit.day)}")
    return board.check(visit.id, workers, start)


def _refuse_breach(texts: Sequence[str]) -> None:
    if texts:
        raise Refusal("; ".join(dict.fromkeys(texts)))


def _say(work: Work, notes: Iterable[str]) -> None:
    if note := "; ".join(dict.fromkeys(notes)):
        work.say(note)


class _Fits:
    """Whether placements of a plan can still become the draft."""

    def __init__(self, work: Work, do: ApplyPlan) -> None:
        self._absences: dict[str, list[Absence]] = {}
        for absence in work.find(Absence, start=Between(None, day_bounds(do.day)[1])):
            self._absences.setdefault(absence.worker, []).append(absence)
        self._since: dict[str, str] = {}
        if do.seq:
            subjects = [f"visit/{placement.visit}" for placement in do.assignments]
            for entry in work.entries_since(do.seq, subjects):
                self._since |= dict.fromkeys(entry.after, entry.actor)

    def obstacle(self, visit: Visit, placed: Visit) -> str:
        """What keeps a visit from its place in the plan, to follow its name; '' for nothing."""
        return next(self._obstacles(visit, placed), "")

    def _obstacles(self, visit: Visit, placed: Visit) -> Iterator[str]:
        if visit.state not in TO_COME:
            yield f"is {said(visit.state)}"
        if visit.pinned:
            yield "is pinned"
        if not keeps_told(visit, placed.workers, placed.start):
            yield "has been told to people"
        if by := self._since.get(f"visit/{visit.id}"):
            yield f"was changed by {by} meanwhile"
        if len(placed.workers) not in (0, visit.workers_needed):
            yield f"does not need {len(placed.workers)} workers"
        if placed.start != visit.start and not visit.window_from <= placed.start <= visit.window_to:
            yield f"may not start at {show_time(placed.start)}"
        if away := [each for each in placed.workers if away_during(self._absences.get(each, ()), each, placed)]:
            yield f"would go to {', '.join(away)}, who is away"


def _stands(visit: Visit, placement: Placement) -> bool:
    """Whether a plan leaves a visit as it is; one that has begun is in it only to say where people are."""
    if visit.state in BEGUN:
        came = {stamp.worker for stamp in visit.attended}
        return set(placement.workers) <= came | set(visit.workers)
    same_start = placement.start in (None, visit.start)
    return set(visit.workers) == set(placement.workers) and same_start


def _placed(visit: Visit, placement: Placement) -> Visit:
    start = placement.start or visit.start
    local = f"{london(start):%H:%M}"
    return standing(revised(visit, workers=placement.workers, start=start, local_start=local))


def _drop_clashes(visits: Mapping[str, Visit], drafted: dict[str, Visit]) -> dict[str, str]:
    """Take out of the draft what would book somebody twice, beside the visits that stay as they are."""
    dropped: dict[str, str] = {}
    while True:
        found = clashes(_with_company({**visits, **drafted}.values(), drafted.values()))
        hits = [(each, clash) for clash in found for each in (clash.second, clash.first) if each.id in drafted]
        if not hits:
            return dropped
        visit, clash = hits[0]
        other = clash.first if visit is clash.second else clash.second
        dropped[visit.id] = f"would book {clash.worker} twice, with {other.id}"
        del drafted[visit.id]


def _with_company(visits: Iterable[Visit], drafts: Iterable[Visit]) -> list[Visit]:
    """Of all visits those whose workers drafts are for: what a draft may clash with."""
    workers = {worker for visit in drafts for worker in visit.workers}
    return [visit for visit in visits if not workers.isdisjoint(visit.workers)]


def _refuse_clash(work: Work, visits: Iterable[Visit]) -> None:
    found = clashes(visits)
    if not found:
        return
    worker = work.get(Worker, found[0].worker)
    both = [
        f"{work.get(Person, visit.person).name} at {show_moment(visit.start)}"
        for visit in (found[0].first, found[0].second)
    ]
    more = f" ({len(found) - 1} more like this)" if len(found) > 1 else ""
    raise Refusal(f"{worker.full_name} is booked twice at once: {' and '.join(both)}{more}; move one first")
