"""What another pattern of visits means, line by line, before it is saved: which visits come, which go, from when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.desk.packages import ChangePackage
from domain.package import Package
from domain.package_text import print_line
from domain.pattern import LineChange, line_changes
from domain.policy import Policy
from domain.visit import TO_COME, Visit
from domain.when import local_date, show_date
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import hours


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRead:
    """A package as it is and as it would be from `since`, over the days for which visits are made, with its visits."""

    before: Package
    after: Package
    since: date
    last: date
    lines: tuple[LineChange, ...]
    visits: Sequence[Visit]


def preview(
    package: Package, wished: ChangePackage, visits: Sequence[Visit], now: datetime, policy: Policy
) -> PatternRead:
    """What a wish to change a package would do, by the rule that the command follows."""
    today = local_date(now)
    since = max(wished.since or today, today, package.starts)
    planned = today + timedelta(days=policy.minutes("horizon-days"))
    last = max(planned, package.visits_until or planned, since)
    after = replace(package, lines=tuple(wished.lines) or package.lines, ends=wished.ends or package.ends)
    lines = line_changes(package, after, since, last, now)
    return PatternRead(before=package, after=after, since=since, last=last, lines=lines, visits=visits)


def heading(read: PatternRead) -> str:
    """How many visits come, go and change, and what the week comes to."""
    come, go, change = (sum(getattr(row, name) for row in read.lines) for name in ("come", "go", "change"))
    was, now = (package.weekly_minutes for package in (read.before, read.after))
    week = f"{hours(was)} a week as before" if was == now else f"{hours(was)} -> {hours(now)} a week"
    return f"From {show_date(read.since)}: {come} come, {go} go, {change} change; {week}"


def word(row: LineChange) -> str:
    """`new`, `gone`, `changed`, or `same`."""
    if row.same:
        return "same"
    return "new" if row.was is None else "gone" if row.now is None else "changed"


def effect(row: LineChange) -> str:
    """`+14`, `-14`, `14 change`, or what there is of each."""
    parts = [f"+{row.come}"] * bool(row.come) + [f"-{row.go}"] * bool(row.go)
    return " ".join([*parts, *[f"{row.change} change"] * bool(row.change)])


def _line(row: LineChange, sight: Sight) -> Line:
    first = show_date(row.first)[:-5] if row.first else ""
    tone = Tone.QUIET if row.same else Tone.PLAIN
    return Line((word(row), effect(row), first, print_line(row.line)), tone=tone)


def _detail(row: LineChange, sight: Sight) -> tuple[Told, ...]:
    if row.was is None or row.now is None or row.same:
        return ()
    return f"was: {print_line(row.was)}", (f"now: {print_line(row.now)}", Tone.STRONG)


def told_of(read: PatternRead, sight: Sight) -> Told:
    """Whose published visits the change touches: those who must be told once the day is published again."""
    touched = {row.name for row in read.lines if not row.same}
    names = {
        sight.who(worker)
        for visit in read.visits
        if visit.day >= read.since and visit.state in TO_COME and visit.line in touched
        for worker in visit.told_workers
    }
    if not names:
        return "No worker has been told of any of these visits"
    return f"To be told when the days are published: {', '.join(sorted(names))}", Tone.WARN


PATTERN: Listing[LineChange] = Listing(
    columns=(Column("Line", 8), Column("Visits", 10), Column("First", 11), Column("Pattern")),
    key=lambda row: row.name,
    line=_line,
    detail=_detail,
    parts=lambda row: {},
    subject=lambda row: "",
    empty="The package has no lines.",
)
