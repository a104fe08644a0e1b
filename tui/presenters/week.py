"""The roster by week: a row for each worker, a column for each day, and above them what nobody goes to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.views import Board, BoardWorker
from domain.when import london, show_date
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import hours, part_of_day

DAYS = 7
NOBODY = "UNCOVERED"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A worker's week: their entry and number of visits on each day's board. `worker` None: visits without anybody."""

    worker: BoardWorker | None
    days: tuple[date, ...]
    entries: tuple[BoardWorker | None, ...]
    visits: tuple[int, ...]


def rows(boards: Sequence[Board]) -> list[WeekRow]:
    """What nobody goes to, then everybody who works or is away on one of the days, by name."""
    days = tuple(board.day for board in boards)
    open_visits = tuple(len(board.uncovered) for board in boards)
    found = [WeekRow(worker=None, days=days, entries=(None,) * len(days), visits=open_visits)]
    entries = [{worker.ref: worker for worker in board.workers} for board in boards]
    known = {ref: worker for day in entries for ref, worker in day.items()}
    for worker in sorted(known.values(), key=lambda one: (one.name, one.ref)):
        theirs = tuple(day.get(worker.ref) for day in entries)
        counts = tuple(sum(worker.ref in visit.workers for visit in board.visits) for board in boards)
        found.append(WeekRow(worker=worker, days=days, entries=theirs, visits=counts))
    return found


def cell(entry: BoardWorker | None, visits: int) -> str:
    """`07-15 8` for a duty with its visits, `away 2` where visits are left, `-` when they do not work."""
    if entry is None:
        return f"{visits}" if visits else "-"
    if not entry.shifts:
        return f"off {visits} !" if visits else "-"
    start, end = min(one[0] for one in entry.shifts), max(one[1] for one in entry.shifts)
    if any(one[0] <= start and one[1] >= end for one in entry.absent):
        return f"AWAY {visits or ''}".rstrip()
    mark = "*" if entry.absent else ""
    return f"{london(start):%H}-{london(end):%H}{mark} {visits}"


def line(row: WeekRow, sight: Sight) -> Line:
    """A week in one line."""
    if row.worker is None:
        tone = Tone.WARN if any(row.visits) else Tone.PLAIN
        return Line((NOBODY, *(cell(None, count) for count in row.visits)), tone=tone)
    cells = [cell(entry, count) for entry, count in zip(row.entries, row.visits, strict=True)]
    return Line((row.worker.name, *cells))


def detail(row: WeekRow, sight: Sight) -> tuple[Told, ...]:
    """Who it is, the hours and visits of the week, and when they are away."""
    total = sum(row.visits)
    if row.worker is None:
        return (f"{total} visits of the week have nobody yet", Tone.STRONG), "07-15 8: on duty with eight visits"
    seconds = sum((end - start).total_seconds() for one in row.entries if one for start, end in one.shifts)
    away = [
        f"{show_date(day)[:-5]} {part_of_day(*one[:2])} {sight.policy.label('absence', one[2]).lower()}"
        for day, entry in zip(row.days, row.entries, strict=True)
        if entry
        for one in entry.absent
        if entry.shifts
    ]
    who = f"{row.worker.full_name}  {row.worker.phone}  {hours(seconds / 60)} on duty, {total} visits"
    return (who, Tone.STRONG), f"Away: {'; '.join(away)}" if away else "Not away on a day of duty"


def week_of(day: date) -> tuple[date, ...]:
    """The days from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=step) for step in range(DAYS))


def listing_of(days: Sequence[date]) -> Listing[WeekRow]:
    """The listing with the names of these days above its columns."""
    return replace(WEEK, columns=(Column("Worker", 14), *(Column(f"{day:%a %d}", least=8) for day in days)))


WEEK: Listing[WeekRow] = Listing(
    columns=(Column("Worker"),),
    key=lambda row: row.worker.ref if row.worker else NOBODY,
    line=line,
    detail=detail,
    parts=lambda row: (
        {
            "worker": row.worker.ref, "ref": row.worker.ref, "name": row.worker.full_name,
            "subject": f"worker/{row.worker.ref}",
        }
        if row.worker
        else {}
    ),
    subject=lambda row: f"worker/{row.worker.ref}" if row.worker else "",
    empty="Nobody works in this week.",
)  # fmt: skip
