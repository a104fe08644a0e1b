"""Solving a day: a first plan at once, better ones until the budget ends, every one of them checked before it is shown.

`solve` may run for minutes and belongs in a process of its own. It reads no clock but the stop-watch of its budget."""

from collections.abc import Callable
from dataclasses import replace

from domain.engine.budget import Budget, Mode
from domain.engine.explain import why
from domain.engine.fingerprint import fingerprint
from domain.engine.insertion import greedy_roster, regret_roster
from domain.engine.objective import terms
from domain.engine.plan import Plan, Progress, Unassigned
from domain.engine.prepare import prepare
from domain.engine.problem import Problem
from domain.engine.roster import Roster
from domain.engine.search import Search
from domain.engine.verify import verify

REPORT_SECONDS = 0.1
PLAN_SECONDS = 0.5


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    mode: Mode = "clock",
    steps: int = 1000,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    on_plan: Callable[[Plan], None] | None = None,
) -> Plan:
    """The best plan found in `seconds`, or in `steps` tries with mode `steps`, which gives the same plan every time.

    `on_plan` gets the first plan and then better ones, at most two a second; `on_progress` where the search stands,
    at most ten times a second. Plans on the way leave the reasons out. `cancel` is asked all the while, also from
    another thread; then the best plan so far comes back."""
    budget = Budget(mode, seconds, steps, cancel)
    tables = prepare(problem)
    report = _Report(problem, budget, on_progress, on_plan)
    yardstick = first = greedy_roster(tables)

    def stop() -> bool:
        report(first, first.total())
        return budget.cancelled()

    first = min(first, regret_roster(tables, stop), key=Roster.total)
    if budget.over() or not any(tables.movable):
        return _plan(problem, first, budget)
    search = Search(tables, first, budget, seed)
    while not budget.over():
        search.step()
        report(search.best, search.best_total)
    search.finish()
    return _plan(problem, min(search.best, yardstick, key=_price(problem)), budget)


def greedy(problem: Problem) -> Plan:
    """The plan of plain greedy insertion: the yardstick."""
    budget = Budget("clock", 0.0, 0, None)
    return _plan(problem, greedy_roster(prepare(problem)), budget)


def _price(problem: Problem) -> Callable[[Roster], int]:
    """What a roster costs by the hours at which its ways are made; the search thinks the roads as busy as can be."""
    return lambda roster: sum(terms(problem, roster.assignments()).values())


class _Report:
    """Tells those who listen, now and then: not so often that the telling slows the search."""

    def __init__(
        self,
        problem: Problem,
        budget: Budget,
        on_progress: Callable[[Progress], None] | None,
        on_plan: Callable[[Plan], None] | None,
    ) -> None:
        self.problem, self.budget, self.on_progress, self.on_plan = problem, budget, on_progress, on_plan
        self._told_at = self._shown_at = float("-inf")
        self._shown: Roster | None = None

    def __call__(self, best: Roster, total: int) -> None:
        now = self.budget.elapsed()
        if self.on_progress and now - self._told_at >= REPORT_SECONDS:
            out = len(best.left_out())
            self.on_progress(Progress(seconds=now, assigned=len(best.who) - out, unassigned=out, total=total))
            self._told_at = now
        if self.on_plan and best is not self._shown and now - self._shown_at >= PLAN_SECONDS:
            self.on_plan(_plan(self.problem, best, self.budget, explained=False))
            self._shown, self._shown_at = best, self.budget.elapsed()


def _plan(problem: Problem, roster: Roster, budget: Budget, *, explained: bool = True) -> Plan:
    """A roster as a plan: priced, fingerprinted, verified, and explained where it is the last word."""
    assignments = roster.assignments()
    bare = Plan(assignments=assignments)
    left_out = [problem.visits[v].id for v in roster.left_out()]
    plan = Plan(
        assignments=assignments,
        unassigned=tuple(
            Unassigned(visit=visit, reasons=why(problem, bare, visit) if explained else ()) for visit in left_out
        ),
        objective=terms(problem, assignments),
        fingerprint=fingerprint(problem, assignments),
        seconds=budget.elapsed(),
    )
    broken = tuple(verify(problem, plan))
    return replace(plan, verified=not broken, broken=broken)
