"""Actions on the roster and on staff."""

from functools import partial

from domain.desk import pinning, roster, shadowing, staffing
from domain.visit import TO_COME
from tui.actions import Action

_visit = partial(
    Action, where=("board", "visit", "people"), fills=(("id", "visit"), ("seen", "revision")),
    states=frozenset(TO_COME), only="a visit still to come",
)  # fmt: skip
_worker = partial(Action, where=("board", "staff", "worker", "week"), fills=(("id", "worker"),))

ROSTER: tuple[Action, ...] = (
    _visit("roster.assign", "assign", roster.Assign, "give it to a worker", key="a",
           where=("board", "visit", "people", "cover")),
    _visit("roster.unassign", "unassign", roster.Unassign, "take its workers off", key="x", direct=True),
    _visit("roster.retime", "re-time", roster.Retime, "begin at another time", key="R"),
    _visit("roster.swap", "swap", roster.Swap, "exchange the workers of two visits", key="s"),
    _visit("roster.pin", "pin", roster.Pin, "no plan may move it", key="f", direct=True),
    _visit("roster.unpin", "unpin", roster.Unpin, "plans may move it again", key="F", direct=True),
    _visit("roster.send-along", "send along", shadowing.SendAlong, "a worker goes with them to learn"),
    Action("roster.pin-many", "pin many", pinning.PinMany, "a worker's round, or everything up to a time",
           where=("board",), fills=(("day", "day"), ("worker", "worker"))),
    Action("roster.unpin-many", "unpin many", pinning.UnpinMany, "plans may move them again", where=("board",),
           fills=(("day", "day"), ("worker", "worker"))),
    Action("roster.publish", "publish", roster.Publish, "tell people what has changed for them", key="P",
           where=("board",), fills=(("day", "day"),), confirm="people are told; this cannot be undone"),
    _worker("worker.report-absent", "absent", staffing.ReportAbsent, "ill or away: visits become uncovered", key="A",
            fills=(("id", "worker"), ("start", "since"))),
    _worker("worker.end-absence", "back", staffing.EndAbsence, "they are back", key="B"),
    Action("worker.add-shift", "shift", staffing.AddShift, "a duty, once or repeating", key="S",
           where=("staff", "worker"), fills=(("id", "worker"),)),
    Action("worker.rounds", "rounds", staffing.SetRounds, "where rounds begin and end: at home or at a base",
           where=("staff", "worker"), fills=(("id", "worker"), ("seen", "revision"))),
    Action("worker.add", "new worker", staffing.AddWorker, "somebody joins the team", key="N", where=("staff",)),
    Action("worker.amend", "amend", staffing.AmendWorker, "skills, contract, address", key="e",
           where=("staff", "worker"), fills=(("id", "worker"), ("seen", "revision"))),
)  # fmt: skip
