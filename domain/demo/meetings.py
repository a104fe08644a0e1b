"""The diary: a weekly core group with its cases, minutes and actions, clinics, supervision, and one collision."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from domain.case import Case, CaseState
from domain.demo.stage import DESK, SENIOR, Cue, Life
from domain.desk.bus import Done
from domain.desk.diary import AddMeeting, CancelMeeting, Decide, FinishAction, HoldMeeting, PutOnAgenda
from domain.desk.gathering import Find
from domain.meeting import Action, Meeting
from domain.policy import Code
from domain.when import from_local, local_date

CORE = ("Ada Okoye", "Beth Pilling", "Rashid Bhatti", "Gwen Lumb")
_DECISIONS = (
    "Go on as it is, look again in a fortnight", "Fewer tea visits from Monday", "Joint visit with therapy this week",
    "Ask social work about long-term care", "Ready to end on Friday", "Equipment to be chased today",
)  # fmt: skip
_PROMISED = (
    "!Ada fri ring the daughter", "!Rashid mon ask the GP about the tablets", "!Beth thu find a second worker",
    "!Gwen wed speak to brokerage",
)  # fmt: skip
CLINIC_PLACES = 30
"""Minutes that each person has at a clinic."""


def core_group(find: Find, today: date, chance: Random) -> Life:
    """Wednesdays at eleven: the last three held with minutes and actions, the next one with its agenda."""
    first = today - timedelta(days=(today.weekday() - 2) % 7 + 21)
    begins = from_local(first, time(11))
    booked: Done = yield Cue(
        begins - timedelta(days=9), DESK,
        AddMeeting(
            title="Core group", kind="core-group", start=begins, room="hub", attendees=CORE, series="weekly x10"
        ),
    )  # fmt: skip
    series = sorted(find(Meeting, series=booked.ref), key=lambda meeting: meeting.start)
    yield from _not_on_holidays(find, series, begins - timedelta(days=9))
    for meeting in series:
        day = local_date(meeting.start)
        agenda = min(meeting.start, from_local(today, time.min)) - timedelta(hours=18)
        yield agenda
        cases = find(Case, state=CaseState.OPEN)[:200]
        chosen = chance.sample(cases, min(len(cases), 6))
        for case in chosen:
            yield Cue(agenda, DESK, PutOnAgenda(id=meeting.id, case=case.id))
        if day >= today:
            return
        yield from _held(find, meeting, [case.id for case in chosen], chance)


def _not_on_holidays(find: Find, meetings: list[Meeting], at: datetime) -> Iterator[Cue]:
    holidays = {entry.code for entry in find(Code, list="bank-holiday")}
    for meeting in list(meetings):
        if local_date(meeting.start).isoformat() in holidays:
            meetings.remove(meeting)
            yield Cue(at, DESK, CancelMeeting(id=meeting.id, why="not-needed"), "Bank holiday")


def _held(find: Find, meeting: Meeting, cases: list[str], chance: Random) -> Iterator[Cue]:
    for turn, case in enumerate(cases):
        decision = Decide(id=meeting.id, case=case, decision=chance.choice(_DECISIONS))
        yield Cue(meeting.start + timedelta(minutes=6 * turn + 5), DESK, decision)
    promised = chance.sample(_PROMISED, 3)
    minutes = "\n".join(("All present. Last actions gone through.", *promised, "Next week as usual."))
    held = meeting.end + timedelta(minutes=25)
    yield Cue(held, DESK, HoldMeeting(id=meeting.id, minutes=minutes))
    for action in find(Action, meeting=meeting.id)[:2]:
        done = from_local(local_date(held) + timedelta(days=1), time(15, chance.randrange(60)))
        yield Cue(done, DESK, FinishAction(id=action.id, result="Done, family told"))


def clinics(find: Find, today: date) -> Life:
    """Clinics and meetings of the fortnight, none of them on a bank holiday."""
    at = from_local(today - timedelta(days=10), time(9, 30))
    yield at
    holidays = {entry.code for entry in find(Code, list="bank-holiday")}
    for offset in range(-7, 8):
        day = today + timedelta(days=offset)
        if day.isoformat() in holidays:
            continue
        for meeting in _of_weekday(day):
            yield Cue(at, DESK, meeting)


def _of_weekday(day: date) -> Iterator[AddMeeting]:
    def entry(title: str, kind: str, start: str, minutes: int, room: str, *who: str) -> AddMeeting:
        moment = from_local(day, time.fromisoformat(start))
        places = CLINIC_PLACES if kind == "clinic" else None
        return AddMeeting(
            title=title, kind=kind, start=moment, minutes=minutes, room=room, attendees=who, slot_minutes=places
        )

    weekday = day.weekday()
    if weekday < 5:
        yield entry("Morning huddle", "handover", "09:20", 20, "hub", "Ada Okoye", "Gwen Lumb")
    if weekday == 0:
        yield entry("Team meeting", "meeting", "15:30", 60, "hub", *CORE)
    if weekday == 1:
        yield entry("Falls clinic", "clinic", "10:00", 150, "clinic-1", "Rashid Bhatti")
        yield entry("Supervision: Beth", "supervision", "14:00", 60, "small", "Gwen Lumb", "Beth Pilling")
    if weekday == 3:
        yield entry("Continence clinic", "clinic", "13:30", 150, "clinic-2", "Rashid Bhatti")
        yield entry("Moving and handling refresher", "training", "09:45", 180, "hub", "Beth Pilling")
    if weekday == 4:
        yield entry("MDT with therapy and social work", "mdt", "11:00", 75, "online", "Ada Okoye", "Rashid Bhatti")


def collision(find: Find, today: date) -> Life:
    """Two entries of the same afternoon that the same person is to attend: the one conflict of the diary."""
    at = from_local(today - timedelta(days=1), time(10, 40))
    yield at
    people = find(Case, state=CaseState.OPEN)[:1]
    person = people[0].person if people else ""
    assessment = AddMeeting(
        title="Home assessment", kind="appointment", start=from_local(today, time(13)), minutes=60, room="home",
        attendees=("Gwen Lumb",), person=person,
    )  # fmt: skip
    yield Cue(at, DESK, assessment)
    interview = AddMeeting(
        title="Complaint meeting with a family", start=from_local(today, time(13, 30)), minutes=45, room="small",
        attendees=("Gwen Lumb", "Ada Okoye"),
    )  # fmt: skip
    yield Cue(at + timedelta(hours=4), SENIOR, interview)
