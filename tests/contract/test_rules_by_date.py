"""Rules are looked up by the day that they are for: a roster keeps those of its own day."""

from datetime import date, timedelta

from domain.desk.administration import DropRule, SetSetting
from domain.desk.intake import Ring
from domain.referral import Urgency
from domain.when import day_bounds
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


def test_the_clock_of_a_referral_runs_by_the_rules_of_the_day_it_was_received(ada: Desk) -> None:
    ada.done(SetSetting(name="amber-minutes", value="10", valid_from=TOMORROW))
    midnight, minutes = day_bounds(TOMORROW)[0], timedelta(minutes=1)
    ada.clock.at = midnight - 10 * minutes
    before = ada.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency=Urgency.TWO_HOUR)).ref
    ada.clock.at = midnight + 5 * minutes
    after = ada.done(Ring(whom="Jean", phone="07700 900123", need="UCR1", urgency=Urgency.TWO_HOUR)).ref
    levels = {row.ref: row.clock.read(midnight + 20 * minutes).level for row in ada.read.queue(midnight + 20 * minutes)}
    assert (levels[before], levels[after]) == ("", "amber")
