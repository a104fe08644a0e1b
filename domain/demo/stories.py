"""What happens to each referral, drawn before the play begins: who asks, what for, when, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import TypeVar

from domain.demo.words import NEEDS, ORGANISATIONS
from domain.referral import Urgency
from domain.when import from_local

T = TypeVar("T")


class Fate(StrEnum):
    """How far a referral comes. Those that are open at the end stand in `morning.py`."""

    IN_CARE = "in care"
    RECOVERED = "recovered"
    HELPED = "helped"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    TWICE = "twice"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class Story:
    """A referral to come: `received` in UTC; `ends` is the day its care ends, where that is known beforehand; `again`
    says after how many days somebody looks in a second time, 0 for not."""

    fate: Fate
    received: datetime
    urgency: Urgency
    need: str
    note: str
    source: str
    channel: str
    whom: str
    ends: date | None = None
    again: int = 0


DISPATCH = tuple(time(hour, 10) for hour in (10, 12, 14, 16, 18, 20))
"""When the desk sends people out to those who cannot wait for tomorrow's roster."""

_HOURS = {8: 6, 9: 10, 10: 12, 11: 12, 12: 9, 13: 10, 14: 11, 15: 10, 16: 8, 17: 6, 18: 3, 19: 2}
_DISPATCHES = {10: 20, 12: 24, 14: 20, 16: 18, 18: 12, 20: 6}
_CHANNELS = {"phone": 74, "bars": 12, "email": 8, "ers": 3, "in-person": 3}
_CRISIS_NEEDS = {"UCR1": 28, "UCR2": 16, "UCR6": 12, "UCR7": 12, "UCR8": 8, "UCR9": 8, "UCR5": 8, "UCR4": 8}
_REABLEMENT_NEEDS = {"UCR3": 66, "UCR2": 18, "UCR1": 10, "UCR0": 6}
_CRISIS_SOURCES = {
    "relative": 26, "self": 10, "gp": 18, "ambulance": 14, "111": 8, "community-nurse": 12, "carer": 8, "care-home": 4,
}  # fmt: skip
_REABLEMENT_SOURCES = {
    "ward": 38, "gp": 14, "therapist": 12, "social-care": 14, "relative": 10, "community-hospital": 8, "voluntary": 4,
}  # fmt: skip
_FAMILY = ("relative", "self", "carer")


def draw_story(
    chance: Random, fate: Fate, day: date, carer: str, *, crisis: bool, hours: Mapping[int, int] | None = None,
    dispatches: Mapping[int, int] | None = None, ends: date | None = None, same_day: float = 0.15,
) -> Story:  # fmt: skip
    """A referral of a day. A crisis wants somebody within two hours, some today; reablement within days.

    `hours` says how many come when; of crises, `dispatches` how many come in time for which sending out."""
    received = from_local(day, time(pick(chance, hours or _HOURS), chance.randrange(60)))
    if crisis:
        sent = from_local(day, time(pick(chance, dispatches or _DISPATCHES), 10))
        received = sent - timedelta(minutes=chance.randrange(45, 106))
    source = pick(chance, _CRISIS_SOURCES if crisis else _REABLEMENT_SOURCES)
    need = pick(chance, _CRISIS_NEEDS if crisis else _REABLEMENT_NEEDS)
    urgency = Urgency.TWO_HOUR if crisis else chance.choice((Urgency.TWO_DAY,) * 4 + (Urgency.ROUTINE,))
    if crisis and chance.random() < same_day:
        urgency = Urgency.SAME_DAY
    return Story(
        fate=fate, received=received, urgency=urgency, need=need,
        note=chance.choice(NEEDS[need]), source=source, whom=caller(chance, source, carer),
        channel="phone" if source in _FAMILY else pick(chance, _CHANNELS), ends=ends,
    )  # fmt: skip


def caller(chance: Random, source: str, carer: str) -> str:
    """Who rings: a relative by name, or somebody from an organisation."""
    if source == "self":
        return "The person"
    return chance.choice(ORGANISATIONS[source]) if source in ORGANISATIONS else carer


def pick(chance: Random, shares: Mapping[T, int]) -> T:
    """One of the keys, as often as its share says."""
    return chance.choices(tuple(shares), tuple(shares.values()))[0]


def days_back(chance: Random, today: date, first: int, last: int) -> date:
    """A day between so many days ago; fewer at weekends."""
    while True:
        day = today - timedelta(days=chance.randrange(last, first + 1))
        if day.weekday() < 5 or chance.random() < 0.45 or first == last:
            return day
