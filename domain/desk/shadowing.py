"""Sending somebody along to learn: a visit of their own beside the one they learn at, which nobody waits for.

It goes where that one goes: to another time where the learner has time then too, else the learner stays away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.freeing import learning_beside
from domain.desk.gathering import Around, gather
from domain.desk.naming import the_visit
from domain.desk.planning import Board
from domain.record import revised
from domain.roster import standing
from domain.staff import Worker
from domain.visit import TO_COME, Visit
from domain.when import show_date

SHADOW = "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAlong(Command):
    """Let a worker go along to a visit to learn, on top of those whom it needs."""

    id: str = ask("Visit", "visit")
    worker: str = ask("Who goes along", "worker")


@handles(SendAlong, "roster.send-along", Right.ROSTER, on=Visit)
def send_along(do: SendAlong, work: Work) -> str:
    """Put a visit of the learner's beside it, by the rules of any hand move."""
    visit, learner = work.get(Visit, do.id), work.get(Worker, do.worker)
    if visit.state not in TO_COME or visit.beside:
        raise Refusal(f"Nobody can go along to {the_visit(work, visit)} to learn")
    if not visit.workers:
        raise Refusal(f"Nobody is down for {the_visit(work, visit)} from whom to learn")
    if learner.id in visit.workers:
        raise Refusal(f"{learner.full_name} is down for {the_visit(work, visit)}")
    if any(each.learner == learner.id for each in learning_beside(work, [visit])):
        raise Refusal(f"{learner.full_name} goes along to {the_visit(work, visit)} already")
    if not learner.employed_on(visit.day):
        raise Refusal(f"{learner.full_name} is not on the staff on {show_date(visit.day)}")
    shadow = Visit(
        id=work.new_id(Visit), person=visit.person, case=visit.case, kind=SHADOW, line=SHADOW, day=visit.day,
        start=visit.start, local_start=visit.local_start, minutes=visit.minutes, window_from=visit.window_from,
        window_to=visit.window_to, optional=True, beside=visit.id, learner=learner.id, workers=(learner.id,),
    )  # fmt: skip
    if objections := _objections(work, shadow):
        raise Refusal("; ".join(objections))
    return f"visit/{work.add(standing(shadow)).id}"


def take_along(work: Work, moved: Iterable[Visit]) -> None:
    """Let learners follow visits that stand elsewhere now; whoever cannot stays away, and that is said."""
    mains = {visit.id: visit for visit in moved}
    for shadow in learning_beside(work, mains.values()):
        main = mains[shadow.beside]
        if shadow.start == main.start and shadow.learner not in main.workers:
            continue
        there = revised(
            shadow, start=main.start, local_start=main.local_start, window_from=main.window_from,
            window_to=main.window_to, workers=(shadow.learner,),
        )  # fmt: skip
        if shadow.learner in main.workers or _objections(work, there):
            there = replace(there, workers=())
            work.say(f"{work.get(Worker, shadow.learner).full_name} no longer goes along to {the_visit(work, main)}")
        work.save(standing(there))


def _objections(work: Work, shadow: Visit) -> list[str]:
    """What the rules have against a learner's visit."""
    around = Around(visits=frozenset({shadow.beside}), workers=frozenset({shadow.learner}))
    day = gather(work.find, work.policy_on(shadow.day), shadow.day, work.now, around)
    visits = [each for each in day.visits if each.id != shadow.id]
    board = Board.of(replace(day, visits=(*visits, shadow)))
    ref = shadow.id
    return [breach.text for breach in board.check(ref, (shadow.learner,), shadow.start).breaches]
