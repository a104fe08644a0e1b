"""What the engine answers: who goes where and when, what is left out and why, and what the plan costs.

Values only. A plan says nothing of how it was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A visit given to workers, all of them starting at `start` (minutes from local midnight)."""

    visit: str
    workers: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one worker cannot do a visit: the first rule in the way, and a sentence to read out."""

    worker: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A visit left out, with a reason for every worker of the problem."""

    visit: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A hard rule broken. `worker` is empty where the rule is about the visit alone."""

    rule: str
    visit: str
    worker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the search has come: seconds gone, visits in and out of the best plan, and its price."""

    seconds: float
    assigned: int
    unassigned: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A day planned. `objective` has the price of each named term; together they make `total`.

    `fingerprint` is the SHA-256 of problem and plan. `verified` is true when the independent verifier found nothing
    broken. Two plans are equal whatever the seconds they took."""

    assignments: tuple[Assignment, ...]
    unassigned: tuple[Unassigned, ...] = ()
    objective: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
    seconds: float = field(default=0.0, compare=False)
    verified: bool = False
    broken: tuple[Breach, ...] = ()

    @property
    def total(self) -> int:
        """The price of the whole plan: its terms added up."""
        return sum(self.objective.values())
