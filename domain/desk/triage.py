"""Triage and what is decided on a referral: its checklist, its urgency, and every way it can go from there.

Each decision has a coded reason, and owes the referrer an answer by a time. The life-cycle and its
words stand in `domain/referral.py`; how clocks run is the business of `domain/clocks.py`."""

from dataclasses import dataclass
from datetime import datetime

from domain.access import Right
from domain.completeness import missing
from domain.desk.asking import ask
from domain.desk.bus import Command, Offer, Refusal, Work, handles
from domain.desk.checks import happened, require_codes, require_text, urgency_of
from domain.desk.contacts import owe_referrer
from domain.desk.deciding import (
    Decider,
    clinical_decision,
    require_open,
    require_step,
    settle_chases,
    settle_feedback,
)
from domain.desk.ending import Ending, end_care
from domain.escalation import Contact
from domain.people import Person
from domain.record import revised
from domain.referral import CLOSED, UNDECIDED, WAITING, Flag, Referral, State, Urgency
from domain.when import show_moment
from domain.words import counted, said

_SOONEST_FIRST = (Urgency.TWO_HOUR, Urgency.SAME_DAY, Urgency.TWO_DAY, Urgency.ROUTINE)
_TOLD = frozenset({"spoke", "message-left", "sent"})
_OUTCOME_OF = {State.DIED: "died", State.ADMITTED: "hospital"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage(Command):
    """The checklist: the need against the nine conditions, the exclusions, and what makes the visit safe."""

    id: str = ask("Referral", "referral")
    need: str = ask("What is the need", "code", of="need", default="")
    urgency: str = ask("How soon", "choice", of="2h|same-day|2d|routine", words="urgency", default="")
    exclusions: tuple[str, ...] | None = ask(
        "Red flags, exclusions", "codes", of="exclusion", default=None, help="none is an answer; blank: not asked yet"
    )
    consent: str = ask("Consent", "code", of="consent", default="")
    lone_worker: str = ask("Lone worker at risk", "choice", of="yes|no", default="")
    safeguarding: str = ask("Safeguarding concern", "code", of="safeguarding", default="")
    scene_safety: str = ask("Unsafe at the scene", default="")
    adjustments: tuple[str, ...] = ask("Reasonable adjustments", "codes", of="adjustment", default=())
    note: str = ask("Note", "long", default="")


@handles(Triage, "referral.triage", Right.INTAKE, on=Referral)
def triage(do: Triage, work: Work) -> str:
    """Record the answers, red flags with the version of the checklist in force. A blank keeps an earlier answer."""
    referral = work.get(Referral, do.id)
    require_open(referral)
    asked = do.exclusions is not None
    _check_answers(do, work)
    settle_chases(work, referral, "information came")
    work.save(
        revised(
            _prioritised(referral, do.urgency, work.now),
            need=do.need or referral.need, exclusions=referral.exclusions if do.exclusions is None else do.exclusions,
            consent=do.consent or referral.consent, lone_worker=do.lone_worker or referral.lone_worker,
            flags=_with_flags(referral, do), narrative=_with_note(referral.narrative, do.note),
            criteria_version=work.policy.text("criteria-version") if asked else referral.criteria_version,
            triaged_at=work.now,
            state=State.SCREENING if referral.state in UNDECIDED else referral.state,
        )
    )  # fmt: skip
    _adjust_person(work, referral.person, do.adjustments)
    if do.exclusions:
        work.say("An exclusion applies: a clinician decides, the desk does not decline for it")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """The service takes the referral on."""

    id: str = ask("Referral", "referral")
    clinician: str = ask("Clinician who decided", default="", help="needed when an exclusion applies", fresh=True)
    clinician_at: datetime | None = ask("When they decided", "moment", default=None, fresh=True)


@handles(Accept, "referral.accept", Right.INTAKE, on=Referral)
def accept(do: Accept, work: Work) -> str:
    """Accept a complete referral. The refusal of an incomplete one lists all that is missing, at once."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.ACCEPTED)
    person = work.get(Person, referral.person) if referral.person else None
    if lacks := missing(referral, person):
        raise Refusal(f"Referral {do.id} still lacks {'; '.join(lacks)}")
    decider = Decider("", work.now)
    if referral.exclusions or do.clinician or do.clinician_at:
        decider = clinical_decision(work, referral, "Accepting with an exclusion", do.clinician, do.clinician_at)
    _decide(work, referral, State.ACCEPTED, "", decider)
    _answer(work, referral, "accepted")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """The service does not take the referral on, and says who can help instead."""

    id: str = ask("Referral", "referral")
    reason: str = ask("Why", "code", of="decline")
    where_instead: str = ask("Where instead", help="who can help, and how they are reached")
    clinician: str = ask("Clinician who decided", default="", help="unless you have the clinical right", fresh=True)
    clinician_at: datetime | None = ask("When they decided", "moment", default=None, fresh=True)


@handles(Decline, "referral.decline", Right.INTAKE, on=Referral)
def decline(do: Decline, work: Work) -> str:
    """Decline for a coded reason: a clinical decision, never without a way to help."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.DECLINED)
    require_codes(work, "decline", do.reason)
    where = require_text(do.where_instead, "Say where the person can get help instead")
    decider = clinical_decision(work, referral, "Declining", do.clinician, do.clinician_at)
    _decide(work, revised(referral, where_instead=where), State.DECLINED, do.reason, decider)
    _answer(work, referral, f"declined, {work.policy.label('decline', do.reason)}; instead: {where}")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect(Command):
    """Another service takes the referral over."""

    id: str = ask("Referral", "referral")
    reason: str = ask("Why", "code", of="redirect")
    where: str = ask("To which service")
    accepted_by: str = ask("Taken over there by")


@handles(Redirect, "referral.redirect", Right.INTAKE, on=Referral)
def redirect(do: Redirect, work: Work) -> str:
    """Hand the referral to another service, where a named person has accepted it."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.REDIRECTED)
    require_codes(work, "redirect", do.reason)
    where = require_text(do.where, "Say which service takes it over")
    by = require_text(do.accepted_by, f"Say who at {where} took it over")
    handed = revised(referral, where_instead=where, accepted_by=by)
    _decide(work, handed, State.REDIRECTED, do.reason, Decider("", work.now))
    _answer(work, referral, f"redirected to {where}, taken over by {by}")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Command):
    """Something has to be known before anybody can decide. The clock runs on."""

    id: str = ask("Referral", "referral")
    reason: str = ask("What is missing", "code", of="hold")
    what: str = ask("In words", default="")


@handles(Hold, "referral.hold", Right.INTAKE, on=Referral)
def hold(do: Hold, work: Work) -> str:
    """Wait for information, and promise to chase it."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.AWAITING_INFO)
    require_codes(work, "hold", do.reason)
    work.save(revised(referral, state=State.AWAITING_INFO, decision_reason=do.reason))
    wanted = do.what.strip() or work.policy.label("hold", do.reason)
    chase = owe_referrer(work, referral, "chase", f"chase: {wanted}")
    work.say(f"The clock runs on; chase by {show_moment(chase.due)}")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """The request is taken back, by the referrer, the person or the family."""

    id: str = ask("Referral", "referral")
    reason: str = ask("Why", "code", of="withdraw")
    note: str = ask("In words", default="")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")


@handles(Withdraw, "referral.withdraw", Right.INTAKE, on=Referral)
def withdraw(do: Withdraw, work: Work) -> str:
    """End an open referral that is no longer wanted: its clock is out, its visits are free."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.WITHDRAWN)
    require_codes(work, "withdraw", do.reason)
    at = happened(work, do.at, "Taking it back", not_before=referral.received_at)
    freed = take_out(work, referral, do.reason, at, do.note.strip())
    _answer(work, referral, f"withdrawn, {work.policy.label('withdraw', do.reason)}")
    work.say(_freed(freed))
    return f"referral/{do.id}"


def take_out(work: Work, referral: Referral, reason: str, at: datetime, note: str) -> int:
    """Make an open referral a withdrawn one, for a code of the list `withdraw`. Returns how many visits were freed."""
    work.save(revised(referral, state=State.WITHDRAWN, outcome=reason, closed_at=at))
    label = work.policy.label("withdraw", reason)
    told = ": ".join(part for part in ("referral withdrawn", label, note) if part)
    return end_care(work, referral, Ending(at=at, cancel="withdrawn", note=told))


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReferral(Command):
    """The person died, or was admitted to hospital, before the work was done."""

    id: str = ask("Referral", "referral")
    how: str = ask("What happened", "choice", of="died|admitted")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")


@handles(CloseReferral, "referral.close", Right.INTAKE, on=Referral)
def close_referral(do: CloseReferral, work: Work) -> str:
    """End it with its reason. If nobody came before, it counts as not reached (CLK-10)."""
    referral = work.get(Referral, do.id)
    require_codes(work, "close", do.how)
    then = State(do.how)
    require_step(referral, then)
    seen = referral.clock_stop or referral.received_at
    at = happened(work, do.at, "What happened", not_before=seen)
    work.save(revised(referral, state=then, outcome=do.how, closed_at=at))
    settle_chases(work, referral, f"referral {then}")
    outcome = _OUTCOME_OF[then]
    ending = Ending(at=at, cancel=outcome, outcome=outcome, note=work.policy.label("close", do.how))
    work.say(_freed(end_care(work, referral, ending)))
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade(Command):
    """Somebody has to be there sooner than was thought."""

    id: str = ask("Referral", "referral")
    reason: str = ask("Why", "code", of="upgrade")
    urgency: str = ask("How soon", "choice", of="2h|same-day|2d", words="urgency", default="2h", fresh=True)
    at: datetime | None = ask("When was it decided", "moment", default=None, help="the clock starts then")


@handles(Upgrade, "referral.upgrade", Right.INTAKE, on=Referral)
def upgrade(do: Upgrade, work: Work) -> str:
    """Raise the urgency. The two-hour clock starts at the decision, the time of receipt stays (CLK-3)."""
    referral = work.get(Referral, do.id)
    _require_unseen(referral)
    require_codes(work, "upgrade", do.reason)
    urgency = urgency_of(do.urgency)
    if not sooner(urgency, referral.urgency):
        raise Refusal(f"Referral {do.id} is {said(referral.urgency)} already: {said(urgency)} is not sooner")
    since = max(referral.received_at, referral.downgraded_at or referral.received_at)
    work.save(raised(referral, urgency, happened(work, do.at, "The decision", not_before=since)))
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Downgrade(Command):
    """A clinician decides that it may wait longer."""

    id: str = ask("Referral", "referral")
    urgency: str = ask("How soon", "choice", of="same-day|2d|routine", words="urgency", fresh=True)
    reason: str = ask("Why", "code", of="downgrade")
    clinician: str = ask("Clinician who decided", default="", help="unless you have the clinical right", fresh=True)
    clinician_at: datetime | None = ask("When they decided", "moment", default=None, fresh=True)


@handles(Downgrade, "referral.downgrade", Right.INTAKE, on=Referral)
def downgrade(do: Downgrade, work: Work) -> str:
    """Lower the urgency: only so does a referral leave the two-hour standard, and it stays marked (CLK-6).

    The mark bears the time of recording: a decision that is dated back past a breach still counts as late."""
    referral = work.get(Referral, do.id)
    _require_unseen(referral)
    require_codes(work, "downgrade", do.reason)
    urgency = urgency_of(do.urgency)
    if not sooner(referral.urgency, urgency):
        raise Refusal(f"Referral {do.id} is {said(referral.urgency)}: {said(urgency)} is not later")
    decider = clinical_decision(work, referral, "Downgrading", do.clinician, do.clinician_at)
    was_two_hour = referral.urgency is Urgency.TWO_HOUR
    work.save(
        revised(
            referral, urgency=urgency, clinician=decider.clinician, clinician_at=decider.at,
            downgraded_at=work.now if was_two_hour else referral.downgraded_at,
            downgrade_reason=do.reason if was_two_hour else referral.downgrade_reason,
        )
    )  # fmt: skip
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDuplicate(Command):
    """The same request came twice."""

    id: str = ask("Referral", "referral")
    of: str = ask("It repeats", "referral")


@handles(MarkDuplicate, "referral.duplicate", Right.INTAKE, on=Referral)
def mark_duplicate(do: MarkDuplicate, work: Work) -> str:
    """Tie an undecided referral to the one that it repeats. One clock remains: the earlier one."""
    repeated, kept = work.get(Referral, do.id), work.get(Referral, do.of)
    require_step(repeated, State.DUPLICATE)
    _require_same_request(work, repeated, kept)
    if repeated.urgency is Urgency.TWO_HOUR and repeated.clock_start < kept.clock_start:
        work.save(revised(kept, clock_start=repeated.clock_start))
    work.save(revised(repeated, state=State.DUPLICATE, duplicate_of=do.of, closed_at=work.now))
    _answer(work, repeated, f"already in hand as {do.of}")
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOff(Command):
    """The worker is on the way."""

    id: str = ask("Referral", "referral")


@handles(SetOff, "referral.set-off", Right.ROSTER, on=Referral)
def set_off(do: SetOff, work: Work) -> str:
    """Mark that somebody is on the way to the person."""
    referral = work.get(Referral, do.id)
    require_step(referral, State.EN_ROUTE)
    work.save(revised(referral, state=State.EN_ROUTE))
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback(Command):
    """The referrer was told what became of the referral."""

    id: str = ask("Referral", "referral")
    text: str = ask("What they were told", "long")
    whom: str = ask("Who was told", default="", help="the referrer unless you say otherwise")
    method: str = ask("How", "code", of="method", default="phone")
    outcome: str = ask("What came of it", "code", of="contact-outcome", default="spoke")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")


@handles(GiveFeedback, "referral.feedback", Right.LOG, on=Referral)
def give_feedback(do: GiveFeedback, work: Work) -> str:
    """Log the call, and keep the promises that it keeps: none when nobody answered."""
    referral = work.get(Referral, do.id)
    require_codes(work, "method", do.method)
    require_codes(work, "contact-outcome", do.outcome)
    at = happened(work, do.at, "Telling the referrer", not_before=referral.received_at)
    text = require_text(do.text, "Say what they were told")
    work.add(
        Contact(
            id=work.new_id(Contact), at=at, by=work.caller.user.id, subject=f"referral/{do.id}",
            person=referral.person, direction="out", method=do.method, text=text, outcome=do.outcome,
            whom=do.whom or referral.referrer or referral.organisation,
        )
    )  # fmt: skip
    if do.outcome in _TOLD:
        settle_feedback(work, referral, at, text)
    else:
        work.say("Nobody was told yet: the promise stands")
    return f"referral/{do.id}"


def _decide(work: Work, referral: Referral, then: State, reason: str, decider: Decider) -> None:
    if decider.clinician:
        referral = revised(referral, clinician=decider.clinician, clinician_at=decider.at)
    work.save(
        revised(
            referral, state=then, decision_reason=reason,
            decided_at=decider.at, decided_by=work.caller.user.id,
            closed_at=decider.at if then in CLOSED else None,
        )
    )  # fmt: skip


def _answer(work: Work, referral: Referral, what: str) -> None:
    """What the referral waited for is moot now; its referrer is to be told."""
    settle_chases(work, referral, what)
    owe_referrer(work, referral, "feedback", f"tell them: {what}")


def _check_answers(do: Triage, work: Work) -> None:
    for of_list, codes in (
        ("need", (do.need,)), ("exclusion", do.exclusions or ()), ("consent", (do.consent,)),
        ("safeguarding", (do.safeguarding,)), ("adjustment", do.adjustments),
    ):  # fmt: skip
        require_codes(work, of_list, *filter(None, codes))
    if do.lone_worker not in ("", "yes", "no"):
        raise Refusal("Answer the lone-worker question with yes or no")


def _prioritised(referral: Referral, urgency: str, at: datetime) -> Referral:
    """Triage may raise the urgency; lowering a two-hour referral is a clinician's decision."""
    if not urgency or urgency == referral.urgency:
        return referral
    wanted = urgency_of(urgency)
    _require_unseen(referral)
    if referral.urgency is Urgency.TWO_HOUR:
        raise Refusal(
            f"Referral {referral.id} is a two-hour referral: downgrade it, with the clinician who decides",
            Offer("Downgrade it"),
        )
    return raised(referral, wanted, at)


def raised(referral: Referral, urgency: Urgency, at: datetime) -> Referral:
    """The referral with a sooner urgency, decided at a moment: a two-hour clock starts then (CLK-3)."""
    if urgency is Urgency.TWO_HOUR:
        return revised(referral, urgency=urgency, clock_start=at, upgraded_at=at)
    return revised(referral, urgency=urgency)


def sooner(one: Urgency, other: Urgency) -> bool:
    """Whether the one means somebody sooner than the other."""
    return _SOONEST_FIRST.index(one) < _SOONEST_FIRST.index(other)


def _require_unseen(referral: Referral) -> None:
    require_open(referral)
    if referral.clock_stop is not None or referral.state not in WAITING:
        raise Refusal(
            f"Somebody has been with the person of {referral.id}: take a new need as a new referral, "
            "which came by the caseload"
        )


def _require_same_request(work: Work, repeated: Referral, kept: Referral) -> None:
    if repeated.id == kept.id:
        raise Refusal(f"Referral {kept.id} cannot repeat itself")
    if not kept.is_open:
        raise Refusal(f"Referral {kept.id} has ended as {said(kept.state)}: what comes after it is a new request")
    if repeated.urgency is Urgency.TWO_HOUR and kept.urgency is not Urgency.TWO_HOUR:
        raise Refusal(f"Referral {repeated.id} is two-hour and {kept.id} is not: upgrade {kept.id} first")
    if repeated.person and kept.person:
        one, other = work.get(Person, repeated.person), work.get(Person, kept.person)
        if (one.same_as or one.id) != (other.same_as or other.id):
            raise Refusal(
                f"{repeated.id} is about {one.name} and {kept.id} about {other.name}: link the two records first "
                "if they are one human being"
            )


def _with_flags(referral: Referral, do: Triage) -> tuple[Flag, ...]:
    found = [Flag(kind="adjustment", code=code) for code in do.adjustments]
    if do.safeguarding:
        found.insert(0, Flag(kind="safeguarding", code=do.safeguarding))
    if do.scene_safety.strip():
        found.append(Flag(kind="scene-safety", text=do.scene_safety.strip()))
    return referral.flags + tuple(flag for flag in found if flag not in referral.flags)


def _with_note(narrative: str, note: str) -> str:
    return "\n".join(part for part in (narrative, note.strip()) if part)


def _adjust_person(work: Work, person_id: str, adjustments: tuple[str, ...]) -> None:
    if not person_id:
        return
    person = work.get(Person, person_id)
    new = tuple(code for code in adjustments if code not in person.adjustments)
    if new:
        work.save(revised(person, adjustments=person.adjustments + new))


def _freed(visits: int) -> str:
    return f"{counted(visits, 'visit')} freed" if visits else ""
