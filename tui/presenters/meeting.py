"""A meeting as a page: its facts, then the agenda of live cases, the actions promised, the minutes as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from domain.case import Case
from domain.meeting import Action, Item, Meeting
from domain.people import Person
from domain.views import DiaryRow
from domain.when import local_date, london
from tui.present import Listing, Sight, Told, Tone
from tui.presenters.diary import day_word, people, purpose, times, warnings
from tui.presenters.record import ITEMS
from tui.presenters.record import Item as Row
from tui.presenters.words import identity, short_date, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRead:
    """A meeting as it stands: its agenda's cases with their people, the actions promised at it, and those of
    earlier meetings that its cases or its people still owe. `booked` are those who have a place at a clinic."""

    row: DiaryRow
    cases: Mapping[str, tuple[Case, Person]]
    actions: Sequence[Action]
    owed: Sequence[Action]
    booked: Mapping[str, Person] = field(default_factory=dict)

    @property
    def meeting(self) -> Meeting:
        """The diary entry itself."""
        return self.row.meeting


def title(meeting: Meeting) -> str:
    """`Core group  Mon 23 Nov 14:00-15:30`."""
    return f"{meeting.title}  {day_word(local_date(meeting.start))} {times(meeting.start, meeting.end)}"


def meeting_facts(read: MeetingRead, sight: Sight) -> list[Told]:
    """What it is for and where, who comes, what collides, how far it has got."""
    meeting = read.meeting
    decided = sum(bool(item.decision) for item in meeting.agenda)
    done = sum(action.done_at is not None for action in read.actions)
    lines = len(meeting.minutes.splitlines())
    parts = [
        f"{decided} of {len(meeting.agenda)} cases decided" if meeting.agenda else "",
        f"{done} of {len(read.actions)} actions done" if read.actions else "",
        f"minutes of {lines} lines" if lines else "" if meeting.slot_minutes else "no minutes yet",
    ]
    progress = ": ".join(filter(None, (meeting.state.value.capitalize(), ", ".join(filter(None, parts)))))
    where = sight.policy.label("room", meeting.room)
    return [
        "  ".join(filter(None, [purpose(read.row, sight), where])),
        people(meeting, sight),
        *warnings(read.row),
        progress,
    ]


def meeting_rows(read: MeetingRead, sight: Sight) -> list[Row]:
    """The places of a clinic, the agenda, then what was promised here, what is still owed from before, and the minutes
    line by line."""
    meeting = read.meeting
    rows = [_place_row(start, read, sight) for start in meeting.slot_starts]
    rows += [_case_row(item, read, sight) for item in meeting.agenda]
    rows += [_action_row(action, read, sight, "action") for action in read.actions]
    rows += [_action_row(action, read, sight, "still owed") for action in read.owed]
    for number, text in enumerate(meeting.minutes.splitlines(), start=1):
        rows.append(Row(f"meeting/{meeting.id}#{number}", "minutes", "", str(number), text))
    return rows


def _place_row(start: datetime, read: MeetingRead, sight: Sight) -> Row:
    """Who has a place at a clinic, or that it is free."""
    meeting = read.meeting
    slot = next((slot for slot in meeting.slots if slot.start == start), None)
    when = times(start, start + timedelta(minutes=meeting.slot_minutes))
    key, at = f"#place-{start.isoformat()}", london(start).time()
    if slot is None:
        return Row(f"meeting/{meeting.id}{key}", "place", when, "free", "", parts={"place": at})
    person = read.booked.get(slot.person) or Person(id=slot.person)
    state = {"yes": "came", "no": "not come"}.get(slot.came, "booked")
    parts = {
        "booked": person.id, "person": person.id, "name": person.name, "subject": f"person/{person.id}",
        "whose": identity(person.name, person.born, person.nhs_number, sight.now),
    }  # fmt: skip
    more = "  ".join(filter(None, (person.phone, person.postcode)))
    return Row(f"person/{person.id}{key}", "place", when, state, person.name, (more,), parts)


def _case_row(item: Item, read: MeetingRead, sight: Sight) -> Row:
    found = read.cases.get(item.case)
    if found is None:
        return Row(f"case/{item.case}", "case", "", "not found", item.decision)
    case, person = found
    late = case.review_due < local_date(sight.now)
    step = f"next: {case.next_step}" if case.next_step else "no next step"
    due = f" by {short_date(case.next_step_due)}" if case.next_step_due else ""
    goals = "; ".join(goal.text for goal in case.goals) or "no goals set"
    return Row(
        f"case/{case.id}", "case", f"{'late' if late else 'review'} {short_day(case.review_due)}",
        "decided" if item.decision else "to decide", f"{person.name}: {item.decision or step + due}",
        (
            f"Decided: {item.decision}" if item.decision else f"{step[:1].upper()}{step[1:]}{due}",
            f"Case {case.id}, {case.state}, with {sight.who(case.owner) or 'nobody'}. Goals: {goals}",
        ),
        {
            "case": case.id, "case_revision": case.revision, "person": person.id, "name": person.name,
            "subject": f"case/{case.id}",
            "whose": identity(person.name, person.born, person.nhs_number, sight.now),
        },
    )  # fmt: skip


def _action_row(action: Action, read: MeetingRead, sight: Sight, kind: str) -> Row:
    late = action.done_at is None and action.due < local_date(sight.now)
    state = "done" if action.done_at else "late" if late else "to do"
    parts: dict[str, Any] = {"subject": f"action/{action.id}", "case": action.case}
    if action.done_at is None:
        parts |= {"action": action.id, "action_revision": action.revision}
    text = f"{sight.who(action.owner)}: {action.text}"
    more = [f"By {short_date(action.due)}", f"Result: {action.result}" if action.done_at else ""]
    if action.case in read.cases:
        person = read.cases[action.case][1]
        parts["whose"] = identity(person.name, person.born, person.nhs_number, sight.now)
    return Row(
        f"action/{action.id}", kind, f"by {short_day(action.due)}", state, text, tuple(filter(None, more)), parts
    )


def whole(row: Row) -> Sequence[Told]:
    """The detail of a row: whose case it is, or the text in full; and what is behind it."""
    whose = row.parts.get("whose", "")
    head: Told = (whose, Tone.STRONG) if whose else row.text
    return (head, *row.more)


MEETING: Listing[Row] = replace(
    ITEMS,
    columns=(replace(ITEMS.columns[0], width=10), *ITEMS.columns[1:]),
    subject=lambda row: row.subject.partition("#")[0],
    detail=lambda row, sight: whole(row),
    empty="Nothing is on the agenda: A puts cases on it, M types the minutes.",
)
