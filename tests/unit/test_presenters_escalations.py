"""Escalations in words: the clock of an answer counts down, and who answers now is named with a number."""

from datetime import timedelta
from typing import Any

import pytest

from domain.escalation import Escalation, EscalationState, OnCall, Step
from domain.views import EscalationRow
from tests.unit.presenter_cast import HOLT, HOSTILE, NOW, SIGHT, cells, said
from tui.present import plain
from tui.presenters.escalations import ESCALATIONS, answer, detail, in_order, line, on_call_line


def raised(minutes: int = 15, **more: Any) -> EscalationRow:
    known: dict[str, Any] = {
        "id": "E1", "kind": "breach", "subject": "referral/R1", "person": "P1", "text": "Nobody is free",
        "raised_at": NOW, "raised_by": "aokoye", "to": "Priya Lewis", "due": NOW + timedelta(minutes=minutes),
        "steps": (Step(to="Priya Lewis", role="shift-lead", at=NOW, due=NOW + timedelta(minutes=minutes)),), **more,
    }  # fmt: skip
    return EscalationRow(
        escalation=Escalation(**known),
        person="HOLT, Margaret",
        on_call="Priya Lewis 07700 900101",
        minutes_left=minutes,
        born=HOLT.born,
        nhs_number=HOLT.nhs_number,
    )


@pytest.mark.parametrize(("minutes", "shown"), [(15, "0:15"), (5, "0:05 !"), (0, "0:00 !"), (-5, "-0:05 !!!")])
def test_the_clock_of_an_answer_tells_by_marks_how_late_it_is(minutes: int, shown: str) -> None:
    assert answer(raised(minutes).escalation, SIGHT) == shown


def test_an_answered_escalation_has_no_clock_and_says_who_took_it() -> None:
    taken = raised(-5, state=EscalationState.ACKNOWLEDGED, acknowledged_at=NOW, acknowledged_by="Nora Quinn")
    shown = cells(ESCALATIONS, line(taken, SIGHT))
    assert (shown["Answer"], shown["State"]) == ("", "taken")
    assert "Nora Quinn took it on 09:14" in said(detail(taken, SIGHT))


def test_an_unanswered_one_says_whom_it_waits_for_and_who_is_on_call_now() -> None:
    told = said(detail(raised(), SIGHT))
    assert told[:2] == ["HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538", "Nobody is free"]
    assert told[2] == "Nobody has answered; an answer is due 09:29"
    assert "Called Priya Lewis (Shift lead) 09:14. On call now: Priya Lewis 07700 900101" in told[3]


def test_what_nobody_has_answered_stands_first_and_what_is_done_last() -> None:
    done = raised(1, id="E3", state=EscalationState.RESOLVED, resolved_at=NOW, outcome="x")
    taken = raised(2, id="E2", state=EscalationState.ACKNOWLEDGED, acknowledged_at=NOW)
    late, soon = raised(9, id="E1"), raised(4, id="E4")
    assert [row.escalation.id for row in in_order([done, taken, late, soon])] == ["E4", "E1", "E2", "E3"]


def test_who_is_on_call_stands_rung_by_rung_and_empty_rungs_are_named() -> None:
    until = NOW + timedelta(hours=8)
    rota = [
        OnCall(id="O2", role="service-manager", name="Nora Quinn", phone="07700 900105", start=NOW, end=until),
        OnCall(id="O1", role="shift-lead", name="Priya Lewis", phone="07700 900101", start=NOW, end=until),
    ]
    assert on_call_line(rota, SIGHT) == (
        "On call: Shift lead Priya Lewis 07700 900101; Service manager Nora Quinn 07700 900105; "
        "nobody as team lead, on-call manager"
    )


def test_an_empty_rota_is_said_with_the_key_that_fills_it() -> None:
    over = OnCall(id="O1", role="shift-lead", name="Priya", phone="1", start=NOW - timedelta(hours=2), end=NOW)
    assert on_call_line([over], SIGHT) == "Nobody is on call: O puts somebody on the rota"


def test_a_call_about_an_escalation_is_a_call_about_its_subject() -> None:
    assert ESCALATIONS.parts(raised())["subject"] == "referral/R1"
    assert ESCALATIONS.parts(raised(subject=""))["subject"] == "escalation/E1"


def test_hostile_words_reach_plain_text_without_their_controls() -> None:
    shown = plain(ESCALATIONS, [raised(text=HOSTILE)], SIGHT, 120)
    assert "\x1b" not in shown
    assert "[bold]Holt[/]" in shown
