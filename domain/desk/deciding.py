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
from domain.words import said


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
    named = _name(clinician)
    if work.caller.may(Right.DECIDE):
        own = work.caller.user.name or work.caller.user.id
    elif named and clinician_at is not None:
        own = ""
    else:
        raise Refusal(f"{what} is a clinical decision: name the clinician who took it and when they did")
    at = happened(work, clinician_at, "The clinician's decision", not_before=referral.received_at)
    return Decider(named or own, at)


def _name(clinician: str) -> str:
    """A name that somebody could be asked for by, or ''. Refuses a single word, and what is no name at all."""
    words = clinician.split()
    spoken = [word for word in words if word[0].isalpha()]
    if words and (len(spoken) < 2 or len(spoken[-1]) < 2 or any(char.isdigit() for char in clinician)):
        raise Refusal(f"'{clinician.strip()}' is not a clinician's full name: give it as in Dr Shah or Clare Wu")
    return " ".join(words)


def require_step(referral: Referral, then: State) -> None:
    """Refuse a step that the life-cycle does not allow."""
    require_open(referral)
    if not may_become(referral.state, then):
        if referral.state is then:
            raise Refusal(f"Referral {referral.id} is {said(then)} already")
        raise Refusal(f"Referral {referral.id} is {said(referral.state)}: it cannot become {said(then)} from there")


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
