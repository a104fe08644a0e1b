"""How many urgent community response referrals came (U4)."""

from dataclasses import replace
from datetime import date, timedelta

from domain.kpi.definition import Evidence, figure
from domain.kpi.figures import FIGURES
from domain.referral import Referral, State, Urgency
from tests.unit.referral_cast import NINE, desk

ONE = Referral(id="R1", urgency=Urgency.TWO_HOUR, received_at=NINE, keyed_at=NINE, clock_start=NINE)


def test_a_downgraded_referral_keeps_counting_as_two_hour_and_reablement_does_not_count() -> None:
    referrals = [
        ONE,
        replace(ONE, id="R2", urgency=Urgency.SAME_DAY),
        replace(ONE, id="R3", urgency=Urgency.ROUTINE, downgraded_at=NINE),
        replace(ONE, id="R4", urgency=Urgency.TWO_DAY),
        replace(ONE, id="R5", state=State.DUPLICATE),
        replace(ONE, id="R6", person="P999"),
        replace(ONE, id="R7", received_at=NINE - timedelta(days=30)),
    ]
    evidence = Evidence(
        referrals=referrals, first=date(2026, 11, 1), last=date(2026, 11, 30), now=NINE, policy=desk().policy,
        test_people=frozenset({"P999"}),
    )  # fmt: skip
    found = figure(FIGURES["ucr-all"], evidence, seq=1)
    assert found.value == 3.0
    assert (found.parts["two_hour"], found.parts["not_two_hour"], found.parts["excluded"]) == (2, 1, 2)
    assert [row["ref"] for row in found.rows] == ["R1", "R2", "R3", "R5", "R6"]
