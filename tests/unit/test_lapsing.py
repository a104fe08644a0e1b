"""What it costs when a skill or a check lapses: the visits of that worker that need it afterwards."""

from datetime import date, time, timedelta

from domain.lapsing import lapses
from domain.record import revised
from domain.staff import Skill, Worker
from domain.visit import Visit, VisitState
from domain.when import from_local

MONDAY = date(2026, 11, 23)
LEWIS = Worker(
    id="WLEWIS", family="Lewis", given="Priya", dbs_expires=MONDAY + timedelta(days=9),
    skills=(
        Skill(code="medication", expires=MONDAY + timedelta(days=2)),
        Skill(code="hoist"),
        Skill(code="assessment", expires=date(2027, 6, 1)),
    ),
)  # fmt: skip


def visit(ref: str, days: int, *skills: str) -> Visit:
    day = MONDAY + timedelta(days=days)
    start = from_local(day, time(8))
    return Visit(
        id=ref, person="PHOLT", day=day, start=start, minutes=30, window_from=start, window_to=start, skills=skills,
        workers=("WLEWIS",), state=VisitState.ALLOCATED,
    )  # fmt: skip


def test_visits_that_need_a_skill_are_lost_from_the_day_after_its_last() -> None:
    held = [visit("ON", 2, "medication"), visit("AFTER", 3, "medication"), visit("OTHER", 3, "hoist")]
    [lapse] = lapses(LEWIS, held, MONDAY + timedelta(days=5))
    assert (lapse.what, [one.id for one in lapse.visits]) == ("medication", ["AFTER"])


def test_without_the_check_every_visit_needs_somebody_else() -> None:
    held = [visit("PLAIN", 10), visit("HOIST", 11, "hoist"), visit("BEFORE", 9)]
    medication, check = lapses(LEWIS, held, MONDAY + timedelta(days=14))
    assert not medication.visits
    assert (check.what, [one.id for one in check.visits]) == ("dbs", ["PLAIN", "HOIST"])


def test_what_is_over_or_lapses_later_is_not_told() -> None:
    done = revised(visit("DONE", 3, "medication"), state=VisitState.COMPLETED)
    assert [lapse.visits for lapse in lapses(LEWIS, [done], MONDAY + timedelta(days=5))] == [()]
    assert lapses(LEWIS, [done], MONDAY + timedelta(days=1)) == []
