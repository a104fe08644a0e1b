"""The people who visit: what they may do, when they are on duty, and when they are away."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.people import Place
from domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A competence, a code of the list `skill`; lapsed after `expires` (None: never)."""

    code: str
    expires: date | None = None


def spoken(given: str, family: str) -> str:
    """A worker's name as said on the telephone."""
    return f"{given} {family}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Record):
    """A support worker or a lead. `mode` is car, bike or foot; minutes are contracted a week.

    A round `sets_out` from home or from the `base`, and `returns` to one of them. Without `bank_holidays` the worker is
    off on those."""

    family: str
    given: str
    role: str = "support"
    gender: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    mode: str = "car"
    phone: str = ""
    postcode: str = ""
    place: Place | None = None
    sets_out: str = "home"
    returns: str = "home"
    base_postcode: str = ""
    base: Place | None = None
    bank_holidays: bool = True
    contract_minutes: int = 0
    overtime_minutes: int = 0
    dbs_expires: date | None = None
    starts: date | None = None
    ends: date | None = None

    @property
    def name(self) -> str:
        """`Lewis, P`, the short form of the board."""
        return f"{self.family}, {self.given[:1]}"

    @property
    def full_name(self) -> str:
        """`Priya Lewis`, as said on the telephone."""
        return spoken(self.given, self.family)

    def employed_on(self, day: date) -> bool:
        """Whether the worker belongs to the staff on that day."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def skills_on(self, day: date) -> frozenset[str]:
        """The competences that have not lapsed on that day."""
        return frozenset(skill.code for skill in self.skills if skill.expires is None or skill.expires >= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Record):
    """A stretch of duty on one London day; a split shift is two of them. Times are UTC."""

    worker: str
    day: date
    start: datetime
    end: datetime
    kind: str = "shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Record):
    """A worker is away from `start` until `end` (None: until further notice). Reason: code of the list `absence`."""

    worker: str
    start: datetime
    end: datetime | None = None
    reason: str = "sick"
    reported_by: str = ""
    note: str = ""
    ended_at: datetime | None = None
