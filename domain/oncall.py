"""The on-call ladder: who answers for each rung at a moment, and who comes next when nobody answers.

The rungs and their order are the code list `ladder`. Knows nothing of how the rota is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from domain.escalation import Escalation, EscalationState, OnCall
from domain.policy import Policy


def on_call_at(rota: Sequence[OnCall], at: datetime) -> dict[str, OnCall]:
    """Rung → who answers for it at the moment; of two, whoever began later."""
    there = [duty for duty in rota if duty.start <= at < duty.end]
    return {duty.role: duty for duty in sorted(there, key=lambda duty: (duty.start, duty.id))}


def climbing(rota: Sequence[OnCall], policy: Policy, at: datetime, above: str = "") -> Iterator[OnCall]:
    """Who is on call on the rungs above `above`, lowest first; '' or an unknown rung: the whole ladder."""
    ladder = list(policy.choices("ladder"))
    now = on_call_at(rota, at)
    first = ladder.index(above) + 1 if above in ladder else 0
    return (now[role] for role in ladder[first:] if role in now)


def answers_for(escalation: Escalation, rota: Sequence[OnCall], at: datetime) -> OnCall | None:
    """Who is on call for the rung that an escalation has reached; None off the ladder or off the rota."""
    role = escalation.steps[-1].role if escalation.steps else ""
    return on_call_at(rota, at).get(role)


def is_silent(escalation: Escalation, at: datetime) -> bool:
    """Whether nobody has answered in time, so that it must climb."""
    return escalation.state is EscalationState.OPEN and escalation.due <= at


def without(duty: OnCall, start: datetime, end: datetime) -> tuple[OnCall, ...]:
    """What is left of a duty when somebody else takes the time from `start` to `end`."""
    before = replace(duty, end=min(duty.end, start))
    after = replace(duty, start=max(duty.start, end))
    return tuple(part for part in (before, after) if part.start < part.end)
