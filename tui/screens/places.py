"""Where everything is: the panes of the desk, its lists, and the view that `enter` opens for each kind of record."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from domain.views import Counts
from tui.presenters.bar import board_figure, diary_figure, escalations_figure, queue_figure
from tui.screens.base import View


def _view(module: str, name: str) -> Callable[..., Any]:
    """What makes a view, and loads its screen when it is first wanted: a desk opens without the others."""

    def made(*given: str) -> Any:
        return getattr(import_module(f"tui.screens.{module}"), name)(*given)

    return made


class Pane(NamedTuple):
    """A place of the keys 1 to 4: what the bar calls it and says of it, and what makes its view."""

    name: str
    figure: Callable[[Counts], str]
    view: Callable[[], View]


PANES: Mapping[str, Pane] = {
    "queue": Pane("Queue", queue_figure, _view("queue", "QueueView")),
    "board": Pane("Board", board_figure, _view("board", "BoardView")),
    "diary": Pane("Diary", diary_figure, _view("diary", "DiaryView")),
    "escalations": Pane("Escalations", escalations_figure, _view("escalations", "EscalationsView")),
}
"""place → the pane of that name, in the order of the keys."""

LISTS: Mapping[str, Callable[[], View]] = {
    "today": _view("today", "TodayView"),
    "cover": _view("cover", "CoverView"),
    "week": _view("week", "WeekView"),
    "inbox": _view("inbox", "InboxView"),
    "promises": _view("promises", "PromisesView"),
    "cases": _view("cases", "CasesView"),
    "staff": _view("staff", "StaffView"),
    "rooms": _view("rooms", "RoomsView"),
    "report": _view("report", "ReportView"),
    "policy": _view("policy", "PolicyView"),
    "users": _view("users", "UsersView"),
    "sessions": _view("sessions", "SessionsView"),
    "news": _view("whatsnew", "NewsView"),
    "reviews": _view("reviews", "ReviewsView"),
    "readings": _view("readings", "ReadingsView"),
}
"""place → what makes the list of that name."""


def _within(place: str, kind: str) -> Callable[[str], View]:
    """What makes a list with the cursor on one of its records, for kinds that have no page of their own."""

    def made(ref: str) -> View:
        view = LISTS[place]()
        view.seek(f"{kind}/{ref}")
        return view

    return made


_rule = _view("policy", "RuleRecord")

RECORDS: Mapping[str, Callable[[str], View]] = {
    "person": _view("record", "PersonRecord"),
    "case": _view("record", "CaseRecord"),
    "visit": _view("visit", "VisitRecord"),
    "meeting": _view("meeting", "MeetingRecord"),
    "people": _view("board_people", "PeopleBoard"),
    "message": _view("message", "MessageRecord"),
    "figure": _view("report", "figure_at"),
    "worker": _view("worker", "WorkerRecord"),
    "promise": _within("promises", "promise"),
    "action": _within("promises", "action"),
    "code": lambda ref: _rule(f"code/{ref}"),
    "setting": lambda ref: _rule(f"setting/{ref}"),
    "list": lambda place: LISTS[place](),
}
"""kind of record → what makes its view from the reference."""


def view_of(subject: str) -> View | None:
    """The view of a record, or None when its kind has none."""
    kind, _, ref = subject.partition("/")
    return RECORDS[kind](ref) if kind in RECORDS and ref else None
