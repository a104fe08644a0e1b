"""What is left out in the end: put on after all where every rule allows it, else with the reasons why not.

The search takes roads for as busy as they may be and shares out the slack of links beforehand, so that now and then a
visit fits that it had no place for. Nobody else is moved for it."""

from collections.abc import Iterable

from domain.engine.day import Day
from domain.engine.explain import reasons_on
from domain.engine.plan import Assignment, Plan, Reason, Unassigned
from domain.engine.problem import Problem
from domain.engine.rules import broken_by
from domain.engine.ways import as_they_are, seats, suits

FREE = ("", "partner")
"""What the reasons say of somebody who could come, alone or not."""


def settled(problem: Problem, assignments: Iterable[Assignment], left_out: Iterable[str]) -> Plan:
    """The plan with these visits put on where they fit, and the others left out with a reason for every worker."""
    day = Day.of(problem, assignments)
    out = []
    for visit in left_out:
        reasons = reasons_on(day, visit)
        given = None if day.visits[visit].optional else _place(day, visit, reasons)
        if given is None:
            out.append(Unassigned(visit=visit, reasons=reasons))
        else:
            day = day.put(given)
    return Plan(assignments=tuple(day.planned.values()), unassigned=tuple(out))


def _place(day: Day, ref: str, reasons: Iterable[Reason]) -> Assignment | None:
    """Where the visit fits as the day stands, as near to its wanted start as can be."""
    free = [day.workers[reason.worker] for reason in reasons if reason.rule in FREE]
    visit = day.visits[ref]
    able = [worker for worker in free if suits(visit, worker)]
    if len(able) < visit.workers_needed:
        return None
    found = (seat.of(ref) for worker in able for seat in seats(day, visit, worker, able, as_they_are(day, visit)))
    return next((given for given in found if not broken_by(day, (given,))), None)
