"""Solving a day: a first plan at once, better ones until the budget ends, every one of them checked before it is shown.

`solve` may run for minutes and belongs in a process of its own. It reads no clock but the stop-watch of its budget."""

from collections.abc import Callable
from dataclasses import replace

from domain.engine.budget import Budget, Mode
from domain.engine.fingerprint import fingerprint
from domain.engine.insertion import greedy_roster, regret_roster
from domain.engine.leftovers import settled
from domain.engine.objective import terms
from domain.engine.plan import Plan, Progress, Unassigned
from domain.engine.prepare import prepare
from domain.engine.problem import Problem
from domain.engine.roster import Roster
from domain.engine.search import Search
from domain.engine.verify import verify
from domain.engine.zones import ONE_SEARCH

REPORT_SECONDS = 0.1
PLAN_SECONDS = 0.5


def solve(
    problem: Problem,
    budget: float,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    *,
    mode: Mode = "clock",
    on_plan: Callable[[Plan], None] | None = None,
) -> Plan:
    """The best plan found in a budget of seconds, or of tries with mode `steps`, which gives the same plan every time.

    `on_plan` gets the first plan and then better ones, at most two a second; `on_progress` where the search stands,
    at most ten times a second. Plans on the way leave the reasons out. `cancel` is asked all the while, also from
    another thread; then the best plan so far comes back."""
    limit = Budget(mode, budget, int(budget), cancel)
    tables = prepare(problem)
    report = _Report(problem, limit, on_progress, on_plan)
    yardstick = first = greedy_roster(tables)

    def stop() -> bool:
        report(first, first.total())
        return limit.cancelled()

    if len(problem.visits) <= ONE_SEARCH:
        first = min(first, regret_roster(tables, stop), key=Roster.total)
    if limit.over() or not any(tables.movable):
        return _plan(problem, first, limit)
    search = Search(tables, first, limit, seed)
    while not limit.over():
        search.step()
        report(search.best, search.best_total)
    search.finish()
    return _plan(problem, min(search.best, yardstick, key=_price(problem)), limit)


def greedy(problem: Problem) -> Plan:
    """The plan of plain greedy insertion: the yardstick."""
    return _plan(problem, greedy_roster(prepare(problem)), Budget("clock", 0.0, 0, None), explained=False)


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
    left_out = [problem.visits[v].id for v in roster.left_out()]
    if explained:
        plan = settled(problem, roster.assignments(), left_out)
    else:
        bare = tuple(Unassigned(visit=visit, reasons=()) for visit in left_out)
        plan = Plan(assignments=roster.assignments(), unassigned=bare)
    plan = replace(
        plan,
        objective=terms(problem, plan.assignments),
        fingerprint=fingerprint(problem, plan.assignments),
        seconds=budget.elapsed(),
    )
    broken = tuple(verify(problem, plan))
    return replace(plan, verified=not broken, broken=broken)
