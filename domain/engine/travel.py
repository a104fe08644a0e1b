"""How long it takes to get from one place to another: the straight line, stretched by a detour, at the pace of a mode,
which is slower in busy hours.

The one source of travel minutes for the engine: a road service could stand behind `minutes` and `matrix`. Which minutes
a way takes depends on when it begins. The search, which does not know that yet, reckons with the slowest pace at which
a way may have to be made, so that no plan is late for the traffic."""

from collections.abc import Sequence
from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from domain.engine.problem import DAY, Mode, Pace, Place, Travel

EARTH_KM = 6371.0088
_ROUNDING = 1e-9


@lru_cache(maxsize=1 << 16)
def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance (haversine)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    return _haversine(lat_b - lat_a, radians(b.lon - a.lon), cos(lat_a) * cos(lat_b))


def _haversine(dlat: float, dlon: float, cosines: float) -> float:
    h = sin(dlat / 2) ** 2 + cosines * sin(dlon / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def minutes(travel: Travel, mode: Mode, a: Place, b: Place, at: int | None = None) -> int:
    """Whole minutes from `a` to `b` for who leaves at the minute `at`, or at the worst time of the day; rounded up,
    within one place only the floor."""
    if a == b:
        return travel.floor
    first, last = (-DAY, 2 * DAY) if at is None else (at, at)
    return _ride(travel, travel.pace(mode), kilometres(a, b), travel.times(mode, first, last))


def latest_departures(travel: Travel, mode: Mode, a: Place, b: Place, due: int) -> set[int]:
    """Minutes of which one is the latest to leave `a` so as to be at `b` in time: one for each pace of the day, and
    those just before the pace drops."""
    if not travel.busy:
        return {due - minutes(travel, mode, a, b, due)}
    starts = {busy.start for busy in travel.busy if busy.mode == mode}
    return {due - minutes(travel, mode, a, b, at) for at in {-DAY, *starts}} | {start - 1 for start in starts}


def distances(places: Sequence[Place]) -> list[list[float]]:
    """Kilometres between all pairs of places, by index."""
    spots = [(lat, place.lon, cos(lat)) for place in places for lat in [radians(place.lat)]]
    table = [[0.0] * len(places) for _ in places]
    for i, (lat, lon, cosine) in enumerate(spots):
        row = table[i]
        for j in range(i):
            other_lat, other_lon, other = spots[j]
            row[j] = table[j][i] = _haversine(other_lat - lat, radians(other_lon - lon), cosine * other)
    return table


def matrix(travel: Travel, mode: Mode, apart: Sequence[Sequence[float]], times: float = 1.0) -> list[list[int]]:
    """Minutes between all pairs of different places, by index, from the kilometres they are apart; `times` as long as
    usual."""
    pace = travel.pace(mode)
    table = [[_ride(travel, pace, km, times) for km in row[:i]] for i, row in enumerate(apart)]
    for i, row in enumerate(table):
        row += [travel.floor, *(below[i] for below in table[i + 1 :])]
    return table


def _ride(travel: Travel, pace: Pace, km: float, times: float) -> int:
    return max(travel.floor, ceil(pace.fixed + 60.0 * times * pace.detour * km / pace.kmh - _ROUNDING))
