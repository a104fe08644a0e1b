"""How the invented past is told: lives that give commands at their moments, played in the order of time.

A life is a generator. It yields a cue, is sent what came of it, and goes on from there, so that it can name the
referral it has just rung in; or it yields a moment, and goes on when that has come. Playing many lives at once merges
them by moment."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import heapify, heappop, heapreplace
from typing import Any

from domain.access import Caller, Role, User
from domain.desk.bus import Command, Done


@dataclass(frozen=True, slots=True)
class Cue:
    """A command to give at a moment (UTC), by whom and why."""

    at: datetime
    by: Caller
    command: Command
    reason: str = ""


Script = Generator[Cue, Done, None]
"""Cues in the order of time; each wants to be sent what came of it."""

Life = Generator[Cue | datetime, Any, None]
"""What one life gives: cues, answered with a `Done`, and moments to wait for, answered with None."""


def _caller(ref: str, name: str, *roles: Role) -> Caller:
    return Caller(User(id=ref, name=name, roles=roles), "demo")


DESK = _caller("aokoye", "Ada Okoye", Role.CO_ORDINATOR)
ROSTER = _caller("bpilling", "Beth Pilling", Role.CO_ORDINATOR)
COVER = _caller("dmazurek", "Danuta Mazurek", Role.COVER)
CLINICIAN = _caller("rbhatti", "Rashid Bhatti", Role.CLINICIAN)
SENIOR = _caller("glumb", "Gwen Lumb", Role.SENIOR)
ON_CALL = _caller("tsnape", "Tunde Snape", Role.ON_CALL)
CAST = (DESK, ROSTER, COVER, CLINICIAN, SENIOR, ON_CALL)


def play(lives: Iterable[Life], until: datetime) -> Script:
    """All lives as one, in the order of time; what would come after `until` never happens.

    A step whose moment has passed comes at once. Steps of the same moment come in the order of the lives."""
    dawn = datetime.min.replace(tzinfo=UTC)
    waiting = [entry for number, life in enumerate(lives) if (entry := _next(life, number, None, dawn))]
    heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, number, step, life = waiting[0]
        answer = (yield step) if isinstance(step, Cue) else None
        following = _next(life, number, answer, at)
        if following is None:
            heappop(waiting)
        else:
            heapreplace(waiting, following)


def _next(
    life: Life, number: int, answer: Done | None, not_before: datetime
) -> tuple[datetime, int, Cue | datetime, Life] | None:
    try:
        step = life.send(answer)
    except StopIteration:
        return None
    if not isinstance(step, Cue):
        return max(not_before, step), number, step, life
    if step.at < not_before:
        step = replace(step, at=not_before)
    return step.at, number, step, life
