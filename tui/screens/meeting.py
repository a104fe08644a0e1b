"""A meeting as a page: the agenda of live cases, each decided as it is talked about, the actions, the minutes."""

from domain import meeting as minuted
from domain.case import Case
from domain.meeting import Meeting
from domain.people import Person
from domain.views import DiaryRow, Reader
from domain.when import local_date
from tui.actions import Action
from tui.presenters.meeting import MEETING, MeetingRead, meeting_facts, meeting_rows, title
from tui.presenters.record import Item
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
        cases = _cases(read, meeting)
        return MeetingRead(
            row=_row(read, meeting), cases=cases, actions=read.meeting_actions(meeting.id), owed=_owed(read, meeting),
            booked=_booked(read, meeting),
        )  # fmt: skip

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


def _row(read: Reader, meeting: Meeting) -> DiaryRow:
    day = local_date(meeting.start)
    rows = {row.meeting.id: row for row in read.diary(day, day)}
    return rows.get(meeting.id) or DiaryRow(meeting=meeting, person="", conflicts=())


def _cases(read: Reader, meeting: Meeting) -> dict[str, tuple[Case, Person]]:
    wanted = {item.case for item in meeting.agenda}
    found = {case.id: (case, person) for case, person in read.cases() if case.id in wanted} if wanted else {}
    for ref in wanted - found.keys():
        case = read.record(Case, ref)
        person = read.record(Person, case.person) if isinstance(case, Case) else None
        if isinstance(case, Case) and isinstance(person, Person):
            found[ref] = case, person
    return found


def _booked(read: Reader, meeting: Meeting) -> dict[str, Person]:
    """Who has a place at a clinic."""
    found = (read.record(Person, slot.person) for slot in meeting.slots)
    return {person.id: person for person in found if isinstance(person, Person)}


def _owed(read: Reader, meeting: Meeting) -> list[minuted.Action]:
    """What was promised elsewhere for these cases, or by these people for that day, and is not done."""
    cases, day = {item.case for item in meeting.agenda}, local_date(meeting.start)
    return [
        action
        for action in read.actions()
        if action.meeting != meeting.id
        and (action.case in cases or (action.owner in meeting.attendees and action.due <= day))
    ]
