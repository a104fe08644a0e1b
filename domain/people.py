"""A person in the desk's care or on its way there, with everything that decides who may visit and how.

Whether two records mean one human being is decided by people; see `domain/identity.py` for the rule that asks."""

from dataclasses import dataclass
from datetime import date

from domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map, WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Who is cared for. Until a caller has named them, family name is empty and they show as "unknown".

    `nhs_status` is verified, unverified, invalid or absent. `gender_needed` is the worker's gender that the care
    plan requires ('' for none). `possible_match` and `same_as` name another person: the first asks, the second is
    a person's decision and can be undone. `may_tell` has a line for each who may be told something of them, see
    `domain/telling.py`. `risks` and `adjustments` are codes of the lists `risk`, `adjustment`."""

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

    @property
    def name(self) -> str:
        """`HOLT, Margaret`, the form that every list and record shows."""
        if not self.family and not self.given:
            return "unknown"
        return ", ".join(part for part in (self.family.upper(), self.given) if part)
