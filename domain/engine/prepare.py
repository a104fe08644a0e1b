"""The problem as arrays: visits, workers and links by index, everything the search asks for more than once worked out.

Who may do what comes from the standing rules, so the search can never meet a pair that a rule forbids. The arrays are
plain lists of whole numbers, so that a compiled search could take them as they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.engine.day import duty
from domain.engine.objective import prices_left_out, priority_ranks, wishes
from domain.engine.problem import Mode, Place, Problem, Shift, Visit, Worker
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
    open, `movable[v]` whether the search has anything to choose.
    Workers: `legs[k][v][u]` travel minutes, `home[k][v]`, `liking[k][v]` points for sending k to v, and the limits.
    `per_…` are the weights of a minute."""

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
    legs: list[list[list[int]]]
    home: list[list[int]]
    liking: list[dict[int, int]]
    most_work: list[int]
    contracted: list[int]
    break_after: list[int]
    break_minutes: list[int]
    links: list[Bond]
    per_travel: int
    per_timing: int
    per_waiting: int
    per_overtime: int


def prepare(problem: Problem) -> Tables:
    """Work out the arrays of a problem."""
    visits, workers = problem.visits, problem.workers
    prices, ranks = prices_left_out(problem), priority_ranks(problem)
    windows = _windows(problem)
    roads = _Roads(problem)
    between = {mode: roads.legs(mode) for mode in {worker.mode for worker in workers}}
    links = _links(problem)
    place = {worker.id: k for k, worker in enumerate(workers)}
    return Tables(
        problem=problem,
        minutes=[visit.minutes for visit in visits],
        wanted=[visit.preferred_start for visit in visits],
        need=[visit.workers_needed for visit in visits],
        price=[prices[visit.id] for visit in visits],
        bank=[prices[v.id] if v.optional else BANK * (1 + ranks[v.priority]) for v in visits],
        windows=windows,
        bonds=[tuple(i for i, b in enumerate(links) if v in (b.before, b.after)) for v in range(len(visits))],
        told=[frozenset(place.get(worker, NOBODY) for worker in visit.pinned_workers) for visit in visits],
        fixed=[_is_fixed(visit) for visit in visits],
        movable=[bool(spans) and not _is_fixed(visit) for visit, spans in zip(visits, windows, strict=True)],
        legs=[between[worker.mode] for worker in workers],
        home=[roads.home(worker.mode, home) for worker, home in zip(workers, roads.homes, strict=True)],
        liking=_liking(problem, windows),
        most_work=[worker.max_minutes for worker in workers],
        contracted=[worker.contracted_minutes for worker in workers],
        break_after=[worker.break_after for worker in workers],
        break_minutes=[worker.break_minutes for worker in workers],
        links=links,
        per_travel=problem.weights.travel,
        per_timing=problem.weights.timing,
        per_waiting=problem.weights.waiting,
        per_overtime=problem.weights.overtime,
    )


def _is_fixed(visit: Visit) -> bool:
    return len(visit.pinned_workers) >= visit.workers_needed and visit.pinned_start is not None


def _windows(problem: Problem) -> list[dict[int, tuple[Window, ...]]]:
    duties = [duty(worker) for worker in problem.workers]
    return [
        {
            k: spans
            for k, worker in enumerate(problem.workers)
            if (spans := _starts(visit, duties[k])) and _suits(visit, worker)
        }
        for visit in problem.visits
    ]


def _starts(visit: Visit, spans: tuple[Shift, ...]) -> tuple[Window, ...]:
    earliest, latest = visit.window
    if visit.guarded is not None:
        earliest, latest = max(earliest, visit.guarded.start), min(latest, visit.guarded.end - visit.minutes)
    bounds = ((max(earliest, span.start), min(latest, span.end - visit.minutes)) for span in spans)
    return tuple((low, high) for low, high in bounds if low <= high)


def _suits(visit: Visit, worker: Worker) -> bool:
    return all(rule.test(visit, worker) is None for rule in STANDING)


def _liking(problem: Problem, windows: list[dict[int, tuple[Window, ...]]]) -> list[dict[int, int]]:
    return [
        {v: sum(wishes(visit, worker, problem.weights)) for v, visit in enumerate(problem.visits) if k in windows[v]}
        for k, worker in enumerate(problem.workers)
    ]


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
        self.homes = [places.setdefault(worker.home, len(places)) for worker in problem.workers]
        self._apart = distances(list(places))
        self._tables: dict[tuple[Mode, float], list[list[int]]] = {}
        self._rows: dict[tuple[Mode, float, int], list[int]] = {}

    def legs(self, mode: Mode) -> list[list[int]]:
        """From visit to visit, at the slowest pace at which that may have to be."""
        return [self._row(mode, self._times(mode, visit), spot) for visit, spot in self._visits()]

    def home(self, mode: Mode, home: int) -> list[int]:
        """Between a home and each visit, at the pace of the wanted start."""
        at = [self.travel.times(mode, visit.preferred_start, visit.preferred_start) for visit in self.problem.visits]
        return [self._table(mode, times)[home][spot] for times, spot in zip(at, self.spots, strict=True)]

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
