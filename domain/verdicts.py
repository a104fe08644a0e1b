"""What a rule says about how a visit went, from the stamps of those who came. A person has the last word.

Thresholds are the policy's, verdicts are codes of the list `verdict`. All arithmetic is in UTC, and the time
that counts is the one people were told. `wrong-place` is for people to give: no stamp has a position."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise

from domain.policy import Policy
from domain.visit import TO_COME, Attendance, Visit, VisitState

ELECTRONIC = frozenset({"app_gps", "nfc_tag", "qr", "landline"})
SOURCES = (*sorted(ELECTRONIC), "manual")

Span = tuple[datetime, datetime]


class Verdict(StrEnum):
    """How a visit went against its plan."""

    ON_TIME = "on-time"
    EARLY = "early"
    LATE = "late"
    SEVERELY_LATE = "severely-late"
    MISSED = "missed"
    SHORT = "short"
    LONG = "long"
    OVERLAP = "overlap"
    CRAMMED = "crammed"
    DOUBLE_UP_FAIL = "double-up-fail"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another visit of a worker who came: when they were there, and the travel between the two homes."""

    worker: str
    came: datetime
    left: datetime | None
    travel_minutes: int


def judge(visit: Visit, policy: Policy, elsewhere: Iterable[Elsewhere] = ()) -> tuple[Verdict, ...]:
    """The verdicts on a visit as far as its stamps allow; none while nobody has come.

    Length, and whether two workers were there together, are judged when everybody has left."""
    if visit.state is VisitState.MISSED:
        return (Verdict.MISSED,)
    if not visit.attended:
        return ()
    others = tuple(elsewhere)
    found = [
        _start(visit, policy),
        *_length(visit, policy),
        *_double_up(visit, policy),
        *_company(visit, policy, others),
        *([Verdict.MANUAL] * any(map(is_manual, visit.attended))),
    ]
    return tuple(verdict for verdict in Verdict if verdict in found)


def is_manual(stamp: Attendance) -> bool:
    """Whether either time was put in by hand or assumed; such a stamp needs an exception code."""
    return stamp.came_by not in ELECTRONIC or bool(stamp.left_by and stamp.left_by not in ELECTRONIC)


def doubt(visit: Visit, now: datetime, policy: Policy) -> str:
    """What the desk should doubt of a visit without a check-in: `possibly-missed`, `not-started`, or '' for nothing."""
    if possibly_missed(visit, now, policy):
        return "possibly-missed"
    return "not-started" if not_started(visit, now, policy) else ""


def not_started(visit: Visit, now: datetime, policy: Policy) -> bool:
    """Whether the desk should ask where the worker is: nobody has come some minutes past the start."""
    name = "not-started-critical-minutes" if visit.time_critical else "not-started-minutes"
    return visit.state in TO_COME and now - expected_start(visit) > _minutes(policy, name)


def possibly_missed(visit: Visit, now: datetime, policy: Policy) -> bool:
    """Whether a visit without a check-in may have been missed; a person has to confirm it."""
    name = "not-started-critical-minutes" if visit.time_critical else "missed-after-minutes"
    return visit.state in TO_COME and now - visit.window_to > _minutes(policy, name)


def late_minutes(visit: Visit, now: datetime, policy: Policy) -> int:
    """By how many minutes a visit that nobody has come to should have begun; 0 within the time allowed."""
    awaited = visit.state in TO_COME and not visit.attended and not visit.beside
    off = now - expected_start(visit)
    return off // timedelta(minutes=1) if awaited and _is_late(off, policy) else 0


def late_since(now: datetime, policy: Policy) -> datetime:
    """Whoever was expected before this moment, and has not come, is late."""
    return now - _minutes(policy, "late-minutes")


def expected_start(visit: Visit) -> datetime:
    """The start that people were told, or the planned one where nobody has been told."""
    return visit.told_start or visit.start


def together(stamps: Sequence[Attendance]) -> timedelta:
    """For how long at least two of the workers were there at once; an open stamp counts for nothing."""
    spans = _closed(stamps)
    return sum((end - start for start, end in _overlaps(spans)), timedelta())


def present(stamps: Sequence[Attendance]) -> timedelta:
    """For how long at least one worker was there; an open stamp counts for nothing."""
    return sum((end - start for start, end in merged(_closed(stamps))), timedelta())


def merged(spans: Iterable[Span]) -> list[Span]:
    """Stretches of time run together where they meet, in order."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def _start(visit: Visit, policy: Policy) -> Verdict:
    off = min(stamp.came for stamp in visit.attended) - expected_start(visit)
    if off < -_minutes(policy, "early-minutes"):
        return Verdict.EARLY
    if off > _minutes(policy, "severely-late-minutes"):
        return Verdict.SEVERELY_LATE
    return Verdict.LATE if _is_late(off, policy) else Verdict.ON_TIME


def _is_late(off: timedelta, policy: Policy) -> bool:
    return off > _minutes(policy, "late-minutes")


def _length(visit: Visit, policy: Policy) -> Iterator[Verdict]:
    if any(stamp.left is None for stamp in visit.attended):
        return
    planned, actual = timedelta(minutes=visit.minutes), present(visit.attended)
    percent = 100 * (actual / planned)
    if planned - actual > _minutes(policy, "short-minutes") and percent < policy.number("short-percent"):
        yield Verdict.SHORT
    if actual - planned > _minutes(policy, "long-minutes") and percent > policy.number("long-percent"):
        yield Verdict.LONG


def _double_up(visit: Visit, policy: Policy) -> Iterator[Verdict]:
    if visit.workers_needed < 2 or any(stamp.left is None for stamp in visit.attended):
        return
    first, *second = sorted(visit.attended, key=lambda stamp: stamp.came)[:2]
    enough = timedelta(minutes=visit.minutes) * policy.number("double-up-percent") / 100
    most = _minutes(policy, "double-up-apart-minutes")
    apart = any(stamp.came - first.came > most and not stamp.exception for stamp in second)
    if together(visit.attended) < enough or apart:
        yield Verdict.DOUBLE_UP_FAIL


def _company(visit: Visit, policy: Policy, elsewhere: Sequence[Elsewhere]) -> Iterator[Verdict]:
    """Whether a worker was in two homes at once, or came sooner from the last home than the way allows."""
    least = policy.number("crammed-percent") / 100
    for stamp in visit.attended:
        for other in elsewhere:
            if other.worker != stamp.worker or other.left is None:
                continue
            if other.came < (stamp.left or stamp.came) and stamp.came < other.left:
                yield Verdict.OVERLAP
            elif other.left <= stamp.came and stamp.came - other.left < timedelta(minutes=other.travel_minutes) * least:
                yield Verdict.CRAMMED


def _closed(stamps: Sequence[Attendance]) -> list[Span]:
    return [(stamp.came, stamp.left) for stamp in stamps if stamp.left is not None]


def _overlaps(spans: Sequence[Span]) -> list[Span]:
    """The stretches in which at least two of the spans run."""
    edges = sorted({edge for span in spans for edge in span})
    return [
        (low, high) for low, high in pairwise(edges) if sum(start <= low and high <= end for start, end in spans) > 1
    ]


def _minutes(policy: Policy, name: str) -> timedelta:
    return _span(policy.text(name))


@cache
def _span(minutes: str) -> timedelta:
    """A setting, read once: a day's verdicts ask for the same few thousands of times."""
    return timedelta(minutes=int(minutes))
