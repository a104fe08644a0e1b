"""The list of cover: who could take what has nobody, or too few."""

from domain.engine.plan import Reason
from tests.unit.board_cast import visit
from tui.presenters.cover import Gap


def test_who_has_half_of_a_double_up_already_is_not_counted_among_those_who_could_take_it() -> None:
    pair = visit("V1", "09:00", workers=("WLEWIS",), workers_needed=2)
    said = (
        Reason(worker="WLEWIS", rule="", text="does it"), Reason(worker="WNG", rule="", text="could do it"),
        Reason(worker="WALI", rule="skill", text="does not hold hoist"),
    )  # fmt: skip
    assert [reason.worker for reason in Gap(visit=pair, reasons=said, names={}).possible] == ["WNG"]
