"""What a hand move would change for the better or worse, for the line shown while a visit is moved.

Counts only; whether the move is allowed is for the rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.engine.day import Day, Stop, end_legs, legs, worked
from domain.engine.plan import Assignment
from domain.engine.problem import Problem, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """Changes that a move brings. Minutes, over all workers touched: `travel` (homes included), `overtime`, `timing`
    (distance from the preferred start). `familiar_before` and `familiar_after` are how many of the person's
    `familiar_of` recent visits were by the workers before and after. `calls` counts those to be told: each worker
    who gains, loses or retimes the visit, and the person."""

    travel: int
    overtime: int
    timing: int
    familiar_before: int
    familiar_after: int
    familiar_of: int
    calls: int


def delta(problem: Problem, assignments: Iterable[Assignment], visit: str, workers: Iterable[str], start: int) -> Delta:
    """The changes if a visit went to workers at a start, the rest staying. KeyError for an unknown id."""
    planned = tuple(assignments)
    before, after = Day.of(problem, planned), Day.of(problem, planned, leaving_out=visit)
    old, going = before.planned.get(visit), tuple(workers)
    were = old.workers if old else ()
    wanted = after.visits[visit]
    travel = overtime = 0
    for each in sorted({*were, *going}):
        worker = after.workers[each]
        lane = after.lane_with(worker, Stop(wanted, start)) if each in going else after.lanes[each]
        here, there = _costs(problem, worker, before.lanes[each]), _costs(problem, worker, lane)
        travel += there[0] - here[0]
        overtime += there[1] - here[1]
    known = dict(wanted.familiar)
    return Delta(
        travel=travel,
        overtime=overtime,
        timing=_off(start, wanted.preferred_start) - (_off(old.start, wanted.preferred_start) if old else 0),
        familiar_before=sum(known.get(each, 0) for each in were),
        familiar_after=sum(known.get(each, 0) for each in going),
        familiar_of=sum(known.values()),
        calls=_calls(old, going, start),
    )


def _costs(problem: Problem, worker: Worker, lane: list[Stop]) -> tuple[int, int]:
    travel = sum(legs(problem.travel, worker, lane)) + end_legs(problem.travel, worker, lane)
    return travel, max(0, worked(problem.travel, worker, lane) - worker.contracted_minutes)


def _off(start: int, preferred: int) -> int:
    return abs(start - preferred)


def _calls(old: Assignment | None, going: tuple[str, ...], start: int) -> int:
    were = set(old.workers) if old else set()
    retimed = old is not None and old.start != start
    touched = were | set(going) if retimed else were ^ set(going)
    return len(touched) + 1 if touched else 0
