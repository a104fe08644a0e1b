"""The arguments of a demonstration, and the chance that each part of it draws from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from domain.access import Caller
from domain.demo.homes import Postcode
from domain.demo.numbers import nhs_numbers
from domain.desk.gathering import Find
from domain.desk.roads import travel_of
from domain.engine.problem import Travel
from domain.policy import Code, Setting, in_force
from domain.when import from_local

FIRST_DAY = 62


@dataclass(frozen=True, slots=True)
class World:
    """What to play: which day is today, how large, on which postcodes; `find` reads what has come to be so far."""

    today: date
    seed: int
    scale: int
    postcodes: Sequence[Postcode]
    creator: Caller
    find: Find
    nhs_numbers: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nhs_numbers", nhs_numbers(self.chance("nhs numbers")))

    @property
    def now(self) -> datetime:
        """The moment at which the play ends."""
        return opens(self.today)

    @property
    def travel(self) -> Travel:
        """How fast people get about on the busiest day of the week."""
        policy = in_force(self.find(Code), self.find(Setting), self.today)
        week = (travel_of(policy, self.today + timedelta(days=number)) for number in range(7))
        return max(week, key=lambda travel: len(travel.busy))

    def chance(self, *part: object) -> Random:
        """A stream of chance for one part, the same for the same seed whatever the other parts draw."""
        return Random("/".join(str(each) for each in (self.seed, *part)))


def begins(today: date) -> datetime:
    """The moment of the first cue: the staff are taken on, two months before."""
    return from_local(today - timedelta(days=FIRST_DAY), time(8))


def opens(today: date) -> datetime:
    """The moment at which the play ends and the desk opens: 09:14 in London."""
    return from_local(today, time(9, 14))
