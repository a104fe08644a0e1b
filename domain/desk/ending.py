"""What ends with a referral: its case, the packages of care, and every visit that is still to come.

Shared by withdrawing, closing and ending a case, so that no way out leaves a worker on the way to nobody."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.case import Case, CaseState, Goal
from domain.desk.bus import Work
from domain.desk.freeing import free
from domain.package import Package, PackageState
from domain.referral import Referral
from domain.visit import TO_COME, Visit
from domain.when import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When care ended and how. `outcome` is a code of the list `outcome` or ''; `note` and `goals` with their
    last scores (empty: as they stand) go to the case; `cancel` is a code of that list, for the visits."""

    at: datetime
    cancel: str
    outcome: str = ""
    note: str = ""
    goals: tuple[Goal, ...] = ()


def end_care(work: Work, referral: Referral, ending: Ending) -> int:
    """End what hangs on the referral. Returns how many visits were freed.

    A visit that was due to be over by `ending.at` is left alone: what became of it may still be told."""
    visits = {visit.id: visit for visit in work.find(Visit, referral=referral.id, state=tuple(TO_COME))}
    for case in work.find(Case, referral=referral.id):
        if case.state is not CaseState.ENDED:
            _end_case(work, case, ending)
        visits |= {visit.id: visit for visit in work.find(Visit, case=case.id, state=tuple(TO_COME))}
    freed = [visit for visit in visits.values() if visit.start + timedelta(minutes=visit.minutes) > ending.at]
    free(work, freed, ending.cancel)
    return len(freed)


def _end_case(work: Work, case: Case, ending: Ending) -> None:
    work.save(
        replace(
            case, state=CaseState.ENDED, ended_at=ending.at, outcome=ending.outcome, end_note=ending.note,
            goals=ending.goals or case.goals, next_step="", next_step_due=None,
        )
    )  # fmt: skip
    last_day = local_date(ending.at)
    for package in work.find(Package, case=case.id):
        if package.state is not PackageState.ENDED:
            ends = min(package.ends or last_day, last_day)
            work.save(replace(package, state=PackageState.ENDED, ends=max(ends, package.starts)))
