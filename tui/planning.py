"""The engine on the store: a day's records become a problem, and a plan becomes a draft.

Blocking: call from a worker thread or a command, never from the event loop."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from domain.desk.bus import Outcome
from domain.desk.planning import Board, placements_from, problem_for
from domain.desk.roster import ApplyPlan
from domain.engine.plan import Breach, Plan, Progress, Unassigned
from domain.engine.problem import Problem
from domain.engine.verify import verify
from domain.views import Desk
from domain.visit import BEGUN, Visit, VisitState
from tui.solving import Solving

Watch = Callable[[Progress | Plan], None]


def plan_day(
    desk: Desk,
    day: date,
    seconds: float,
    seed: int = 0,
    watch: Watch | None = None,
    begun: Callable[[Solving], None] | None = None,
) -> tuple[Problem, Plan]:
    """Plan a day in the engine's own process; `watch` hears of progress, `begun` is given what can be cancelled."""
    problem = problem_for(desk.read.roster_day(day, desk.clock.now()))
    solving = Solving(problem, seconds, seed)
    best: Plan | None = None
    try:
        if begun is not None:
            begun(solving)
        for item in solving.news():
            best = item if isinstance(item, Plan) else best
            if watch is not None:
                watch(item)
    finally:
        solving.close()
    if best is None:
        why = "was stopped before it had a plan" if solving.cancelled else "gave no plan"
        raise RuntimeError(f"the roster engine {why}; the roster is unchanged")
    return problem, best


def save_draft(desk: Desk, day: date, seq: int, plan: Plan) -> Outcome:
    """Keep a plan as a draft, where the roster still is as it was at `seq`."""
    return desk.handle(ApplyPlan(day=day, seq=seq, assignments=placements_from(plan, day)))


def verify_day(desk: Desk, day: date) -> Sequence[Breach]:
    """Every hard rule that a day's roster breaks as it is planned, whatever came of it."""
    read = desk.read.roster_day(day, desk.clock.now())
    board = Board.of(replace(read, visits=tuple(_as_planned(visit) for visit in read.visits)))
    return verify(board.problem, _plan(board))


def _as_planned(visit: Visit) -> Visit:
    return replace(visit, state=VisitState.NOTIFIED, attended=()) if visit.state in BEGUN else visit


def _plan(board: Board) -> Plan:
    """Covered visits as assignments; one that lacks a worker is uncovered, not wrong."""
    needed = {visit.id: visit.workers_needed for visit in board.problem.visits}
    covered = tuple(one for one in board.placed if len(one.workers) >= needed[one.visit])
    missing = sorted(needed.keys() - {one.visit for one in covered})
    return Plan(assignments=covered, unassigned=tuple(Unassigned(visit=ref, reasons=()) for ref in missing))
