"""What a plan costs, term by term, in the points of the problem's weights.

The search keeps the same sum by smaller steps; this is the plain reading of it, for any plan, also one made by hand."""

from collections.abc import Iterable
from itertools import pairwise

from domain.engine.day import Day, Stop, end_legs, legs, worked
from domain.engine.plan import Assignment
from domain.engine.problem import Place, Problem, Visit, Weights, Worker

LADDER = 1000
LONG_WAIT = 60


def terms(problem: Problem, assignments: Iterable[Assignment]) -> dict[str, int]:
    """The price of each named term; added up they are the total. Timing and wishes count once per worker sent."""
    day = Day.of(problem, assignments)
    prices = prices_left_out(problem)
    points = dict.fromkeys(("unassigned", *PER_DAY, *WISHES), 0)
    points["unassigned"] = sum(prices[visit.id] for visit in problem.visits if visit.id not in day.planned)
    for worker in problem.workers:
        for name, price in lane_terms(problem, worker, day.lanes[worker.id]).items():
            points[name] += price
    return points


def lane_terms(problem: Problem, worker: Worker, lane: list[Stop]) -> dict[str, int]:
    """The price of one worker's day, by named term."""
    weights, between = problem.weights, legs(problem.travel, worker, lane)
    work = worked(problem.travel, worker, lane)
    fair = work if worker.fair is None else worker.fair
    points = {
        "travel": weights.travel * (sum(between) + end_legs(problem.travel, worker, lane)),
        "timing": weights.timing * sum(abs(s.start - s.visit.preferred_start) for s in lane),
        "waiting": weights.waiting * _waiting(lane, between),
        "overtime": weights.overtime * max(0, work - worker.contracted_minutes),
        "overload": weights.overload * max(0, work - fair),
        "unused": weights.unused * max(0, fair - work),
        "faces": weights.faces * len({household(s.visit) for s in lane if is_new_face(s.visit, worker)}),
        **dict.fromkeys(WISHES, 0),
    }
    for stop in lane:
        for name, price in zip(WISHES, wishes(stop.visit, worker, weights), strict=True):
            points[name] += price
    return points


def lane_cost(problem: Problem, worker: Worker, lane: list[Stop]) -> int:
    """The price of one worker's day."""
    return sum(lane_terms(problem, worker, lane).values())


def _waiting(lane: list[Stop], between: list[int]) -> int:
    gaps = (b.start - a.end - leg for (a, b), leg in zip(pairwise(lane), between, strict=True))
    return sum(gap for gap in gaps if 0 < gap < LONG_WAIT)


def household(visit: Visit) -> tuple[str, Place]:
    """Who is visited: one person however many the visits."""
    return visit.person, visit.place


def is_new_face(visit: Visit, worker: Worker) -> bool:
    """Whether the person has not met the worker in the weeks looked back on; who learns is no face of their own."""
    return not visit.beside and all(known != worker.id for known, _ in visit.familiar)


PER_DAY = ("travel", "timing", "waiting", "overtime", "overload", "unused", "faces")
WISHES = ("preferred", "continuity", "language", "lead", "moved")


def wishes(visit: Visit, worker: Worker, weights: Weights) -> tuple[int, int, int, int, int]:
    """The price of sending a worker, for each of WISHES. A stranger costs the whole of `continuity`, the most
    familiar worker none of it."""
    known = dict(visit.familiar)
    most = max(known.values(), default=0)
    stranger = (most - known.get(worker.id, 0)) * weights.continuity // most if most else 0
    return (
        weights.preferred if visit.preferred and worker.id not in visit.preferred else 0,
        stranger,
        weights.language if visit.language and visit.language not in worker.languages else 0,
        weights.lead if worker.role == "lead" and not visit.needs_lead else 0,
        weights.moved if visit.stands and worker.id not in visit.stands else 0,
    )


def prices_left_out(problem: Problem) -> dict[str, int]:
    """The price of leaving out each visit: a thousand times more for each step of priority, or once more for each where
    it is optional."""
    ranks = priority_ranks(problem)
    weights = problem.weights
    return {
        visit.id: weights.optional * (1 + rank) if visit.optional else weights.unassigned * LADDER**rank
        for visit in problem.visits
        for rank in (ranks[visit.priority],)
    }


def priority_ranks(problem: Problem) -> dict[int, int]:
    """Steps of each priority above the least important one of the day."""
    found = sorted({visit.priority for visit in problem.visits}, reverse=True)
    return {priority: rank for rank, priority in enumerate(found)}
