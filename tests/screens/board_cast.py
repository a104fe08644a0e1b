"""The roster of the screen tests: five people and four workers in Bury on Monday 23 and Tuesday 24 November 2026.

On Monday at 09:14 Lewis has done one visit and is at the next, Ng is late for one and has one in draft; a
time-critical one is uncovered. Nobody is planned for Tuesday."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from domain.desk.bus import Done
from domain.desk.intake import Identify, Ring
from domain.desk.roster import Assign, Publish
from domain.desk.staffing import AddShift, AddWorker
from domain.desk.triage import Accept, Triage
from domain.desk.visits import AddVisit, CheckIn, CheckOut
from domain.referral import Urgency
from domain.staff import Skill
from tests.screens.cast import NOW, Stage

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)

PEOPLE = (
    ("ADAMS", "Edith", date(1938, 5, 2), "BL9 5HA", "9992048018"),
    ("CLARK", "Tom", date(1944, 8, 17), "BL9 6DX", "9992048026"),
    ("DUNNE", "Rose", date(1950, 12, 1), "M26 1GG", "9992048034"),
    ("EVANS", "Gwen", date(1931, 2, 20), "BL8 2DD", "9992048042"),
    ("FARAH", "Amina", date(1947, 6, 30), "M25 1AA", "9992048050"),
)
STAFF = (
    # family, given, gender, skills, role, mode
    ("Ali", "Rana", "female", (), "support", "foot"),
    ("Lewis", "Priya", "female", ("medication", "hoist"), "support", "car"),
    ("Ng", "Sam", "male", ("medication",), "support", "car"),
    ("Okafor", "Jude", "male", ("medication", "hoist", "assessment"), "lead", "car"),
)


@dataclass
class Roster:
    """References by name: `visits` by person and time (of Tuesday with ` tue`), `workers` by family name."""

    stage: Stage
    workers: dict[str, str] = field(default_factory=dict)
    visits: dict[str, str] = field(default_factory=dict)


def on(day: date, text: str) -> datetime:
    """A time of a winter day, when London keeps UTC."""
    return datetime.combine(day, time.fromisoformat(text), UTC)


def roster(stage: Stage) -> Roster:
    """Workers on duty from seven to three on both days, and their visits."""
    made = Roster(stage)
    stage.clock.at = on(MONDAY, "06:10")
    for family, given, gender, skills, role, mode in STAFF:
        ref = stage.do(AddWorker(
            family=family, given=given, gender=gender, skills=tuple(Skill(code=code) for code in skills), role=role,
            mode=mode, phone=f"07700 90012{len(made.workers)}", postcode="BL9 0SW", contract_minutes=37 * 60,
            starts=MONDAY,
        )).ref  # fmt: skip
        stage.do(AddShift(id=ref, day=MONDAY, start=time(7), end=time(15), until=TUESDAY))
        made.workers[family] = ref
    referrals = {person[0]: _in_care(stage, person) for person in PEOPLE}
    for day in (MONDAY, TUESDAY):
        _visit(stage, made, day, referrals["ADAMS"], "ADAMS 07:30", 30)
        _visit(stage, made, day, referrals["CLARK"], "CLARK 09:00", 45, workers_needed=2, skills=("hoist",))
        _visit(stage, made, day, referrals["DUNNE"], "DUNNE 08:45", 30)
        _visit(stage, made, day, referrals["EVANS"], "EVANS 11:00", 30, skills=("medication",), time_critical=True)
        _visit(stage, made, day, referrals["FARAH"], "FARAH 12:15", 45)
        _visit(stage, made, day, referrals["ADAMS"], "ADAMS 13:00", 30)
    _give(stage, made, "ADAMS 07:30", "Lewis")
    _give(stage, made, "CLARK 09:00", "Lewis", "Okafor")
    _give(stage, made, "DUNNE 08:45", "Ng")
    _give(stage, made, "ADAMS 13:00", "Lewis")
    stage.do(Publish(day=MONDAY))
    _seen(stage, made)
    _give(stage, made, "FARAH 12:15", "Ng")
    stage.clock.at = NOW
    return made


def _in_care(stage: Stage, person: tuple[str, str, date, str, str]) -> str:
    family, given, born, postcode, nhs_number = person
    ref = stage.do(Ring(whom="Ward 4", phone="01632 960123", need="UCR1", urgency=Urgency.ROUTINE, source="ward")).ref
    stage.do(Identify(
        id=ref, family=family, given=given, born=born, nhs_number=nhs_number, sex="female", phone="01632 960777",
        address="1 Weaver Street", postcode=postcode, key_safe="1234", lives_alone=family == "EVANS",
    ))  # fmt: skip
    stage.do(Triage(id=ref, need="UCR1", urgency="routine", exclusions=(), consent="given", lone_worker="no"))
    stage.do(Accept(id=ref))
    return ref


def _visit(stage: Stage, made: Roster, day: date, referral: str, name: str, minutes: int, **more: object) -> None:
    start = on(day, name.rpartition(" ")[2])
    add = AddVisit(id=referral, start=start, minutes=minutes, window=30, kind="care", **more)  # type: ignore[arg-type]
    made.visits[name if day == MONDAY else f"{name} tue"] = stage.do(add).ref


def _give(stage: Stage, made: Roster, visit: str, *workers: str) -> None:
    for worker in workers:
        done: Done = stage.do(Assign(id=made.visits[visit], worker=made.workers[worker]))
        assert done.ref == made.visits[visit]


def _seen(stage: Stage, made: Roster) -> None:
    stage.clock.at = on(MONDAY, "08:05")
    first, lewis = made.visits["ADAMS 07:30"], made.workers["Lewis"]
    stage.do(CheckIn(id=first, worker=lewis, at=on(MONDAY, "07:32"), source="app_gps"))
    stage.do(CheckOut(id=first, worker=lewis, at=on(MONDAY, "08:01"), source="app_gps"))
    stage.clock.at = on(MONDAY, "09:02")
    stage.do(CheckIn(id=made.visits["CLARK 09:00"], worker=lewis, at=on(MONDAY, "09:01"), source="app_gps"))
