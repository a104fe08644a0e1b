"""The arguments of a demonstration, and the chance that each part of it draws from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from domain.access import Caller
from domain.demo.homes import Postcode
from domain.demo.numbers import nhs_numbers
from domain.desk.gathering import Find
from domain.when import from_local

OPENS = time(9, 14)


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
        """The moment at which the play ends and the desk opens: 09:14 in London."""
        return from_local(self.today, OPENS)

    def chance(self, *part: object) -> Random:
        """A stream of chance for one part, the same for the same seed whatever the other parts draw."""
        return Random("/".join(str(each) for each in (self.seed, *part)))  # noqa: S311
