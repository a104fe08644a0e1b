"""Towns too large for one core: cut into as many zones as there are cores, joined, and cut anew elsewhere.

First the whole is searched, while it is hot and everything still moves. Then zones are, each by itself, and cut along
other borders every time, while the heat goes on sinking. A cut needs no map: two places far apart are drawn, workers
are sorted by how much nearer their rounds are to the one than to the other, and halved; each half again. A unit whose
two workers are in two zones keeps its starts meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from random import Random
from statistics import fmean, median
from time import perf_counter

from domain.engine.kernel.annealing import COLD, NoRounds, heat_worth, solve
from domain.engine.kernel.check import broken_rules, cost
from domain.engine.kernel.compiling import Kernel
from domain.engine.kernel.model import Activity, Model, Rounds, Unit

LARGEST = 500
SAME_KIND = 240
SHORTEST = 0.05
PASSES = 4
TO_CUT_AND_JOIN = 0.1


def wants_zones(model: Model, threads: int) -> bool:
    """Whether the model is for zones: with shifts, large, and several cores to search it on."""
    return bool(model.shifts) and threads > 1 and _size(model) > LARGEST


def solve_zones(
    model: Model,
    kernel: Kernel,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 2,
    cancel: Callable[[], bool] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Rounds:
    """The best rounds found in `seconds`, in as many zones as there are threads. Raises NoRounds.

    `on_progress` is told what the whole costs: all the while in the first pass, then whenever zones are joined."""
    ends, rng, town = perf_counter() + seconds, Random(seed), _Town(model)
    heats = _falling(heat_worth(seconds, _size(model)))
    search = partial(solve, kernel=kernel, seed=seed, cancel=cancel)
    rounds = search(model, seconds=seconds / PASSES, threads=threads, heats=(heats[0],), on_progress=on_progress)
    for number in range(1, PASSES):
        if cancel is not None and cancel():
            break
        zones = town.cut(rng, rounds, threads)
        left = max(SHORTEST, (ends - perf_counter()) * (1 - TO_CUT_AND_JOIN) / (PASSES - number))
        searched = partial(_searched, search=partial(search, seconds=left, heats=(heats[number],)))
        with ThreadPoolExecutor(threads) as pool:
            rounds = town.joined(zones, list(pool.map(searched, zones)), rounds)
        if on_progress is not None:
            on_progress(cost(model, rounds).total)
    if broken := broken_rules(model, rounds):
        raise NoRounds(f"no plan that keeps every rule was found: {broken[0]}")
    return rounds


def _falling(hot: float) -> list[tuple[float, float]]:
    """The heat at the beginning and the end of each pass."""
    heats = [hot * (COLD / hot) ** (number / PASSES) for number in range(PASSES + 1)]
    return list(pairwise(heats))


def _size(model: Model) -> int:
    return sum(len(unit.activities) for unit in model.units)


def _searched(zone: "_Zone", search: Callable[..., Rounds]) -> Rounds | None:
    """The best rounds of a zone, or None where what is held for another zone is in their way."""
    try:
        return search(zone.model, begin=zone.begin)
    except NoRounds:
        return None


@dataclass(frozen=True, slots=True)
class _Zone:
    """A part of the town as a model of its own; `workers` and `activities` are the town's numbers of what is in it."""

    model: Model
    begin: list[list[int]]
    workers: list[int]
    activities: list[int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Workers, with their rounds, and units left out on one side of all cuts so far."""

    workers: list[int]
    units: list[int]


class _Town:
    """The whole model, to be cut and joined."""

    def __init__(self, model: Model) -> None:
        self._model, self._activities = model, list(model.activities())
        numbers = list(accumulate((len(unit.activities) for unit in model.units), initial=0))
        self._numbers = [list(range(*ends)) for ends in pairwise(numbers)]
        self._unit = [u for u, activities in enumerate(self._numbers) for _ in activities]

    def cut(self, rng: Random, rounds: Rounds, count: int) -> list[_Zone]:
        """So many zones, or a few less, that go on from the rounds."""
        done = {i for route in rounds.routes for i in route}
        left_out = [u for u, activities in enumerate(self._numbers) if activities[0] not in done]
        parts = self._halved(rng, rounds, _Part(list(range(len(self._model.homes))), left_out), count)
        return [self._zone(part, rounds) for part in parts]

    def _halved(self, rng: Random, rounds: Rounds, part: _Part, count: int) -> list[_Part]:
        places = [self._activities[i].place for k in part.workers for i in rounds.routes[k]]
        if count < 2 or len(part.workers) < 4 or not places:
            return [part]
        side = self._side(rng, places)
        left, middle = set(self._nearer_workers(part, rounds, side)), median(map(side, places))
        near = {u for u in part.units if side(self._model.units[u].first.place) < middle}
        halves = (
            _Part([k for k in part.workers if k in left], [u for u in part.units if u in near]),
            _Part([k for k in part.workers if k not in left], [u for u in part.units if u not in near]),
        )
        return [piece for half in halves for piece in self._halved(rng, rounds, half, count // 2)]

    def _side(self, rng: Random, places: list[int]) -> Callable[[int], int]:
        """How much nearer a place is to one of these places than to the one that is farthest from it."""
        travel, one = self._model.travel, rng.choice(places)
        other = max(places, key=travel[one].__getitem__)
        return lambda place: travel[one][place] - travel[other][place]

    def _nearer_workers(self, part: _Part, rounds: Rounds, side: Callable[[int], int]) -> list[int]:
        """The half of the workers whose round or else home is nearer to the one end, of early and late ones alike."""

        def lies(k: int) -> float:
            return fmean([side(self._activities[i].place) for i in rounds.routes[k]] or [side(self._model.homes[k])])

        kinds: dict[int, list[int]] = {}
        for k in part.workers:
            kinds.setdefault(self._model.shifts[k].opens // SAME_KIND, []).append(k)
        return [k for kind in kinds.values() for k in sorted(kind, key=lies)[: len(kind) // 2]]

    def _zone(self, part: _Part, rounds: Rounds) -> _Zone:
        routes = [rounds.routes[k] for k in part.workers]
        bank = [i for u in part.units for i in self._numbers[u]]
        local = {k: at for at, k in enumerate(part.workers)}
        by = {i: local[k] for k, route in zip(part.workers, routes, strict=True) for i in route}
        inside = {*by, *bank}
        places = _Places(self._model, part.workers, [self._activities[i].place for i in inside])
        units, activities = [], []
        for u in sorted({self._unit[i] for i in inside}):
            here = [i for i in self._numbers[u] if i in inside]
            first, *second = (places.moved(self._activities[i], local) for i in here)
            activities += here
            if len(here) == len(self._numbers[u]):
                units.append(replace(self._model.units[u], first=first, second=second[0] if second else None))
            else:
                start = rounds.starts[here[0]]
                units.append(Unit(first=replace(first, opens=start, latest=start, able=(by[here[0]],))))
        at = {i: number for number, i in enumerate(activities)}
        begin = [[at[i] for i in route] for route in (*routes, bank)]
        return _Zone(places.model(units), begin, part.workers, activities)

    def joined(self, zones: list[_Zone], found: list[Rounds | None], before: Rounds) -> Rounds:
        """The rounds of all zones as the town's; where a zone has none, as they were before."""
        routes, rests, starts = list(before.routes), list(before.rests), list(before.starts)
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
