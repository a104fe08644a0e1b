"""A plan of the engine before it is kept: how far it has come, what it leaves out and why, what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.desk.planning import Placement
from domain.engine.plan import Plan, Progress, Reason, Unassigned
from domain.views import Board, BoardVisit
from domain.when import show_time
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.reasons import by_rule, possible_first
from tui.presenters.visit import short_name

SHOWN_REASONS = 3


def progress_words(seconds: float, news: Progress | None, plans: int) -> str:
    """`planning 4 s: 251 of 260 covered, plan 3`: each plan is better than the one before."""
    said = f"planning {seconds:.0f} s"
    if news is None:
        return f"{said}: reading the day"
    said += f": {news.assigned} of {news.assigned + news.unassigned} covered"
    return f"{said}, plan {plans}" if plans else said


def plan_words(plan: Plan, changes: int) -> str:
    """What a finished plan comes to: who is covered, whether it may be kept, how much it changes."""
    out = len(plan.unassigned)
    count = len(plan.assignments)
    rules = "no rule broken" if plan.verified else f"{len(plan.broken)} RULES BROKEN"
    return f"{count} of {count + out} covered, {rules}, {counted(changes, 'change')}"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan: a visit left out, with the reasons, or one that would go elsewhere."""

    visit: BoardVisit
    workers: tuple[str, ...] = ()
    start: datetime | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def kind(self) -> str:
        """uncovered, give or move."""
        if not self.workers:
            return "uncovered"
        return "move" if self.visit.workers else "give"


def changes(board: Board, placements: Sequence[Placement], left_out: Sequence[Unassigned]) -> list[Change]:
    """What a plan leaves out, the most harmful first, and then what it changes, in order of time."""
    by_ref = {visit.ref: visit for visit in board.visits}
    harm = {ref: at for at, ref in enumerate(board.uncovered)}
    missing = [Change(by_ref[one.visit], reasons=one.reasons) for one in left_out if one.visit in by_ref]
    moved = [
        Change(visit, one.workers, one.start)
        for one in placements
        if one.workers and (visit := by_ref.get(one.visit)) is not None and _differs(visit, one)
    ]
    missing.sort(key=lambda change: (harm.get(change.visit.ref, len(harm)), change.visit.start))
    moved.sort(key=lambda change: (change.visit.start, change.visit.ref))
    return [*missing, *moved]


def _differs(visit: BoardVisit, placement: Placement) -> bool:
    return set(visit.workers) != set(placement.workers) or visit.start != placement.start


def _who(workers: Sequence[str], sight: Sight) -> str:
    return " and ".join(sight.who(worker) for worker in workers) or "nobody"


def _told(row: Change, sight: Sight) -> str:
    if not row.workers:
        kept = f"taken off {_who(row.visit.workers, sight)}; " if row.visit.workers else ""
        return f"{kept}{by_rule(row.reasons)}"
    was, to = _who(row.visit.workers, sight), _who(row.workers, sight)
    at = f" at {show_time(row.start)}" if row.start is not None and row.start != row.visit.start else ""
    return f"{was} -> {to}{at}" if row.visit.workers and was != to else f"{to}{at}"


def _line(row: Change, sight: Sight) -> Line:
    tone = Tone.PLAIN if row.workers else Tone.WARN
    cells = (row.kind, show_time(row.visit.start), row.visit.person, _told(row, sight))
    return Line(cells, tones={"What": tone})


def _detail(row: Change, sight: Sight) -> tuple[Told, ...]:
    visit = row.visit
    head = (f"{short_name(visit.person)} {show_time(visit.start)} {visit.minutes} min, {row.kind}", Tone.STRONG)
    if row.workers:
        at = f" {show_time(row.start)}" if row.start is not None else ""
        return head, f"{_who(visit.workers, sight)} {show_time(visit.start)} -> {_who(row.workers, sight)}{at}"
    told = [f"{sight.who(one.worker)}: {one.text}" for one in possible_first(row.reasons)[:SHOWN_REASONS]]
    more = len(row.reasons) - len(told)
    return head, *told, *([f"and {more} more; w on the board tells them all"] if more > 0 else [])


CHANGES: Listing[Change] = Listing(
    columns=(Column("What", 9), Column("At", 5), Column("Person", 24), Column("Who")),
    key=lambda row: f"{row.visit.ref}/{row.kind}",
    line=_line,
    detail=_detail,
    parts=lambda row: {"visit": row.visit.ref, "subject": f"visit/{row.visit.ref}"},
    subject=lambda row: f"visit/{row.visit.ref}",
    empty="The roster is as good as the engine can make it: nothing would change.",
)
