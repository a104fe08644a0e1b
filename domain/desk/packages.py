"""Packages of care: the weekly pattern a case needs, the visits made from it, and its pauses.

A visit is never made twice for the same line and day. One that a person cancelled stays cancelled; one that a
pause took away comes back as itself, so that workers who never heard of the pause hear nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.access import Right
from domain.case import Case, CaseState
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Offer, Refusal, Work, handles
from domain.desk.checks import require_codes
from domain.desk.contact_clock import visit_planned
from domain.desk.freeing import free, keep_who_can
from domain.package import Line, Package, PackageState
from domain.package_text import EXAMPLE, pattern_problem
from domain.pattern import Wanted, visit_of, wanted
from domain.record import revised
from domain.roster import standing
from domain.visit import TO_COME, Visit, VisitState
from domain.when import day_bounds, local_date, show_date, show_moment
from domain.words import counted

SUSPENDED, CHANGED = "suspended", "changed"
FURTHEST_DAYS = 366
_LINES_HELP = f"one visit a line: {EXAMPLE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPackage(Command):
    """The visits that a case needs, week by week."""

    case: str = ask("Case", "case")
    lines: tuple[Line, ...] = ask("Visits", "lines", help=_LINES_HELP)
    starts: date | None = ask("First day", "date", default=None, help="today unless you say otherwise")
    ends: date | None = ask("Last day", "date", default=None, help="blank: until it is ended")
    until: date | None = ask("Visits until", "date", default=None, help="the planning horizon unless you say otherwise")


@handles(StartPackage, "package.start", Right.CARE)
def start_package(do: StartPackage, work: Work) -> str:
    """Keep the pattern and make its visits as far ahead as the roster is planned."""
    case = work.get(Case, do.case)
    if case.state is CaseState.ENDED:
        raise Refusal(f"Case {case.id} has ended; open a case for the new need first")
    _require_pattern(work, do.lines)
    starts = do.starts or local_date(work.now)
    _require_order(starts, do.ends)
    others = [p.id for p in work.find(Package, case=case.id) if p.state is not PackageState.ENDED]
    package = work.add(
        Package(
            id=work.new_id(Package), person=case.person, case=case.id, lines=tuple(do.lines), starts=starts,
            ends=do.ends,
        )
    )  # fmt: skip
    until = _until(work, do.until)
    made = _make(work, package, until)
    both = f"; the case has package {', '.join(others)} as well: both make visits" if others else ""
    work.say(f"Package {package.id}: {counted(made, 'visit')} made up to {show_date(until)}{both}")
    return f"package/{package.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeVisits(Command):
    """Make the visits of a package as far ahead as the roster is planned."""

    id: str = ask("Package", "package")
    until: date | None = ask("Until", "date", default=None, help="the planning horizon unless you say otherwise")


@handles(MakeVisits, "package.make-visits", Right.CARE, on=Package)
def make_visits(do: MakeVisits, work: Work) -> str:
    """Make what is missing up to a day; what is there stays as it is."""
    package = work.get(Package, do.id)
    if package.state is PackageState.ENDED:
        raise Refusal(f"Package {package.id} has ended; it makes no more visits")
    until = _until(work, do.until)
    made = _make(work, package, until)
    work.say(f"{counted(made, 'visit')} made up to {show_date(until)}")
    return f"package/{package.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollVisits(Command):
    """Make the visits of every package in force; once a day keeps the roster at its horizon."""

    until: date | None = ask("Until", "date", default=None, help="the planning horizon unless you say otherwise")


@handles(RollVisits, "package.roll-visits", Right.CARE)
def roll_visits(do: RollVisits, work: Work) -> str:
    """MakeVisits for each package that is not suspended or ended."""
    until = _until(work, do.until)
    made = sum(_make(work, package, until) for package in work.find(Package, state=PackageState.ACTIVE))
    work.say(f"{counted(made, 'visit')} made up to {show_date(until)}")
    return f"roster/{until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePackage(Command):
    """The need has changed: other visits from a day on, or another last day."""

    id: str = ask("Package", "package")
    lines: tuple[Line, ...] = ask("Visits", "lines", default=(), help=f"all of them; blank: as before; {_LINES_HELP}")
    since: date | None = ask("From", "date", default=None, help="today unless you say otherwise")
    ends: date | None = ask("Last day", "date", default=None, help="blank: as before")


@handles(ChangePackage, "package.change", Right.CARE, on=Package)
def change_package(do: ChangePackage, work: Work) -> str:
    """Put the new pattern in force from a day; visits to come follow it, with workers where they can."""
    before = _active(work, do.id)
    since = max(do.since or local_date(work.now), local_date(work.now), before.starts)
    lines, ends = tuple(do.lines) or before.lines, do.ends or before.ends
    _require_pattern(work, lines)
    _require_order(before.starts, ends)
    horizon = _horizon(work, before)
    _make(work, before, min(since - timedelta(days=1), horizon))
    before = work.get(Package, do.id)
    after = replace(before, lines=lines, ends=ends)
    freed, changed = _follow(work, before, after, since)
    made = _make(work, after, horizon, day_bounds(since)[0])
    work.say(f"{counted(made, 'visit')} made, {changed} changed, {freed} freed")
    return f"package/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendPackage(Command):
    """The person is in hospital or away: no visits from a moment on."""

    id: str = ask("Package", "package")
    why: str = ask("Why", "code", of="suspend")
    since: datetime | None = ask("From", "moment", default=None, help="now unless you say otherwise")


@handles(SuspendPackage, "package.suspend", Right.CARE, on=Package)
def suspend_package(do: SuspendPackage, work: Work) -> str:
    """Free every visit from the moment on; publishing then tells the workers who had been told."""
    package = _active(work, do.id)
    require_codes(work, "suspend", do.why)
    since = do.since or work.now
    _make(work, package, min(max(local_date(since), local_date(work.now)), _horizon(work, package)))
    freed = work.find(Visit, package=package.id, state=tuple(TO_COME), start=Between(since))
    free(work, freed, SUSPENDED)
    paused = replace(work.get(Package, do.id), state=PackageState.SUSPENDED, suspended_why=do.why)
    work.save(replace(paused, suspended_from=local_date(since)))
    _set_case(work, package.case, CaseState.OPEN, CaseState.SUSPENDED)
    told = sum(bool(visit.told_workers) for visit in freed)
    work.say(f"{counted(len(freed), 'visit')} freed, {told} of them told to workers")
    return f"package/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePackage(Command):
    """The person is back: visits go on from a moment."""

    id: str = ask("Package", "package")
    since: datetime | None = ask("Back from", "moment", default=None, help="now unless you say otherwise")


@handles(ResumePackage, "package.resume", Right.CARE, on=Package)
def resume_package(do: ResumePackage, work: Work) -> str:
    """Bring back the visits that the pause took, with workers who are still free, and make the rest."""
    package = work.get(Package, do.id)
    if package.state is not PackageState.SUSPENDED:
        raise Refusal(f"Package {package.id} is {package.state}; only a suspended one is resumed")
    since = max(do.since or work.now, work.now)
    lost = work.find(
        Visit, package=package.id, state=VisitState.CANCELLED, cancelled_why=SUSPENDED, start=Between(since)
    )
    back = keep_who_can(work, [replace(v, state=VisitState.PLANNED, cancelled_why="") for v in lost])
    for visit in back:
        work.save(standing(visit))
    resumed = replace(package, state=PackageState.ACTIVE, suspended_from=None, suspended_why="")
    made = _make(work, resumed, _horizon(work, package), since)
    _set_case(work, package.case, CaseState.SUSPENDED, CaseState.OPEN)
    uncovered = sum(not visit.is_covered for visit in back) + made
    work.say(f"{counted(len(back) + made, 'visit')} back from {show_moment(since)}, {uncovered} without workers")
    return f"package/{do.id}"


def _make(work: Work, package: Package, until: date, since: datetime | None = None) -> int:
    """Keep the package, and make the visits that it lacks up to a day. Returns how many.

    None is made whose window has closed, or that starts before `since` (UTC)."""
    first = max(package.starts, local_date(since or work.now))
    asked = [
        each
        for each in wanted(package, first, until)
        if each.window[1] >= work.now and (since is None or each.start >= since)
    ]
    there = {(v.line, v.day): v.id for v in _between(work, package, first, until)} if asked else {}
    missing = [each for each in asked if each.key not in there]
    there |= {each.key: work.new_id(Visit) for each in missing}
    referral = work.get(Case, package.case).referral if missing else ""
    for each in missing:
        after = there.get((each.line.after, each.day), "")
        work.add(visit_of(package, each, there[each.key], referral, after))
    if missing and referral:
        visit_planned(work, referral)
    reached = max(until, package.visits_until or until)
    rolled = revised(package, visits_until=reached)
    if rolled != work.get(Package, package.id):
        work.save(rolled)
    return len(missing)


def _between(work: Work, package: Package, first: date, last: date) -> Sequence[Visit]:
    return work.find(Visit, package=package.id, day=Between(first, last + timedelta(days=1)))


def _follow(work: Work, before: Package, after: Package, since: date) -> tuple[int, int]:
    """Let the visits made from a pattern follow its successor. Returns how many were freed and changed."""
    last = max(before.visits_until or since, since)
    visits = _between(work, after, since, last)
    ids = {(visit.line, visit.day): visit.id for visit in visits}
    old = {each.key: each.line for each in wanted(before, since, last)}
    new = {each.key: each for each in wanted(after, since, last)}
    dropped, changed = [], 0
    for visit in (each for each in visits if _may_follow(each, work.now)):
        asked = new.get((visit.line, visit.day))
        if asked is None:
            dropped.append(visit)
        elif asked.line != old.get(asked.key):
            work.save(_reshaped(after, asked, visit, ids.get((asked.line.after, asked.day), "")))
            changed += 1
    free(work, [visit for visit in dropped if visit.state in TO_COME], CHANGED)
    return len(dropped), changed


def _may_follow(visit: Visit, now: datetime) -> bool:
    taken_away = visit.state is VisitState.CANCELLED and visit.cancelled_why == CHANGED
    return visit.window_to >= now and (visit.state in TO_COME or taken_away)


def _reshaped(package: Package, asked: Wanted, visit: Visit, after: str) -> Visit:
    """The visit as the new line has it. Its workers stay where it asks for the same at the same time."""
    new = visit_of(package, asked, visit.id, visit.referral, after)
    kept = visit.workers if _demand(visit) == _demand(new) else ()
    return standing(
        replace(
            new, service=visit.service, revision=visit.revision, note=visit.note, workers=kept,
            pinned=visit.pinned and bool(kept), told_workers=visit.told_workers, told_start=visit.told_start,
        )
    )  # fmt: skip


def _demand(visit: Visit) -> tuple[Any, ...]:
    return visit.start, visit.minutes, visit.workers_needed, visit.skills, visit.lead, visit.after_by


def _active(work: Work, ref: str) -> Package:
    package = work.get(Package, ref)
    if package.state is PackageState.SUSPENDED:
        raise Refusal(f"Package {ref} is suspended; resume it first", Offer("Resume it", ResumePackage(id=ref)))
    if package.state is PackageState.ENDED:
        raise Refusal(f"Package {ref} has ended; start another for the new need")
    return package


def _require_pattern(work: Work, lines: Sequence[Line]) -> None:
    if problem := pattern_problem(lines):
        raise Refusal(problem)
    require_codes(work, "skill", *(skill for line in lines for skill in line.skills))


def _require_order(starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        raise Refusal(f"The last day, {show_date(ends)}, comes before the first, {show_date(starts)}")


def _until(work: Work, until: date | None) -> date:
    today = local_date(work.now)
    if until is None:
        return today + timedelta(days=work.policy.minutes("horizon-days"))
    if until < today:
        raise Refusal(f"Visits are made for days to come: {show_date(until)} has passed")
    if until > today + timedelta(days=FURTHEST_DAYS):
        raise Refusal(f"{show_date(until)} is more than a year ahead; name an earlier day")
    return until


def _horizon(work: Work, package: Package) -> date:
    """How far visits are to reach: the planning horizon, or further where they have been made already."""
    usual = _until(work, None)
    return max(usual, package.visits_until or usual)


def _set_case(work: Work, ref: str, now: CaseState, then: CaseState) -> None:
    case = work.get(Case, ref)
    if case.state is now:
        work.save(replace(case, state=then))
