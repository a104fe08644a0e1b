"""The inbox: what came from other systems and waits for a person, and the taking of files of messages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from domain.access import Right
from domain.desk.bus import Refusal
from domain.message import Message
from domain.views import FileOutcome
from tui.presenters.inbox import FILES, INBOX, files_told
from tui.screens.base import ListView
from tui.screens.lists import DeskList
from tui.screens.single import SingleScreen
from tui.widgets.entry import Entry
from tui.widgets.record_list import RecordList


class InboxView(DeskList[Message]):
    """Messages that wait, those that ask something first; enter opens one as a page."""

    place = "inbox"
    named = "Inbox"
    kinds = frozenset({"message"})

    def __init__(self) -> None:
        super().__init__(INBOX)
        self._all = False

    def read(self) -> Sequence[Message]:
        """Those that wait, or all that ever came."""
        return self.desk.read.inbox(settled=self._all)

    def heading(self) -> str:
        """Which of them are shown."""
        return "Inbox, all messages" if self._all else self.named

    def action_resolved(self) -> None:
        """Show or hide what has been dealt with."""
        self._all = not self._all
        self.turn()

    def action_about(self) -> None:
        """Open the record that the message was applied to, or may mean."""
        row = self.list.current
        if row is not None:
            candidate = f"{'meeting' if row.kind == 'booking' else 'referral'}/{next(iter(row.candidates), '')}"
            subject = row.subject or (candidate if row.candidates else "")
            if subject:
                self.host.open_subject(subject)
            else:
                self.host.say("It belongs to nothing yet: s settles it", bad=True)

    def action_files(self) -> None:
        """Take files of messages."""
        if not self.desk.caller.may(Right.INTAKE):
            self.host.say(f"Not possible: taking messages needs the right '{Right.INTAKE}'", bad=True)
            return
        self.app.push_screen(SingleScreen(TakingView()))


class _Path(Entry):
    """The path of a file or folder; arrows are for what became of the files."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down,tab", "results")]

    def action_results(self) -> None:
        self.screen.query_one(RecordList).focus()


class TakingView(ListView[tuple[int, FileOutcome]]):
    """A path above, what became of each file below."""

    place = "files"
    named = "Take files: path of a file or a folder"
    kinds = frozenset()
    DEFAULT_CSS = "TakingView > Entry { padding: 0 1 !important; }"

    def __init__(self) -> None:
        super().__init__(FILES)
        self.path = _Path()
        self._outcomes: Sequence[FileOutcome] = ()
        self._rehearsed = False
        self._busy = False

    def compose(self) -> ComposeResult:
        """The entry, the outcomes, the problems of the one under the cursor."""
        yield self.title_line
        yield self.path
        yield self.list
        yield self.detail

    def read(self) -> Sequence[tuple[int, FileOutcome]]:
        """The outcomes so far."""
        return list(enumerate(self._outcomes))

    def opens(self) -> str:
        """What a file became; a rehearsal made nothing that could be opened."""
        return "" if self._rehearsed else self.subject()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the path names."""
        event.stop()
        self._take(dry_run=False)

    def action_rehearse(self) -> None:
        """Only say what taking them would change."""
        self._take(dry_run=True)

    def _take(self, *, dry_run: bool) -> None:
        path, desk = self.path.value.strip(), self.desk
        if not path or self._busy:
            return
        self._busy = True
        self.host.say(f"Reading {path} ...")
        self.tasks.each(
            "files", lambda: desk.take_files([path], dry_run=dry_run),
            lambda outcomes: self._taken(outcomes, dry_run), self._broke_off,
        )  # fmt: skip

    def _taken(self, outcomes: Sequence[FileOutcome], rehearsed: bool) -> None:
        self._busy, self._outcomes, self._rehearsed = False, outcomes, rehearsed
        bad = not outcomes or any(one.outcome == "quarantined" for one in outcomes)
        self.host.say(files_told(outcomes, rehearsed=rehearsed), bad=bad)
        self.load()

    def _broke_off(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refusal):
            self.host.say(str(error), bad=True)
        else:
            self.host.failed(error)

    def hints(self) -> str:
        """The keys that matter."""
        return "enter take them  F4 only say what would change  down to the files  esc back"

    def show(self, value: Any) -> None:
        """The outcomes of the latest path, from the first on."""
        super().show(value)
        self.list.action_merge()
