"""Cover for a day: visits that nobody goes to, the most harmful first, whose they were, and who could take them.

Above them stands who is away and how many of their visits still need somebody. Who could go is said as the rules
say it; nobody is put before anybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.engine.plan import Reason
from domain.views import Board, BoardVisit
from domain.when import show_date, show_time
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.reasons import by_rule
from tui.presenters.visit import whose
from tui.presenters.words import part_of_day

MOST = 40
"""Visits that the rules are asked about: beyond these a day needs a plan, not a wizard."""
AWAY_LINES = 3

COLUMNS = (
    Column("At", 5),
    Column("Person", 20),
    Column("Visit", 14),
    Column("Was", 12, yields=1),
    Column("Could cover"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A visit that lacks somebody, and what the rules say of each worker; `names` are short, by reference."""

    visit: BoardVisit
    reasons: tuple[Reason, ...]
    names: Mapping[str, str]

    @property
    def possible(self) -> list[Reason]:
        """Those who could go, beside who goes already."""
        return [reason for reason in self.reasons if not reason.rule and reason.worker not in self.visit.workers]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRead:
    """A day's gaps, of which `of` there are, and the board that they were read from."""

    board: Board
    gaps: Sequence[Gap]
    of: int


def uncovered(board: Board) -> list[BoardVisit]:
    """The visits of a day that lack somebody, in the order of harm."""
    by_ref = {visit.ref: visit for visit in board.visits}
    return [by_ref[ref] for ref in board.uncovered]


def fallen(visit: BoardVisit) -> tuple[str, ...]:
    """Who had been told of a visit and is off it."""
    return tuple(worker for worker in visit.told_workers if worker not in visit.workers)


def facts(read: CoverRead, sight: Sight) -> list[Told]:
    """Who is away that day, why, and how many of their visits still need somebody."""
    told: list[Told] = []
    for worker in read.board.workers:
        if not worker.absent or not worker.shifts:
            continue
        start, end, reason = worker.absent[0]
        lost = sum(worker.ref in fallen(visit) for visit in uncovered(read.board))
        why = sight.policy.label("absence", reason).lower()
        told.append(f"Away {part_of_day(start, end)}: {worker.full_name}, {why}; {_open(lost)}")
    return told or ["Nobody who was to work is away"]


def _open(lost: int) -> str:
    if not lost:
        return "none of their visits is open"
    return f"{counted(lost, 'visit')} still to cover !"


def heading(day: date, read: CoverRead | None) -> str:
    """The day, and how many gaps there are."""
    words = f"Cover  {show_date(day)}"
    if read is None:
        return words
    some = f", the {len(read.gaps)} most harmful shown" if len(read.gaps) < read.of else ""
    return f"{words}  {read.of} uncovered{some}" if read.of else f"{words}  every visit is covered"


def needs(visit: BoardVisit, sight: Sight) -> list[str]:
    """What a worker must bring to a visit."""
    words = [sight.policy.label("skill", skill) for skill in visit.skills]
    words += ["a lead"] if visit.lead else []
    words += [f"{visit.gender} workers only"] if visit.gender else []
    return words + (["TIME-CRITICAL"] if visit.time_critical else [])


def line(gap: Gap, sight: Sight) -> Line:
    """A gap in one line."""
    visit, could = gap.visit, gap.possible
    pair = f" {len(visit.workers)}/2" if visit.workers_needed > 1 else ""
    names = "; ".join(gap.names.get(reason.worker, reason.worker) for reason in could)
    return Line(
        (
            show_time(visit.start),
            visit.person + (" !" if visit.time_critical else ""),
            f"{visit.line or 'visit'} {visit.minutes}m{pair}",
            "; ".join(gap.names.get(worker, worker) for worker in fallen(visit)) or "-",
            f"{len(could)}: {names}" if could else f"nobody: {by_rule(gap.reasons)}",
        ),
        tones={} if could else {"Could cover": Tone.WARN},
    )


def detail(gap: Gap, sight: Sight) -> tuple[Told, ...]:
    """Whose visit it is, what it needs, and what each who could go would make of it."""
    visit = gap.visit
    window = f"may start {show_time(visit.window_from)} to {show_time(visit.window_to)}"
    could = "; ".join(reason.text for reason in gap.possible)
    return (
        (whose(visit, sight), Tone.STRONG),
        f"{visit.line or 'visit'} {show_time(visit.start)}, {visit.minutes} minutes, {window}; {visit.area}",
        f"Needs {', '.join(needs(visit, sight)) or 'nothing special'}",
        could or "Nobody could go as things stand: enter says what would make it possible",
    )


COVER: Listing[Gap] = Listing(
    columns=COLUMNS,
    key=lambda gap: gap.visit.ref,
    line=line,
    detail=detail,
    parts=lambda gap: {
        "ref": gap.visit.ref,
        "visit": gap.visit.ref,
        "revision": gap.visit.revision,
        "state": gap.visit.state,
        "person": gap.visit.person_ref,
        "name": gap.visit.person,
        "subject": f"visit/{gap.visit.ref}",
    },
    subject=lambda gap: f"visit/{gap.visit.ref}",
    empty="Every visit to come is covered.",
)
