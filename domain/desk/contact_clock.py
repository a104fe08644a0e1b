"""What a visit does to the referral behind it: planned, on the way, seen.

The first attended face-to-face contact stops the response clock (CLK-4); no telephone call does. Use cases of
visits call these; this module knows nothing of visits themselves."""

from datetime import datetime

from domain.case import Case, CaseState
from domain.desk.bus import Refusal, Work
from domain.record import revised
from domain.referral import CLOSED, Referral, State, may_become
from domain.when import show_moment
from domain.words import said

_MEASURED_AFTER_THE_END = frozenset({State.DISCHARGED, State.DIED, State.ADMITTED, State.WITHDRAWN})


def visit_planned(work: Work, referral_id: str) -> None:
    """An accepted referral has a visit in the roster: it is scheduled. Later states stay as they are."""
    _step(work, referral_id, State.ACCEPTED, State.SCHEDULED)


def visit_unplanned(work: Work, referral_id: str) -> None:
    """The last visit of a scheduled referral is gone: it is accepted and waits for another."""
    _step(work, referral_id, State.SCHEDULED, State.ACCEPTED)


def person_seen(work: Work, referral_id: str, came: datetime) -> None:
    """Somebody stood in the person's home at `came` (UTC): stop the clock once, and move the referral on.

    It becomes in care when its case is open, else seen. An earlier arrival, recorded later, moves the stop.
    A referral that has ended keeps its state and learns when the person was seen, if that was before the end.
    Raises Refusal when `came` is before the referral was received, or nobody has accepted it."""
    referral = work.get(Referral, referral_id)
    if came < referral.received_at:
        raise Refusal(
            f"Referral {referral.id} was received at {show_moment(referral.received_at)}: "
            f"nobody can have come at {show_moment(came)}; check the time"
        )
    if referral.state in CLOSED and not _may_still_stop(referral, came):
        return
    stopped = _stopped(referral, came, work)
    after = stopped if stopped.state in CLOSED else revised(stopped, state=_state_once_seen(work, stopped))
    if after != referral:
        work.save(after)


def _may_still_stop(referral: Referral, came: datetime) -> bool:
    ended = referral.closed_at
    return referral.state in _MEASURED_AFTER_THE_END and ended is not None and came <= ended


def _stopped(referral: Referral, came: datetime, work: Work) -> Referral:
    if referral.clock_stop is not None and referral.clock_stop <= came:
        return referral
    if referral.upgraded_at is not None and came < referral.upgraded_at:
        work.say(f"{referral.id} was seen before it was upgraded: the two-hour clock runs on")
        return referral
    return revised(referral, clock_start=min(referral.clock_start, came), clock_stop=came)


def _state_once_seen(work: Work, referral: Referral) -> State:
    open_case = any(case.state is not CaseState.ENDED for case in work.find(Case, referral=referral.id))
    then = State.IN_CARE if open_case else State.SEEN
    if referral.state in (then, State.IN_CARE):
        return referral.state
    if not may_become(referral.state, then):
        raise Refusal(f"Referral {referral.id} is {said(referral.state)}: accept it before anybody is seen for it")
    return then


def _step(work: Work, referral_id: str, now: State, then: State) -> None:
    referral = work.get(Referral, referral_id)
    if referral.state is now:
        work.save(revised(referral, state=then))
