"""A case: an accepted referral being worked, with goals, a review date and, at the end, an outcome."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.record import Record


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What the person wants to be able to do; scores are 1 (cannot) to 5 (as before), 0 for not scored."""

    text: str
    baseline: int = 0
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A look at how far the person has come, and what was decided."""

    at: datetime
    by: str
    decision: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """An episode of care. `outcome` is a code of the list `outcome`; `owner` is who progresses it."""

    person: str
    referral: str
    state: CaseState = CaseState.OPEN
    opened_at: datetime
    owner: str = ""
    goals: tuple[Goal, ...] = ()
    review_due: date
    reviews: tuple[Review, ...] = ()
    next_step: str = ""
    next_step_due: date | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    end_note: str = ""
