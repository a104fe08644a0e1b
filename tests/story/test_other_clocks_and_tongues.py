"""A desk in another time zone, another language or a poor terminal sees London time and whole JSON."""

import pytest

from tests.story.desk import Line, shell
from tests.story.steps import HOLT, rung

RING = ("do", "referral.ring", "whom=Aoife Ó Súilleabháin", "phone=1", "need=UCR1", "urgency=2h")


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda environment: " ".join(environment.values()),
)
def test_what_is_typed_and_shown_is_london_time(caredesk: Line, environment: dict[str, str]) -> None:
    place = ("--db", caredesk.url)
    said = shell(*RING, "received_at=15/07/2026 09:10", *place, **environment)
    assert said.code == 0, said
    (row,) = caredesk.show("show", "queue")
    assert (row["referrer"], row["received_at"]) == ("Aoife Ó Súilleabháin", "2026-07-15T08:10:00+00:00")
    told = shell("show", "referral", row["ref"], *place, **environment)
    assert (told.code, "Traceback" in told.err) == (0, False), told


def test_the_hour_that_comes_twice_is_asked_about(caredesk: Line) -> None:
    said = caredesk.say(*RING, "received_at=25/10/2026 01:30")
    assert said.code == 2
    assert "01:30 comes twice" in said.err and "'01:30 first'" in said.err
    for half, stored in (("first", "2026-10-25T00:30:00+00:00"), ("second", "2026-10-25T01:30:00+00:00")):
        ref = caredesk.do("referral.ring", whom="Son", phone="1", need="UCR1", urgency="2h",
                          received_at=f"25/10/2026 01:30 {half}")["ref"]  # fmt: skip
        assert caredesk.show("show", "referral", ref)["received_at"] == stored


def test_the_hour_that_is_skipped_is_refused(caredesk: Line) -> None:
    said = caredesk.say(*RING, "received_at=29/3/2026 01:30")
    assert said.code == 2
    assert "01:30 does not exist on Sun 29 Mar 2026" in said.err


def test_dates_are_typed_day_first(caredesk: Line) -> None:
    referral = rung(caredesk)
    caredesk.do("referral.identify", id=referral, **HOLT)
    person = caredesk.show("show", "queue")[0]["person_ref"]
    assert caredesk.show("show", "person", person)["person"]["born"] == "1942-04-03"
