"""Who was on call, what was escalated and what came of it, whom the desk spoke to and what it promised."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from domain.case import Case, CaseState
from domain.demo.numbers import mobile
from domain.demo.stage import COVER, DESK, ON_CALL, ROSTER, SENIOR, Cue, Life
from domain.demo.words import CALLS
from domain.desk.bus import Done
from domain.desk.contacts import KeepPromise, LogContact, MakePromise
from domain.desk.escalating import Acknowledge, Raise, Resolve, SetOnCall
from domain.desk.gathering import Find
from domain.referral import Referral, State, Urgency
from domain.visit import Visit, VisitState
from domain.when import from_local

_RUNGS = {
    "shift-lead": ("Tunde Snape", "Ceri Walmersley"), "team-lead": ("Gwen Lumb", "Danuta Mazurek"),
    "service-manager": ("Harriet Ormerod", "Harriet Ormerod"), "on-call-manager": ("Idris Calderbank", "Sunita Parmar"),
}  # fmt: skip
_PAST = (
    (26, "staffing", "Two rang in sick for tonight, four double-ups short", "Bank worker found, one visit moved"),
    (21, "safeguarding", "Bruises nobody can explain, son stays in the room", "Concern raised with the hub"),
    (17, "equipment", "Hoist failed during a transfer, nobody hurt", "Replaced the same day, tag on the broken one"),
    (12, "delay", "Ward will not send the medicines list", "Ward manager rang back within the hour"),
    (8, "challenge", "Nurse disagrees that two visits are enough", "Joint visit; a third visit for a week"),
    (3, "no-show", "Nobody came for the bed visit", "Worker's car broke down; evening cover went"),
)  # fmt: skip


_WEEKS_BACK, _WEEKS_ON = 5, 2


def on_call_rota(today: date, chance: Random) -> Life:
    """Every rung of the ladder, week by week in turn; the shift lead changes at eight, morning and evening."""
    phones = {name: mobile(chance) for names in _RUNGS.values() for name in sorted(set(names))}
    at = from_local(today - timedelta(days=7 * _WEEKS_BACK + 1), time(9))
    for week in range(-_WEEKS_BACK, _WEEKS_ON):
        monday = today + timedelta(days=7 * week - today.weekday())
        for role, names in _RUNGS.items():
            start, end = from_local(monday, time(8)), from_local(monday + timedelta(days=7), time(8))
            name = names[week % 2]
            yield Cue(at, SENIOR, SetOnCall(role=role, name=name, phone=phones[name], start=start, end=end))
    by_night = _RUNGS["shift-lead"][1]
    for offset in range(-2, 7):
        day = today + timedelta(days=offset)
        start, end = from_local(day, time(20)), from_local(day + timedelta(days=1), time(8))
        night = SetOnCall(role="shift-lead", name=by_night, phone=phones[by_night], start=start, end=end)
        yield Cue(at + timedelta(minutes=5), SENIOR, night)


def past_escalations(find: Find, today: date, chance: Random) -> Life:
    """What was escalated in the last weeks, answered and resolved."""
    for days, kind, text, outcome in _PAST:
        at = from_local(today - timedelta(days=days), time(chance.randrange(10, 19), chance.randrange(60)))
        yield at
        raised: Done = yield Cue(at, DESK, Raise(text=text, kind=kind, subject=_some_case(find, chance)))
        at += timedelta(minutes=chance.randrange(3, 14))
        yield Cue(at, ON_CALL, Acknowledge(id=raised.ref))
        at += timedelta(minutes=chance.randrange(25, 180))
        yield Cue(at, ON_CALL, Resolve(id=raised.ref, outcome=outcome))


def _some_case(find: Find, chance: Random) -> str:
    cases = find(Case, state=CaseState.OPEN)[:50]
    return f"case/{chance.choice(cases).id}" if cases else ""


def open_escalations(find: Find, today: date, now: datetime, chance: Random) -> Life:
    """Two that somebody has taken on, and two that still wait for an answer."""
    at = from_local(today - timedelta(days=1), time(16, 40))
    yield at
    delay = Raise(
        text="Equipment store cannot bring the bed before Friday", kind="delay", subject=_some_case(find, chance)
    )
    raised: Done = yield Cue(at, DESK, delay)
    yield Cue(at + timedelta(minutes=9), SENIOR, Acknowledge(id=raised.ref))
    at = now - timedelta(minutes=17)
    yield at
    short = "Late shift is one short after a sick call, visits from this afternoon are uncovered"
    raised = yield Cue(at, ROSTER, Raise(text=short, kind="staffing", subject=_first_uncovered(find, today)))
    yield Cue(at + timedelta(minutes=7), SENIOR, Acknowledge(id=raised.ref))
    at = now - timedelta(minutes=8)
    yield at
    text = "Two hours are over and nobody free can be there within the next half hour"
    yield Cue(at, DESK, Raise(text=text, kind="breach", subject=_breached(find, now)))


def no_show(visit: str, at: datetime) -> Iterator[Cue]:
    """Nobody came, nobody answers the telephone."""
    text = "Nobody has come for the morning visit, worker does not answer, neighbour is looking in"
    yield Cue(at, DESK, Raise(text=text, kind="no-show", subject=f"visit/{visit}"))


def _first_uncovered(find: Find, today: date) -> str:
    waiting = [visit for visit in find(Visit, day=today, state=VisitState.PLANNED) if visit.told_workers]
    first = min(waiting, key=lambda visit: (visit.start, visit.id), default=None)
    return f"visit/{first.id}" if first else ""


def _breached(find: Find, now: datetime) -> str:
    waiting = find(Referral, state=State.ACCEPTED, urgency=Urgency.TWO_HOUR)
    first = min(waiting, key=lambda referral: (referral.clock_start, referral.id), default=None)
    return f"referral/{first.id}" if first else ""


def calls(find: Find, today: date, chance: Random) -> Life:
    """Calls with people in care over the last days, some of them with a promise, one of which is due this morning."""
    for days in range(6, -1, -1):
        at = from_local(today - timedelta(days=days), time(8, 30))
        yield at
        cases = find(Case, state=CaseState.OPEN)[:300]
        for case in chance.sample(cases, min(len(cases), 6 if days else 3)):
            at += timedelta(minutes=chance.randrange(6, 40) if days else 9)
            call = LogContact(
                whom=chance.choice(("Daughter", "Son", "The person", "GP surgery", "District nurse")),
                text=chance.choice(CALLS), subject=f"case/{case.id}", direction=chance.choice(("in", "out")),
            )  # fmt: skip
            yield Cue(at, COVER if days % 3 == 0 else DESK, call)
        if cases and days in (4, 2, 0):
            yield from _promise(cases[days], at, kept=days > 0)


def _promise(case: Case, at: datetime, *, kept: bool) -> Life:
    what = MakePromise(
        subject=f"case/{case.id}", what="ring back with the time of tomorrow's visit", due=at + timedelta(hours=2),
        whom="Daughter", phone="07700 900461",
    )  # fmt: skip
    made: Done = yield Cue(at + timedelta(minutes=1), DESK, what)
    if kept:
        yield Cue(at + timedelta(minutes=70), DESK, KeepPromise(id=made.ref, note="Rang, told the daughter"))
