"""Whoever stops the planning of a day is not kept waiting, however large the day."""

from domain.engine.plan import Plan
from tests.unit.engine_days import demo_day
from tui.solving import Solving

LONG = 60


def test_a_large_day_that_has_no_plan_yet_is_given_up() -> None:
    solving = Solving(demo_day(3, visits=1000, workers=200, on_shift=140), LONG)
    solving.cancel()
    assert list(solving.news()) == []
    assert solving.cancelled
    solving.close()


def test_a_day_that_has_a_plan_is_handed_over_as_it_stands() -> None:
    solving = Solving(demo_day(3, visits=40, workers=9, on_shift=7), LONG)
    told = []
    for item in solving.news():
        told.append(item)
        if isinstance(item, Plan) and len(told) < 3:
            solving.cancel()
    solving.close()
    assert isinstance(told[-1], Plan) and told[-1].verified
    assert len(told[-1].assignments) + len(told[-1].unassigned) == 40
