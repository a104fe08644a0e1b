"""Ways out of a collision in the diary: another time, another room, or one who comes less; what breaks least first.

A way that leaves somebody out is only one as long as those who come can still decide. Each is a change of one
meeting; a person chooses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.diary import clashing, collisions, expected, free_start, is_shared, meeting_at, starts_of_the_day
from domain.meeting import Meeting
from domain.policy import Policy
from domain.quorum import Roles, coming, lacking
from domain.visit import Visit


@dataclass(frozen=True, slots=True)
class WayOut:
    """A change of one meeting after which what collides now does not: another `start`, another `room`, or nothing but
    that those of `without` do not come. `tells` is how many people would have to hear of it."""

    meeting: Meeting
    start: datetime | None = None
    room: str = ""
    without: tuple[str, ...] = ()

    @property
    def tells(self) -> int:
        """Who comes, and who has a place; of a meeting that stays as it is only those who are to miss it."""
        if self.start is None and not self.room:
            return len(self.without)
        return len(coming(self.meeting)) + len(list(expected(self.meeting)))


@dataclass(frozen=True, slots=True)
class Diary:
    """All that a way out is held against: the other meetings and the visits of the day, the rules, who holds which
    role, and that what is past cannot be booked."""

    others: Sequence[Meeting]
    policy: Policy
    roles: Roles
    visits: Sequence[Visit] = ()
    now: datetime | None = None

    def collides(self, meeting: Meeting) -> bool:
        """Whether a meeting shares anything with another one, or finds somebody visited at home."""
        return bool(collisions(meeting, self.others, self.policy, self.visits))

    def can_decide(self, meeting: Meeting, less: Meeting) -> bool:
        """Whether a meeting that fewer come to lacks no role that it had."""
        return lacking(less, self.roles, self.policy) == lacking(meeting, self.roles, self.policy)


def ways_out(meeting: Meeting, diary: Diary) -> list[WayOut]:
    """What would end the collisions of a meeting: first what nobody has to miss, of those what fewest must hear of."""
    if not diary.collides(meeting):
        return []
    against = [other for other in clashing(meeting, diary.others) if collisions(meeting, [other], diary.policy)]
    ways = [way for one in (meeting, *against) for way in _elsewhen(one, diary)]
    ways += [WayOut(meeting, room=room) for room in diary.policy.choices("room") if _is_free(room, meeting, diary)]
    ways += [way for one in (meeting, *against) for way in _with_fewer(one, diary)]
    return sorted(ways, key=lambda way: (len(way.without), way.tells, way.meeting.id != meeting.id))


def _elsewhen(meeting: Meeting, diary: Diary) -> Iterator[WayOut]:
    """The nearest time at which everybody can come; where there is none, that which fewest have to miss."""
    start = free_start(meeting, diary.others, diary.policy, diary.visits, diary.now)
    if start is not None:
        yield from [WayOut(meeting, start=start)] if start != meeting.start else []
        return
    there = [meeting_at(meeting, start) for start in starts_of_the_day(meeting, diary.policy, diary.now)]
    short = [(one, missing) for one in there if one.start != meeting.start and (missing := _to_miss(one, diary))]
    if short:
        one, missing = min(short, key=lambda pair: len(pair[1]))
        yield WayOut(meeting, start=one.start, without=missing)


def _with_fewer(meeting: Meeting, diary: Diary) -> Iterator[WayOut]:
    """It stays as it is, and whoever is wanted elsewhere sends apologies."""
    if missing := _to_miss(meeting, diary):
        yield WayOut(meeting, without=missing)


def _to_miss(meeting: Meeting, diary: Diary) -> tuple[str, ...]:
    """Who must be elsewhere, where nothing else collides and the others can still decide; else nobody."""
    elsewhere = {name for other in clashing(meeting, diary.others) for name in coming(other)}
    missing = tuple(name for key, name in coming(meeting).items() if key in elsewhere)
    less = replace(meeting, apologies=(*meeting.apologies, *missing))
    if not coming(less) or diary.collides(less) or not diary.can_decide(meeting, less):
        return ()
    return missing


def _is_free(room: str, meeting: Meeting, diary: Diary) -> bool:
    """Whether a meeting could be held there without colliding with anything."""
    return (
        room != meeting.room and not is_shared(room, diary.policy) and not diary.collides(replace(meeting, room=room))
    )
