"""Why a referral is left out of a response standard (CLK-6, CLK-7, CLK-9), and which left it late.

Leaving after the clock has run out is counted apart, so that nobody can improve a figure by giving up."""

from domain.clocks import TWO_HOURS, UNMEASURED, leaves_out_two_hour, two_hour_start
from domain.kpi.definition import Evidence
from domain.policy import Policy
from domain.referral import Referral, State, Urgency

TEST = "test person"
DOWNGRADED = "downgraded before contact"
LATE_DOWNGRADE = "downgraded after breach"
WITHDRAWN = "withdrawn before contact"
LATE_WITHDRAWAL = "withdrawn after breach"
OUT_OF_HOURS = "received out of hours"
IMPOSSIBLE = "stopped before it started: correct the times"

_ENDED_AS = {State.DUPLICATE: "duplicate", State.DECLINED: "declined", State.REDIRECTED: "redirected"}


def left_out(referral: Referral, evidence: Evidence) -> str:
    """Why no standard counts the referral, '' when they do."""
    if referral.person in evidence.test_people:
        return TEST
    if referral.state in UNMEASURED and referral.clock_stop is None:
        return _ENDED_AS.get(referral.state, WITHDRAWN)
    return ""


def left_out_two_hour(referral: Referral, evidence: Evidence) -> str:
    """Why the two-hour standard does not count a referral that is or was two-hour, '' when it does."""
    why = left_out(referral, evidence)
    if why == WITHDRAWN and _gave_up_late(referral):
        return LATE_WITHDRAWAL
    if why:
        return why
    if referral.urgency is not Urgency.TWO_HOUR and not _seen_before_downgrade(referral):
        return LATE_DOWNGRADE if is_late_downgrade(referral, evidence.policy) else DOWNGRADED
    if leaves_out_two_hour(referral, evidence.policy):
        return OUT_OF_HOURS
    if referral.clock_stop is not None and referral.clock_stop < referral.clock_start:
        return IMPOSSIBLE
    return ""


def is_late_downgrade(referral: Referral, policy: Policy) -> bool:
    """Whether it was downgraded, unseen, when its two hours were over; a later upgrade does not hide it."""
    lowered = referral.downgraded_at
    if lowered is None or _seen_before_downgrade(referral):
        return False
    raised_again = referral.upgraded_at is not None and referral.upgraded_at > lowered
    start = two_hour_start(referral.received_at, policy) if raised_again else referral.clock_start
    return lowered - start > TWO_HOURS


def _seen_before_downgrade(referral: Referral) -> bool:
    lowered, seen = referral.downgraded_at, referral.clock_stop
    return lowered is not None and seen is not None and seen <= lowered


def _gave_up_late(referral: Referral) -> bool:
    return referral.closed_at is not None and referral.closed_at - referral.clock_start > TWO_HOURS
