"""An entry of somebody else's calendar as the diary understands it, whatever file it came in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One time at which something takes place (UTC). `uid` is the calendar's name for it; of one that repeats each
    time has its own. `who` is asked to come, and those of them who will not are
    `away`; `sequence` counts the changes that its organiser has made."""

    uid: str
    title: str
    start: datetime
    end: datetime
    where: str = ""
    who: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    cancelled: bool = False
    sequence: int = 0
