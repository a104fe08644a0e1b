"""The hard rules of a roster, each one object with a code and a sentence for when it stands in the way.

The same list checks a hand move on the board, bounds the search and explains a refusal. A rule reads the visit, the
worker and the day around them; it never looks at prices and knows nothing of how plans are found.
Rests and breaks follow the Working Time Regulations 1998, as `domain/working_time.py` reckons them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.engine.day import Day, Stop, from_base, has_break, on_shift, to_base, worked
from domain.engine.delta import Delta, delta
from domain.engine.plan import Assignment, Breach
from domain.engine.problem import Link, Problem, Shift, Visit, Worker
from domain.engine.travel import minutes
from domain.engine.words import clock, length, listed

__all__ = [
    "RULES",
    "STANDING",
    "Delta",
    "Move",
    "Standing",
    "Timed",
    "broken_by",
    "check_move",
    "delta",
    "first_breach",
]


@dataclass(frozen=True, slots=True)
class Move:
    """A visit put to workers at a start, on a day that does not hold it yet."""

    day: Day
    visit: Visit
    workers: tuple[Worker, ...]
    start: int

    @property
    def stop(self) -> Stop:
        """The visit at its proposed time."""
        return Stop(self.visit, self.start)


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule between a visit and a worker whatever the time: it decides who comes into question at all."""

    code: str
    about: str
    test: Callable[[Visit, Worker], str | None]

    def check(self, move: Move, worker: Worker) -> str | None:
        """The sentence why not, or None."""
        return self.test(move.visit, worker)


@dataclass(frozen=True, slots=True)
class Timed:
    """A rule that depends on the start and on what else is planned."""

    code: str
    about: str
    test: Callable[[Move, Worker], str | None]

    def check(self, move: Move, worker: Worker) -> str | None:
        """The sentence why not, or None."""
        return self.test(move, worker)


_GENDERS = {"female": "a woman", "male": "a man", "F": "a woman", "M": "a man"}


def _skill(visit: Visit, worker: Worker) -> str | None:
    missing = visit.skills - worker.skills
    return f"{worker.name} does not hold {listed(missing)} on this day" if missing else None


def _lead(visit: Visit, worker: Worker) -> str | None:
    if visit.needs_lead and worker.role != "lead":
        return f"{visit.person}'s visit needs a lead, and {worker.name} is a support worker"
    return None


def _gender(visit: Visit, worker: Worker) -> str | None:
    if visit.gender and visit.gender != worker.gender:
        wanted = _GENDERS.get(visit.gender, f"a worker whose gender is {visit.gender}")
        return f"{visit.person}'s care needs {wanted}, which {worker.name} is not recorded as"
    return None


def _barred(visit: Visit, worker: Worker) -> str | None:
    if worker.id in visit.barred:
        return f"{worker.name} is not to be sent to {visit.person}"
    return None


def _promised(visit: Visit, worker: Worker) -> str | None:
    told = visit.pinned_workers
    if visit.beside and worker.id not in told:
        return f"{worker.name} is not the one who goes along to {visit.person} to learn"
    if worker.id not in told and len(told) >= visit.workers_needed:
        return f"{visit.person} has been told to expect somebody other than {worker.name}"
    return None


def _shift(move: Move, worker: Worker) -> str | None:
    stop = move.stop
    shifts = on_shift(worker)
    if any(shift.start <= stop.start and stop.end <= shift.end for shift in shifts):
        return _base(move, worker, shifts)
    for shift in shifts:
        if shift.start <= stop.start < shift.end:
            return f"{worker.name} is on duty until {clock(shift.end)}, and the visit would end at {clock(stop.end)}"
    ahead = [shift for shift in shifts if shift.start > stop.start]
    if ahead:
        return f"{worker.name} is not on duty before {clock(ahead[0].start)}"
    if shifts:
        return f"{worker.name} is not on duty after {clock(shifts[-1].end)}"
    return f"{worker.name} is not on duty this day"


def _base(move: Move, worker: Worker, shifts: list[Shift]) -> str | None:
    """Whoever sets out from a base or returns to one is on duty on the way."""
    out, back = _beyond(move, worker)
    if move.start < shifts[0].start + out:
        return f"{worker.name} sets out from the base at {clock(shifts[0].start)} and needs {length(out)} to get there"
    if move.stop.end > shifts[-1].end - back:
        return f"{worker.name} is due at the base at {clock(shifts[-1].end)} and needs {length(back)} to get back there"
    return None


def _beyond(move: Move, worker: Worker) -> tuple[int, int]:
    travel = move.day.problem.travel
    return from_base(travel, worker, move.visit), to_base(travel, worker, move.visit)


def _absent(move: Move, worker: Worker) -> str | None:
    stop = move.stop
    for away in worker.absent:
        if away.start < stop.end and stop.start < away.end:
            return f"{worker.name} is away from {clock(away.start)} to {clock(away.end)}"
    return None


def _rest(move: Move, worker: Worker) -> str | None:
    out, back = _beyond(move, worker)
    if move.start - out < worker.earliest_start:
        return f"{worker.name} needs rest after the duty before and may start at {clock(worker.earliest_start)}"
    if move.stop.end + back > worker.latest_end and worker.weekly_rest:
        return _week_over(worker)
    if move.stop.end + back > worker.latest_end:
        return f"{worker.name} needs rest before the next duty and must end by {clock(worker.latest_end)}"
    return None


def _week_over(worker: Worker) -> str:
    if worker.latest_end <= min((shift.start for shift in worker.shifts), default=0):
        return f"{worker.name} is due the rest of the week and needs this day off"
    return f"{worker.name} is due the rest of the week and must end by {clock(worker.latest_end)}"


def _alone(move: Move, worker: Worker) -> str | None:
    hours = move.visit.guarded
    if hours is None or (hours.start <= move.start and move.stop.end <= hours.end):
        return None
    return f"nobody is to be with {move.visit.person} alone before {clock(hours.start)} or after {clock(hours.end)}"


def _window(move: Move, worker: Worker) -> str | None:
    earliest, latest = move.visit.window
    if earliest <= move.start <= latest:
        return None
    if move.visit.pinned_start is not None:
        return f"{move.visit.person} has been told {clock(earliest)}"
    if earliest == latest:
        return f"{move.visit.person}'s visit must start at {clock(earliest)}"
    return f"{move.visit.person}'s visit must start between {clock(earliest)} and {clock(latest)}"


def _overlap(move: Move, worker: Worker) -> str | None:
    start, end = move.start, move.stop.end
    for other in move.day.lanes[worker.id]:
        if other.start < end and start < other.end:
            return f"{worker.name} is with {other.visit.person} from {clock(other.start)} to {clock(other.end)}"
    return None


def _travel(move: Move, worker: Worker) -> str | None:
    travel = move.day.problem.travel
    for before, after in pairwise(move.day.lane_with(worker, move.stop)):
        if move.visit.id not in (before.visit.id, after.visit.id):
            continue
        leg = minutes(travel, worker.mode, before.visit.place, after.visit.place, before.end)
        if before.end > after.start or before.end + leg <= after.start:
            continue
        if after.visit.id == move.visit.id:
            return (
                f"{worker.name} is with {before.visit.person} until {clock(before.end)} "
                f"and needs {length(leg)} to get there"
            )
        return (
            f"{worker.name} is due with {after.visit.person} at {clock(after.start)} "
            f"and needs {length(leg)} to get there after this visit ends at {clock(before.end)}"
        )
    return None


def _link(move: Move, worker: Worker) -> str | None:
    for link in move.day.links_of(move.visit):
        other = move.day.stop_of(link.after if link.before == move.visit.id else link.before)
        follows = other is not None and other.visit.beside == move.visit.id
        if other is not None and not follows and (text := _link_text(move, link, other)):
            return text
    return None


def _link_text(move: Move, link: Link, other: Stop) -> str | None:
    first, second = (move.stop, other) if link.before == move.visit.id else (other, move.stop)
    gap = second.start - first.end
    if gap < link.min_gap:
        needed, said = link.min_gap, "at least"
    elif gap > link.max_gap:
        needed, said = link.max_gap, "at most"
    else:
        return _company(move, link, other)
    side = f"after the visit that ends at {clock(other.end)}"
    if other is second:
        side = f"before the visit that starts at {clock(other.start)}"
    return f"{move.visit.person}'s visit must leave {said} {length(needed)} {side}"


def _company(move: Move, link: Link, other: Stop) -> str | None:
    ids = {worker.id for worker in move.workers}
    there = set(move.day.planned[other.visit.id].workers)
    if link.same_worker is None or link.same_worker is bool(ids & there):
        return None
    names = listed(move.day.workers[each].name for each in there)
    if link.same_worker:
        return f"{move.visit.person}'s visit goes with the one at {clock(other.start)}, which {names} will do"
    return f"{move.visit.person}'s visit at {clock(other.start)} is with {names}, and this one needs somebody else"


def _beside(move: Move, worker: Worker) -> str | None:
    if not move.visit.beside or move.visit.beside in move.day.planned:
        return None
    return f"{worker.name} would go along to {move.visit.person} to learn, and nobody has that visit"


def _partner(move: Move, worker: Worker) -> str | None:
    visit, ids = move.visit, {each.id for each in move.workers}
    if len(ids) != visit.workers_needed or len(ids) != len(move.workers):
        return f"{visit.person}'s visit needs {'two workers together' if visit.workers_needed == 2 else 'one worker'}"
    if set(visit.pinned_workers) - ids:
        names = listed(move.day.workers[each].name for each in visit.pinned_workers if each in move.day.workers)
        return f"{visit.person} has been told to expect {names or 'somebody who is not on the staff list'}"
    return None


def _hours(move: Move, worker: Worker) -> str | None:
    count = worked(move.day.problem.travel, worker, move.day.lane_with(worker, move.stop))
    if count <= worker.max_minutes:
        return None
    return f"{worker.name} would work {length(count)}, and may work {length(worker.max_minutes)} this day"


def _break(move: Move, worker: Worker) -> str | None:
    if has_break(move.day.problem.travel, worker, move.day.lane_with(worker, move.stop)):
        return None
    return f"{worker.name} would have no {length(worker.break_minutes)} break in over {length(worker.break_after)}"


STANDING: tuple[Standing, ...] = (
    Standing("skill", "every skill of the visit, valid on the day", _skill),
    Standing("lead", "a lead where the visit needs one", _lead),
    Standing("gender", "the gender the care plan requires", _gender),
    Standing("barred", "nobody who is barred from the person", _barred),
    Standing("promised", "the workers whom people have been told to expect", _promised),
)

RULES: tuple[Standing | Timed, ...] = (
    *STANDING,
    Timed("shift", "the whole visit within a shift, and the way from or to a base", _shift),
    Timed("absent", "not while the worker is away", _absent),
    Timed("rest", "eleven hours' rest to the duty before and after, and the rest of the week", _rest),
    Timed("alone", "nobody alone at the hours when two are needed for safety", _alone),
    Timed("window", "a start within the visit's window, or the one people have been told", _window),
    Timed("overlap", "one visit at a time", _overlap),
    Timed("travel", "time to get there and on to the next visit", _travel),
    Timed("link", "the gap between linked visits, and whether the same worker does them", _link),
    Timed("beside", "nobody goes along to learn at a visit that is not made", _beside),
    Timed("partner", "as many workers as the visit needs, together", _partner),
    Timed("hours", "no more working minutes than the day allows", _hours),
    Timed("break", "a break between two visits of a long day", _break),
)


def breaches(move: Move) -> Iterator[Breach]:
    """Every rule the move breaks, worker by worker."""
    for worker in move.workers:
        for rule in RULES:
            if text := rule.check(move, worker):
                yield Breach(rule=rule.code, visit=move.visit.id, worker=worker.id, text=text)


def first_breach(move: Move, worker: Worker) -> tuple[int, str, str] | None:
    """Place in the list, code and sentence of the first rule in the way of one worker."""
    for place, rule in enumerate(RULES):
        if text := rule.check(move, worker):
            return place, rule.code, text
    return None


def check_move(
    problem: Problem, assignments: Iterable[Assignment], visit: str, workers: Iterable[str], start: int
) -> list[Breach]:
    """What stands in the way of giving a visit to workers at a start, the rest of the plan staying as it is.

    The visit is taken off its present place first. Nothing found means that the move keeps every hard rule.
    Raises KeyError for an id that the problem does not have."""
    planned = tuple(assignments)
    day = Day.of(problem, planned, leaving_out=visit)
    going = tuple(day.workers[each] for each in workers)
    move = Move(day, day.visits[visit], going, start)
    if not going:
        text = f"{move.visit.person}'s visit needs {'two workers' if move.visit.workers_needed == 2 else 'a worker'}"
        return [Breach(rule="partner", visit=visit, worker="", text=text)]
    return [*breaches(move), *_left_behind(move, planned)]


def broken_by(day: Day, moved: Iterable[Assignment]) -> list[Breach]:
    """What stands in the way of several moves made together on a day, each seen with all the others done.

    A visit moved to no workers is taken off. Raises KeyError for an id that the problem does not have."""
    changes = tuple(moved)
    after = day
    for each in changes:
        after = after.without(each.visit)
    for each in changes:
        after = after.put(each) if each.workers else after
    found: list[Breach] = []
    for each in changes:
        going = tuple(day.workers[worker] for worker in each.workers)
        if going:
            found += breaches(Move(after.without(each.visit), day.visits[each.visit], going, each.start))
        before = day.planned.get(each.visit)
        gone = {worker for worker in before.workers if worker not in each.workers} if before else set[str]()
        gone = {w for w in gone if has_break(day.problem.travel, day.workers[w], day.lanes[w])}
        found += _breaks_lost(after, each.visit, gone)
        if not going:
            found += _left_alone(after, each.visit)
    return found


def _left_alone(day: Day, gone: str) -> Iterator[Breach]:
    """Learners whose visit is no longer made."""
    for each in day.planned.values():
        visit = day.visits[each.visit]
        if visit.beside == gone:
            move = Move(day, visit, tuple(day.workers[worker] for worker in each.workers), each.start)
            yield from (
                Breach(rule="beside", visit=visit.id, worker=worker.id, text=text)
                for worker in move.workers
                if (text := _beside(move, worker))
            )


def _left_behind(move: Move, planned: tuple[Assignment, ...]) -> Iterator[Breach]:
    """A worker who loses the visit may lose the break that lay before it."""
    staying = {worker.id for worker in move.workers}
    before = {worker for each in planned if each.visit == move.visit.id for worker in each.workers}
    return _breaks_lost(move.day, move.visit.id, before - staying)


def _breaks_lost(day: Day, visit: str, gone: Iterable[str]) -> Iterator[Breach]:
    for worker in (day.workers[each] for each in sorted(gone)):
        if not has_break(day.problem.travel, worker, day.lanes[worker.id]):
            text = f"{worker.name} would be left with no break in over {length(worker.break_after)}"
            yield Breach(rule="break", visit=visit, worker=worker.id, text=text)
