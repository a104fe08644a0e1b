"""What is in hand on the board: a visit being carried, or one whose workers are to be exchanged.

The rules are asked in a thread, for every row at once, each time that the visit is held elsewhere; the last wish wins.
Nothing changes before it is put down, and then by the actions of the registry, like anything typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.desk.planning import Board as Rules
from domain.desk.planning import MoveCheck, Placement
from domain.views import Board, BoardVisit, Desk
from domain.visit import TO_COME
from domain.when import local_date
from tui.present import Sight, Told
from tui.presenters.carrying import (
    MINUTES,
    Carried,
    Orders,
    Swapped,
    carried_lines,
    obstacle,
    preview,
    swapped_lines,
    tail,
)
from tui.presenters.visit import called
from tui.tasks import Tasks

AGREED = "window"
"""The rule that a person may lift: the bus offers it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules say: of a visit at a start over each row, or of an exchange."""

    rules: Rules
    start: datetime
    by_row: Mapping[str, MoveCheck]
    both: tuple[MoveCheck, ...] = ()
    other: str = ""


class Hand:
    """At most one visit. `changed` is told when there is something new to draw."""

    def __init__(self, desk: Callable[[], Desk], tasks: Tasks, changed: Callable[[], None]) -> None:
        self._desk, self._tasks, self._changed = desk, tasks, changed
        self.carried: Carried | None = None
        self.swapped: Swapped | None = None
        self.settling = False
        self._found: Found | None = None
        self._rules: Rules | None = None

    @property
    def busy(self) -> bool:
        """Whether a visit is in hand."""
        return (self.carried is not None and not self.settling) or self.swapped is not None

    @property
    def visit(self) -> BoardVisit | None:
        """The visit in hand, as it was when it was lifted."""
        if self.swapped is not None:
            return self.swapped.visit
        return self.carried.visit if self.carried is not None and not self.settling else None

    # taking and leaving

    def lift(self, visit: BoardVisit, source: str, row: str, day: date) -> None:
        """Take a visit off a row, giving up the place of `source`."""
        self.leave()
        self.carried = Carried(visit=visit, source=source, target=row, start=visit.start)
        self._ask(day)

    def begin_swap(self, visit: BoardVisit) -> None:
        """Choose the visit to exchange workers with."""
        self.leave()
        self.swapped = Swapped(visit=visit)
        self._changed()

    def leave(self) -> None:
        """Put everything back."""
        self.carried, self.swapped, self.settling = None, None, False
        self._found = self._rules = None
        self._changed()

    @property
    def orders(self) -> Orders:
        """What putting it down here asks for."""
        if self.swapped is not None:
            return self.swapped.orders()
        return self.carried.orders() if self.carried is not None else ()

    def settle(self) -> None:
        """Let go of it where it is held; it is drawn there until the board has been read again."""
        self.swapped, self.settling = None, self.carried is not None
        self._changed()

    # moving

    def over(self, row: str) -> None:
        """Hold it over another row."""
        if self.carried is not None and not self.settling and row != self.carried.target:
            self.carried = self.carried.over(row)
            self._changed()

    def shift(self, steps: int, day: date) -> None:
        """Hold it some steps of time later or earlier, on the same day."""
        if self.carried is None or self.settling:
            return
        start = self.carried.start + timedelta(minutes=steps * MINUTES)
        if local_date(start) == day:
            self.carried = self.carried.at(start)
            self._ask(day)

    def choose(self, other: BoardVisit | None, day: date) -> None:
        """The visit to exchange with is another one."""
        if self.swapped is None or (self.swapped.other and other and self.swapped.other.ref == other.ref):
            return
        self.swapped = replace(self.swapped, other=other, checks=())
        self._ask(day)

    def reread(self, board: Board) -> None:
        """The board has changed: what was let go stands where it stands, what is in hand is asked again."""
        if self.settling:
            self.leave()
        if self.visit is None:
            return
        if all(visit.ref != self.visit.ref for visit in board.visits):
            self.leave()
            return
        self._rules = None
        self._ask(board.day)

    # the rules

    def _ask(self, day: date) -> None:
        self._changed()
        desk, known, carried, swapped = self._desk(), self._rules, self.carried, self.swapped

        def ask() -> Found:
            rules = known or Rules.of(desk.read.roster_day(day, desk.clock.now()))
            if swapped is not None:
                return Found(rules, swapped.visit.start, {}, _exchange(rules, swapped), _other(swapped))
            assert carried is not None
            return Found(rules, carried.start, _by_row(rules, carried))

        self._tasks.latest("rules", ask, self._answered)

    def _answered(self, found: Found) -> None:
        if not self.busy:
            return
        self._rules = found.rules
        if self.swapped is not None:
            if _other(self.swapped) == found.other:
                self.swapped = replace(self.swapped, checks=found.both)
        else:
            self._found = found
        self._changed()

    @property
    def check(self) -> MoveCheck | None:
        """What the rules say of the row and time where it is held, once they have answered."""
        return self._checks().get(self.carried.target) if self.carried is not None else None

    def _checks(self) -> Mapping[str, MoveCheck]:
        if self._found is None or self.carried is None or self._found.start != self.carried.start:
            return {}
        return self._found.by_row

    # what is seen of it

    def board(self, board: Board) -> Board:
        """The board with the visit where it is held."""
        return preview(board, self.carried) if self.carried is not None else board

    def tails(self, board: Board, now: datetime) -> dict[str, str]:
        """What the ends of the rows say while it is carried."""
        carried, checks = self.carried, self._checks()
        if carried is None or self.settling:
            return {}
        rows = [worker for worker in board.workers if worker.ref in checks]
        return {worker.ref: tail(checks[worker.ref], carried, worker, now) for worker in rows}

    def possible(self, now: datetime) -> frozenset[str] | None:
        """The other rows where no rule is in the way; None until the rules have answered."""
        carried, found = self.carried, self._found
        if carried is None or found is None or found.start != carried.start:
            return None
        elsewhere = {row: check for row, check in found.by_row.items() if not carried.over(row).is_unmoved}
        return frozenset(row for row, check in elsewhere.items() if obstacle(check, carried, row, now) is None)

    def lines(self, names: Mapping[str, str], sight: Sight) -> Sequence[Told]:
        """What is said below the board."""
        if self.swapped is not None:
            return swapped_lines(self.swapped, names, sight)
        assert self.carried is not None
        return carried_lines(self.carried, self.check, names, sight)

    def objection(self, now: datetime) -> str:
        """Why it cannot be put down here; '' when the bus may be asked."""
        if self.swapped is not None:
            return self.swapped.obstacle()
        carried = self.carried
        if carried is None or carried.is_unmoved or not carried.target:
            return ""
        found = obstacle(self.check, carried, carried.target, now) if self.check else None
        return found.text if found is not None and found.rule != AGREED else ""


def immovable(visit: BoardVisit) -> str:
    """Why a visit cannot be lifted, or ''."""
    if visit.state not in TO_COME:
        return f"{called(visit)} is {visit.state}: it can no longer be moved"
    return f"{called(visit)} is pinned: F unpins it" if visit.pinned else ""


def _by_row(rules: Rules, carried: Carried) -> dict[str, MoveCheck]:
    found: dict[str, MoveCheck] = {}
    if all(task.id != carried.visit.ref for task in rules.problem.visits):
        return found
    staff = {worker.id for worker in rules.day.workers}
    for row in staff:
        workers = carried.with_target(row)
        if staff.issuperset(workers):
            found[row] = rules.check(carried.visit.ref, workers, carried.start)
    return found


def _other(swapped: Swapped) -> str:
    return swapped.other.ref if swapped.other is not None else ""


def _exchange(rules: Rules, swapped: Swapped) -> tuple[MoveCheck, ...]:
    one, two = swapped.visit, swapped.other
    if two is None or two.ref == one.ref or not two.workers or not one.workers:
        return ()
    live = {task.id for task in rules.problem.visits}
    staff = {worker.id for worker in rules.day.workers}
    if not live.issuperset((one.ref, two.ref)) or not staff.issuperset((*one.workers, *two.workers)):
        return ()
    pairs = ((one, two.workers), (two, one.workers))
    moved = rules
    for visit, workers in pairs:
        moved = moved.moved(Placement(visit=visit.ref, workers=workers, start=visit.start))
    return tuple(moved.check(visit.ref, workers, visit.start) for visit, workers in pairs)
