"""Pinning many visits of a day at once: somebody's round, everything up to a time, or both together.

Each visit is then pinned for itself, as by hand: hand moves refuse to touch it and every plan goes round it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.record import revised
from domain.staff import Worker
from domain.visit import TO_COME, Visit
from domain.when import show_date
from domain.words import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfADay(Command):
    """Which visits are meant."""

    day: date = ask("Day", "date")
    worker: str = ask("Whose round", "worker", default="", help="blank: everybody's")
    until: datetime | None = ask("Up to", "moment", default=None, help="blank: to the end of the day")


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMany(PartOfADay):
    """Keep a part of a day's roster as it is, whatever is planned around it."""


@handles(PinMany, "roster.pin-many", Right.ROSTER)
def pin_many(do: PinMany, work: Work) -> str:
    """Pin every visit to come that has anybody and begins by then."""
    found = [visit for visit in _meant(do, work) if visit.workers and not visit.pinned]
    return _kept(do, found, work, pinned=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpinMany(PartOfADay):
    """Let a part of a day's roster be moved again."""


@handles(UnpinMany, "roster.unpin-many", Right.ROSTER)
def unpin_many(do: UnpinMany, work: Work) -> str:
    """Take the pins out."""
    return _kept(do, [visit for visit in _meant(do, work) if visit.pinned], work, pinned=False)


def _meant(do: PartOfADay, work: Work) -> list[Visit]:
    """The visits to come that a command is about."""
    whose = work.get(Worker, do.worker).id if do.worker else ""
    return [
        visit
        for visit in work.find(Visit, day=do.day, state=tuple(TO_COME))
        if (not whose or whose in visit.workers) and (do.until is None or visit.start <= do.until)
    ]


def _kept(do: PartOfADay, found: Sequence[Visit], work: Work, *, pinned: bool) -> str:
    if not found:
        raise Refusal(f"No visit of {show_date(do.day)} is left to {'pin' if pinned else 'unpin'}")
    for visit in found:
        work.save(revised(visit, pinned=pinned))
    work.say(f"{counted(len(found), 'visit')} {'pinned' if pinned else 'unpinned'}")
    return f"roster/{do.day}"
