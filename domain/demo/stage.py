"""How the invented past is told: lives that give commands at their moments, played in the order of time.

A life is a generator. It yields a cue, is sent what came of it, and goes on from there, so that it can name the
referral it has just rung in. Playing many lives at once merges their cues by moment."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from typing import Any, Protocol, TypeVar

from domain.access import Caller, Role, User
from domain.desk.bus import Command, Done
from domain.record import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Cue:
    """A command to give at a moment (UTC), by whom and why."""

    at: datetime
    by: Caller
    command: Command
    reason: str = ""


Life = Generator[Cue, Done, None]


class Look(Protocol):
    """Reads records as they stand at this point of the play."""

    def __call__(self, kind: type[R], **where: Any) -> Sequence[R]:
        """Records whose fields equal the values, as `Work.find` gives them."""
        ...


def _caller(ref: str, name: str, *roles: Role) -> Caller:
    return Caller(User(id=ref, name=name, roles=roles), "demo")


DESK = _caller("aokoye", "Ada Okoye", Role.CO_ORDINATOR)
ROSTER = _caller("bpilling", "Beth Pilling", Role.CO_ORDINATOR)
COVER = _caller("dmazurek", "Danuta Mazurek", Role.COVER)
CLINICIAN = _caller("rbhatti", "Rashid Bhatti", Role.CLINICIAN)
SENIOR = _caller("glumb", "Gwen Lumb", Role.SENIOR)
ON_CALL = _caller("tsnape", "Tunde Snape", Role.ON_CALL)
CAST = (DESK, ROSTER, COVER, CLINICIAN, SENIOR, ON_CALL)


def play(lives: Iterable[Life], until: datetime) -> Life:
    """All lives as one, in the order of time; what would come after `until` never happens.

    Cues of the same moment come in the order of the lives."""
    waiting: list[tuple[datetime, int, Cue, Life]] = []
    for number, life in enumerate(lives):
        first = next(life, None)
        if first is not None:
            waiting.append((first.at, number, first, life))
    heapify(waiting)
    while waiting:
        at, number, cue, life = waiting[0]
        if at > until:
            return
        done = yield cue
        try:
            following = life.send(done)
        except StopIteration:
            heappop(waiting)
        else:
            heapreplace(waiting, (max(at, following.at), number, following, life))
