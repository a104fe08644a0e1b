"""A visit: somebody goes to a person's home at a time. A double-up is one visit with two workers.

Draft and published live side by side: `workers` and `start` are what the desk plans, `told_workers` and
`told_start` what people have been told. They differ until the draft is published."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.record import Record


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    ALLOCATED = "allocated"
    NOTIFIED = "notified"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    VERIFIED = "verified"
    MISSED = "missed"
    CANCELLED = "cancelled"


TO_COME = frozenset({VisitState.PLANNED, VisitState.ALLOCATED, VisitState.NOTIFIED})
BEGUN = frozenset({VisitState.IN_PROGRESS, VisitState.COMPLETED, VisitState.VERIFIED})
OVER = frozenset({VisitState.COMPLETED, VisitState.VERIFIED, VisitState.MISSED, VisitState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One worker's arrival and departure. Sources: app_gps, nfc_tag, qr, landline, manual, assumed.

    A stamp that is not electronic carries an exception code of the list `exception`."""

    worker: str
    came: datetime
    came_by: str
    left: datetime | None = None
    left_by: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """One visit of a package, or a one-off first visit (`package` empty).

    `start` is the planned start, `window_from`/`window_to` bound the start (UTC). `local_start` keeps the London
    wall time `HH:MM` with `zone`. `after` is the id of the visit this one must follow by `min_gap`..`max_gap`
    minutes, and `after_by` whether by the `same` worker or an `other` one. An `optional` visit is made if time
    allows. A visit `beside` another (its id) is that of the `learner`, a worker sent along; it is made with the other
    one or not at all, and nobody waits for it. It is `readdressed` when its person has moved since its workers were
    told where to go. `verdicts` are codes of the list `verdict`, given by a rule and confirmed by a person, who says
    why with `verified_cause`, a code of the list `exception`, and what was done about it with
    `verified_note`."""

    person: str
    case: str = ""
    package: str = ""
    referral: str = ""
    line: str = ""
    kind: str = "care"
    day: date
    start: datetime
    minutes: int
    window_from: datetime
    window_to: datetime
    local_start: str = ""
    zone: str = "Europe/London"
    workers_needed: int = 1
    skills: tuple[str, ...] = ()
    lead: bool = False
    time_critical: bool = False
    tasks: str = ""
    after: str = ""
    min_gap: int = 0
    max_gap: int = 0
    after_by: str = ""
    optional: bool = False
    beside: str = ""
    learner: str = ""
    state: VisitState = VisitState.PLANNED
    workers: tuple[str, ...] = ()
    pinned: bool = False
    told_workers: tuple[str, ...] = ()
    told_start: datetime | None = None
    readdressed: bool = False
    attended: tuple[Attendance, ...] = ()
    verdicts: tuple[str, ...] = ()
    verified_by: str = ""
    verified_cause: str = ""
    verified_note: str = ""
    cancelled_why: str = ""
    note: str = ""

    @property
    def is_covered(self) -> bool:
        """Whether as many workers are planned as it needs; whoever learns is not needed."""
        return bool(self.beside) or len(self.workers) >= self.workers_needed

    @property
    def is_draft(self) -> bool:
        """Whether the plan differs from what people have been told. What has begun or was missed is past telling."""
        if self.state in OVER or self.state in BEGUN:
            return self.state is VisitState.CANCELLED and bool(self.told_workers)
        elsewhere = self.start != self.told_start or self.readdressed
        return set(self.workers) != set(self.told_workers) or (bool(self.workers) and elsewhere)
