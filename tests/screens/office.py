"""The rest of the service on the same Monday: staff, the on-call rota, cases, a diary with one clash, escalations.

Priya Lewis is the shift lead and on call; Tom Shah's medication skill has lapsed; Grace Obi is off sick. The core
group meets at 14:00 about Holt and Brown, while Ada is also expected at a clinic."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.desk.casework import OpenCase, SetNextStep
from domain.desk.diary import AddAction, AddMeeting, CancelMeeting, PutOnAgenda
from domain.desk.escalating import Acknowledge, Raise, SetOnCall
from domain.desk.staffing import AddShift, AddWorker, ReportAbsent
from domain.desk.triage import Accept, Triage
from domain.staff import Skill
from domain.when import from_local
from tests.screens.cast import NOW, Stage

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)

MOVING_UNTIL_DECEMBER = Skill(code="moving-handling", expires=date(2026, 12, 10))
STAFF = (
    # family, given, role, skills, phone
    ("Lewis", "Priya", "lead", (Skill(code="medication"), MOVING_UNTIL_DECEMBER), "07700 900101"),
    ("Shah", "Tom", "support", (Skill(code="medication", expires=date(2026, 11, 20)),), "07700 900102"),
    ("Obi", "Grace", "support", (Skill(code="moving-handling"),), "07700 900103"),
)  # fmt: skip


@dataclass
class Office:
    """The stage, and references of what was made, by what it is called."""

    stage: Stage
    workers: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    escalations: dict[str, str] = field(default_factory=dict)


def at(text: str, day: date = MONDAY) -> datetime:
    """A London wall time as a moment."""
    return from_local(day, time.fromisoformat(text))


def open_the_office(stage: Stage) -> Office:
    """Put staff, rota, cases, diary and escalations into the stage's store."""
    office = Office(stage)
    stage.clock.at = NOW - timedelta(hours=2)
    _staff(stage, office)
    _cases(stage, office)
    _diary(stage, office)
    _escalations(stage, office)
    stage.clock.at = NOW
    return office


def _staff(stage: Stage, office: Office) -> None:
    for family, given, role, skills, phone in STAFF:
        done = stage.do(AddWorker(
            family=family, given=given, role=role, skills=skills, phone=phone, starts=date(2026, 1, 1),
        ))  # fmt: skip
        office.workers[family] = done.ref
        stage.do(AddShift(id=done.ref, day=MONDAY, start=time(7), end=time(15), until=TUESDAY))
    stage.do(ReportAbsent(id=office.workers["Obi"], reason="sick", end=at("18:00", TUESDAY)))
    for role, name, phone in (
        ("shift-lead", "Priya Lewis", "07700 900101"),
        ("service-manager", "Nora Quinn", "07700 900105"),
    ):
        stage.do(SetOnCall(role=role, name=name, phone=phone, start=at("07:00"), end=at("07:00", TUESDAY)))


def _cases(stage: Stage, office: Office) -> None:
    for family, review, goal in (
        ("BROWN", MONDAY, "walk to the shop | 2 | 3"),
        ("HOLT", TUESDAY, "wash and dress alone | 1"),
    ):
        ref = stage.refs[family]
        stage.do(Triage(id=ref, exclusions=(), consent="given", lone_worker="no", need="UCR3"))
        stage.do(Accept(id=ref))
        office.cases[family] = stage.do(OpenCase(referral=ref, goals=(goal,), review_due=review)).ref
    stage.do(SetNextStep(id=office.cases["HOLT"], step="order a commode", due=TUESDAY))


def _diary(stage: Stage, office: Office) -> None:
    def add(title: str, start: datetime, **more: object) -> str:
        office.meetings[title] = stage.do(AddMeeting(title=title, start=start, **more)).ref  # type: ignore[arg-type]
        return office.meetings[title]

    core = add(
        "Core group", at("14:00"), minutes=90, kind="core-group", room="hub",
        attendees=("Ada Okoye", "Priya Lewis", "Nora Quinn"), series="weekly x3",
    )  # fmt: skip
    add("Falls clinic", at("15:00"), kind="clinic", room="clinic-1", attendees=("Ada Okoye",))
    add("Handover", at("09:00"), minutes=30, kind="handover", room="small", attendees=("Ada Okoye", "Ben Nash"))
    add("Supervision", at("10:00", TUESDAY), kind="supervision", room="online", attendees=("Priya Lewis", "Tom Shah"))
    called_off = add("Training", at("13:00", TUESDAY), kind="training", attendees=("Grace Obi",))
    stage.do(CancelMeeting(id=called_off, why="staffing"))
    stage.do(PutOnAgenda(id=core))
    stage.do(AddAction(text="ring the housing office", owner="Priya Lewis", due=MONDAY, case=office.cases["BROWN"]))


def _escalations(stage: Stage, office: Office) -> None:
    stage.clock.at = NOW - timedelta(minutes=40)
    taken = stage.do(Raise(text="No hoist until Wednesday", kind="equipment"))
    stage.do(Acknowledge(id=taken.ref, by="Nora Quinn"))
    stage.clock.at = NOW - timedelta(minutes=11)
    raised = stage.do(Raise(
        text="Two hours are nearly over and nobody is free", kind="breach",
        subject=f"referral/{stage.refs['NAQVI']}",
    ))  # fmt: skip
    office.escalations.update(taken=taken.ref, open=raised.ref)
