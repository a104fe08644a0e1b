"""Escalations: somebody senior is told, with the state of the thing in words, and has to answer by a time.

Silence climbs the ladder to whoever is on call on the next rung. Who stands on which rung when is the rota
kept here; the rules of the ladder are `domain/oncall.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Refusal, Work, handles
from domain.desk.checks import require_codes, require_text
from domain.desk.context import describe
from domain.desk.subjects import person_behind
from domain.escalation import Escalation, EscalationState, OnCall, Step
from domain.oncall import climbing, on_call_at, without
from domain.when import show_moment, show_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Command):
    """Tell somebody senior; the clock for their answer starts."""

    text: str = ask("What must they know", "long")
    kind: str = ask("Kind", "code", of="escalation", default="other")
    subject: str = ask("About", default="", help="what is on the row, such as referral/R7K3")
    to: str = ask("Tell", default="", help="a rung of the ladder or a name; blank: who is on call")


@handles(Raise, "escalation.raise", Right.ESCALATE)
def raise_escalation(do: Raise, work: Work) -> str:
    """Keep it with the subject's state at this moment, and call the first who is on call."""
    require_codes(work, "escalation", do.kind)
    text = require_text(do.text, "Type what they must know")
    step = _first_step(do.to.strip(), work)
    escalation = work.add(
        Escalation(
            id=work.new_id(Escalation), kind=do.kind, subject=do.subject, text=text,
            person=person_behind(work, do.subject),
            context=describe(work, do.subject) if do.subject else "", raised_at=work.now,
            raised_by=work.caller.user.id, to=step.to, due=step.due, steps=(step,),
        )
    )  # fmt: skip
    return f"escalation/{escalation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Command):
    """Somebody has taken an escalation on."""

    id: str = ask("Escalation", "escalation")
    by: str = ask("Who answered", default="", help="you, unless you say otherwise")


@handles(Acknowledge, "escalation.acknowledge", Right.ESCALATE, on=Escalation)
def acknowledge(do: Acknowledge, work: Work) -> str:
    """Stop the clock of the answer."""
    escalation = _unanswered(work, do.id)
    by = do.by.strip() or work.caller.user.name or work.caller.user.id
    work.save(replace(escalation, state=EscalationState.ACKNOWLEDGED, acknowledged_at=work.now, acknowledged_by=by))
    return f"escalation/{escalation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb(Command):
    """Nobody answered: call the next rung."""

    id: str = ask("Escalation", "escalation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbUnanswered(Climb):
    """Nobody answered in time and no hand let it climb; so no hand takes it back."""


@handles(ClimbUnanswered, "escalation.climb-unanswered", Right.ESCALATE, on=Escalation, undoable=False)
@handles(Climb, "escalation.climb", Right.ESCALATE, on=Escalation)
def climb(do: Climb, work: Work) -> str:
    """Add whoever is on call on the next rung and has not been called yet; their clock starts anew."""
    escalation = _unanswered(work, do.id)
    called = {step.to for step in escalation.steps}
    above = next((step.role for step in reversed(escalation.steps) if step.role), "")
    higher = climbing(_rota_from_now(work), work.policy, work.now, above)
    duty = next((duty for duty in higher if duty.name not in called), None)
    if duty is None:
        raise Refusal(f"Nobody higher than {escalation.to} is on call; put somebody on call, or ring on and resolve it")
    step = _step_to(duty, work)
    work.save(replace(escalation, to=step.to, due=step.due, steps=(*escalation.steps, step)))
    return f"escalation/{escalation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(Command):
    """An escalation needs nobody any more."""

    id: str = ask("Escalation", "escalation")
    outcome: str = ask("What came of it", "long")


@handles(Resolve, "escalation.resolve", Right.ESCALATE, on=Escalation)
def resolve(do: Resolve, work: Work) -> str:
    """Keep when and with what outcome."""
    escalation = _unresolved(work, do.id)
    outcome = require_text(do.outcome, "Type what came of it")
    work.save(replace(escalation, state=EscalationState.RESOLVED, resolved_at=work.now, outcome=outcome))
    return f"escalation/{escalation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOnCall(Command):
    """Somebody answers for a rung of the ladder from a moment to another."""

    role: str = ask("Rung", "code", of="ladder")
    name: str = ask("Who")
    phone: str = ask("On which number")
    start: datetime = ask("From", "moment")
    end: datetime = ask("Until", "moment")


@handles(SetOnCall, "oncall.set", Right.ESCALATE)
def set_on_call(do: SetOnCall, work: Work) -> str:
    """Keep the duty; it takes its time from whoever had the rung before."""
    require_codes(work, "ladder", do.role)
    name = require_text(do.name, "Type who is on call")
    phone = require_text(do.phone, "Type the number that reaches them")
    if do.end <= do.start:
        raise Refusal("The duty must end after it begins")
    for duty in work.find(OnCall, role=do.role, start=Between(None, do.end), end=Between(do.start, None)):
        _cut(duty, do, work)
    kept = work.add(
        OnCall(
            id=work.new_id(OnCall), role=do.role, name=name, phone=phone,
            start=do.start, end=do.end,
        )
    )  # fmt: skip
    return f"oncall/{kept.id}"


def _cut(duty: OnCall, do: SetOnCall, work: Work) -> None:
    if duty.end == do.start:
        return
    parts = without(duty, do.start, do.end)
    if not parts:
        work.remove(duty)
        return
    work.save(parts[0])
    for part in parts[1:]:
        work.add(replace(part, id=work.new_id(OnCall)))


def _unresolved(work: Work, ref: str) -> Escalation:
    escalation = work.get(Escalation, ref)
    if escalation.state is EscalationState.RESOLVED and escalation.resolved_at is not None:
        raise Refusal(f"This was resolved {show_moment(escalation.resolved_at)}: {escalation.outcome}")
    return escalation


def _unanswered(work: Work, ref: str) -> Escalation:
    escalation = _unresolved(work, ref)
    if escalation.acknowledged_at is not None:
        raise Refusal(f"{escalation.acknowledged_by} took this on {show_moment(escalation.acknowledged_at)}")
    return escalation


def _rota_from_now(work: Work) -> Sequence[OnCall]:
    return work.find(OnCall, end=Between(work.now, None))


def _first_step(to: str, work: Work) -> Step:
    """Whom to call first: the rung or the name that was typed, else the lowest rung with somebody on call."""
    rota = _rota_from_now(work)
    if to:
        duties = on_call_at(rota, work.now)
        named = (duty for duty in duties.values() if duty.name.casefold() == to.casefold())
        duty = duties.get(to) or next(named, None)
    else:
        duty = next(climbing(rota, work.policy, work.now), None)
    return _step_to(duty, work) if duty is not None else _step_off_rota(to, work)


def _step_off_rota(to: str, work: Work) -> Step:
    ladder = work.policy.choices("ladder")
    role = to or next(iter(ladder))
    if role not in ladder:
        work.say(f"{to} is not on call; make sure that they are told")
        return Step(to=to, at=work.now, due=_due(work))
    work.say(f"Nobody is on call as {ladder[role]}; make sure that somebody is told")
    return Step(to=ladder[role], role=role, at=work.now, due=_due(work))


def _step_to(duty: OnCall, work: Work) -> Step:
    due = _due(work)
    rung = work.policy.label("ladder", duty.role)
    work.say(f"Ring {duty.name}, {rung}, on {duty.phone}; an answer is due by {show_time(due)}")
    return Step(to=duty.name, role=duty.role, at=work.now, due=due)


def _due(work: Work) -> datetime:
    return work.now + timedelta(minutes=work.policy.minutes("acknowledge-minutes"))
