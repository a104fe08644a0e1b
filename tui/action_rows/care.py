"""Actions on cases, packages of care and visits."""

from functools import partial

from domain.desk import casework, packages, visits
from domain.visit import TO_COME, VisitState
from tui.actions import Action

_case = partial(Action, where=("case", "cases"), fills=(("id", "case"), ("seen", "revision")))
_package = partial(Action, where=("case",), fills=(("id", "package"),))
_visit = partial(Action, where=("board", "visit", "people"), fills=(("id", "visit"), ("seen", "revision")))
_to_come = partial(_visit, states=frozenset(TO_COME), only="a visit still to come")
_unfinished = partial(
    _visit, states=TO_COME | {VisitState.IN_PROGRESS, VisitState.MISSED}, only="a visit that is not over"
)
_there = partial(_visit, states=frozenset({VisitState.IN_PROGRESS}), only="a visit where somebody is")
_over = partial(
    _visit, states=frozenset({VisitState.COMPLETED, VisitState.VERIFIED, VisitState.MISSED}),
    only="a visit that everybody has left, or that was missed",
)  # fmt: skip

CARE: tuple[Action, ...] = (
    Action("case.open", "case", casework.OpenCase, "begin a case: goals and the first review", key="C",
           where=("queue",), fills=(("referral", "referral"),)),
    _case("case.goals", "goals", casework.SetGoals, "what the person wants to be able to do", key="o"),
    _case("case.next-step", "next step", casework.SetNextStep, "what comes next, by when, by whom", key="s"),
    _case("case.review", "review", casework.ReviewCase, "how far they have come, and what was decided", key="v"),
    _case("case.end", "end", casework.EndCase, "end the case with its outcome", key="E",
          confirm="ends the package and cancels its visits"),
    Action("package.start", "package", packages.StartPackage, "the weekly pattern of visits", key="P",
           where=("case", "cases"), fills=(("case", "case"),)),
    _package("package.change", "change", packages.ChangePackage, "another pattern from a day on", key="M"),
    _package("package.suspend", "suspend", packages.SuspendPackage, "hospital or respite: visits are freed", key="S"),
    _package("package.resume", "resume", packages.ResumePackage, "home again: visits are made anew", key="B"),
    _package("package.make-visits", "make visits", packages.MakeVisits, "visits of the pattern up to a day", key="V"),
    Action("package.roll-visits", "roll", packages.RollVisits, "visits of every package up to the planning horizon",
           where=("board", "cases")),
    Action("visit.add", "visit", visits.AddVisit, "a first or single visit for this referral", key="v",
           where=("queue",), fills=(("id", "referral"), ("seen", "revision"))),
    _unfinished("visit.check-in", "check in", visits.CheckIn, "somebody has arrived, and how it is known", key="i"),
    _there("visit.check-out", "check out", visits.CheckOut, "they have left", key="o"),
    _over("visit.verify", "verify", visits.VerifyVisit, "how it went, confirmed by a person", key="v"),
    _to_come("visit.miss", "missed", visits.MissVisit, "nobody came: a person confirms it", key="X"),
    _to_come("visit.cancel", "cancel", visits.CancelVisit, "it is not wanted, for a reason", key="K"),
)  # fmt: skip
