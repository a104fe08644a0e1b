"""The desk itself: one pane at a time, or all of them side by side where there is room."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import AwaitMount

from domain.views import Counts
from tui.present import Tone
from tui.screens.base import View
from tui.screens.places import PANES
from tui.screens.shell import Shell

BRIEF_NAME = 5
"""Letters of the other panes' names where the bar is short of room."""
WIDE, HIGH = 120, 36
"""From this size on all panes stand side by side."""


class DeskScreen(Shell):
    """Queue top left, escalations below it, board top right, diary below that; at 80x24 one of them."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    DeskScreen #panes { height: 1fr; }
    DeskScreen .side { width: 1fr; height: 1fr; }
    DeskScreen.four #left { min-width: 61; padding-right: 1; }
    DeskScreen.four #right { border-left: ascii ansi_default; }
    """
    SIDES: ClassVar[tuple[tuple[int, ...], ...]] = ((0, 3), (1, 2))

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.at = at
        self.panes: list[View | None] = [None for _ in PANES]
        self.zoomed = False
        self.figures: Counts | None = None
        self._told_size: Size | None = None

    def body(self) -> Iterable[Any]:
        """Two columns of two, of which those panes are made that are in sight."""
        with Horizontal(id="panes"):
            for name, side in zip(("left", "right"), self.SIDES, strict=True):
                with Vertical(id=name, classes="side"):
                    yield from (self._pane(at) for at in side if self._has_room(at))

    def _pane(self, at: int) -> View:
        """A pane, made when it is first wanted."""
        pane = self.panes[at]
        if pane is None:
            pane = self.panes[at] = [*PANES.values()][at].view()
            pane.set_class(not self.four, "single")
        return pane

    @property
    def view(self) -> View:
        """The pane that has the focus."""
        return self._pane(self.at)

    @property
    def four(self) -> bool:
        """Whether the panes stand side by side."""
        size = self.app.size
        return size.width >= WIDE and size.height >= HIGH and not self.zoomed

    def _has_room(self, at: int) -> bool:
        return self.four or at == self.at

    def begin(self) -> None:
        """Begin with the first pane."""
        self.lay_out()
        self.take_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Another size may mean another arrangement; Textual tells of the same one several times."""
        if event.size != self._told_size:
            self._told_size = event.size
            self.lay_out()

    def lay_out(self) -> None:
        """Show the panes that have room, and give the keys to the present one, which may first have to be made."""
        four, made = self.four, []
        self.set_class(four, "four")
        for name, side in zip(("left", "right"), self.SIDES, strict=True):
            place = self.query_one(f"#{name}")
            for at in side:
                pane = self._pane(at) if self._has_room(at) else self.panes[at]
                if pane is None:
                    continue
                pane.display = self._has_room(at)
                pane.set_class(not four, "single")
                if not pane.is_attached:
                    made.append(place.mount(pane, before=0 if at == side[0] and place.children else None))
            place.display = any(self._has_room(at) for at in side)
        if made:
            self.opened.clear()
            self.call_next(self._when_made, made)
        else:
            self._hand_over()

    async def _when_made(self, made: Iterable[AwaitMount]) -> None:
        for pane in made:
            await pane
        self._hand_over()
        self.opened.set()

    def _hand_over(self) -> None:
        """Give the keys to the present pane, and read what those in sight have missed."""
        self.view.take_focus()
        for pane in self.panes:
            if pane is not None and pane.display:
                pane.refresh_if_stale()
        self.rebar()
        self.rehint()

    def go_to(self, number: int) -> None:
        """Give the keys to a pane, counted from 1."""
        if not 1 <= number <= len(self.panes):
            return
        self.host.leaving_view()
        self.at = number - 1
        self.lay_out()

    def action_pane(self, number: int) -> None:
        """To a pane."""
        self.go_to(number)

    def action_next_pane(self, step: int) -> None:
        """To the next pane round."""
        self.go_to((self.at + step) % len(self.panes) + 1)

    def action_zoom(self) -> None:
        """This pane alone, or all of them."""
        self.zoomed = not self.zoomed
        self.lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys may have moved to another pane."""
        for at, pane in enumerate(self.panes):
            if pane is not None and pane in event.widget.ancestors and at != self.at:
                self.at = at
                self.rebar()
                self.rehint()

    def count(self, figures: Counts) -> None:
        """New figures for the bar."""
        self.figures = figures
        self.rebar()

    def rebar(self) -> None:
        """` 1 Queue 12 !3   2 Board 41 late 2`, the present pane in reverse; its own counts on the right.

        Messages that wait in the inbox are counted after the panes."""
        right = "" if self.four else self.view.counts()
        labels = self._labels_in(self.size.width - len(right) - 1)
        parts: list[tuple[str, Tone] | str] = []
        for at, label in enumerate(labels):
            parts += [(label, Tone.REVERSE if at == self.at else Tone.PLAIN), " "]
        self.bar.say(*parts, right=right)

    def _labels_in(self, room: int) -> list[str]:
        """The panes with their figures. Where room is short the drafts go first, which the board's own title counts,
        and then the ends of the other panes' names."""
        ways = (self._labels(), self._labels(drafts=False), self._labels(BRIEF_NAME, drafts=False))
        return next((labels for labels in ways if len("".join(labels)) + len(labels) <= room), ways[-1])

    def _labels(self, longest: int = 20, *, drafts: bool = True) -> list[str]:
        figures = self.figures if drafts or self.figures is None else replace(self.figures, drafts=0)
        labels = []
        for at, pane in enumerate(PANES.values()):
            name = pane.name if at == self.at else pane.name[:longest]
            labels.append(f" {at + 1} {name} {pane.figure(figures) if figures else ''}".rstrip() + " ")
        if figures and figures.inbox:
            labels.append(f" 5 Inbox {figures.inbox} ")
        return labels
