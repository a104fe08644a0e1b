"""Several visits of a day are placed at once, all or none: how a proposal that a person chose is carried out.

The whole is held against the engine's rules as it will be, with the overtime and the other times that were agreed.
What the roster became since the proposal was made is never overrun: then nothing is done, and it is said why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Offer, Refusal, Work, handles
from domain.desk.gathering import Around, gather
from domain.desk.naming import the_user, the_visit
from domain.desk.planning import OVERTIME, Board, Placement, minute_at
from domain.desk.shadowing import take_along
from domain.desk.staffing import Duty
from domain.engine.day import Day
from domain.engine.plan import Assignment, Breach
from domain.engine.rules import broken_by
from domain.people import Person
from domain.record import revised
from domain.roster import standing
from domain.staff import Shift, Worker
from domain.views import RosterDay
from domain.visit import TO_COME, Visit
from domain.when import local_date, london, show_date, show_time
from domain.words import counted, said

CHANGED = "The roster has changed meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rearrange(Command):
    """Place visits of a day together. `seq` is the journal position that this was worked out at."""

    day: date = ask("Day", "date")
    seq: int = ask("Worked out at", "number", default=0, hidden=True)
    placements: tuple[Placement, ...] = ask("Placements", "lines", hidden=True)
    duties: tuple[Duty, ...] = ask("Overtime agreed", "lines", default=(), hidden=True)
    agreed: bool = ask("Agreed with the people", "yesno", default=False, help="yes: windows move with the visits")


@handles(Rearrange, "roster.rearrange", Right.ROSTER)
def rearrange(do: Rearrange, work: Work) -> str:
    """Place them all, or refuse with the first thing in the way."""
    before = [_movable(work, do, placement.visit) for placement in do.placements]
    if not before:
        raise Refusal("There is no visit to place")
    _refuse_changed(do, work)
    after = [_placed(visit, to, do, work) for visit, to in zip(before, do.placements, strict=True)]
    overtime = [_duty(work, duty) for duty in do.duties]
    _refuse_breach(do, work, before, after, overtime)
    take_along(work, [work.save(standing(visit)) for visit in after])
    for shift in overtime:
        work.add(replace(shift, id=work.new_id(Shift)))
    more = f", {counted(len(overtime), 'worker')} with more duty" if overtime else ""
    work.say(f"{counted(len(after), 'visit')} placed{more}")
    return f"visit/{after[0].id}"


def _movable(work: Work, do: Rearrange, ref: str) -> Visit:
    visit = work.get(Visit, ref)
    if visit.day != do.day:
        raise Refusal(f"{the_visit(work, visit)} is not on {show_date(do.day)}")
    if visit.state not in TO_COME:
        raise Refusal(f"{CHANGED}: {the_visit(work, visit)} is {said(visit.state)}")
    if visit.pinned:
        raise Refusal(f"{CHANGED}: {the_visit(work, visit)} is pinned")
    return visit


def _refuse_changed(do: Rearrange, work: Work) -> None:
    """Whoever touched one of these visits since comes first."""
    if not do.seq:
        return
    visits = {f"visit/{each.visit}": each.visit for each in do.placements}
    entry = next(iter(work.entries_since(do.seq, list(visits))), None)
    if entry is not None:
        visit = work.get(Visit, next(visits[name] for name in entry.after if name in visits))
        who = the_user(work, entry.actor)
        raise Refusal(f"{CHANGED}: {who} changed {the_visit(work, visit)} since this was worked out; look again")


def _placed(visit: Visit, to: Placement, do: Rearrange, work: Work) -> Visit:
    start = to.start or visit.start
    if start == visit.start or not to.workers:
        return revised(visit, workers=to.workers)
    if local_date(start) != visit.day:
        raise Refusal(f"{the_visit(work, visit)} belongs to {show_date(visit.day)}")
    if start < work.now:
        raise Refusal(f"{show_time(start)} has passed; look again")
    if not visit.window_from <= start <= visit.window_to and not do.agreed:
        window = f"{show_time(visit.window_from)} and {show_time(visit.window_to)}"
        agreed = Offer("The person agreed", replace(do, agreed=True))
        raise Refusal(f"{the_visit(work, visit)} must start between {window}, unless the person agrees", agreed)
    return moved_to(visit, to)


def moved_to(visit: Visit, to: Placement) -> Visit:
    """The visit where it is to be; its window moves along where it has to."""
    start = to.start or visit.start
    return revised(
        visit, workers=to.workers, start=start, local_start=f"{london(start):%H:%M}",
        window_from=min(visit.window_from, start), window_to=max(visit.window_to, start),
    )  # fmt: skip


def _duty(work: Work, duty: Duty) -> Shift:
    worker = work.get(Worker, duty.worker)
    if not duty.start < duty.end:
        raise Refusal(f"{worker.full_name}'s overtime would end before it starts")
    return Shift(id="", worker=worker.id, day=local_date(duty.start), start=duty.start, end=duty.end, kind=OVERTIME)


def _refuse_breach(
    do: Rearrange, work: Work, before: Sequence[Visit], after: Sequence[Visit], overtime: Sequence[Shift]
) -> None:
    """Hold the day as it will be against every rule."""
    workers = frozenset(worker for visit in after for worker in visit.workers)
    around = Around(visits=frozenset(visit.id for visit in before), workers=workers)
    day = gather(work.find, work.policy_on(do.day), do.day, work.now, around)
    if gone := workers - {worker.id for worker in day.workers if worker.employed_on(do.day)}:
        raise Refusal(f"{CHANGED}: {', '.join(sorted(gone))} is not on the staff on {show_date(do.day)}")
    if texts := objections(day, before, after, overtime):
        names = {person.id: person.name for person in work.find(Person, id=tuple({visit.person for visit in before}))}
        raise Refusal(f"Not possible for {names.get(before[0].person, 'unknown')}: {'; '.join(texts)}")


def objections(
    day: RosterDay, before: Sequence[Visit], after: Sequence[Visit], overtime: Sequence[Shift] = ()
) -> list[str]:
    """What the rules have against moving visits together on a day, in sentences."""
    return list(dict.fromkeys(breach.text for breach in breaches_by(day, before, after, overtime)))


def breaches_by(
    day: RosterDay, before: Sequence[Visit], after: Sequence[Visit], overtime: Sequence[Shift] = ()
) -> list[Breach]:
    """What the rules have against moving visits together on a day. Whoever stays where they are is not asked again."""
    pairs = list(zip(before, after, strict=True))
    wide = {new.id: revised(old, window_from=new.window_from, window_to=new.window_to) for old, new in pairs}
    visits = tuple(wide.get(each.id, each) for each in day.visits)
    board = Board.of(replace(day, visits=visits, shifts=(*day.shifts, *overtime)))
    moved = [Assignment(visit=v.id, workers=v.workers, start=minute_at(v.start, day.day)) for v in after]
    stays = {
        (new.id, worker)
        for old, new in pairs
        if old.start == new.start
        for worker in set(old.workers) & set(new.workers)
    }
    half = {visit.id for visit in after if len(visit.workers) < visit.workers_needed}
    return [
        breach
        for breach in broken_by(Day.of(board.problem, board.placed), moved)
        if (breach.visit, breach.worker) not in stays and not (breach.rule == "partner" and breach.visit in half)
    ]
