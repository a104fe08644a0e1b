"""Every action of the desk, in the order in which a referral lives; `tui/actions.py` says what a row means.

One row here is a key, a hint, a line of help, a `:` word and a `caredesk do` at once."""

from functools import partial

from domain.desk import contacts, escalating, intake, triage
from domain.referral import OPEN, UNDECIDED, WAITING, State
from tui.action_rows.care import CARE
from tui.action_rows.desk import DESK
from tui.action_rows.people import PEOPLE
from tui.action_rows.roster import ROSTER
from tui.actions import Action

_anywhere = partial(Action, where=("any",), fills=(("subject", "subject"),))
_referral = partial(Action, where=("queue",), fills=(("id", "referral"), ("seen", "revision")))

_open = partial(_referral, states=frozenset(OPEN), only="a referral that is still open")
_undecided = partial(_referral, states=frozenset(UNDECIDED), only="a referral still being triaged")
_waiting = partial(_referral, states=frozenset(WAITING), only="a person whom nobody has seen yet")

REFERRALS: tuple[Action, ...] = (
    Action(
        "referral.ring", "ring", intake.Ring, "the phone rings: four answers, before the name is known",
        key="n", where=("any",),
    ),
    _open(
        "referral.triage", "triage", triage.Triage, "the checklist: need, red flags, consent, safety",
        key="t",
    ),
    _undecided(
        "referral.accept", "accept", triage.Accept, "the service takes the referral on",
        key="a", direct=True,
    ),
    _undecided(
        "referral.decline", "decline", triage.Decline, "a clinician declines, and says where instead",
        key="d",
    ),
    _undecided(
        "referral.redirect", "redirect", triage.Redirect, "hand it to a service that took it on",
        key="r",
    ),
    _referral(
        "referral.hold", "hold", triage.Hold, "wait for something that is missing; the clock runs on",
        key="o", states=frozenset(UNDECIDED - {State.AWAITING_INFO}), only="a referral still being triaged",
    ),
    _open(
        "referral.withdraw", "withdraw", triage.Withdraw, "the request was taken back",
        key="W",
    ),
    _waiting(
        "referral.upgrade", "upgrade", triage.Upgrade, "it is more urgent: the clock starts at the decision",
        key="U",
    ),
    _waiting(
        "referral.downgrade", "downgrade", triage.Downgrade, "a clinician decides that it can wait",
        key="D",
    ),
    _undecided(
        "referral.duplicate", "duplicate", triage.MarkDuplicate, "another referral again; one clock runs",
    ),
    _referral(
        "referral.feedback", "feedback", triage.GiveFeedback, "tell the referrer what was decided",
        key="f",
    ),
    _open(
        "referral.close", "close", triage.CloseReferral, "died or admitted before anybody came",
    ),
)  # fmt: skip

CALLS: tuple[Action, ...] = (
    _anywhere(
        "contact.log", "log", contacts.LogContact, "log a call, message or visit about this record", key="c"
    ),
    _anywhere("promise.make", "promise", contacts.MakePromise, "owe somebody something by a time", key="p"),
    _anywhere(
        "escalation.raise", "escalate", escalating.Raise, "tell somebody senior, with all that is known",
        key="exclamation_mark,f12",
    ),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = (*REFERRALS, *PEOPLE, *CARE, *ROSTER, *CALLS, *DESK)
