"""The full-screen desk: wires places, actions and the world outside together, with no rule of its own."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from domain.access import Caller, Role
from domain.desk.bus import Entry
from domain.referral import Referral
from domain.views import Counts, Desk, Unreachable
from tui.actions import Action
from tui.doing import DoingApp
from tui.drafts import Drafts, drafts_for
from tui.ending import end_calmly
from tui.faults import note_fault
from tui.present import Sight
from tui.presenters.news import news
from tui.presenters.status import status
from tui.screens.base import View
from tui.screens.desk import DeskScreen
from tui.screens.help import HelpView
from tui.screens.history import HistoryView
from tui.screens.places import PANE_NAMES, view_of
from tui.screens.search import SearchView
from tui.screens.shell import Shell
from tui.screens.single import SingleScreen
from tui.screens.small import TooSmall, is_too_small
from tui.settings import state_folder
from tui.tasks import Answered, Tasks
from tui.theme import styles, themes

COUNT_SECONDS = 0.3
NAMES = frozenset({"code", "setting", "user", "worker"})


class Heard(Message, bubble=False):
    """The feed told of journal entries; an empty list means that everything may have changed."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries


class Silent(Message, bubble=False):
    """The store cannot be heard, or is heard again."""

    def __init__(self, silent: bool) -> None:
        super().__init__()
        self.silent = silent


class CaredeskApp(DoingApp, inherit_bindings=False):
    """The desk on a terminal. `pane` is the one to begin with, `palette` one of `tui.theme.NAMES`."""

    CSS_PATH: ClassVar[str] = "styles/desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "caredesk"

    def __init__(self, desk: Desk, drafts: Drafts, *, pane: str = "queue", palette: str = "ansi") -> None:
        super().__init__()
        self.desk, self.kept = desk, drafts
        self.tones = styles(palette)
        self.animation_level = "none"
        for theme in themes():
            self.register_theme(theme)
        self.theme = f"caredesk-{palette}"
        self.sight = Sight(now=desk.clock.now(), policy=desk.read.policy(), caller=desk.caller.user.id)
        self.tasks = Tasks(self, self.failed)
        self.parked = len(drafts.all())
        self._first_pane = PANE_NAMES.index(pane) if pane in PANE_NAMES else 0
        self._silent_since: datetime | None = None
        self._counting = False
        self._here = self._before = ""
        self._feed: Any = None

    def get_default_screen(self) -> Screen[Any]:
        """The desk itself lies below every other screen."""
        self.desk_screen = DeskScreen(self._first_pane)
        return self.desk_screen

    def on_mount(self) -> None:
        """Listen first, then read, so that nothing falls between."""
        self._feed = self.desk.listen(
            lambda entries: self._tell(Heard(entries)), lambda since: self._tell(Silent(since is not None))
        )
        if not self.is_headless and threading.current_thread() is threading.main_thread():
            end_calmly(asyncio.get_running_loop(), self.kept.write, lambda code: self.exit(code, return_code=code))
        self._learn_names()
        self._recount()
        self._wait_for_minute()
        self.call_after_refresh(self._offer_drafts)

    def _offer_drafts(self) -> None:
        if self.parked:
            self.say(f"{self.parked} form{'s wait' if self.parked > 1 else ' waits'} half-typed: ctrl+t shows them")

    def on_unmount(self) -> None:
        """Nothing half-typed is lost, nothing keeps listening."""
        self.kept.write()
        if self._feed is not None:
            self._feed.close()

    def _tell(self, message: Message) -> None:
        if self._running:
            self.post_message(message)

    def on_answered(self, message: Answered) -> None:
        """A thread has ended."""
        self.tasks.answered(message)

    # the live desk

    def on_heard(self, message: Heard) -> None:
        """Somebody changed something: views read what they show of it, and the last line says who."""
        entries, desk = message.entries, self.desk
        for screen in self.screen_stack:
            for view in screen.query(View):
                view.heard(entries)
        touched = {name.partition("/")[0] for entry in entries for name in (*entry.before, *entry.after)}
        if not entries or touched & NAMES:
            self._learn_names()
        if not entries:
            self.say("The store went back to an earlier state; everything was read again", bad=True)
        elif any(entry.session != desk.caller.session for entry in entries):
            self.tasks.latest("news", lambda: news(entries, desk.read, desk.caller.session), self._say_news)
        self._recount()

    def _say_news(self, text: str) -> None:
        if text:
            self.say(text)

    def on_silent(self, message: Silent) -> None:
        """The first line says when what is shown may be old."""
        self._silent_since = self.desk.clock.now() if message.silent else None
        self.restate()

    def _wait_for_minute(self) -> None:
        now = self.desk.clock.now()
        self.set_timer(60.05 - now.second - now.microsecond / 1e6, self._minute)

    def _minute(self) -> None:
        """Clocks move by the minute, and so does everything that hangs on them."""
        self._wait_for_minute()
        self.sight = replace(self.sight, now=self.desk.clock.now())
        self.restate()
        for view in self.screen.query(View):
            if view.in_sight:
                view.load()
        self._recount()

    def _learn_names(self) -> None:
        read = self.desk.read

        def learn() -> dict[str, Any]:
            users = {user.id: user.name or user.id for user in read.users()}
            return {
                "policy": read.policy(),
                "users": users,
                "workers": {w.id: w.full_name for w in read.workers()},
            }

        self.tasks.latest("names", learn, self._learned)

    def _learned(self, names: dict[str, Any]) -> None:
        self.sight = replace(self.sight, **names)
        for view in self.screen.query(View):
            if view.in_sight:
                view.load()

    def _recount(self) -> None:
        if not self._counting:
            self._counting = True
            self.set_timer(COUNT_SECONDS, self._count)

    def _count(self) -> None:
        self._counting = False
        desk = self.desk
        self.tasks.latest("counts", lambda: desk.read.counts(desk.clock.now()), self._counted)

    def _counted(self, counts: Counts) -> None:
        self.desk_screen.count(counts)

    # what the frame says

    def status_line(self) -> tuple[str, bool]:
        """The first line, and whether it sounds an alarm."""
        return status(self.desk, self.desk.clock.now(), self.parked, self._silent_since)

    def restate(self) -> None:
        """The status line of the present screen."""
        if isinstance(self.screen, Shell):
            self.screen.restate()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a message on the last line of every screen that may be seen next."""
        for screen in self.screen_stack:
            if isinstance(screen, Shell) and screen.is_mounted:
                screen.foot.say(text, bad=bad)

    def failed(self, error: Exception) -> None:
        """A read or a command broke off: say so, keep the screen."""
        if isinstance(error, Unreachable | OSError):
            self.say(f"The store does not answer: {error}", bad=True)
        else:
            self.say(note_fault(error), bad=True)

    # going about

    def leaving_view(self) -> None:
        """Remember the present place for `-`."""
        self._before = self._address()

    def _address(self) -> str:
        view = self.screen.view if isinstance(self.screen, Shell) else None
        if isinstance(self.screen, DeskScreen):
            return f"pane/{self.screen.at + 1}"
        return view.address if view is not None else ""

    def action_last_view(self) -> None:
        """Back to the place before this one; again, and this one is back."""
        kind, _, ref = self._before.partition("/")
        if kind == "pane":
            self.go_to_pane(int(ref))
        elif ref:
            self.open_subject(self._before)

    def go_to_pane(self, number: int) -> None:
        """Show one of the desk's panes, counted from 1; records above it close, forms keep their drafts."""
        if not isinstance(self.screen, DeskScreen):
            self.leaving_view()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.desk_screen.go_to(number)

    def open_subject(self, subject: str) -> None:
        """Show a record; a referral is shown on its person's record."""
        kind, _, ref = subject.partition("/")
        if kind == "referral":
            read = self.desk.read
            self.tasks.latest("open", lambda: read.record(Referral, ref), self._open_referral)
            return
        view = view_of(subject)
        if view is not None:
            self.leaving_view()
            self.push_screen(SingleScreen(view))

    def action_open(self, subject: str) -> None:
        """To one of the desk's lists, from wherever this is; what stands above the desk closes."""
        before = self._address()
        if before == subject:
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.open_subject(subject)
        self._before = before

    def _open_referral(self, found: Any) -> None:
        if found is None or not found.person:
            self.say("Nobody knows yet who this referral is for: i identifies them", bad=True)
            return
        view = view_of(f"person/{found.person}")
        if view is not None:
            self.leaving_view()
            view.seek(f"referral/{found.id}")
            self.push_screen(SingleScreen(view))

    def open_history(self, subject: str, identity: str) -> None:
        """Show what was done to a record."""
        self.push_screen(SingleScreen(HistoryView(subject, identity)))

    def seek(self, subject: str) -> None:
        """Put the cursor on a record wherever it is listed."""
        for screen in self.screen_stack:
            for view in screen.query(View):
                view.seek(subject)

    def action_find(self) -> None:
        """Find a person, a referral or a worker."""
        self.push_screen(SingleScreen(SearchView()))

    def action_help(self) -> None:
        """What can be done here."""
        view = self.screen.view if isinstance(self.screen, Shell) else None
        parts = view.parts() if view is not None else {}

        def run(chosen: Action | str) -> None:
            if isinstance(chosen, Action):
                self.act(chosen, view)
            else:
                self.call_later((view or self.screen).run_action, chosen)

        self.push_screen(SingleScreen(HelpView(view.place if view is not None else "", parts, self.desk.caller, run)))

    def action_redraw(self) -> None:
        """Draw the whole screen afresh."""
        self.repaint_terminal()

    def action_leave(self) -> None:
        """Leave the desk; forms that are half-typed wait on disk."""
        self.exit(0)

    # the terminal

    def on_resize(self, event: events.Resize) -> None:
        """Below 80x24 one sentence stands in front of everything."""
        small = isinstance(self.screen, TooSmall)
        if is_too_small(event.size) and not small:
            self.push_screen(TooSmall())
        elif small and not is_too_small(event.size):
            self.pop_screen()

    def clear_selection(self) -> None:
        """Nothing on the screen can be selected."""

    def copy_to_clipboard(self, text: str) -> None:
        """Within the desk only: no patient's data reaches the terminal's clipboard."""
        self._clipboard = text

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No pictures of records."""

    def action_suspend_process(self) -> None:
        """A suspended desk would leave records on the screen."""

    def _fatal_error(self) -> None:
        """An unforeseen error ends the desk with one calm line; the trace goes to the log, without values."""
        said = note_fault(self._exception) if self._exception is not None else "caredesk ended unexpectedly"
        self.kept.write()
        self._exit_renderables[:] = [Text(said)]
        self._close_messages_no_wait()


def open_screen(desk: Desk, pane: str = "queue", *, read_only: bool = False, store: str = "") -> int:
    """Run the desk until it is left; returns the exit code."""
    if read_only:
        user = replace(desk.caller.user, roles=(Role.READ_ONLY,))
        desk = replace(desk, caller=Caller(user, desk.caller.session))  # type: ignore[type-var]
    drafts = drafts_for(state_folder(), store or desk.service, desk.caller.user.id)
    app = CaredeskApp(desk, drafts, pane=pane)
    try:
        result = app.run(mouse=False)
    finally:
        desk.close()
    return result if result is not None else app.return_code or 0
