"""Towns too large for one search: cut into zones that are searched by themselves, joined, and cut anew elsewhere.

A cut needs no map. Two places far apart are drawn, everything is sorted by how much nearer it is to the one than to the
other, and halved; each half again. The first cut shares out units and workers; later ones share out workers with the
rounds they have, so that the borders move. A unit whose two workers are in two zones keeps its starts meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from math import ceil
from random import Random
from statistics import fmean
from time import perf_counter

from domain.engine.kernel.annealing import NoRounds, solve
from domain.engine.kernel.check import broken_rules
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.model import Activity, Model, Resting, Rounds, Unit

LARGEST = 500
ZONE = 130
SAME_KIND = 240
SHORTEST = 0.05
SHARES = (0.25, 0.25, 0.25, 0.25)
HEATS = (((200.0, 1.0),), ((200.0, 1.0),), ((100.0, 1.0),), ((50.0, 0.5),))


def wants_zones(model: Model) -> bool:
    """Whether the model is for zones: with shifts, and larger than one search takes in."""
    return bool(model.shifts) and sum(len(unit.activities) for unit in model.units) > LARGEST


def solve_zones(
    model: Model,
    kernel: Kernel,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 1,
    cancel: Callable[[], bool] | None = None,
) -> Rounds:
    """The best rounds found in `seconds`, zone by zone, so many at a time as there are threads. Raises NoRounds."""
    ends, rng = perf_counter() + seconds, Random(seed)
    town, rounds = _Town(model), None
    for number, (share, heats) in enumerate(zip(SHARES, HEATS, strict=True)):
        if rounds is not None and (cancel is not None and cancel()):
            break
        zones = town.cut(rng, rounds)
        left = (ends - perf_counter()) * share / sum(SHARES[number:])
        each = max(SHORTEST, left / ceil(len(zones) / threads))
        search = partial(_searched, kernel=kernel, seconds=each, seed=seed, cancel=cancel, heats=heats)
        with ThreadPoolExecutor(threads) as pool:
            rounds = town.joined(zones, list(pool.map(search, zones)), rounds)
    if rounds is None or (broken := broken_rules(model, rounds)):
        raise NoRounds(f"no plan that keeps every rule was found: {broken[0] if rounds else 'stopped too soon'}")
    return rounds


def _searched(
    zone: "_Zone",
    kernel: Kernel,
    seconds: float,
    seed: int,
    cancel: Callable[[], bool] | None,
    heats: tuple[tuple[float, float], ...],
) -> Rounds | None:
    """The best rounds of a zone, or None where what is held for another zone is in their way."""
    try:
        return solve(zone.model, kernel, seconds=seconds, seed=seed, cancel=cancel, begin=zone.begin, heats=heats)
    except NoRounds:
        return None


@dataclass(frozen=True, slots=True)
class _Zone:
    """A part of the town as a model of its own; `workers` and `activities` are the town's numbers of what is in it."""

    model: Model
    begin: list[list[int]] | None
    workers: list[int]
    activities: list[int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Workers and units on one side of all cuts so far."""

    workers: list[int]
    units: list[int]


class _Town:
    """The whole model, to be cut and joined."""

    def __init__(self, model: Model) -> None:
        self._model, self._activities = model, list(model.activities())
        numbers = list(accumulate((len(unit.activities) for unit in model.units), initial=0))
        self._numbers = [list(range(*ends)) for ends in pairwise(numbers)]
        self._unit = [u for u, activities in enumerate(self._numbers) for _ in activities]

    def cut(self, rng: Random, rounds: Rounds | None) -> list[_Zone]:
        """Zones of this cut, going on from the rounds where there are some."""
        done = {i for route in rounds.routes for i in route} if rounds else set()
        free = [u for u, activities in enumerate(self._numbers) if activities[0] not in done]
        parts = self._halved(rng, rounds, _Part(list(range(len(self._model.homes))), free))
        return [self._zone(part, rounds) for part in parts]

    def _halved(self, rng: Random, rounds: Rounds | None, part: _Part) -> list[_Part]:
        routes = [rounds.routes[k] for k in part.workers] if rounds else []
        size = sum(map(len, routes)) + sum(len(self._numbers[u]) for u in part.units)
        if size <= ZONE or len(part.workers) < 4:
            return [part]
        side = self._side(rng, [self._activities[i].place for route in routes for i in route] + self._places(part))
        left = set(self._nearer_workers(part, rounds, side))
        border = sorted(side(self._activities[self._numbers[u][0]].place) for u in part.units)
        middle = border[len(border) // 2] if border and rounds is None else 0
        near = [u for u in part.units if side(self._activities[self._numbers[u][0]].place) < middle]
        halves = (
            _Part([k for k in part.workers if k in left], near),
            _Part([k for k in part.workers if k not in left], [u for u in part.units if u not in set(near)]),
        )
        return [piece for half in halves for piece in self._halved(rng, rounds, half)]

    def _places(self, part: _Part) -> list[int]:
        return [self._activities[self._numbers[u][0]].place for u in part.units]

    def _side(self, rng: Random, places: list[int]) -> Callable[[int], int]:
        """How much nearer a place is to one end of these places than to the other."""
        travel, seen = self._model.travel, rng.choice(places)
        one = max(places, key=travel[seen].__getitem__)
        other = max(places, key=travel[one].__getitem__)
        return lambda place: travel[one][place] - travel[other][place]

    def _nearer_workers(self, part: _Part, rounds: Rounds | None, side: Callable[[int], int]) -> list[int]:
        """The half of the workers that is nearer to the one end by home or round, of early and late ones alike."""

        def lies(k: int) -> float:
            route = rounds.routes[k] if rounds else ()
            return fmean([side(self._activities[i].place) for i in route] or [side(self._model.homes[k])])

        kinds: dict[int, list[int]] = {}
        for k in part.workers:
            kinds.setdefault(self._model.shifts[k].opens // SAME_KIND, []).append(k)
        return [k for kind in kinds.values() for k in sorted(kind, key=lies)[: len(kind) // 2]]

    def _zone(self, part: _Part, rounds: Rounds | None) -> _Zone:
        routes = [rounds.routes[k] for k in part.workers] if rounds else []
        inside = {i for route in routes for i in route} | {i for u in part.units for i in self._numbers[u]}
        local = {k: at for at, k in enumerate(part.workers)}
        by = {i: local[k] for k, route in zip(part.workers, routes, strict=False) for i in route}
        places = _Places(self._model, part.workers, [self._activities[i].place for i in inside])
        units, activities = [], []
        for u in sorted({self._unit[i] for i in inside}):
            here = [i for i in self._numbers[u] if i in inside]
            moved = {i: places.moved(self._activities[i], local) for i in here}
            activities += here
            if len(here) == len(self._numbers[u]):
                units.append(
                    replace(
                        self._model.units[u], first=moved[here[0]], second=moved.get(here[-1]) if here[1:] else None
                    )
                )
            elif rounds is not None:
                held = replace(
                    moved[here[0]], opens=rounds.starts[here[0]], latest=rounds.starts[here[0]], able=(by[here[0]],)
                )
                units.append(Unit(first=held))
        at = {i: number for number, i in enumerate(activities)}
        begin = [[at[i] for i in route] for route in routes]
        bank = [at[i] for u in part.units for i in self._numbers[u]]
        return _Zone(places.model(units), [*begin, bank] if rounds else None, part.workers, activities)

    def joined(self, zones: list[_Zone], found: list[Rounds | None], before: Rounds | None) -> Rounds:
        """The rounds of all zones as the town's; where a zone has none, as they were before."""
        crew = len(self._model.homes)
        routes: list[tuple[int, ...]] = list(before.routes) if before else [()] * crew
        rests: list[Resting | None] = list(before.rests) if before else [None] * crew
        starts = list(before.starts) if before else [0] * len(self._activities)
        for zone, rounds in zip(zones, found, strict=True):
            if rounds is None:
                continue
            for at, k in enumerate(zone.workers):
                routes[k] = tuple(zone.activities[i] for i in rounds.routes[at])
                rests[k] = rounds.rests[at]
            for i, start in zip(zone.activities, rounds.starts, strict=True):
                starts[i] = start
        return Rounds(routes=tuple(routes), starts=tuple(starts), rests=tuple(rests))


class _Places:
    """The places that a zone needs, numbered anew."""

    def __init__(self, model: Model, workers: list[int], places: list[int]) -> None:
        self._model, self._workers = model, workers
        ends = [model.shifts[k].ends for k in workers]
        self._used = sorted({*places, *ends, *(model.homes[k] for k in workers)})
        self._at = {place: number for number, place in enumerate(self._used)}

    def moved(self, activity: Activity, local: dict[int, int]) -> Activity:
        """An activity by the zone's numbers."""
        return replace(
            activity,
            place=self._at[activity.place],
            able=tuple(local[k] for k in activity.able if k in local),
            disliked={local[k]: price for k, price in activity.disliked.items() if k in local},
        )

    def model(self, units: list[Unit]) -> Model:
        """The zone's model."""
        first, *others = (
            tuple(tuple(table[one][then] for then in self._used) for one in self._used)
            for table in (self._model.travel, *self._model.other_travel)
        )
        shifts = (self._model.shifts[k] for k in self._workers)
        return replace(
            self._model,
            units=tuple(units),
            homes=tuple(self._at[self._model.homes[k]] for k in self._workers),
            travel=first,
            other_travel=tuple(others),
            shifts=tuple(replace(shift, ends=self._at[shift.ends]) for shift in shifts),
        )
