"""The problem as arrays: visits, workers and links by index, everything the search asks for more than once worked out.

Who may do what comes from the standing rules, so the search can never meet a pair that a rule forbids. The arrays are
plain lists of whole numbers, so that a compiled search could take them as they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.engine.day import duty, on_shift
from domain.engine.objective import household, is_new_face, prices_left_out, priority_ranks, wishes
from domain.engine.problem import DAY, Mode, Place, Problem, Shift, Visit, Weights, Worker
from domain.engine.rules import STANDING
from domain.engine.travel import distances, matrix

Window = tuple[int, int]
FAR = 10**6
BANK = 3_000
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A link by index; `least` and `most` are its gap counted from start to start."""

    before: int
    after: int
    least: int
    most: int
    same: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The problem by index: `v` a visit, `k` a worker, in the order of the problem.

    Visits: `minutes`, `wanted` (preferred start), `need` (workers), `price` (left out, as the objective has it), `bank`
    (left out, as the search weighs it), `windows[v][k]` the stretches in which k may start v (k absent: never),
    `bonds[v]` numbers of the links of v, `told[v]` the workers promised, `fixed[v]` whether nothing of v is
    open, `movable[v]` whether the search has anything to choose, `beside[v]` the visit that it is made with (NOBODY: it
    stands for itself) and `learners[v]` those made with v.
    Workers: `legs[k][v][u]` travel minutes, `out[k][v]` and `back[k][v]` those to a first visit and from a last, of
    which `duty_out` and `duty_back` are duty, `liking[k][v]` points for sending k to v, `strange[k]` the visits of
    people who do not know k, each with a number for the person, and the limits.
    `jolt` is how many minutes further away any start but the wanted one counts, which keeps most of a day as it is."""

    problem: Problem
    minutes: list[int]
    wanted: list[int]
    need: list[int]
    price: list[int]
    bank: list[int]
    windows: list[dict[int, tuple[Window, ...]]]
    bonds: list[tuple[int, ...]]
    told: list[frozenset[int]]
    fixed: list[bool]
    movable: list[bool]
    beside: list[int]
    learners: list[tuple[int, ...]]
    legs: list[list[list[int]]]
    out: list[list[int]]
    back: list[list[int]]
    duty_out: list[list[int]]
    duty_back: list[list[int]]
    liking: list[dict[int, int]]
    strange: list[dict[int, int]]
    most_work: list[int]
    contracted: list[int]
    fair: list[int | None]
    break_after: list[int]
    break_minutes: list[int]
    links: list[Bond]
    weights: Weights
    jolt: int = 0


def prepare(problem: Problem) -> Tables:
    """Work out the arrays of a problem."""
    visits, workers = problem.visits, problem.workers
    prices, ranks = prices_left_out(problem), priority_ranks(problem)
    roads = _Roads(problem)
    out, duty_out = roads.ends([worker.sets_out for worker in workers])
    back, duty_back = roads.ends([worker.returns for worker in workers])
    windows = _windows(problem, duty_out, duty_back)
    between = {mode: roads.legs(mode) for mode in {worker.mode for worker in workers}}
    links = _links(problem)
    beside, learners = _learning(visits)
    return Tables(
        problem=problem,
        minutes=[visit.minutes for visit in visits],
        wanted=[visit.preferred_start for visit in visits],
        need=[visit.workers_needed for visit in visits],
        price=[prices[visit.id] for visit in visits],
        bank=[prices[v.id] if v.optional else BANK * (1 + ranks[v.priority]) for v in visits],
        windows=windows,
        bonds=[tuple(i for i, b in enumerate(links) if v in (b.before, b.after)) for v in range(len(visits))],
        told=_told(problem),
        fixed=[_is_fixed(visit) for visit in visits],
        movable=[bool(spans) and not _is_fixed(visit) for visit, spans in zip(visits, windows, strict=True)],
        beside=beside,
        learners=learners,
        legs=[between[worker.mode] for worker in workers],
        out=out,
        back=back,
        duty_out=duty_out,
        duty_back=duty_back,
        liking=_liking(problem, windows),
        strange=_strange(problem, windows),
        most_work=[worker.max_minutes for worker in workers],
        contracted=[worker.contracted_minutes for worker in workers],
        fair=[worker.fair for worker in workers],
        break_after=[worker.break_after for worker in workers],
        break_minutes=[worker.break_minutes for worker in workers],
        links=links,
        weights=problem.weights,
    )


def _learning(visits: Sequence[Visit]) -> tuple[list[int], list[tuple[int, ...]]]:
    """For each visit the one that it is beside, and those that are beside it."""
    index = {visit.id: v for v, visit in enumerate(visits)}
    beside = [index.get(visit.beside, NOBODY) for visit in visits]
    learners: list[tuple[int, ...]] = [()] * len(visits)
    for v, main in enumerate(beside):
        if main >= 0:
            learners[main] = (*learners[main], v)
    return beside, learners


def _told(problem: Problem) -> list[frozenset[int]]:
    place = {worker.id: k for k, worker in enumerate(problem.workers)}
    return [frozenset(place.get(worker, NOBODY) for worker in visit.pinned_workers) for visit in problem.visits]


def _is_fixed(visit: Visit) -> bool:
    return len(visit.pinned_workers) >= visit.workers_needed and visit.pinned_start is not None


def _windows(problem: Problem, out: list[list[int]], back: list[list[int]]) -> list[dict[int, tuple[Window, ...]]]:
    kinds: dict[tuple[Shift, ...], int] = {}
    on_duty = [
        (k, worker, spans, kinds.setdefault(spans, len(kinds)))
        for k, worker in enumerate(problem.workers)
        if (spans := duty(worker))
    ]
    windows: list[dict[int, tuple[Window, ...]]] = []
    for v, visit in enumerate(problem.visits):
        found, usual = {}, [_starts(visit, spans) for spans in kinds]
        for k, worker, spans, kind in on_duty:
            by_base = out[k][v] or back[k][v]
            starts = _starts(visit, _reachable(worker, spans, out[k][v], back[k][v])) if by_base else usual[kind]
            if starts and _suits(visit, worker):
                found[k] = starts
        windows.append(found)
    return windows


def _starts(visit: Visit, spans: Iterable[Shift]) -> tuple[Window, ...]:
    """When a visit may start within these stretches of duty."""
    earliest, latest = _open(visit)
    bounds = [(max(earliest, span.start), min(latest, span.end - visit.minutes)) for span in spans]
    return tuple([bound for bound in bounds if bound[0] <= bound[1]])


def _open(visit: Visit) -> Window:
    """The starts that a visit may have whoever comes."""
    earliest, latest = visit.window
    if visit.guarded is None:
        return earliest, latest
    return max(earliest, visit.guarded.start), min(latest, visit.guarded.end - visit.minutes)


def _reachable(worker: Worker, spans: tuple[Shift, ...], out: int, back: int) -> list[Shift]:
    """The duty in which a visit may lie: after the way from the base, and before that back to it."""
    shifts = on_shift(worker)
    first = max(shifts[0].start, worker.earliest_start) + out
    last = min(shifts[-1].end, worker.latest_end) - back
    return [Shift(max(span.start, first), min(span.end, last)) for span in spans]


def _suits(visit: Visit, worker: Worker) -> bool:
    return all(rule.test(visit, worker) is None for rule in STANDING)


def _liking(problem: Problem, windows: list[dict[int, tuple[Window, ...]]]) -> list[dict[int, int]]:
    liking: list[dict[int, int]] = [{} for _ in problem.workers]
    for v, visit in enumerate(problem.visits):
        for k in windows[v]:
            liking[k][v] = sum(wishes(visit, problem.workers[k], problem.weights))
    return liking


def _strange(problem: Problem, windows: list[dict[int, tuple[Window, ...]]]) -> list[dict[int, int]]:
    numbers: dict[tuple[str, Place], int] = {}
    strange: list[dict[int, int]] = [{} for _ in problem.workers]
    for v, visit in enumerate(problem.visits):
        who = numbers.setdefault(household(visit), len(numbers))
        for k in windows[v]:
            if is_new_face(visit, problem.workers[k]):
                strange[k][v] = who
    return strange


def _links(problem: Problem) -> list[Bond]:
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    bonds = []
    for link in problem.links:
        before, after = index[link.before], index[link.after]
        length = problem.visits[before].minutes
        bonds.append(
            Bond(
                before=before,
                after=after,
                least=length + link.min_gap,
                most=length + link.max_gap,
                same=link.same_worker,
            )
        )
    return bonds


class _Roads:
    """Travel minutes of a day by index. Workers of one mode share a table, and so do ways of one pace."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.travel = problem, problem.travel
        places: dict[Place, int] = {}
        self.spots = [places.setdefault(visit.place, len(places)) for visit in problem.visits]
        for worker in problem.workers:
            for end in (worker.home, worker.sets_out, worker.returns):
                places.setdefault(end or worker.home, len(places))
        self._places = places
        self._apart = distances(list(places))
        self._tables: dict[tuple[Mode, float], list[list[int]]] = {}
        self._rows: dict[tuple[Mode, float, int], list[int]] = {}
        self._homes: dict[tuple[Mode, int], list[int]] = {}
        self._at_wanted: dict[Mode, list[list[list[int]]]] = {}

    def legs(self, mode: Mode) -> list[list[int]]:
        """From visit to visit, at the slowest pace at which that may have to be."""
        return [self._row(mode, self._times(mode, visit), spot) for visit, spot in self._visits()]

    def ends(self, bases: Sequence[Place | None]) -> tuple[list[list[int]], list[list[int]]]:
        """For each worker the ways between an end of the round and each visit, and how much of them is duty."""
        ways = [
            self._from_home(worker.mode, worker.home) if base is None else self._from_base(worker.mode, base)
            for worker, base in zip(self.problem.workers, bases, strict=True)
        ]
        none = [0] * len(self.spots)
        return ways, [way if base else none for way, base in zip(ways, bases, strict=True)]

    def _from_home(self, mode: Mode, home: Place) -> list[int]:
        """At the pace of the wanted starts."""
        key = mode, self._places[home]
        if key not in self._homes:
            self._homes[key] = [table[key[1]][spot] for table, spot in zip(self._wanted(mode), self.spots, strict=True)]
        return self._homes[key]

    def _from_base(self, mode: Mode, base: Place) -> list[int]:
        """At the slowest pace."""
        row = self._table(mode, self.travel.times(mode, -DAY, 2 * DAY))[self._places[base]]
        return [row[spot] for spot in self.spots]

    def _wanted(self, mode: Mode) -> list[list[list[int]]]:
        """For each visit the table at the pace of its wanted start."""
        if mode not in self._at_wanted:
            wanted = [visit.preferred_start for visit in self.problem.visits]
            self._at_wanted[mode] = [self._table(mode, self.travel.times(mode, at, at)) for at in wanted]
        return self._at_wanted[mode]

    def _visits(self) -> Iterator[tuple[Visit, int]]:
        return zip(self.problem.visits, self.spots, strict=True)

    def _times(self, mode: Mode, visit: Visit) -> float:
        earliest, latest = visit.window
        return self.travel.times(mode, earliest + visit.minutes, latest + visit.minutes)

    def _row(self, mode: Mode, times: float, spot: int) -> list[int]:
        key = mode, times, spot
        if key not in self._rows:
            row = self._table(mode, times)[spot]
            self._rows[key] = [row[other] for other in self.spots]
        return self._rows[key]

    def _table(self, mode: Mode, times: float) -> list[list[int]]:
        if (mode, times) not in self._tables:
            self._tables[mode, times] = matrix(self.travel, mode, self._apart, times)
        return self._tables[mode, times]
