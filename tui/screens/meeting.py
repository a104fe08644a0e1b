"""A meeting as a page: the agenda of live cases, each decided as it is talked about, the actions, the minutes."""

from domain.meeting import Meeting
from tui.actions import Action
from tui.presenters.meeting import MEETING, MeetingRead, meeting_facts, meeting_rows, title
from tui.presenters.record import Item
from tui.reading import meeting_of
from tui.screens.record import RecordView


class MeetingRecord(RecordView):
    """One entry of the diary. Its cases are read as they stand now, so that nobody talks about last week's."""

    place = "meeting"
    named = "Meeting"
    kinds = frozenset({"meeting", "case", "action", "person"})

    def __init__(self, ref: str) -> None:
        super().__init__(ref, MEETING)

    def read(self) -> MeetingRead | None:
        """The meeting, its cases and people, what was promised at it and before it."""
        read = self.desk.read
        meeting = read.record(Meeting, self.ref)
        if not isinstance(meeting, Meeting):
            return None
        self.note_reading()
        return meeting_of(read, meeting)

    def show(self, value: MeetingRead | None) -> None:
        """Facts, agenda, actions, minutes."""
        if value is None:
            self.gone()
            return
        meeting, sight = value.meeting, self.host.sight
        whose = {
            "meeting": meeting.id, "revision": meeting.revision, "state": meeting.state.value, "name": meeting.title,
            "subject": f"meeting/{meeting.id}", "clinic": meeting.id if meeting.slot_minutes else "",
        }  # fmt: skip
        self.own_parts, self._heading = whose, title(meeting)
        self.facts.show(meeting_facts(value, sight))
        super().show(meeting_rows(value, sight))

    def identity(self) -> str:
        """Whose case the cursor is on, else which meeting this is."""
        row = self.list.current
        return super().identity() if row is None else self.identity_of(row)

    def whose(self, action: Action | None = None) -> str:
        """Whose case an action is about; one that asks for no case, such as the minutes, is about the meeting."""
        about = {part for _, part in action.fills} if action is not None else set()
        return RecordView.identity(self) if "meeting" in about and "case" not in about else super().whose(action)

    def identity_of(self, row: Item) -> str:
        """Whose case a row is about, else which meeting this is."""
        return str(row.parts.get("whose") or super().identity())
