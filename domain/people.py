"""A person in the desk's care or on its way there, with everything that decides who may visit and how.

Whether two records mean one human being is decided by people; see `domain/identity.py` for the rule that asks."""

from dataclasses import dataclass
from datetime import date

from domain.record import Record, revised


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map, WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Somewhere else where a person lives for a while, both days included; `ends` None is until they say.

    `whom` is with whom or in what house. What is blank is not known of it: a key safe at home opens no other door."""

    starts: date
    ends: date | None = None
    whom: str = ""
    address: str = ""
    postcode: str = ""
    place: Place | None = None
    phone: str = ""
    access: str = ""
    key_safe: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the person lives there on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def meets(self, other: "Stay") -> bool:
        """Whether there is a day on which both hold."""
        return self.holds_on(other.starts) or other.holds_on(self.starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Who is cared for. Until a caller has named them, family name is empty and they show as "unknown".

    `nhs_status` is verified, unverified, invalid or absent. `gender_needed` is the worker's gender that the care
    plan requires ('' for none). `possible_match` and `same_as` name another person: the first asks, the second is
    a person's decision and can be undone. `address` is home; `stays` are other addresses by date, in order of time, of
    which no two meet: whoever goes there wants the person as `living_on` the day. `may_tell` has a line for each who
    may be told something of them, see `domain/telling.py`. `risks` and `adjustments` are codes of the lists `risk`,
    `adjustment`."""

    nhs_number: str = ""
    nhs_status: str = "absent"
    family: str = ""
    given: str = ""
    preferred: str = ""
    born: date | None = None
    sex: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    place: Place | None = None
    language: str = ""
    gp: str = ""
    lives_alone: bool = False
    key_safe: str = ""
    access: str = ""
    risks: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
    gender_needed: str = ""
    preferred_workers: tuple[str, ...] = ()
    barred_workers: tuple[str, ...] = ()
    may_tell: tuple[str, ...] = ()
    possible_match: str = ""
    same_as: str = ""
    stays: tuple[Stay, ...] = ()

    @property
    def name(self) -> str:
        """`HOLT, Margaret`, the form that every list and record shows."""
        if not self.family and not self.given:
            return "unknown"
        return ", ".join(part for part in (self.family.upper(), self.given) if part)

    def stay_on(self, day: date) -> Stay | None:
        """Where they live on a day, when that is not at home."""
        return next((stay for stay in self.stays if stay.holds_on(day)), None)

    def living_on(self, day: date) -> "Person":
        """The person as whoever goes to them on a day needs them: with the address, and the way in, of that day."""
        stay = self.stay_on(day)
        if stay is None:
            return self
        return revised(
            self, address=stay.address, postcode=stay.postcode, place=stay.place, phone=stay.phone or self.phone,
            access=stay.access, key_safe=stay.key_safe, lives_alone=False,
        )  # fmt: skip
