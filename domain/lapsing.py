"""What a worker's skills and papers cost when they lapse: the visits of theirs that then need somebody else.

Pure arithmetic over one worker and the visits they are down for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.staff import Worker
from domain.visit import TO_COME, Visit

DBS = "dbs"
"""The check without which a worker makes no visit at all; skills go by their codes."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that a worker needs holds until `last`, that day included; `visits` of theirs come after it."""

    what: str
    last: date
    visits: tuple[Visit, ...]


def lapses(worker: Worker, held: Iterable[Visit], until: date) -> list[Lapse]:
    """What has lapsed or will by `until`, the first to lapse first. `held` are the visits they are down for."""
    to_come = [visit for visit in held if visit.state in TO_COME]
    ends = [(skill.code, skill.expires) for skill in worker.skills] + [(DBS, worker.dbs_expires)]
    found = [
        Lapse(what, last, tuple(visit for visit in to_come if visit.day > last and what in (DBS, *visit.skills)))
        for what, last in ends
        if last is not None and last <= until
    ]
    return sorted(found, key=lambda lapse: (lapse.last, lapse.what))
