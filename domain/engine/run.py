"""Solving a day: a first plan at once, better ones until the budget ends, every one of them checked before it is shown.

`solve` may run for minutes and belongs in a process of its own. It reads no clock but the stop-watch of its budget."""

from collections.abc import Callable
from dataclasses import replace

from domain.engine.budget import Budget, Mode
from domain.engine.fingerprint import Fingerprints
from domain.engine.insertion import greedy_roster, regret_roster
from domain.engine.leftovers import settled
from domain.engine.objective import terms
from domain.engine.plan import Plan, Progress, Unassigned
from domain.engine.prepare import prepare
from domain.engine.problem import Problem
from domain.engine.roster import Roster
from domain.engine.search import Search
from domain.engine.verify import verify
from domain.engine.walker import Swift
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
    swift: Swift | None = None,
) -> Plan:
    """The best plan found in a budget of seconds, or of tries with mode `steps`, which gives the same plan every time.

    `on_plan` gets the first plan and then better ones, at most two a second; `on_progress` where the search stands,
    at most ten times a second. Plans on the way leave the reasons out. `cancel` is asked all the while, also from
    another thread; then the best plan so far comes back."""
    limit = Budget(mode, budget, int(budget), cancel)
    tables, made = prepare(problem), _Making(problem, limit)
    report = _Report(made, limit, on_progress, on_plan)
    yardstick = first = greedy_roster(tables)

    def stop() -> bool:
        report(first, first.total())
        return limit.cancelled()

    if len(problem.visits) <= ONE_SEARCH:
        first = min(first, regret_roster(tables, stop), key=Roster.total)
    if limit.over() or not any(tables.movable):
        return made.plan(first)
    floor = made.price(yardstick)
    search = Search(tables, first, limit, seed, swift=swift)
    while not limit.over():
        search.step()
        report(search.best, search.best_total)
    search.finish()
    return made.plan(search.best if made.price(search.best) < floor else yardstick)


def greedy(problem: Problem) -> Plan:
    """The plan of plain greedy insertion: the yardstick."""
    return _Making(problem, Budget("clock", 0.0, 0, None)).sketch(greedy_roster(prepare(problem)))


class _Making:
    """Rosters as plans: priced, fingerprinted, verified, and explained where it is the last word."""

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self._problem, self._budget = problem, budget
        self._fingerprints = Fingerprints(problem)

    def sketch(self, roster: Roster) -> Plan:
        """A plan on the way, without reasons for what it leaves out."""
        bare = tuple(Unassigned(visit=visit, reasons=()) for visit in self._left_out(roster))
        return self._checked(Plan(assignments=roster.assignments(), unassigned=bare))

    def plan(self, roster: Roster) -> Plan:
        """The plan that is the last word."""
        return self._checked(settled(self._problem, roster.assignments(), self._left_out(roster)))

    def price(self, roster: Roster) -> int:
        """What it costs by the hours at which its ways are made; the search thinks the roads as busy as can be."""
        return sum(terms(self._problem, roster.assignments()).values())

    def _left_out(self, roster: Roster) -> list[str]:
        return [self._problem.visits[v].id for v in roster.left_out()]

    def _checked(self, plan: Plan) -> Plan:
        plan = replace(
            plan,
            objective=terms(self._problem, plan.assignments),
            fingerprint=self._fingerprints.of(plan.assignments),
            seconds=self._budget.elapsed(),
        )
        broken = tuple(verify(self._problem, plan))
        return replace(plan, verified=not broken, broken=broken)


class _Report:
    """Tells those who listen, now and then: not so often that the telling slows the search."""

    def __init__(
        self,
        made: _Making,
        budget: Budget,
        on_progress: Callable[[Progress], None] | None,
        on_plan: Callable[[Plan], None] | None,
    ) -> None:
        self.made, self.budget, self.on_progress, self.on_plan = made, budget, on_progress, on_plan
        self._told_at = self._shown_at = float("-inf")
        self._shown: Roster | None = None

    def __call__(self, best: Roster, total: int) -> None:
        now = self.budget.elapsed()
        if self.on_progress and now - self._told_at >= REPORT_SECONDS:
            out = len(best.left_out())
            self.on_progress(Progress(seconds=now, assigned=len(best.who) - out, unassigned=out, total=total))
            self._told_at = now
        if self.on_plan and best is not self._shown and now - self._shown_at >= PLAN_SECONDS:
            self.on_plan(self.made.sketch(best))
            self._shown, self._shown_at = best, self.budget.elapsed()
