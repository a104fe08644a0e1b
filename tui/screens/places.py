"""Where everything is: the panes of the desk, its lists, and the view that `enter` opens for each kind of record."""

from collections.abc import Callable, Mapping

from tui.screens.base import View
from tui.screens.board import BoardView
from tui.screens.board_people import PeopleBoard
from tui.screens.cases import CasesView
from tui.screens.cover import CoverView
from tui.screens.diary import DiaryView
from tui.screens.escalations import EscalationsView
from tui.screens.inbox import InboxView
from tui.screens.meeting import MeetingRecord
from tui.screens.message import MessageRecord
from tui.screens.policy import PolicyView, RuleRecord
from tui.screens.promises import PromisesView
from tui.screens.queue import QueueView
from tui.screens.readings import ReadingsView
from tui.screens.record import CaseRecord, PersonRecord
from tui.screens.report import ReportView, figure_at
from tui.screens.reviews import ReviewsView
from tui.screens.rooms import RoomsView
from tui.screens.sessions import SessionsView
from tui.screens.staff import StaffView
from tui.screens.today import TodayView
from tui.screens.users import UsersView
from tui.screens.visit import VisitRecord
from tui.screens.week import WeekView
from tui.screens.whatsnew import NewsView
from tui.screens.worker import WorkerRecord

PANES: tuple[Callable[[], View], ...] = (QueueView, BoardView, DiaryView, EscalationsView)
"""The places of the keys 1 to 4."""

PANE_NAMES = ("queue", "board", "diary", "escalations")

LISTS: Mapping[str, Callable[[], View]] = {
    view.place: view
    for view in (
        TodayView,
        CoverView,
        WeekView,
        InboxView,
        PromisesView,
        CasesView,
        StaffView,
        RoomsView,
        ReportView,
        PolicyView,
        UsersView,
        SessionsView,
        NewsView,
        ReviewsView,
        ReadingsView,
    )
}
"""place → what makes the list of that name."""


def _within(place: str, kind: str) -> Callable[[str], View]:
    """What makes a list with the cursor on one of its records, for kinds that have no page of their own."""

    def made(ref: str) -> View:
        view = LISTS[place]()
        view.seek(f"{kind}/{ref}")
        return view

    return made


RECORDS: Mapping[str, Callable[[str], View]] = {
    "person": PersonRecord,
    "case": CaseRecord,
    "visit": VisitRecord,
    "meeting": MeetingRecord,
    "people": PeopleBoard,
    "message": MessageRecord,
    "figure": figure_at,
    "worker": WorkerRecord,
    "promise": _within("promises", "promise"),
    "action": _within("promises", "action"),
    "code": lambda ref: RuleRecord(f"code/{ref}"),
    "setting": lambda ref: RuleRecord(f"setting/{ref}"),
    "list": lambda place: LISTS[place](),
}
"""kind of record → what makes its view from the reference."""


def view_of(subject: str) -> View | None:
    """The view of a record, or None when its kind has none."""
    kind, _, ref = subject.partition("/")
    return RECORDS[kind](ref) if kind in RECORDS and ref else None
