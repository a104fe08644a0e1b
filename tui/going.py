"""The part of the app that goes about: from pane to record and back, to searches, histories and help."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from domain.referral import Referral
from domain.views import Desk
from tui.actions import Action
from tui.display import FrugalDisplay
from tui.drafts import Drafts
from tui.finding import place_of
from tui.prefixes import Prefixes
from tui.present import Sight
from tui.presenters.help import Possible, possible
from tui.screens.base import View
from tui.screens.desk import DeskScreen
from tui.screens.places import view_of
from tui.screens.shell import Shell
from tui.screens.single import SingleScreen
from tui.tasks import Tasks

T = TypeVar("T")
PANE_OF = {"referral": 1, "visit": 2, "meeting": 3, "escalation": 4}
"""kind of record → the pane that lists it, counted from 1."""


class GoingApp(FrugalDisplay, Prefixes):
    """Knows where somebody is and where they were. `parked` counts the forms that wait half-typed."""

    desk: Desk
    desk_screen: DeskScreen
    sight: Sight
    kept: Drafts
    tasks: Tasks
    parked: int
    next_service: str = ""
    _before: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.opened = asyncio.Event()
        self.opened.set()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a message on the last line of every screen that may be seen next."""
        for screen in self.screen_stack:
            if isinstance(screen, Shell) and screen.is_mounted:
                screen.foot.say(text, bad=bad)

    def restate(self) -> None:
        """The first line of the present screen may have changed."""
        if isinstance(self.screen, Shell):
            self.screen.restate()

    def act(self, action: Action, view: View | None) -> None:
        """Do an action on what is under the cursor of a view."""
        raise NotImplementedError

    def failed(self, error: Exception) -> None:
        """A read or a command broke off."""
        raise NotImplementedError

    def leaving_view(self) -> None:
        """Remember the present place for `-`, if anything leads back to it."""
        self._before = self.address or self._before

    @property
    def address(self) -> str:
        """Where somebody is: `pane/1`, `list/cases`, `person/P8K2`, or '' where nothing leads back to."""
        view = self.screen.view if isinstance(self.screen, Shell) else None
        if isinstance(self.screen, DeskScreen):
            return self._pane
        return view.address if view is not None else ""

    @property
    def beneath(self) -> str:
        """The uppermost place that can be gone back to, whatever form or list of help stands before it."""
        views = (screen.view for screen in reversed(self.screen_stack[1:]) if isinstance(screen, Shell))
        return next((view.address for view in views if view is not None and view.address), self._pane)

    @property
    def _pane(self) -> str:
        return f"pane/{self.desk_screen.at + 1}"

    def action_last_view(self) -> None:
        """Back to the place before this one; again, and this one is back."""
        self.go_to(self._before)

    def go_to(self, address: str) -> None:
        """To a pane, a list or a record; '' is nowhere."""
        kind, _, ref = address.partition("/")
        if kind == "pane":
            self.go_to_pane(int(ref))
        elif ref:
            self.open_subject(address)

    def go_to_pane(self, number: int) -> None:
        """Show one of the desk's panes, counted from 1; records above it close, forms keep their drafts."""
        before = self.address
        self._close_records()
        self.desk_screen.go_to(number)
        self._before = before

    def _close_records(self) -> None:
        self.kept.write()
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_subject(self, subject: str) -> None:
        """Show a record; a referral on its person's record or, while nobody knows them, in the queue."""
        kind, _, ref = subject.partition("/")
        if kind == "escalation":
            self.show_in_pane(subject)
            return
        if kind == "referral":
            read = self.desk.read
            self._look_up(lambda: read.record(Referral, ref), self._open_referral)
            return
        view = view_of(subject)
        if view is not None:
            self.leaving_view()
            self.push_screen(SingleScreen(view))

    def open_reference(self, ref: str) -> None:
        """Show the record of a reference, whatever its kind; what has no page is shown on that of its record."""

        def opened(found: str) -> None:
            if found:
                self.open_subject(found)
            else:
                self.say(f"There is no record {ref}; ctrl+f finds people by name, birth, number or postcode", bad=True)

        read = self.desk.read
        self._look_up(lambda: place_of(read, ref), opened)

    def _look_up(self, where: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read where to go, and go; keys that are typed meanwhile wait for what they were meant for."""
        self.opened.clear()

        def found(value: T) -> None:
            self.opened.set()
            then(value)

        def broke_off(error: Exception) -> None:
            self.opened.set()
            self.failed(error)

        self.tasks.latest("open", where, found, broke_off)

    def show_in_pane(self, subject: str) -> None:
        """Show a record where it is worked on: in the pane of its kind, with the cursor on it."""
        self.go_to_pane(PANE_OF[subject.partition("/")[0]])
        self.desk_screen.view.seek_today(subject)

    def action_open(self, subject: str) -> None:
        """To one of the desk's lists, from wherever this is; what stands above the desk closes."""
        before = self.address
        if before == subject:
            return
        self._close_records()
        self.open_subject(subject)
        self._before = before

    def _open_referral(self, found: Any) -> None:
        if found is None or not found.person:
            if found is not None:
                self.show_in_pane(f"referral/{found.id}")
            return
        view = view_of(f"person/{found.person}")
        if view is not None:
            self.leaving_view()
            view.seek(f"referral/{found.id}")
            self.push_screen(SingleScreen(view))

    def open_history(self, subject: str, identity: str) -> None:
        """Show what was done to a record."""
        from tui.screens.history import HistoryView

        self.push_screen(SingleScreen(HistoryView(subject, identity)))

    def seek(self, subject: str) -> None:
        """Put the cursor on a record wherever it is listed."""
        for screen in self.screen_stack:
            for view in screen.query(View):
                view.seek(subject)

    def action_find(self) -> None:
        """Find a person, a referral or a worker."""
        from tui.screens.search import SearchView

        self.push_screen(SingleScreen(SearchView()))

    def action_help(self) -> None:
        """What can be done here."""
        from tui.screens.help import HelpView

        view = self.screen.view if isinstance(self.screen, Shell) else None
        parts, also = (view.parts(), view.on_row()) if view is not None else ({}, ())
        place = view.place if view is not None else ""
        rows = possible(place, self.desk.caller, parts, self.keys, also)
        self.push_screen(SingleScreen(HelpView(place, rows, lambda row: self.run_possible(row, view))))

    def run_possible(self, row: Possible, view: View | None) -> None:
        """Do what a line of the help says, where it was asked for."""
        if row.action is not None:
            self.act(row.action, view)
        elif row.motion is not None:
            self.call_later((view or self.screen).run_action, row.motion.call)

    def action_redraw(self) -> None:
        """Draw the whole screen afresh."""
        self.repaint_terminal()

    def action_change_service(self, name: str = "") -> None:
        """Leave for the desk of another service, or say which there are."""
        self.tasks.latest("services", self.desk.services, lambda theirs: self._change_service(name.strip(), theirs))

    def _change_service(self, name: str, theirs: Mapping[str, str]) -> None:
        others = {service: title for service, title in theirs.items() if service != self.desk.service}
        if name in others:
            self.next_service = name
            self.exit(0)
            return
        listed = ", ".join(f"{service} ({title})" for service, title in others.items())
        self.say(f"Yours besides this one: {listed or 'none'}", bad=bool(name))

    def action_leave(self) -> None:
        """Leave the desk; forms that are half-typed wait on disk."""
        self.exit(0)
