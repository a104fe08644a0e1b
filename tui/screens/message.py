"""A message as a page: what became of it, what is wrong with it, what it may belong to, and its text as it came.

The text is data from outside: it is made harmless before a line of it is drawn. Reading it is journalled."""

from collections.abc import Iterator, Mapping
from typing import Any

from textual import events

from domain.meeting import Meeting
from domain.message import Message
from domain.views import Reader
from domain.when import Clock, show_moment
from tui.presenters.inbox import PAGE, MessageRead, PageLine, message_page, title
from tui.presenters.words import state_word
from tui.screens.base import ListView
from tui.screens.record import PURPOSE

MARGIN = 3
LEAST_ROOM = 76


class MessageRecord(ListView[PageLine]):
    """One message; enter on a line that names a record opens it."""

    place = "message"
    named = "Message"
    kinds = frozenset({"message"})
    detail_lines = 0

    def __init__(self, ref: str) -> None:
        super().__init__(PAGE)
        self.ref = ref
        self._message: Message | None = None
        self._room = 0

    @property
    def address(self) -> str:
        """This message."""
        return f"message/{self.ref}"

    def read(self) -> tuple[Message, list[PageLine]] | None:
        """The whole message, broken into lines as wide as the screen."""
        message = self.desk.read.record(Message, self.ref)
        if not isinstance(message, Message):
            return None
        self.desk.opened(self.address, PURPOSE)
        about = dict(_about(message, self.desk.read, self.desk.clock))
        self._room = max(self.size.width - MARGIN, LEAST_ROOM)
        return message, message_page(MessageRead(message, about), self._room, self.host.sight)

    def show(self, value: tuple[Message, list[PageLine]] | None) -> None:
        """The lines of the page."""
        if value is None:
            self.host.say(f"There is no message {self.ref}", bad=True)
            return
        self._message, page = value
        super().show(page)
        self.list.action_merge()

    def on_resize(self, event: events.Resize) -> None:
        """Lines are broken anew for another width."""
        if self._room and max(event.size.width - MARGIN, LEAST_ROOM) != self._room:
            self.load()

    def heading(self) -> str:
        """Which message, and whose."""
        return title(self._message) if self._message else self.named

    def identity(self) -> str:
        """Which message, and whose."""
        return self.heading()

    def identity_of(self, row: PageLine) -> str:
        """All of it is this message."""
        return self.heading()

    def parts_of(self, row: PageLine) -> Mapping[str, Any]:
        """The message's, whatever line the cursor is on."""
        return self.parts()

    def parts(self) -> Mapping[str, Any]:
        """What settling it needs to know."""
        if self._message is None:
            return {}
        return {
            "message": self.ref, "revision": self._message.revision, "state": self._message.state.value,
            "subject": self.address, "name": self.heading(),
        }  # fmt: skip

    def targets(self) -> list[Mapping[str, Any]]:
        """The message once, however many of its lines are marked."""
        return [self.parts()]

    def subject(self) -> str:
        """The message, for its history."""
        return self.address

    def opens(self) -> str:
        """The record that the line under the cursor names."""
        row = self.list.current
        return row.about if row is not None else ""

    def action_about(self) -> None:
        """Open the record that the message was applied to, or may mean."""
        named = next((row.about for row in self.list.everything if row.about), "")
        if named:
            self.host.open_subject(named)
        else:
            self.host.say("It belongs to nothing yet: s settles it", bad=True)


def _about(message: Message, read: Reader, clock: Clock) -> Iterator[tuple[str, str]]:
    """The records that the message was applied to or may mean, each in words."""
    kind = "meeting" if message.kind == "booking" else "referral"
    subjects = [message.subject, *(f"{kind}/{ref}" for ref in message.candidates)]
    for subject in dict.fromkeys(filter(None, subjects)):
        ref = subject.partition("/")[2]
        if subject.startswith("meeting/"):
            meeting = read.record(Meeting, ref)
            if isinstance(meeting, Meeting):
                yield subject, f"diary entry {ref}: {meeting.title}, {show_moment(meeting.start)}, {meeting.state}"
            continue
        row = read.queue_row(ref, clock.now())
        if row is not None:
            came = show_moment(row.received_at)
            yield subject, f"referral {ref}: {row.person}, {row.urgency}, {state_word(row.state)}, received {came}"
