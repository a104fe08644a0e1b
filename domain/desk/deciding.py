"""What every decision on a referral needs: that the life-cycle allows it, and that somebody may take it.

Co-ordinators record decisions; a clinical one is a clinician's own, or of a named one at a stated time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.access import Right
from domain.desk.bus import Refusal, Work
from domain.desk.checks import happened
from domain.desk.contacts import open_promises, settle
from domain.referral import Referral, State, may_become
from domain.when import show_moment


@dataclass(frozen=True, slots=True)
class Decider:
    """The clinician whose decision it is, and when it was taken."""

    clinician: str
    at: datetime


def clinical_decision(
    work: Work, referral: Referral, what: str, clinician: str, clinician_at: datetime | None
) -> Decider:
    """Whose clinical decision this is: the caller's own if they have the right, else the named clinician's.

    Refuses when neither a right nor a name with a time stands behind it; `what` begins the sentence."""
    if work.caller.may(Right.DECIDE):
        own = work.caller.user.name or work.caller.user.id
    elif clinician.strip() and clinician_at is not None:
        own = ""
    else:
        raise Refusal(f"{what} is a clinical decision: name the clinician who took it and when they did")
    at = happened(work, clinician_at, "The clinician's decision", not_before=referral.received_at)
    return Decider(clinician.strip() or own, at)


def require_step(referral: Referral, then: State) -> None:
    """Refuse a step that the life-cycle does not allow."""
    require_open(referral)
    if not may_become(referral.state, then):
        raise Refusal(f"Referral {referral.id} is {referral.state}: it cannot become {then} from there")


def require_open(referral: Referral) -> None:
    """Refuse to work on a referral that has ended."""
    if not referral.is_open:
        when = f" on {show_moment(referral.closed_at)}" if referral.closed_at else ""
        raise Refusal(f"Referral {referral.id} ended as {referral.state}{when}: take the call as a new referral")


def settle_chases(work: Work, referral: Referral, note: str) -> None:
    """Nobody need be chased any more for what this referral waited for."""
    _settle(work, referral, ("chase",), note)


def settle_feedback(work: Work, referral: Referral, at: datetime, note: str) -> int:
    """The referrer has been told. Returns how many promises that keeps."""
    return _settle(work, referral, ("callback", "feedback"), note, at)


def _settle(work: Work, referral: Referral, kinds: Collection[str], note: str, at: datetime | None = None) -> int:
    owed = open_promises(work, f"referral/{referral.id}", kinds)
    for promise in owed:
        settle(work, promise, at or work.now, note)
    return len(owed)
