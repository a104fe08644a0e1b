"""What is owed: promises made to people outside, and actions promised at meetings, first due first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.escalation import Promise
from domain.meeting import Action, Meeting
from domain.people import Person
from domain.when import day_bounds, local_date, show_minutes
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time, identity, short_date

SOON = 30

COLUMNS = (
    Column("Left", 12),
    Column("To whom", 16),
    Column("Telephone", 12, yields=2),
    Column("What"),
    Column("About", 22, yields=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A debt with a clock: `subject` is the debt itself, `about` what it is owed for, `called` the same in words."""

    subject: str
    kind: str
    due: datetime
    whom: str
    phone: str
    what: str
    about: str
    called: str
    person: Person | None
    since: str
    parts: Mapping[str, Any]


def owed(
    promises: Iterable[Promise],
    actions: Iterable[Action],
    people: Mapping[str, Person],
    meetings: Mapping[str, Meeting],
    sight: Sight,
) -> list[Owed]:
    """Every open promise and action in the order in which they fall due; `people` by their reference or that of
    their case, `meetings` by their own."""
    debts = [_promise(one, people.get(one.person), sight) for one in promises]
    debts += [_action(one, people.get(one.case), meetings.get(one.meeting), sight) for one in actions]
    return sorted(debts, key=lambda debt: (debt.due, debt.subject))


def _promise(one: Promise, person: Person | None, sight: Sight) -> Owed:
    made = f"promised {day_and_time(one.made_at, sight.now)} by {sight.who(one.made_by)}"
    return Owed(
        subject=f"promise/{one.id}", kind=one.kind, due=one.due, whom=one.whom, phone=one.phone, what=one.what,
        about=one.subject, called=one.subject.replace("/", " "), person=person, since=made,
        parts={
            "promise": one.id, "revision": one.revision, "person": one.person,
            "name": person.name if person else one.whom, "subject": one.subject,
        },
    )  # fmt: skip


def _action(one: Action, person: Person | None, meeting: Meeting | None, sight: Sight) -> Owed:
    about = f"case/{one.case}" if one.case else f"meeting/{one.meeting}" if one.meeting else ""
    return Owed(
        subject=f"action/{one.id}", kind="action", due=day_bounds(one.due)[1], whom=sight.who(one.owner), phone="",
        what=one.text, about=about, called=_meeting_words(meeting), person=person,
        since=f"promised for {short_date(one.due)}",
        parts={
            "action": one.id, "action_revision": one.revision, "case": one.case, "meeting": one.meeting,
            "name": person.name if person else sight.who(one.owner), "subject": about or f"action/{one.id}",
        },
    )  # fmt: skip


def _meeting_words(meeting: Meeting | None) -> str:
    """`Core group of 18 Nov`, as people speak of it."""
    return f"{meeting.title} of {short_date(local_date(meeting.start))[:-5]}" if meeting else ""


def left(debt: Owed, sight: Sight) -> str:
    """How long there is: `0:22 !`, `-0:05 !!!` overdue, `today` for an action, which is due by the day."""
    minutes = int((debt.due - sight.now).total_seconds() // 60)
    if debt.kind == "action" and minutes >= 0 and day_bounds(local_date(sight.now))[1] == debt.due:
        return "today !"
    return show_minutes(minutes) + (" !!!" if minutes < 0 else " !" if minutes <= SOON else "")


def line(debt: Owed, sight: Sight) -> Line:
    """A debt in one line. What is late is marked and not in reverse: a wall of alarms is read by nobody."""
    clock = left(debt, sight)
    tone = Tone.WARN if clock.endswith("!") else Tone.PLAIN
    about = debt.person.name if debt.person else debt.called
    return Line((clock, debt.whom, debt.phone, debt.what, about), tones={"Left": tone})


def detail(debt: Owed, sight: Sight) -> tuple[Told, ...]:
    """Whose matter it is, what was promised to whom, and since when it is owed."""
    person = debt.person
    whose = (
        identity(person.name, person.born, person.nhs_number, sight.now)
        if person
        else debt.called or "About nobody in particular"
    )
    return (
        (whose, Tone.STRONG),
        f"{debt.what}: to {debt.whom} {debt.phone}".rstrip(),
        f"{debt.since[:1].upper()}{debt.since[1:]}, due {day_and_time(debt.due, sight.now)}"
        if debt.kind != "action"
        else f"{debt.since[:1].upper()}{debt.since[1:]}",
    )


PROMISES: Listing[Owed] = Listing(
    columns=COLUMNS,
    key=lambda debt: debt.subject,
    line=line,
    detail=detail,
    parts=lambda debt: debt.parts,
    subject=lambda debt: debt.subject,
    empty="Nothing is owed to anybody.",
)
