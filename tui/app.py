"""The full-screen desk on a terminal: what it is made of, how it begins, and how it ends in every case.

It is put together from parts that each know one thing: `display` paints differences, `keyboard` keeps keys in
order, `going` knows the way about, `doing` carries actions out, `listening` keeps the desk live, `climbing` lets
escalations climb that nobody answers, `locking` hides it all."""

import asyncio
import gc
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from domain.access import Role
from domain.views import Desk, Unreachable
from domain.words import counted
from tui.drafts import Drafts, drafts_for
from tui.driver import LineDriver, PlainDriver
from tui.ending import CALM_SECONDS, begin_again, end_calmly, end_in_any_case
from tui.faults import note_fault
from tui.habits import HabitsFile, habits_for
from tui.listening import names_of
from tui.locking import LockingApp
from tui.present import Sight
from tui.screens.desk import DeskScreen
from tui.screens.places import LISTS, PANES
from tui.screens.shell import Shell
from tui.screens.small import TooSmall, is_too_small
from tui.settings import state_folder
from tui.tasks import Answered, Tasks
from tui.terminal import this_terminal
from tui.theme import styles, themes
from tui.warming import warm_up

TURN_SECONDS = 0.0005
"""How long a thread that reads may keep the interpreter from the loop, which asks for it a dozen times a key."""
BEGUN_SECONDS = 1.0
"""How long after it was first painted a desk has all that it begins with."""


class CaredeskApp(LockingApp, inherit_bindings=False):
    """The desk on a terminal. `pane` is the pane or list to begin with, `palette` one of `tui.theme.NAMES`."""

    CSS_PATH: ClassVar[Path] = Path(__file__).parent / "styles" / "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "caredesk"

    def __init__(
        self,
        desk: Desk,
        drafts: Drafts,
        habits: HabitsFile | None = None,
        *,
        pane: str = "queue",
        palette: str = "ansi",
    ) -> None:
        super().__init__()
        self.desk, self.kept, self.habits = desk, drafts, habits or HabitsFile()
        self.settle_in()
        self.tones = styles(palette)
        self.animation_level = "none"
        for theme in themes():
            self.register_theme(theme)
        self.theme = f"caredesk-{palette}"
        self.sight = Sight(now=desk.clock.now(), caller=desk.caller.user.id, **names_of(desk))
        self.tasks = Tasks(self, self.failed)
        self.parked = len(drafts.all())
        self._first_pane = [*PANES].index(pane) if pane in PANES else 0
        self._first_list = pane if pane in LISTS else ""

    def get_driver_class(self) -> type[Driver]:
        """An old terminal is spoken to in its own words."""
        return PlainDriver if this_terminal().old else LineDriver

    def get_default_screen(self) -> Screen[Any]:
        """The desk itself lies below every other screen."""
        self.set_class(self.paints_differences, "-frugal", update=False)
        self.desk_screen = DeskScreen(self._first_pane)
        return self.desk_screen

    def on_mount(self) -> None:
        """Begin to listen, and be ready to be told to end."""
        self.listen()
        self.watch_silence()
        self.watch_over()
        if not self.is_headless and threading.current_thread() is threading.main_thread():
            end_calmly(asyncio.get_running_loop(), self.keep_typed, lambda code: self.exit(code, return_code=code))
            self.set_timer(BEGUN_SECONDS, _let_garbage_be_found)
        if self._first_list:
            self.call_after_refresh(self.action_open, f"list/{self._first_list}")
        self.call_after_refresh(self._offer_drafts)

    def _offer_drafts(self) -> None:
        """Say what the last desk of this person left half-typed."""
        waiting = []
        if self.parked:
            some = f"{counted(self.parked, 'form')} wait half-typed: ctrl+t shows them"
            waiting.append("1 form waits half-typed: ctrl+t goes on with it" if self.parked == 1 else some)
        if self.habits.now.begun:
            waiting.append(f"half a command waits after the key : '{self.habits.now.begun}'")
        if waiting:
            self.say("; ".join(waiting))

    def keep_typed(self) -> None:
        """Nothing half-typed is lost. Safe in a signal handler."""
        for screen in self.screen_stack:
            if isinstance(screen, Shell):
                screen.keep_typed()
        self.kept.write()

    def on_unmount(self) -> None:
        """Nothing half-typed is lost, nothing keeps listening."""
        self.kept.write()
        self.listen_no_more()
        if not self.is_headless:
            end_in_any_case(self.return_code or 0, CALM_SECONDS)

    def on_answered(self, message: Answered) -> None:
        """A thread has ended; once the screens have gone nobody waits for it."""
        if self.screen_stack:
            self.tasks.answered(message)

    def on_resize(self, event: events.Resize) -> None:
        """Below 80x20 one sentence stands in front of everything."""
        small = isinstance(self.screen, TooSmall)
        if is_too_small(event.size) and not small:
            self.push_screen(TooSmall())
        elif small and not is_too_small(event.size):
            self.pop_screen()
        self.call_after_refresh(self.restate)

    def clear_selection(self) -> None:
        """Nothing on the screen can be selected."""

    def copy_to_clipboard(self, text: str) -> None:
        """Within the desk only: no patient's data reaches the terminal's clipboard."""
        self._clipboard = text

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No pictures of records."""

    def action_suspend_process(self) -> None:
        """A suspended desk would leave records on the screen."""

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse pointer is the terminal's own."""

    def panic(self, *renderables: object) -> None:
        """No error draws itself: it might show what it holds."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """An unforeseen error ends the desk with one calm line; the trace goes to the log, without values."""
        said = note_fault(self._exception) if self._exception is not None else "caredesk ended unexpectedly"
        self.kept.write()
        self._exit_renderables[:] = [said]
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """What is said in the end stays one line, however narrow the terminal."""
        for said in self._exit_renderables:
            self.error_console.out(said, highlight=False)
        self._exit_renderables.clear()


def _let_garbage_be_found() -> None:
    """What was made by now stays as long as the desk; it is looked for among what comes later."""
    gc.freeze()
    gc.enable()


def open_screen(desk: Desk, pane: str = "queue", *, within: str = "", store: str = "", palette: str = "ansi") -> int:
    """Run the desk until it is left; returns the exit code. Drafts and habits are kept apart by `store`, its name,
    drafts by the service too. Whatever the caller may do, the desk does no more than the role `within` may."""
    if within:
        desk = replace(desk, caller=replace(desk.caller, within=(Role(within),)))  # type: ignore[type-var]
    folder, store, user = state_folder(), store or desk.service, desk.caller.user.id
    with suppress(Unreachable):  # a store that only can be read is opened all the same
        desk.sit_down()
    drafts, habits = drafts_for(folder, f"{store} {desk.service}", user), habits_for(folder, store, user)
    app = CaredeskApp(desk, drafts, habits, pane=pane, palette=palette)
    sys.setswitchinterval(TURN_SECONDS)
    warm_up()
    try:
        result = app.run(mouse=False)
    finally:
        with suppress(Unreachable):
            desk.leave()
        desk.close()
    if app.next_service:
        begin_again(app.next_service, store)
    return result if result is not None else app.return_code or 0
