"""A referral: somebody asks the desk to help a person, and the clock starts.

States and their words come from the life-cycle in `domain/README.md`. When clocks start, stop and breach is the
business of `domain/clocks.py`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.record import Record


class State(StrEnum):
    """Where a referral stands."""

    RECEIVED = "received"
    SCREENING = "screening"
    AWAITING_INFO = "awaiting-info"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    EN_ROUTE = "en-route"
    SEEN = "seen"
    IN_CARE = "in-care"
    DISCHARGED = "discharged"
    REDIRECTED = "redirected"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    ADMITTED = "admitted"


UNDECIDED = frozenset({State.RECEIVED, State.SCREENING, State.AWAITING_INFO})
WAITING = UNDECIDED | {State.ACCEPTED, State.SCHEDULED, State.EN_ROUTE}
QUEUED = WAITING | {State.SEEN}
"""What the queue shows: who has been seen stays in it until a case is opened for them or the referral ends."""
OPEN = QUEUED | {State.IN_CARE}
CLOSED = frozenset(State) - OPEN

NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.SCREENING, State.AWAITING_INFO, State.ACCEPTED}),
    State.SCREENING: frozenset({State.AWAITING_INFO, State.ACCEPTED}),
    State.AWAITING_INFO: frozenset({State.SCREENING, State.ACCEPTED}),
    State.ACCEPTED: frozenset({State.SCHEDULED, State.EN_ROUTE, State.SEEN, State.IN_CARE}),
    State.SCHEDULED: frozenset({State.ACCEPTED, State.EN_ROUTE, State.SEEN, State.IN_CARE}),
    State.EN_ROUTE: frozenset({State.SCHEDULED, State.SEEN, State.IN_CARE}),
    State.SEEN: frozenset({State.IN_CARE, State.DISCHARGED}),
    State.IN_CARE: frozenset({State.DISCHARGED}),
}


def may_become(now: State, then: State) -> bool:
    """Whether the life-cycle allows the step. Anything open may be closed for a reason; nothing closed reopens."""
    if then in NEXT.get(now, frozenset()):
        return True
    if then in (State.DECLINED, State.REDIRECTED, State.DUPLICATE):
        return now in UNDECIDED
    return now in OPEN and then in (State.WITHDRAWN, State.DIED, State.ADMITTED)


class Urgency(StrEnum):
    """How soon somebody has to be there."""

    TWO_HOUR = "2h"
    SAME_DAY = "same-day"
    TWO_DAY = "2d"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A warning that came with a referral: kind is safeguarding, scene-safety, adjustment or other."""

    kind: str
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Record):
    """One request for help. Times are UTC; reasons are codes of the lists that the policy keeps.

    `received_at` is when the service was asked, `keyed_at` when it was typed. `clock_start` and `clock_stop` bound
    the response that is measured; `downgraded_at` marks a two-hour referral a clinician lowered. `decided_by` is
    the user, `clinician` the named clinician who decided, at `clinician_at`. `criteria_version` is the version of
    the checklist that `exclusions` was answered against. `unknown_why` says why nobody can name the person;
    `lone_worker` is yes, no or '' for not asked; `accepted_by` is who took it over at `where_instead`."""

    person: str = ""
    state: State = State.RECEIVED
    urgency: Urgency = Urgency.ROUTINE
    received_at: datetime
    keyed_at: datetime
    channel: str = "phone"
    source: str = "other"
    referrer: str = ""
    organisation: str = ""
    referrer_phone: str = ""
    need: str = ""
    narrative: str = ""
    flags: tuple[Flag, ...] = ()
    consent: str = ""
    unknown_why: str = ""
    lone_worker: str = ""
    exclusions: tuple[str, ...] = ()
    criteria_version: str = ""
    triaged_at: datetime | None = None
    ready_at: datetime | None = None
    owner: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    decision_reason: str = ""
    clinician: str = ""
    clinician_at: datetime | None = None
    where_instead: str = ""
    accepted_by: str = ""
    clock_start: datetime
    clock_stop: datetime | None = None
    upgraded_at: datetime | None = None
    downgraded_at: datetime | None = None
    downgrade_reason: str = ""
    closed_at: datetime | None = None
    outcome: str = ""
    duplicate_of: str = ""
    case: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody at the desk still has something to do for it."""
        return self.state in OPEN
