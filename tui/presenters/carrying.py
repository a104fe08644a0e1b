"""A visit in hand: lifted off the board, held over a row and a time, and what putting it down there would mean.

The board is drawn with the visit where it is held; nothing is changed before it is put down. Pure: what breaks a rule
is found by `domain.desk.planning`, and only said here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.desk.planning import MoveCheck
from domain.views import Board, BoardVisit, BoardWorker
from domain.when import show_time
from domain.words import counted
from tui.present import Sight, Told, Tone
from tui.presenters.visit import called, whose

NOBODY = "Uncovered"
KEEP = "enter keep, esc back"
MINUTES = 5
"""One step of the start."""

Orders = Sequence[tuple[str, Mapping[str, str]]]
"""Actions of the registry with their answers, in the order to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """`source` is the worker whose place is given up ('' for none), `target` the row it is held over ('' for the
    uncovered lane), `start` the time that it is held at."""

    visit: BoardVisit
    source: str
    target: str
    start: datetime

    @property
    def workers(self) -> tuple[str, ...]:
        """Who would have the visit if it were put down here."""
        return self.with_target(self.target)

    def with_target(self, target: str) -> tuple[str, ...]:
        """Who would have it over another row."""
        mine = self.visit.workers
        if not target:
            return tuple(worker for worker in mine if worker != self.source)
        if target in mine:
            return mine
        if self.source:
            return tuple(target if worker == self.source else worker for worker in mine)
        return (target,) if self.visit.workers_needed == 1 else (*mine, target)

    @property
    def held_at(self) -> datetime:
        """The start that it would have: putting it back uncovered changes no time."""
        return self.visit.start if self.source and not self.target else self.start

    @property
    def is_unmoved(self) -> bool:
        """Whether it is held where it was."""
        return self.workers == self.visit.workers and self.held_at == self.visit.start

    def over(self, target: str) -> "Carried":
        """Held over another row."""
        return replace(self, target=target)

    def at(self, start: datetime) -> "Carried":
        """Held at another time."""
        return replace(self, start=start)

    def orders(self) -> Orders:
        """What putting it down asks for."""
        moved = {"start": self.start.isoformat()} if self.start != self.visit.start else {}
        if self.workers == self.visit.workers:
            return [("roster.retime", moved)] if moved and not self.is_unmoved else []
        if not self.target:
            return [("roster.unassign", {"worker": self.source})]
        instead = {"instead": self.source} if self.source else {}
        return [("roster.assign", {"worker": self.target, **instead, **moved})]


def short_names(board: Board) -> dict[str, str]:
    """worker → the shortest name that nobody else on the board has."""
    families = Counter(worker.name.partition(",")[0] for worker in board.workers)
    return {
        worker.ref: family if families[family] == 1 else worker.name
        for worker in board.workers
        for family in (worker.name.partition(",")[0],)
    }


def preview(board: Board, carried: Carried) -> Board:
    """The board with the visit where it is held."""
    held = carried.visit
    shown = replace(held, workers=carried.workers, start=carried.held_at, draft=held.draft or not carried.is_unmoved)
    visits = tuple(shown if visit.ref == held.ref else visit for visit in board.visits)
    uncovered = board.uncovered
    if len(shown.workers) >= shown.workers_needed:
        uncovered = tuple(ref for ref in uncovered if ref != held.ref)
    elif held.ref not in uncovered:
        uncovered = (held.ref, *uncovered)
    return replace(board, visits=visits, uncovered=uncovered)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a visit cannot be put down somewhere: the rule, and a sentence to read out."""

    rule: str
    text: str


def obstacle(check: MoveCheck, carried: Carried, target: str, now: datetime) -> Obstacle | None:
    """The first thing in the way over a row. A worker who stays, at the same time, is not asked again."""
    staying = set(carried.visit.workers) & set(carried.with_target(target)) - {target}
    if carried.start != carried.visit.start:
        staying = set()
        if carried.start < now:
            return Obstacle("past", f"{show_time(carried.start)} has passed")
    return next((Obstacle(one.rule, one.text) for one in check.breaches if one.worker not in staying), None)


def tail(check: MoveCheck, carried: Carried, worker: BoardWorker, now: datetime) -> str:
    """The end of a row: minutes of travel where the visit could go there, else the rule in the way."""
    if carried.over(worker.ref).is_unmoved:
        return "has it"
    found = obstacle(check, carried, worker.ref, now)
    if found is None:
        return f"{check.delta.travel:+d}m ok"
    return f"!{found.rule}  {found.text.removeprefix(worker.full_name).strip()}"


def delta_line(carried: Carried, check: MoveCheck | None, names: Mapping[str, str], now: datetime) -> Told:
    """`HOLT 09:30 Uncovered -> Ng: travel +6m, continuity 3->4, no rule broken`, or the rule in the way."""
    move = _move(carried, names)
    if carried.is_unmoved:
        return f"{called(carried.visit)} in hand: up and down choose who, left and right when"
    if not carried.target:
        return f"{move}: left uncovered", Tone.WARN
    if check is None:
        return f"{move}: checking the rules"
    found = obstacle(check, carried, carried.target, now)
    if found is not None:
        return f"{move}: NOT POSSIBLE ({found.rule}): {found.text}", Tone.WARN
    return f"{move}: {costs(check)}, no rule broken", Tone.STRONG


def _move(carried: Carried, names: Mapping[str, str]) -> str:
    visit = carried.visit
    origin = names.get(carried.source, NOBODY) if carried.source or not visit.workers else "also"
    to = names.get(carried.target, NOBODY)
    moved = f" at {show_time(carried.held_at)}" if carried.held_at != visit.start else ""
    return f"{called(visit)} {origin} -> {to}{moved}"


def costs(check: MoveCheck) -> str:
    """What a move changes, in the words of the desk."""
    change = check.delta
    known = f"continuity {change.familiar_before}->{change.familiar_after} of {change.familiar_of}"
    parts = [f"travel {change.travel:+d}m", known if change.familiar_of else "nobody has been there lately"]
    parts += [f"overtime {change.overtime:+d}m"] if change.overtime else []
    parts += [f"{change.timing:+d}m off its time"] if change.timing else []
    parts += [f"{counted(change.calls, 'call')} to make"] if change.calls else []
    return ", ".join(parts)


def carried_lines(
    carried: Carried, check: MoveCheck | None, names: Mapping[str, str], sight: Sight
) -> tuple[Told, ...]:
    """Below the board while a visit is in hand: whose it is, what the move means, and what to mind."""
    window = f"may start {show_time(carried.visit.window_from)} to {show_time(carried.visit.window_to)}"
    mind = f"Mind: {'; '.join(check.warnings)}" if check and check.warnings and not carried.is_unmoved else window
    line = delta_line(carried, check, names, sight.now)
    return (whose(carried.visit, sight), Tone.STRONG), line, f"{mind}   {KEEP}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapped:
    """A visit whose workers are to be exchanged with those of another; `checks` are of both, once known."""

    visit: BoardVisit
    other: BoardVisit | None = None
    checks: tuple[MoveCheck, ...] = ()

    def orders(self) -> Orders:
        """What confirming asks for."""
        return [("roster.swap", {"other": self.other.ref})] if self.other else []

    def obstacle(self) -> str:
        """Why the exchange cannot be."""
        if self.other is None or self.other.ref == self.visit.ref:
            return "choose the other visit"
        if not self.other.workers:
            return f"{called(self.other)} has nobody to exchange"
        breaches = [breach for check in self.checks for breach in check.breaches]
        return breaches[0].text if breaches else ""


def swapped_lines(swapped: Swapped, names: Mapping[str, str], sight: Sight) -> tuple[Told, ...]:
    """Below the board while the other visit of an exchange is being chosen."""
    what = [f"Swap {_with_workers(swapped.visit, names)}"]
    if swapped.other is not None and swapped.other.ref != swapped.visit.ref:
        what.append(_with_workers(swapped.other, names))
    in_the_way = swapped.obstacle()
    minded = "; ".join(dict.fromkeys(warning for check in swapped.checks for warning in check.warnings))
    broken = bool(in_the_way and swapped.checks)
    said = in_the_way or ("no rule broken" if swapped.checks else "checking the rules")
    tone = Tone.WARN if broken else Tone.STRONG
    said = f"NOT POSSIBLE: {said}" if broken else said
    told: tuple[Told, ...] = ((whose(swapped.visit, sight), Tone.STRONG), (f"{' with '.join(what)}: {said}", tone))
    return (*told, f"Mind: {minded}   {KEEP}" if minded and not in_the_way else KEEP)


def _with_workers(visit: BoardVisit, names: Mapping[str, str]) -> str:
    who = " and ".join(names.get(worker, worker) for worker in visit.workers) or NOBODY
    return f"{called(visit)} ({who})"
