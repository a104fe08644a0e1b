"""Rules are looked up by the day that they are for: a roster keeps those of its own day (D1)."""

from datetime import date, timedelta

from domain.desk.administration import DropRule, SetSetting
from tests.contract.store import Desk

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_a_roster_is_planned_by_the_rules_of_its_day(ada: Desk) -> None:
    planned = ada.done(SetSetting(name="rest-hours", value="9", valid_from=TOMORROW)).subject
    rest = {day: ada.read.roster_day(day, ada.clock.at).policy.text("rest-hours") for day in (TODAY, TOMORROW)}
    assert rest == {TODAY: "11", TOMORROW: "9"}
    assert ada.read.policy().text("rest-hours") == "11"
    ada.done(DropRule(id=planned))
    assert ada.read.roster_day(TOMORROW, ada.clock.at).policy.text("rest-hours") == "11"
