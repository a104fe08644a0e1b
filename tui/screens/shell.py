"""The frame round every place: the status line, the bar of panes, and the command line.

A screen holds one or more views; keys of anywhere and the desk's motions are bound here. What the frame says
of the desk comes from the app; what it says of the place comes from the view that has the focus."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui import typed
from tui.completing import complete
from tui.compositing import spare
from tui.keymap import ANY, MOTIONS, action_called
from tui.present import Tone
from tui.screens.base import View, bindings
from tui.screens.host import Host
from tui.widgets.command_line import CommandLine
from tui.widgets.entry import Entry
from tui.widgets.lines import TextLine


class Shell(Screen[None]):
    """A screen of the desk. Subclasses say what their body is and which view the keys mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(motion.keys, motion.call, show=False, id=motion.id) for motion in MOTIONS if motion.keys),
        *bindings(ANY),
    ]
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    DEFAULT_CSS = "Shell { layout: vertical; } Shell TextLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        spare(self)
        self.status = TextLine(id="status", fill=Tone.STRONG)
        self.bar = TextLine(id="bar")
        self.foot = CommandLine()
        self.opened = asyncio.Event()

    @property
    def host(self) -> Host:
        """The app, as far as places know it."""
        return cast(Host, self.app)

    def compose(self) -> ComposeResult:
        """Two lines above, one below, the body between."""
        yield self.status
        yield self.bar
        yield from self.body()
        yield self.foot

    def body(self) -> Iterable[Any]:
        """The widgets between."""
        return ()

    @property
    def view(self) -> View | None:
        """The view that keys mean."""
        return None

    def on_mount(self) -> None:
        """The command line completes from the registry."""
        self.foot.complete = self._complete
        self.foot.history = lambda: self.host.habits.now.lines
        self.begin()
        self.restate()
        self.rehint()

    def begin(self) -> None:
        """What a screen does when it is first shown."""
        self.take_keys()

    def take_keys(self) -> None:
        """Give the keys to what they are for; whatever was typed ahead now comes."""
        if self.view is not None:
            self.view.take_focus()
        self.opened.set()

    def on_screen_resume(self) -> None:
        """What was missed while another screen stood in front is read now."""
        self.restate()
        self.rehint()
        for view in self.query(View):
            if view.in_sight:
                view.refresh_if_stale()

    # what the frame says

    def restate(self) -> None:
        """Draw the frame's own lines afresh; lines that say the same are left alone."""
        line, alarm = self.host.status_line()
        self.status.say(line, fill=Tone.ALERT if alarm else Tone.STRONG)
        self.rebar()

    def rebar(self) -> None:
        """The second line."""

    def rehint(self) -> None:
        """The keys that matter now; where letters are typed, `?` is one of the letters."""
        typing = isinstance(self.focused, Entry) and self.view in self.focused.ancestors
        self.foot.help_key = "F1" if typing else "?"
        if self.host.greeting:
            self.foot.hint(self.host.greeting)
        elif self.view is not None:
            self.foot.hint(self.view.hints())

    def retitled(self, view: View) -> None:
        """The title of a view has changed: the bar and the hints follow."""
        if view is self.view:
            self.rebar()
            self.rehint()

    # the command line

    def action_command(self) -> None:
        """Type a command, or go on with one that the line dropped under; a form keeps its place."""
        self.foot.open(":", self.host.habits.now.begun)

    def action_filter(self) -> None:
        """Type a filter."""
        if self.view is not None:
            self.foot.open("/", self.view.filtered)

    def keep_typed(self) -> None:
        """What is half-typed reaches the disk, letters too that are on the screen and not yet heard of."""
        if self.foot.prefix == ":":
            self.host.habits.change(begun=self.foot.typed.lstrip())

    def _known(self) -> Mapping[str, Any]:
        return self.view.parts() if self.view is not None else {}

    @property
    def _place(self) -> str:
        return self.view.place if self.view is not None else ""

    def on_command_line_changed(self, event: CommandLine.Changed) -> None:
        """Read back what is understood so far, or filter as it is typed."""
        event.stop()
        if event.prefix == "/":
            if self.view is not None:
                self.view.only(event.text)
            return
        if self.foot.prefix:  # it has not been finished or left meanwhile
            self.host.habits.change(begun=event.text.lstrip())
        self.foot.understand(lambda: self._read_back(event.text))

    def _read_back(self, text: str) -> tuple[str, bool]:
        """What a line would do, and whether it cannot."""
        line = typed.read(text, self._known(), self._place)
        names = {"id": str(self._known().get("name", ""))}
        answers = line.action.answers(self._known()) if line.action else {}
        return typed.understood(line, answers, names, self.host.sight), bool(line.problem)

    def on_command_line_submitted(self, event: CommandLine.Submitted) -> None:
        """Do what the line says."""
        event.stop()
        if event.prefix != ":" or not event.text.strip():
            return
        self.host.habits.add_line(event.text.strip())
        if event.text.strip().isdigit() and self.view is not None:
            self.view.go_to_row(int(event.text))
            return
        line = typed.read(event.text, self._known(), self._place)
        if line.action is not None and not line.problem:
            self.host.act(line.action, self.view, line.texts)
        elif line.reference:
            self.host.open_reference(line.reference)
        elif line.motion is not None and not line.problem:
            self.call_later((self.view or self).run_action, line.motion.calling(line.rest))
        else:
            several = f"'{event.text}' could be {', '.join(line.completions[:8])}"
            self.host.say(line.problem or several, bad=True)

    def on_command_line_left(self, event: CommandLine.Left) -> None:
        """Typing was given up: a line waits among those typed before, a filter that was being typed is cleared."""
        event.stop()
        prefix = self.foot.prefix
        if prefix == ":" and self.foot.typed.strip():
            self.host.habits.add_line(self.foot.typed.strip())
        self.foot.close()
        if prefix == "/" and self.view is not None:
            self.view.only("")

    def _complete(self, text: str) -> tuple[str, Sequence[str]]:
        if self.foot.prefix != ":":
            return text, ()
        return complete(text, self._known(), self._place, self.host.sight.policy)

    # motions that every screen has

    def action_act(self, action_id: str) -> None:
        """A key of anywhere was pressed."""
        action = action_called(action_id)
        if action is not None:
            self.host.act(action, self.view)

    def action_back(self) -> None:
        """One level up; the lowest level clears the filter."""
        if len(self.app.screen_stack) > 1:
            self.host.leaving_view()
            self.app.pop_screen()
        elif self.view is not None:
            self.view.only("")

    def action_history(self) -> None:
        """What was done to the record under the cursor."""
        if self.view is not None and self.view.subject():
            self.host.open_history(self.view.subject(), self.view.identity())

    def action_pane(self, number: int) -> None:
        """To a pane of the desk, from wherever this is."""
        self.host.go_to_pane(number)

    def action_next_pane(self, step: int) -> None:
        """The next pane, or the next thing on a screen of one place."""
        self.focus_next() if step > 0 else self.focus_previous()

    def action_zoom(self) -> None:
        """Only the desk has something to zoom."""
