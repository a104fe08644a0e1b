"""The diary: meetings booked, moved, cancelled and held, the core group's cases, and what people promised.

A collision never stops a booking, since people know more than the diary: it is said at once, with the nearest
start at which everybody is free, and shown for as long as it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.access import Right, User
from domain.case import Case, CaseState
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Refusal, Work, handles
from domain.desk.checks import CLEAR, Amendment, amended, require_codes, require_text
from domain.diary import DiaryProblem, Series, conflicts_of, expected, free_start, moved, parse_series
from domain.meeting import Action, Item, Meeting, MeetingState
from domain.minutes import MARK, MinutesProblem, owner_among, promised
from domain.people import Person
from domain.quorum import lacking, needed, roles_of
from domain.staff import Worker
from domain.visit import Visit
from domain.when import day_bounds, local_date, show_date, show_moment, show_time

LONGEST_MINUTES = 24 * 60
NAMES = "names or staff references, with commas between"
_ONCE = Series(days=0, times=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMeeting(Command):
    """Put a meeting, clinic or appointment in the diary, once or as a series."""

    title: str = ask("What is it")
    start: datetime = ask("Starts", "moment")
    minutes: int = ask("How long", "minutes", default=60)
    kind: str = ask("Kind", "code", of="meeting", default="meeting")
    room: str = ask("Where", "code", of="room", default="")
    attendees: tuple[str, ...] = ask("Who comes", default=(), help=NAMES)
    person: str = ask("About whom", "person", default="")
    series: str = ask("Repeats", default="", help="such as weekly x8; blank for once")
    slot_minutes: int | None = ask("Places of", "minutes", default=None, help="at a clinic: how long each person has")


@handles(AddMeeting, "meeting.add", Right.CARE)
def add_meeting(do: AddMeeting, work: Work) -> str:
    """Book it, or each of its series; collisions are said, not refused."""
    require_codes(work, "meeting", do.kind)
    _check_named(work, do.room, do.person)
    title = require_text(do.title, "Type what the meeting is about")
    starts = list(_series(do.series).starts(do.start))
    first = Meeting(
        id=work.new_id(Meeting), title=title, start=do.start, end=_end(do.start, do.minutes), kind=do.kind,
        room=do.room, attendees=as_named(work, do.attendees), person=do.person, slot_minutes=do.slot_minutes or 0,
    )  # fmt: skip
    if first.slot_minutes and not first.slot_starts:
        raise Refusal(f"No place of {do.slot_minutes} minutes fits into {do.minutes}")
    if len(starts) > 1:
        first = replace(first, series=first.id)
    added = [work.add(first)]
    for start in starts[1:]:
        later = replace(first, id=work.new_id(Meeting), start=start, end=_end(start, do.minutes))
        added.append(work.add(later))
    say_conflicts(work, added)
    return f"meeting/{first.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMeeting(Amendment):
    """Change a booked meeting; a blank leaves what stands, `-` empties it."""

    id: str = ask("Meeting", "meeting")
    title: str = ask("What is it", default="")
    start: datetime | None = ask("Starts", "moment", default=None)
    minutes: int | None = ask("How long", "minutes", default=None)
    room: str = ask("Where", help="as it is called in the list of rooms, such as hub; - for nowhere", default="")
    attendees: tuple[str, ...] = ask("Who comes", default=(), help=NAMES)
    apologies: tuple[str, ...] = ask("Who cannot come", default=(), help=NAMES)
    person: str = ask("About whom", "person", default="")
    slot_minutes: int | None = ask("Places of", "minutes", default=None, help="at a clinic: how long each person has")
    later: bool = ask("Also the later ones", "yesno", default=False, help="of its series")


@handles(AmendMeeting, "meeting.amend", Right.CARE, on=Meeting)
def amend_meeting(do: AmendMeeting, work: Work) -> str:
    """Change it; in a series the later ones move by as many days, to the same time of day."""
    meeting = booked(work, do.id)
    _check_named(work, do.room, do.person)
    start = do.start or meeting.start
    changed = [
        _amended(do, work, entry, moved(entry, meeting.start, start)) for entry in _with_later(do, meeting, work)
    ]
    say_conflicts(work, changed)
    return f"meeting/{meeting.id}"


def _amended(do: AmendMeeting, work: Work, meeting: Meeting, start: datetime) -> Meeting:
    minutes = int((meeting.end - meeting.start).total_seconds() // 60) if do.minutes is None else do.minutes
    by = start - meeting.start
    slots = tuple(replace(slot, start=slot.start + by) for slot in meeting.slots)
    changed = amended(
        replace(meeting, start=start, end=_end(start, minutes), slots=slots), slot_minutes=do.slot_minutes,
        title=do.title.strip(), room=do.room, person=do.person,
        attendees=as_named(work, do.attendees), apologies=as_named(work, do.apologies),
    )  # fmt: skip
    require_text(changed.title, "Type what the meeting is about")
    lost = {slot.start for slot in changed.slots} - set(changed.slot_starts)
    if lost:
        raise Refusal(f"Somebody has the place at {show_time(min(lost))}: give them another one first")
    return work.save(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting(Command):
    """A booked meeting will not take place."""

    id: str = ask("Meeting", "meeting")
    why: str = ask("Why", "code", of="meeting-cancel")
    later: bool = ask("Also the later ones", "yesno", default=False, help="of its series")


@handles(CancelMeeting, "meeting.cancel", Right.CARE, on=Meeting)
def cancel_meeting(do: CancelMeeting, work: Work) -> str:
    """It stays in the diary with the reason, and collides with nothing."""
    meeting = booked(work, do.id)
    require_codes(work, "meeting-cancel", do.why)
    people: set[str] = set()
    for entry in _with_later(do, meeting, work):
        work.save(replace(entry, state=MeetingState.CANCELLED, cancelled_why=do.why))
        people |= {slot.person for slot in entry.slots}
    if people:
        names = sorted(person.name for person in work.find(Person, id=tuple(people)))
        work.say(f"Had places, and must hear of it: {'; '.join(names)}")
    return f"meeting/{meeting.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldMeeting(Command):
    """Keep the minutes of a meeting that took place; held again, they are amended."""

    id: str = ask("Meeting", "meeting")
    minutes: str = ask("Minutes", "long", of="minutes", help="a line '!Priya fri ring the ward' makes an action")
    apologies: tuple[str, ...] = ask("Apologies", default=(), help=NAMES)


@handles(HoldMeeting, "meeting.hold", Right.CARE, on=Meeting)
def hold_meeting(do: HoldMeeting, work: Work) -> str:
    """Keep the minutes and make the actions promised in them; one that is already kept is not made twice."""
    meeting = _not_cancelled(work, do.id)
    if meeting.start > work.now:
        raise Refusal(f"'{meeting.title}' has not begun; it is in the diary for {show_moment(meeting.start)}")
    try:
        actions = promised(do.minutes, local_date(meeting.start), meeting.attendees, _names(work, do.minutes))
    except MinutesProblem as problem:
        raise Refusal(str(problem)) from problem
    held = replace(meeting, state=MeetingState.HELD, minutes=do.minutes)
    work.save(amended(held, apologies=as_named(work, do.apologies)))
    known = {(kept.owner, kept.due, kept.text) for kept in work.find(Action, meeting=meeting.id)}
    fresh = [
        new for new in dict.fromkeys(actions)
        if known.isdisjoint((owner, new.due, new.text) for owner in (new.owner, new.typed))
    ]  # fmt: skip
    for new in fresh:
        work.add(Action(id=work.new_id(Action), text=new.text, owner=new.owner, due=new.due, meeting=meeting.id))
    if fresh:
        work.say(f"Promised: {'; '.join(f'{new.owner} by {show_date(new.due)}' for new in fresh)}")
    return f"meeting/{meeting.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnAgenda(Command):
    """Put a case on a meeting's agenda, or every open case that is due for it."""

    id: str = ask("Meeting", "meeting")
    case: str = ask("Case", "case", default="", help="blank: every open case whose review, next step or action is due")


@handles(PutOnAgenda, "meeting.agenda", Right.CARE, on=Meeting)
def put_on_agenda(do: PutOnAgenda, work: Work) -> str:
    """Add what is not on the agenda yet."""
    meeting = booked(work, do.id)
    known = {item.case for item in meeting.agenda}
    if do.case in known:
        raise Refusal(f"Case {do.case} is already on the agenda")
    cases = [work.get(Case, do.case)] if do.case else _due_cases(work, local_date(meeting.start))
    items = tuple(Item(case=case.id, person=case.person) for case in cases if case.id not in known)
    if not items:
        raise Refusal("No other open case has a review, a next step or an action due by then")
    work.save(replace(meeting, agenda=meeting.agenda + items))
    return f"meeting/{meeting.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command):
    """Keep what a meeting decided about a case."""

    id: str = ask("Meeting", "meeting")
    case: str = ask("Case", "case")
    decision: str = ask("Decision", "long")


@handles(Decide, "meeting.decide", Right.CARE, on=Meeting)
def decide(do: Decide, work: Work) -> str:
    """Keep the decision on the agenda, which takes in a case that was brought on the day."""
    meeting = _not_cancelled(work, do.id)
    case = work.get(Case, do.case)
    decision = require_text(do.decision, "Type what was decided")
    item = Item(case=case.id, person=case.person, decision=decision)
    others = tuple(item if entry.case == case.id else entry for entry in meeting.agenda)
    work.save(replace(meeting, agenda=others if item in others else (*others, item)))
    return f"meeting/{meeting.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Command):
    """Something a named person promises to do by a day."""

    text: str = ask("What is to be done")
    owner: str = ask("Who")
    due: date = ask("By", "date")
    meeting: str = ask("Promised at", "meeting", default="")
    case: str = ask("For case", "case", default="")


@handles(AddAction, "action.add", Right.CARE)
def add_action(do: AddAction, work: Work) -> str:
    """Keep the promise."""
    present = work.get(Meeting, do.meeting).attendees if do.meeting else ()
    if do.case:
        work.get(Case, do.case)
    text = require_text(do.text, "Type what is to be done")
    named = as_named(work, (require_text(do.owner, "Type who does it"),))[0]
    try:
        owner = owner_among(named, present, _names(work, MARK))
    except MinutesProblem as problem:
        raise Refusal(str(problem)) from problem
    if do.due < local_date(work.now):
        raise Refusal("An action cannot be due before today; type a later date")
    action = Action(id=work.new_id(Action), text=text, owner=owner, due=do.due, meeting=do.meeting, case=do.case)
    work.add(action)
    return f"action/{action.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction(Command):
    """An action is done."""

    id: str = ask("Action", "action")
    result: str = ask("What came of it")


@handles(FinishAction, "action.finish", Right.CARE, on=Action)
def finish_action(do: FinishAction, work: Work) -> str:
    """Keep when and with what result."""
    action = work.get(Action, do.id)
    if action.done_at is not None:
        raise Refusal(f"This was done {show_moment(action.done_at)}: {action.result}")
    result = require_text(do.result, "Type what came of it")
    work.save(replace(action, done_at=work.now, result=result))
    return f"action/{action.id}"


def booked(work: Work, ref: str) -> Meeting:
    """The meeting, or a Refusal when it has been held or cancelled."""
    meeting = _not_cancelled(work, ref)
    if meeting.state is MeetingState.HELD:
        raise Refusal(f"'{meeting.title}' has been held")
    return meeting


def _not_cancelled(work: Work, ref: str) -> Meeting:
    meeting = work.get(Meeting, ref)
    if meeting.state is MeetingState.CANCELLED:
        why = work.policy.label("meeting-cancel", meeting.cancelled_why)
        raise Refusal(f"'{meeting.title}' was cancelled: {why}")
    return meeting


def _with_later(do: AmendMeeting | CancelMeeting, meeting: Meeting, work: Work) -> Sequence[Meeting]:
    if not (do.later and meeting.series):
        return (meeting,)
    series = work.find(Meeting, series=meeting.series, state=MeetingState.BOOKED)
    return [entry for entry in series if entry.start >= meeting.start]


def _due_cases(work: Work, day: date) -> list[Case]:
    promises = {action.case for action in work.find(Action, done_at=None) if action.due <= day}
    cases = work.find(Case, state=(CaseState.OPEN, CaseState.SUSPENDED))
    due = [case for case in cases if _is_due(case, day) or case.id in promises]
    return sorted(due, key=lambda case: (case.review_due, case.id))


def _is_due(case: Case, day: date) -> bool:
    return case.review_due <= day or (case.next_step_due is not None and case.next_step_due <= day)


def say_conflicts(work: Work, meetings: Sequence[Meeting]) -> None:
    """Tell what some meetings collide with, when a single one would not, and whom they cannot do without."""
    said = []
    for meeting in meetings:
        first, last = (day_bounds(local_date(at)) for at in (meeting.start, meeting.end))
        others = work.find(Meeting, state=MeetingState.BOOKED, start=Between(first[0] - timedelta(days=1), last[1]))
        visits = _visits_meanwhile(work, meeting)
        for sentence in conflicts_of(meeting, others, work.policy, visits):
            said.append(f"{show_moment(meeting.start)}: {sentence}")
        if said and len(meetings) == 1:
            free = free_start(meeting, others, work.policy, visits, work.now)
            if free is not None and free != meeting.start:
                said.append(f"everybody is free at {show_time(free)}")
    if short := _lacking(work, meetings):
        said.append(f"no {' and no '.join(short)} among those who come, so it cannot decide")
    if said:
        work.say("; ".join(said))


def _lacking(work: Work, meetings: Sequence[Meeting]) -> tuple[str, ...]:
    """The roles without which a meeting, or any of a series, decides nothing."""
    deciding = [meeting for meeting in meetings if needed(meeting, work.policy)]
    roles = roles_of(work.find(User)) if deciding else {}
    return tuple(dict.fromkeys(role for meeting in deciding for role in lacking(meeting, roles, work.policy)))


def _visits_meanwhile(work: Work, meeting: Meeting) -> Sequence[Visit]:
    people = tuple({one.person for one in expected(meeting)})
    return work.find(Visit, person=people, day=local_date(meeting.start)) if people else ()


def _series(text: str) -> Series:
    try:
        return parse_series(text) if text.strip() else _ONCE
    except DiaryProblem as problem:
        raise Refusal(str(problem)) from problem


def _end(start: datetime, minutes: int) -> datetime:
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Refusal(f"A meeting lasts between 1 and {LONGEST_MINUTES} minutes")
    return start + timedelta(minutes=minutes)


def _check_named(work: Work, room: str, person: str) -> None:
    if room not in ("", CLEAR):
        require_codes(work, "room", room)
    if person not in ("", CLEAR):
        work.get(Person, person)


def _names(work: Work, minutes: str) -> list[str]:
    """Everybody who works here or uses the desk, where minutes may name one of them."""
    if MARK not in minutes:
        return []
    workers = (worker.full_name for worker in work.find(Worker))
    return [*workers, *(user.name for user in work.find(User) if user.name)]


def as_named(work: Work, typed: Sequence[str]) -> tuple[str, ...]:
    """Names as said aloud: one person is the same whether typed by name, staff reference or login."""
    names = [name.strip() for name in typed if name.strip()]
    if not names:
        return ()
    known = {worker.id: worker.full_name for worker in work.find(Worker, id=tuple(names))}
    known.update((user.id, user.name or user.id) for user in work.find(User, id=tuple(names)))
    return tuple(dict.fromkeys(known.get(name, name) for name in names))
