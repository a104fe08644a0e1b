"""What every place of the desk has in common; `tui/README.md` says what a new one costs.

`read` runs in a thread and only reads; `show` runs on the loop and only draws. Nothing else may block."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from domain.access import Right
from domain.desk.bus import Entry
from domain.reading import CARE
from domain.views import Desk
from tui.actions import Action
from tui.keymap import Motion, action_called, keyed, keys_of, keys_taken, motions_of
from tui.present import Listing, Told, Tone
from tui.screens.host import Frame, Host
from tui.tasks import Answered, Tasks
from tui.widgets.lines import Detail, TextLine
from tui.widgets.record_list import RecordList

T = TypeVar("T")

APART_SECONDS = 0.15
"""How much later the detail of a lone key comes on a slow line, so that the cursor is seen there first."""


def bindings(place: str) -> list[BindingType]:
    """The keys of a place: the registry's, for which it has an `action_act`, and those of its own motions."""
    acts: list[BindingType] = [
        Binding(action.key, f"act('{action.id}')", show=False, id=action.id) for action in keyed(place)
    ]
    return acts + [Binding(motion.keys, motion.call, show=False, id=motion.id) for motion in motions_of(place)]


class View(Vertical):
    """A place: a title, something to look at, what can be done there. `kinds` are the records it shows, `rights`
    those of which one is needed to look at it."""

    place: ClassVar[str] = ""
    named: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()
    rights: frozenset[Right] = CARE
    DEFAULT_CSS = "View { height: 1fr; width: 1fr; } View.single > .title { display: none; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tasks = Tasks(self, self._failed)
        self.title_line = TextLine()
        self.title_line.add_class("title")
        self.stale = True
        self.opened = asyncio.Event()
        self._asked = self._awaited = 0

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """The keys of a place are those that the registry gives it."""
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.place)]
        super().__init_subclass__(**kwargs)

    @property
    def host(self) -> Host:
        """The app, as far as places know it."""
        return cast(Host, self.app)

    @property
    def desk(self) -> Desk:
        """The world outside."""
        return self.host.desk

    # what a place answers

    def read(self) -> Any:
        """All that it shows, from the store. Runs in a thread."""
        raise NotImplementedError

    def show(self, value: Any) -> None:
        """Draw what `read` gave."""
        raise NotImplementedError

    def keep_shut(self, why: str) -> None:
        """Show nothing but why there is nothing to be seen."""
        self.host.say(why, bad=True)

    def parts(self) -> Mapping[str, Any]:
        """What actions may fill their fields with: parts of what is under the cursor."""
        return {}

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """The parts of all that an action would be done to: the marked rows, or the one under the cursor."""
        return [self.parts()]

    def subject(self) -> str:
        """The record under the cursor, `referral/R7K3`, or ''."""
        return str(self.parts().get("subject", ""))

    def identity(self) -> str:
        """Whose record is under the cursor, in one line, or ''."""
        return ""

    def whose(self, action: Action | None = None) -> str:
        """Whose record an action would be done to, in one line, or ''."""
        return self.identity()

    def of_whom(self) -> str:
        """Whose record the whole place is about, for a line of its own; '' where the heading says it or the rows do."""
        return ""

    def heading(self) -> str:
        """What the title says before the counts."""
        return self.named

    def counts(self) -> str:
        """What the title says on its right."""
        return ""

    @property
    def filtered(self) -> str:
        """The filter in force."""
        return ""

    def only(self, wanted: str) -> None:
        """Filter what is shown."""

    @property
    def address(self) -> str:
        """Where this is, as `open_subject` takes it, or ''."""
        return ""

    def seek(self, subject: str) -> None:
        """Put the cursor on a record, now or as soon as it is read."""

    def seek_today(self, subject: str) -> None:
        """The same for something of today, whatever day is shown."""
        self.seek(subject)

    def done(self) -> None:
        """An action on the targets has been carried out."""

    def step(self, rows: int) -> bool:
        """Move the cursor by so many rows; False where that is not known."""
        return False

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, counted from 1, where there are any."""

    def take_rows(self, count: int) -> None:
        """Make so many rows from the cursor on the targets, where there are any."""

    def take_focus(self) -> None:
        """Give the keys to what they are for here."""
        for widget in self.query("*").results():
            if widget.focusable:
                self.screen.set_focus(widget)
                return

    # reading

    @property
    def settled(self) -> bool:
        """Whether it shows what was asked of it last, so that keys may act on it."""
        return True

    def load(self) -> None:
        """Read afresh, in a thread; of several wishes while one runs only the last is carried out."""
        self.stale = False
        self._asked = asked = self._asked + 1
        if self.desk.caller.may_any(self.rights):
            self.tasks.latest("read", lambda: (asked, self.read()), self._shown)
        else:
            self.keep_shut(f"Not for {' or '.join(self.desk.caller.roles) or 'somebody without a role'} to see")
            self.opened.set()

    def reread(self) -> None:
        """Read what an action of this desk has changed before the next key acts on it."""
        self.opened.clear()
        self._awaited = self._asked + 1
        self.load()

    def turn(self) -> None:
        """Read other rows than those shown, before the next key acts on one; a key held down need not wait for each."""
        if self.host.key_repeats:
            self.load()
        else:
            self.reread()

    def _shown(self, read: tuple[int, Any]) -> None:
        asked, value = read
        self.show(value)
        self.retitle()
        if self.settled and asked >= self._awaited:
            self.opened.set()

    def heard(self, entries: Sequence[Entry]) -> None:
        """Others (or this desk) changed something: read again if it is shown here; [] means everything."""
        touched = {name.partition("/")[0] for entry in entries for name in (*entry.before, *entry.after)}
        if entries and not touched & self.kinds:
            return
        if self.in_sight:
            self.load()
        else:
            self.stale = True

    @property
    def in_sight(self) -> bool:
        """Whether it has a place in the present layout of the present screen."""
        return self.screen.is_current and all(node.display for node in self.ancestors_with_self)

    def refresh_if_stale(self) -> None:
        """Read if something was missed while it could not be seen."""
        if self.stale:
            self.load()

    def retitle(self) -> None:
        """The title line of the pane, and the bar when it stands alone."""
        here = self.has_focus_within
        self.title_line.say(f" {self.heading()} ", right=self.counts(), fill=Tone.REVERSE if here else Tone.STRONG)
        cast(Frame, self.screen).retitled(self)

    def _failed(self, error: Exception) -> None:
        self.opened.set()
        self.host.failed(error)

    def on_answered(self, message: Answered) -> None:
        """A thread has ended."""
        self.tasks.answered(message)

    def on_descendant_focus(self) -> None:
        """The title shows where the keys go."""
        self.retitle()

    def on_descendant_blur(self) -> None:
        """The title steps back."""
        self.retitle()

    def action_act(self, action_id: str) -> None:
        """A key of the registry was pressed here."""
        action = action_called(action_id)
        if action is not None:
            self.host.act(action, self)

    def on_row(self) -> Sequence[Action]:
        """What can be done to the row under the cursor as if it were listed in its own place."""
        return ()

    def hints(self) -> str:
        """The keys of the actions that matter now."""
        parts, caller, taken = self.parts(), self.desk.caller, keys_taken(self.place)
        rows = [action for action in self.on_row() if action.key and action.key not in taken]
        can = [action for action in (*keyed(self.place), *rows) if action.is_hinted(caller, parts)]
        matter: Sequence[Action | Motion] = (*can, *motions_of(self.place))
        said = [f"{keys_of(one, self.host.keys)[0]} {one.verb}" for one in matter]
        return "  ".join(said or ["esc back"])


class ListView(View, Generic[T]):
    """A place that is one list and, below it, the detail of the row under the cursor."""

    detail_lines: ClassVar[int] = 3
    listed_by: ClassVar[type[RecordList[Any]]] = RecordList
    detail_beside: ClassVar[int] = 0
    """Lines of the detail in a pane beside others; 0: as many."""

    def __init__(self, listing: Listing[T], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing = listing
        self.list: RecordList[T] = self.listed_by(listing)
        self.detail = Detail(self.detail_lines, beside=self.detail_beside)
        self.list.moved, self.list.counted = self._moved, self._renumbered
        self._sought = ""
        self._under = ""
        self._moved_at = 0.0
        self._hurried = False

    def compose(self) -> ComposeResult:
        """Title, list, detail."""
        yield self.title_line
        yield self.list
        if self.detail_lines:
            yield self.detail

    def keep_shut(self, why: str) -> None:
        """An empty list that says why."""
        self.list.listing = replace(self.listing, empty=why)
        self.list.show((), self.host.sight)
        self.detail.show(())

    def show(self, value: Any) -> None:
        """Rows of the listing."""
        self.list.show(value, self.host.sight)
        if self._sought and self.list.go_to(self._sought):
            self._sought = ""

    def seek(self, subject: str) -> None:
        """Put the cursor on a record, now or as soon as it is read."""
        keys = [self.listing.key(row) for row in self.list.everything if self.listing.subject(row) == subject]
        self._sought = "" if keys and self.list.go_to(keys[0]) else self.key_of(subject)

    def key_of(self, subject: str) -> str:
        """The key that a record would have in the list."""
        return subject

    def opens(self) -> str:
        """What enter opens: the record itself, where a row stands for another one that; '' for nothing."""
        return self.subject()

    def parts(self) -> Mapping[str, Any]:
        """The parts of the row under the cursor."""
        row = self.list.current
        return {} if row is None else self.parts_of(row)

    def parts_of(self, row: T) -> Mapping[str, Any]:
        """The parts of a row."""
        return self.listing.parts(row)

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """The marked rows, else the one under the cursor."""
        return [self.parts_of(row) for row in self.list.marked] or [self.parts()]

    def subject(self) -> str:
        """What the row under the cursor is."""
        row = self.list.current
        return "" if row is None else self.listing.subject(row)

    def identity(self) -> str:
        """Whose row is under the cursor."""
        row = self.list.current
        return "" if row is None else self.identity_of(row)

    def whose(self, action: Action | None = None) -> str:
        """Whose row an action would be done to: a marked one counts before the one under the cursor."""
        marked = self.list.marked
        return self.identity_of(marked[0]) if marked else self.identity()

    def identity_of(self, row: T) -> str:
        """Whose row it is: the first line of its detail."""
        told = self.listing.detail(row, self.host.sight)
        return "" if not told else told[0] if isinstance(told[0], str) else told[0][0]

    def counts(self) -> str:
        """Position, news, marks and filter."""
        return self.list.counts

    @property
    def filtered(self) -> str:
        """The list's filter."""
        return self.list.wanted

    def only(self, wanted: str) -> None:
        """Filter the list."""
        self.list.only(wanted)

    def done(self) -> None:
        """Marks have served their turn."""
        self.list.unmark()

    def step(self, rows: int) -> bool:
        """Move the cursor of the list."""
        self.list.action_step(rows)
        return True

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row of the list."""
        self.list.action_edge(0)
        self.list.action_step(row - 1)

    def take_rows(self, count: int) -> None:
        """Mark rows from the cursor on."""
        self.list.mark_next(count)

    def _renumbered(self) -> None:
        """The title follows, and the hints below: at once after a rest; when keys come fast, once they rest."""
        if not self._hurried:
            self.retitle()

    def _moved(self) -> None:
        """The detail follows the cursor: at once after a rest; when keys come fast, or a line is slow, once they rest.

        What was told of another record is gone before."""
        row = self.list.current
        was, self._under = self._under, "" if row is None else self.listing.key(row)
        hurried = self._hurried
        if was == self._under:
            if not hurried:
                self._tell()
            return
        rest, self._moved_at = self.host.rest_seconds, monotonic()
        if rest and not hurried:
            self._hurried = True
            self._wait_for_rest(rest + (APART_SECONDS if self.host.slow_line else 0))
        if hurried or self.host.slow_line:
            self.detail.show(())
        else:
            self._tell()

    def _wait_for_rest(self, seconds: float) -> None:
        """By the loop itself: a timer of a widget costs a good part of what a key does, and keys put the rest off."""
        asyncio.get_running_loop().call_later(seconds, self._look_for_rest)

    def _look_for_rest(self) -> None:
        if (left := self._moved_at + self.host.rest_seconds - monotonic()) > 0:
            self._wait_for_rest(left)
        else:
            self.call_next(self._rest)

    def _rest(self) -> None:
        self._hurried = False
        self.retitle()
        self._tell()

    def _tell(self) -> None:
        row = self.list.current
        self.detail.show(() if row is None else self.below(row))

    def below(self, row: T) -> Sequence[Told]:
        """What is told of the row under the cursor."""
        return self.listing.detail(row, self.host.sight)

    def on_record_list_chosen(self, event: RecordList.Chosen) -> None:
        """Enter was pressed."""
        event.stop()
        self.chosen()

    def chosen(self) -> None:
        """What enter does with the row under the cursor: open its record."""
        if self.opens():
            self.host.open_subject(self.opens())
